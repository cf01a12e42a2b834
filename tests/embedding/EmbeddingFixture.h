#pragma once
#include "TestSupport.h"
#include "engine/clustering/Matrices.h"
#include "engine/embedding/EmbeddingMethod.h"
#include "io/Safetensors.h"
#include "statistics/LayoutQuality.h"

namespace minamo {

/// The digits of golden J_analysis, their classes and what peers' maps of them are worth.
struct EmbeddingFixture {
    FeatureMatrix digits;
    std::vector<std::int32_t> truth;
    Json quality; ///< of "digits"
    Json planted; ///< the whole file, for "planted10k"

    static Result<EmbeddingFixture> read()
    {
        EmbeddingFixture fixture;
        MINAMO_TRY(
            const auto file, SafetensorsFile::open(goldenFolder() / "J_analysis/analysis.safetensors"));
        MINAMO_TRY(const auto quality, readJson(goldenFolder() / "J_analysis/embedding_quality.json"));
        fixture.quality = quality.at("digits");
        fixture.planted = quality;
        MINAMO_TRY(const auto view, file.require("digits.X", DType::u8, 2));
        MINAMO_TRY(const auto truth, file.require("digits.y", DType::u8, 1));
        fixture.digits.resize(view.shape[0], view.shape[1]);
        for (Eigen::Index i = 0; i < fixture.digits.size(); ++i)
            fixture.digits.data()[i] = view.data<std::uint8_t>()[i];
        fixture.truth = { truth.data<std::uint8_t>(), truth.data<std::uint8_t>() + truth.elements() };
        return fixture;
    }
    static FeatureMatrix layoutOf(const std::vector<float>& xy)
    {
        return Eigen::Map<const FeatureMatrix>(xy.data(), static_cast<Eigen::Index>(xy.size() / 2), 2);
    }
    Result<std::vector<float>> map(const EmbedOptions& options) const
    {
        const auto method = embeddingMethod(options.method);
        return method->embed(embeddingInput(tensorOfRows(digits)), { options });
    }
};

} // namespace minamo
