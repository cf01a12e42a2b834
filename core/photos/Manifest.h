#pragma once
#include "jobs/JobContext.h"
#include "photos/PhotoColumns.h"

#include <optional>

namespace minamo {

/// Which photos a manifest lists.
struct ManifestTable {
    PhotoColumns table;
    std::vector<SkippedFile>
        skipped; ///< "import.missing-file", "import.listed-twice", "import.outside-folder" {line}
    std::string hash; ///< of the file's bytes
};

/// Reads a CSV in UTF-8 with one photo per row. Columns (any order, any case): path, relative to `folder` or
/// to the manifest; label, environment, group; all others (id, split, site, camera, shift, lot, captured_at,
/// your own) become tags. Errors "import.manifest-missing", "import.manifest-no-path" {path, columns},
/// "cancelled", those of CsvTable.
Result<ManifestTable> readManifest(const Path& manifest, const Path& folder, const JobContext& context);

/// True if this is a CSV with a column "path".
bool isManifest(const Path& file);

} // namespace minamo
