#pragma once
#include "stages/ImportOptions.h"
#include "stages/Stage.h"

namespace minamo {

/// Reads a folder of photos into the project: artifact "import-..." with samples.safetensors (Dataset),
/// thumbnails.safetensors (ThumbnailPack), facts.safetensors (ImageFacts) and report.json (ImportReport.h).
/// Rows are sorted by relative path. The id depends on the relative paths, the contents and the options,
/// never on where the folder lies: adopted are "/samples" (the id) and "/photoFolder" (the absolute path).
/// Results made from other photos are let go of. Files that cannot be read are skipped with their reason.
/// Errors: "project.read-only", "import.no-folder", "import.folder-missing", "import.folder-empty",
/// "import.no-photos" {path, skipped, others}, "import.manifest-missing", "import.manifest-no-path",
/// "import.no-such-class" {name, classes}, "csv.*".
Result<StageResult> runImport(const Project& project, const ImportOptions& options, JobContext& context);

} // namespace minamo
