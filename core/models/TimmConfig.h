#pragma once
#include "base/Result.h"
#include "data/PhotoRange.h"
#include "io/Files.h"

#include <optional>

namespace minamo {

/// config.json as timm writes it beside a classifier's weights: how it takes photos and where it comes from.
struct TimmConfig {
    std::string architecture; ///< "resnet18", "vit_tiny_patch16_224" ...; "" = not told
    int side = 0; ///< of its photos, px; 0 = not told
    std::optional<PhotoRange> range;
    std::string source, licence; ///< "" = not told

    /// What config.json in the folder of `model` says; one that is missing, or not timm's, says nothing.
    static TimmConfig beside(const Path& model);
};

/// The opposite, for timm and others who read its form.
Json toJson(const TimmConfig& config, std::int64_t classes, std::int64_t features);

} // namespace minamo
