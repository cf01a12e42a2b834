#pragma once
#include "engine/deploy/PackageRunner.h"

namespace minamo {

/// Pictures made by arithmetic (procedural textures; random dots where a size is out of their range), never a
/// photo of a user, with the answers of the computer that exported the package: selftest.safetensors.
/// "psi.pixels" and "phi.pixels" U8 [n, 3, S, S], "contents" U64 [n], "probabilities" F32 [n, classes],
/// "distances" F64 [n].
Result<void> writeSelfTest(const Path& folder, const PackageManifest& manifest, const PackageRunner& runner);

/// How far this computer's answers are from the stored ones.
struct SelfTestReport {
    int photos = 0;
    double probability = 0; ///< largest difference
    double distance = 0; ///< largest relative difference
};

/// Runs the stored pictures through the networks. Errors: "package.self-test" {photo, difference, tolerance}
/// if a probability differs by more than the manifest's tolerance, or a distance by more than ten times that
/// (relative); "package.bad-weights", those of running.
Result<SelfTestReport> runSelfTest(
    const Path& folder, const PackageManifest& manifest, const PackageRunner& runner);

} // namespace minamo
