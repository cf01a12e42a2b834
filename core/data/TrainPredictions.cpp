#include "data/TrainReport.h"

#include "io/Safetensors.h"

#include <cstring>

namespace minamo {
namespace {

constexpr const char* probabilitiesName = "probabilities";

/// All rows' class probabilities one after the other; empty if a row has none or another number of classes.
std::vector<float> flatProbabilities(const std::vector<Prediction>& predictions)
{
    std::vector<float> flat;
    for (const auto& p : predictions) {
        if (p.probabilities.empty() || p.probabilities.size() != predictions.front().probabilities.size())
            return {};
        flat.insert(flat.end(), p.probabilities.begin(), p.probabilities.end());
    }
    return flat;
}

Result<void> readProbabilities(const SafetensorsFile& file, std::vector<Prediction>& predictions)
{
    if (!file.find(probabilitiesName))
        return {};
    MINAMO_TRY(const auto tensor, file.require(probabilitiesName, DType::f32, 2));
    if (tensor.shape[0] != std::int64_t(predictions.size()))
        return fail("safetensors.missing-tensor",
            { { "path", file.path().string() }, { "tensor", probabilitiesName } });
    const auto classes = std::size_t(tensor.shape[1]);
    for (std::size_t i = 0; i < predictions.size(); ++i) {
        predictions[i].probabilities.resize(classes);
        std::memcpy(
            predictions[i].probabilities.data(), tensor.data<float>() + i * classes, classes * sizeof(float));
    }
    return {};
}

/// Calls `visit(name, dtype, member)` for every column.
template <class F> void eachColumn(F visit)
{
    visit("ids", DType::u64, &Prediction::id);
    visit("fold", DType::i32, &Prediction::fold);
    visit("seed", DType::i32, &Prediction::seed);
    visit("method", DType::i32, &Prediction::method);
    visit("truth", DType::i32, &Prediction::truth);
    visit("predicted", DType::i32, &Prediction::predicted);
    visit("probability", DType::f32, &Prediction::probability);
    visit("targetIn", DType::u8, &Prediction::targetIn);
    visit("pseudoDomain", DType::i32, &Prediction::pseudoDomain);
}

} // namespace

Result<void> writePredictions(const std::string& file, const std::vector<Prediction>& predictions)
{
    std::vector<std::vector<std::byte>> kept;
    std::vector<TensorView> views;
    eachColumn([&]<class T>(const char* name, DType dtype, T Prediction::*member) {
        auto& bytes = kept.emplace_back(predictions.size() * sizeof(T));
        for (std::size_t i = 0; i < predictions.size(); ++i)
            std::memcpy(bytes.data() + i * sizeof(T), &(predictions[i].*member), sizeof(T));
        views.push_back({ name, dtype, { std::int64_t(predictions.size()) }, {} });
    });
    for (std::size_t i = 0; i < views.size(); ++i)
        views[i].bytes = kept[i];
    const auto flat = flatProbabilities(predictions);
    const auto rows = std::int64_t(predictions.size());
    if (!flat.empty())
        views.push_back(
            tensorOf(probabilitiesName, DType::f32, flat, { rows, std::int64_t(flat.size()) / rows }));
    return writeSafetensors(file, views);
}

Result<std::vector<Prediction>> readPredictions(const std::string& file)
{
    MINAMO_TRY(const auto opened, SafetensorsFile::open(file));
    MINAMO_TRY(const auto ids, opened.require("ids", DType::u64, 1));
    std::vector<Prediction> predictions(static_cast<std::size_t>(ids.elements()));
    Result<void> result;
    eachColumn([&]<class T>(const char* name, DType dtype, T Prediction::*member) {
        const auto column = opened.require(name, dtype, 1);
        if (!column || column->elements() != ids.elements()) {
            if (result)
                result = column ? Result<void>(
                             fail("safetensors.missing-tensor", { { "path", file }, { "tensor", name } }))
                                : tl::make_unexpected(column.error());
            return;
        }
        for (std::size_t i = 0; i < predictions.size(); ++i)
            std::memcpy(&(predictions[i].*member), column->bytes.data() + i * sizeof(T), sizeof(T));
    });
    MINAMO_DO(result);
    MINAMO_DO(readProbabilities(opened, predictions));
    return predictions;
}

} // namespace minamo
