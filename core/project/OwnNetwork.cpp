#include "project/OwnNetwork.h"

namespace minamo {

Result<std::optional<OwnNetwork>> readOwnNetwork(const ArtifactStore& store, const std::string& classifier)
{
    std::error_code none;
    if (!std::filesystem::exists(store.folder(classifier) / ownNetworkFile, none))
        return std::nullopt;
    MINAMO_TRY(const auto manifest, store.manifest(classifier));
    try {
        const auto& options = manifest.at("options");
        const auto& summary = manifest.at("summary");
        return OwnNetwork { .architecture = summary.at("name"),
            .file = summary.at("file"),
            .hash = summary.at("hash"),
            .source = summary.at("source"),
            .licence = summary.at("licence"),
            .classes = options.at("classes"),
            .size = options.at("size"),
            .range = { options.at("mean"), options.at("deviation") } };
    } catch (const Json::exception& e) {
        return fail("features.damaged", { { "path", store.folder(classifier).string() } }, e.what());
    }
}

} // namespace minamo
