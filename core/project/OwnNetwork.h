#pragma once
#include "data/PhotoRange.h"
#include "project/ArtifactStore.h"

#include <optional>

namespace minamo {

/// The network of a classifier made elsewhere, kept in its artifact "classifier" as model.safetensors.
struct OwnNetwork {
    std::string architecture; ///< "resnet18", "vit_tiny_patch16_224" ...
    std::string file; ///< name of the file it was added from
    std::string hash; ///< hashFile() of it
    std::string source, licence; ///< as its config.json says; "" = not told
    std::vector<int> classes; ///< of the project, one per output
    int size = 0; ///< side of the photos it takes, px
    PhotoRange range = imagenetRange;
};

constexpr const char* ownNetworkFile = "model.safetensors"; ///< in the artifact

/// Nothing if only verdicts and features were handed over. Errors: those of reading the manifest.
Result<std::optional<OwnNetwork>> readOwnNetwork(const ArtifactStore& store, const std::string& classifier);

} // namespace minamo
