#include "project/OwnClassifier.h"

#include "io/Safetensors.h"

namespace minamo {
namespace {

constexpr const char* fileName = "phi.safetensors";

FeatureMatrix matrixOf(const TensorView& view)
{
    return Eigen::Map<const FeatureMatrix>(view.data<float>(), view.shape[0], view.shape[1]);
}

TensorView viewOf(std::string name, const FeatureMatrix& matrix)
{
    return { std::move(name), DType::f32, { matrix.rows(), matrix.cols() },
        std::as_bytes(std::span(matrix.data(), static_cast<std::size_t>(matrix.size()))) };
}

} // namespace

Result<OwnClassifier> readOwnClassifier(const Path& artifactFolder)
{
    MINAMO_TRY(const auto file, SafetensorsFile::open(artifactFolder / fileName));
    MINAMO_TRY(const auto features, file.require("features", DType::f32, 2));
    MINAMO_TRY(const auto probabilities, file.require("probabilities", DType::f32, 2));
    if (features.shape[0] != probabilities.shape[0])
        return fail("features.damaged", { { "path", artifactFolder.string() } });
    return OwnClassifier { matrixOf(features), matrixOf(probabilities) };
}

Result<void> writeOwnClassifier(
    const Path& artifactFolder, const OwnClassifier& classifier, const std::vector<std::uint64_t>& ids)
{
    return writeSafetensors(artifactFolder / fileName,
        { viewOf("features", classifier.features), viewOf("probabilities", classifier.probabilities),
            tensorOf("ids", DType::u64, ids) });
}

} // namespace minamo
