#include "data/TrainReport.h"

#include "io/Safetensors.h"

#include <cstring>

namespace minamo {
namespace {

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
                result = column ? Result<void>(fail("safetensors.missing-tensor", { { "path", file }, { "tensor", name } }))
                                : tl::make_unexpected(column.error());
            return;
        }
        for (std::size_t i = 0; i < predictions.size(); ++i)
            std::memcpy(&(predictions[i].*member), column->bytes.data() + i * sizeof(T), sizeof(T));
    });
    MINAMO_DO(result);
    return predictions;
}

} // namespace minamo
