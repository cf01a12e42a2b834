#pragma once
#include "jobs/JobContext.h"
#include "photos/PhotoColumns.h"

namespace minamo {

/// What lies in a folder and below it.
struct FolderListing {
    std::vector<std::string> photos; ///< relative paths of files that begin like a photo, sorted
    std::vector<SkippedFile> skipped; ///< named like a photo, but not one that can be read
    std::int64_t hidden = 0; ///< hidden files and system files: counted, not listed
    std::int64_t others = 0; ///< files that are no photos and do not claim to be
};

/// Walks the folder. Hidden folders and Minamo projects are not entered; links to folders are followed once.
/// Errors "import.folder-missing", "import.folder-empty" {path}, "cancelled".
Result<FolderListing> scanFolder(const Path& folder, const JobContext& context);

} // namespace minamo
