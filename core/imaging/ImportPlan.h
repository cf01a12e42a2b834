#pragma once
#include "photos/PhotoCuts.h"
#include "photos/PhotoList.h"

#include <functional>

namespace minamo {

/// What an import will do, known before a photo is decoded.
struct ImportPlan : PhotoList {
    PhotoCuts cuts;
    std::vector<std::uint64_t> contents; ///< hash64 of every file in table.paths
    std::string fingerprint; ///< "folder-<hash>" of all of the above but the root
};

/// Lists the photos, resolves the layout and hashes every file. `progress` hears (done, total) photos.
Result<ImportPlan> planImport(const ImportOptions& options, const JobContext& context,
    const std::function<void(std::int64_t, std::int64_t)>& progress);

} // namespace minamo
