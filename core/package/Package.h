#pragma once
#include "package/PackageManifest.h"

#include <memory>

namespace minamo {

/// A package that was opened and found whole: a folder, or a .minamopkg unpacked for as long as this lives.
class Package {
public:
    /// Checks everything but the networks' answers: checksum of the manifest, its version, every file's size
    /// and hash; no file may be missing, none may be more, nothing may lead out of the package. Each error
    /// names {path} and what is wrong: "package.no-manifest", "package.not-a-package",
    /// "package.newer-version", "package.bad-manifest", "package.missing-file" {file}, "package.extra-file"
    /// {file}, "package.changed-file" {file}, "package.unsafe-path" {file}, "package.link" {file}; of a zip
    /// also "package.broken-zip", "package.double-file" {file}.
    static Result<Package> open(const Path& place);

    const Path& folder() const { return m_folder; }
    const PackageManifest& manifest() const { return m_manifest; }

private:
    Path m_folder;
    PackageManifest m_manifest;
    std::shared_ptr<const void> m_unpacked; ///< removes what a zip was unpacked to
};

/// Lists the files of `folder` in the manifest and writes manifest.json and its checksum last.
/// Errors: those of files.
Result<void> sealPackage(const Path& folder, PackageManifest manifest);

/// True if a package stands there (whole or not): what an export may replace.
bool looksLikePackage(const Path& folder);

} // namespace minamo
