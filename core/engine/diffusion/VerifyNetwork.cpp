#include "engine/diffusion/ModelCheck.h"
#include "engine/diffusion/Verifiers.h"
#include "engine/models/TensorViews.h"

namespace minamo {
namespace {

/// The inputs of one golden file, checked against the network.
class Inputs {
public:
    Inputs(const Golden& golden, const DiffusionNetwork& network) : m_golden(golden), m_network(network) { }

    Result<at::Tensor> image(const char* name) const
    {
        MINAMO_TRY(const auto image, m_golden.input(name, DType::f32, 4));
        if (image.size(1) != m_network.inChannels() || !fits(image.size(2)) || !fits(image.size(3)))
            return m_golden.bad(name);
        return image;
    }
    Result<at::Tensor> timesteps(const char* name, std::int64_t batch) const
    {
        const auto* view = m_golden.file().find(name);
        if (!view || (view->dtype != DType::i64 && view->dtype != DType::f32) || view->elements() != batch)
            return m_golden.bad(name);
        const auto timesteps = tensorFromView(*view).reshape({ batch });
        if (const int rows = m_network.timestepRows(); rows > 0 && !areRows(timesteps, rows))
            return m_golden.bad(name);
        return timesteps;
    }
    /// Undefined if the network takes none.
    Result<at::Tensor> classLabels(const char* name, std::int64_t batch) const
    {
        const auto* view = m_golden.file().find(name);
        if ((view != nullptr) != m_network.needsClassLabels())
            return m_golden.bad(name);
        if (!view)
            return at::Tensor();
        const auto labels = tensorFromView(*view);
        if (!m_network.acceptsLabels(labels, batch))
            return m_golden.bad(name);
        return labels;
    }
    /// Undefined if the network takes none.
    Result<at::Tensor> context(const char* name, std::int64_t batch) const
    {
        if (m_golden.has(name) != (m_network.contextWidth() > 0))
            return m_golden.bad(name);
        if (!m_golden.has(name))
            return at::Tensor();
        MINAMO_TRY(const auto context, m_golden.input(name, DType::f32, 3));
        if ((context.size(0) != batch && context.size(0) != 1) || context.size(1) < 1
            || context.size(2) != m_network.contextWidth())
            return m_golden.bad(name);
        return context;
    }

private:
    bool fits(std::int64_t side) const { return side > 0 && side % m_network.sizeStep() == 0; }
    const Golden& m_golden;
    const DiffusionNetwork& m_network;
};

Result<NamedTensors> runComponent(DiffusionModel& model, const Golden& golden)
{
    const Inputs inputs(golden, *model.network);
    MINAMO_TRY(const auto sample, inputs.image("input.sample"));
    MINAMO_TRY(const auto timesteps, inputs.timesteps("input.timestep", sample.size(0)));
    MINAMO_TRY(const at::Tensor labels, inputs.classLabels("input.class_labels", sample.size(0)));
    MINAMO_TRY(
        const at::Tensor context, inputs.context("input.encoder_hidden_states", sample.size(0)));
    NamedTensors results;
    TapRequest taps = golden.taps("tap.", results);
    results["output.sample"] = model.network->forward(sample, timesteps, { labels, context }, taps);
    return results;
}

/// image [0, 1] -> [-1, 1] -> add_noise -> network -> x0, as a pixel-space pipeline does.
Result<NamedTensors> runPipeline(DiffusionModel& model, const Golden& golden)
{
    const Inputs inputs(golden, *model.network);
    MINAMO_TRY(const auto image, inputs.image("input.image"));
    MINAMO_TRY(const auto noise, inputs.image("input.noise"));
    MINAMO_TRY(const auto timesteps, inputs.timesteps("input.timestep", image.size(0)));
    if (noise.sizes() != image.sizes() || timesteps.scalar_type() != at::kLong
        || timesteps.min().item<std::int64_t>() < 0
        || timesteps.max().item<std::int64_t>() >= model.schedule.steps())
        return golden.bad("input.noise");
    const auto& settings = model.schedule.settings();
    NamedTensors results;
    const at::Tensor noisy = model.schedule.addNoise(2 * image - 1, noise, timesteps);
    results["output.noisy"] = noisy;
    TapRequest taps = golden.taps("tap.unet.", results);
    const at::Tensor output = model.network->forward(noisy, timesteps, {}, taps);
    results["output.unet"] = output;
    const at::Tensor x0 = model.schedule.predictedX0(output, noisy, timesteps);
    results["output.pred_original_sample"]
        = settings.clipSample ? x0.clamp(-settings.clipSampleRange, settings.clipSampleRange) : x0;
    results["output.heads_mid"] = torch::tensor(std::int64_t { model.network->midAttentionHeads() });
    return results;
}

} // namespace

Result<NamedTensors> runGoldenNetwork(const Path& folder, const Golden& golden)
{
    MINAMO_TRY(auto model, loadDiffusionModel(folder));
    prepareForInference(model, at::kCPU, at::kFloat);
    return golden.has("input.image") ? runPipeline(model, golden) : runComponent(model, golden);
}

} // namespace minamo
