#pragma once
#include "package/PackageManifest.h"

#include <memory>

namespace minamo {

/// Writes all files of a sealed package folder into one uncompressed zip, by rename.
/// Errors: "file.cannot-write" {path}.
Result<void> zipPackage(const Path& folder, const Path& file);

/// Where a zip was unpacked; the folder is removed with the last copy of `keeper`.
struct UnpackedPackage {
    Path folder;
    std::shared_ptr<const void> keeper;
};

/// Unpacks what the manifest lists, with the sizes it lists, into a new folder: nothing else is written,
/// whatever the zip claims. Errors as in Package::open.
Result<UnpackedPackage> unpackPackage(const Path& file);

} // namespace minamo
