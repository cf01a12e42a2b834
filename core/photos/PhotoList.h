#pragma once
#include "jobs/JobContext.h"
#include "photos/PhotoColumns.h"
#include "stages/ImportOptions.h"

namespace minamo {

/// The photos that an import reads and what folders or manifest say about them, before one is opened.
struct PhotoList {
    Path root; ///< absolute
    std::string layout; ///< resolved, never "auto"
    PhotoColumns table;
    std::vector<SkippedFile> skipped;
    std::int64_t hidden = 0, others = 0; ///< files that were counted only (FolderListing)
};

/// Walks the folder or reads the manifest and resolves the layout. Errors "import.no-folder",
/// "import.folder-missing" {path}, those of scanFolder() and readManifest(), "cancelled".
Result<PhotoList> listPhotos(const ImportOptions& options, const JobContext& context);

} // namespace minamo
