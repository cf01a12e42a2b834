#pragma once
#include "project/FeatureStore.h"

namespace minamo {

/// What a classifier made elsewhere says of every photo; row i = sample i of the data set. Artifact
/// "classifier": phi.safetensors with "features" F32 [N, D], "probabilities" F32 [N, classes] and "ids" U64
/// [N].
struct OwnClassifier {
    FeatureMatrix features; ///< Phi
    FeatureMatrix probabilities; ///< of the project's classes
};

/// Errors: "features.damaged" {path}, those of safetensors files.
Result<OwnClassifier> readOwnClassifier(const Path& artifactFolder);
Result<void> writeOwnClassifier(
    const Path& artifactFolder, const OwnClassifier& classifier, const std::vector<std::uint64_t>& ids);

} // namespace minamo
