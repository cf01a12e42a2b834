#include "engine/diffusion/Verifiers.h"
#include "engine/models/ClipTextModel.h"
#include "engine/models/DiffusionNetwork.h"

namespace minamo {
namespace {

Result<at::Tensor> idsOf(const Golden& golden, const char* name, const ClipTextConfig& config)
{
    MINAMO_TRY(const auto ids, golden.input(name, DType::i64, 2));
    if (ids.size(1) > config.maxPositions || !areRows(ids, config.vocabSize))
        return golden.bad(name);
    return ids;
}

} // namespace

Result<NamedTensors> runGoldenTextEncoder(const Path& folder, const Golden& golden)
{
    MINAMO_TRY(const auto component, openComponent(folder));
    MINAMO_TRY(const auto model, loadClipText(component));
    MINAMO_TRY(const auto empty, idsOf(golden, "input.ids_empty", model->config()));
    MINAMO_TRY(const auto random, idsOf(golden, "input.ids_random", model->config()));
    NamedTensors results;
    TapRequest none, taps = golden.taps("tap.", results);
    const auto run = [&](const std::string& name, const at::Tensor& ids, TapRequest& request) {
        const at::Tensor hidden = model->forward(ids, request);
        results[name + ".last_hidden_state"] = hidden;
        results[name + ".pooler_output"] = model->pooled(hidden, ids);
    };
    run("output.empty", empty, none);
    run("output.random", random, taps);
    return results;
}

} // namespace minamo
