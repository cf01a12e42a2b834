#include "engine/device/Guarded.h"
#include "engine/diffusion/ModelCheck.h"
#include "engine/models/TensorViews.h"

#include <cmath>
#include <limits>
#include <set>
#include <span>

namespace minamo {
namespace {

using Tensors = std::map<std::string, at::Tensor>;

bool isResult(const std::string& name)
{
    return name.starts_with("tap.") || name.starts_with("output.");
}

/// The inputs of one golden file, checked against the network.
class Inputs {
public:
    Inputs(const SafetensorsFile& file, const DiffusionNetwork& network) :
        m_file(file), m_network(network) { }

    Result<at::Tensor> image(const char* name) const
    {
        const auto* view = m_file.find(name);
        if (!view || view->dtype != DType::f32 || view->shape.size() != 4 || view->shape[0] < 1
            || view->shape[1] != m_network.inChannels() || !fits(view->shape[2]) || !fits(view->shape[3]))
            return bad(name);
        return tensorFromView(*view);
    }
    Result<at::Tensor> timesteps(const char* name, std::int64_t batch) const
    {
        const auto* view = m_file.find(name);
        if (!view || (view->dtype != DType::i64 && view->dtype != DType::f32) || view->elements() != batch)
            return bad(name);
        const auto timesteps = tensorFromView(*view).reshape({ batch });
        if (const int rows = m_network.timestepRows(); rows > 0 && !areRows(timesteps, rows))
            return bad(name);
        return timesteps;
    }
    /// Undefined if the network takes none.
    Result<at::Tensor> classLabels(const char* name, std::int64_t batch) const
    {
        const auto* view = m_file.find(name);
        if ((view != nullptr) != m_network.needsClassLabels())
            return bad(name);
        if (!view)
            return at::Tensor();
        const auto labels = tensorFromView(*view);
        if (!m_network.acceptsLabels(labels, batch))
            return bad(name);
        return labels;
    }
    tl::unexpected<Error> bad(const char* name) const
    {
        return fail("model.bad-input", { { "path", m_file.path().string() }, { "tensor", name } });
    }

private:
    bool fits(std::int64_t side) const { return side > 0 && side % m_network.sizeStep() == 0; }
    const SafetensorsFile& m_file;
    const DiffusionNetwork& m_network;
};

/// Every tap under `prefix` that the golden file asks for goes to `results`.
at::Tensor runNetwork(DiffusionModel& model, const SafetensorsFile& golden, const std::string& prefix,
    const at::Tensor& sample, const at::Tensor& timesteps, const Conditioning& conditioning, Tensors& results)
{
    std::set<std::string> taps;
    for (const auto& view : golden.tensors())
        if (view.name.starts_with(prefix))
            taps.insert(view.name.substr(prefix.size()));
    TapRequest request(
        std::move(taps),
        [&](const std::string& tap, const at::Tensor& value) { results[prefix + tap] = value.clone(); },
        false);
    return model.network->forward(sample, timesteps, conditioning, request);
}

Result<Tensors> runComponent(DiffusionModel& model, const SafetensorsFile& golden)
{
    const Inputs inputs(golden, *model.network);
    MINAMO_TRY(const auto sample, inputs.image("input.sample"));
    MINAMO_TRY(const auto timesteps, inputs.timesteps("input.timestep", sample.size(0)));
    MINAMO_TRY(const at::Tensor labels, inputs.classLabels("input.class_labels", sample.size(0)));
    Tensors results;
    results["output.sample"] = runNetwork(model, golden, "tap.", sample, timesteps, { labels, {} }, results);
    return results;
}

/// image [0, 1] -> [-1, 1] -> add_noise -> network -> x0, as a pixel-space pipeline does.
Result<Tensors> runPipeline(DiffusionModel& model, const SafetensorsFile& golden)
{
    const Inputs inputs(golden, *model.network);
    MINAMO_TRY(const auto image, inputs.image("input.image"));
    MINAMO_TRY(const auto noise, inputs.image("input.noise"));
    MINAMO_TRY(const auto timesteps, inputs.timesteps("input.timestep", image.size(0)));
    if (noise.sizes() != image.sizes() || timesteps.scalar_type() != at::kLong
        || timesteps.min().item<std::int64_t>() < 0
        || timesteps.max().item<std::int64_t>() >= model.schedule.steps())
        return inputs.bad("input.noise");
    const auto& settings = model.schedule.settings();
    Tensors results;
    const at::Tensor noisy = model.schedule.addNoise(2 * image - 1, noise, timesteps);
    results["output.noisy"] = noisy;
    const at::Tensor output = runNetwork(model, golden, "tap.unet.", noisy, timesteps, {}, results);
    results["output.unet"] = output;
    const at::Tensor x0 = model.schedule.predictedX0(output, noisy, timesteps);
    results["output.pred_original_sample"]
        = settings.clipSample ? x0.clamp(-settings.clipSampleRange, settings.clipSampleRange) : x0;
    results["output.heads_mid"] = torch::tensor(std::int64_t { model.network->midAttentionHeads() });
    return results;
}

/// The running comparison of all keys.
struct Comparison {
    double rtol = 0, atol = 0, maxAbs = 0, maxRel = 0, worstRatio = 0;
    std::string worst;
    int compared = 0, keys = 0;
    std::vector<std::string> missing;

    void add(const TensorView& view, const Tensors& results)
    {
        ++keys;
        const auto found = results.find(view.name);
        const at::Tensor expected = tensorFromView(view).to(at::kDouble);
        if (found == results.end() || found->second.sizes() != expected.sizes()) {
            missing.push_back(view.name);
            return;
        }
        ++compared;
        const at::Tensor difference = (found->second.to(at::kDouble) - expected).abs(), size = expected.abs();
        note(maxAbs, difference);
        note(maxRel, at::where(size > 0, difference / size, at::zeros_like(size)));
        double ratio = 0;
        // Equal is inside any tolerance, 0 too.
        note(ratio, at::where(difference == 0, difference, difference / (atol + rtol * size)));
        if (ratio >= worstRatio) {
            worstRatio = ratio;
            worst = view.name;
        }
    }
    /// Raises `value` to the largest element; NaN is larger than anything.
    static void note(double& value, const at::Tensor& elements)
    {
        const at::Tensor dense = elements.contiguous();
        for (const double element :
            std::span(dense.const_data_ptr<double>(), static_cast<std::size_t>(dense.numel())))
            value = std::isnan(element) ? std::numeric_limits<double>::max() : std::max(value, element);
        value = std::min(value, std::numeric_limits<double>::max());
    }
    Json json() const
    {
        return { { "ok", missing.empty() && keys > 0 && worstRatio <= 1 }, { "compared", compared },
            { "keys", keys }, { "missing", missing }, { "max_abs", maxAbs }, { "max_rel", maxRel },
            { "worst", { { "name", worst }, { "ratio", worstRatio } } } };
    }
};

} // namespace

Result<Json> verifyModel(const Path& folder, double rtol, double atol)
{
    const c10::InferenceMode guard;
    MINAMO_TRY(auto model, loadDiffusionModel(folder));
    const Path file = folder / "golden.safetensors";
    if (!std::filesystem::exists(file))
        return fail("model.no-golden", { { "path", folder.string() } });
    MINAMO_TRY(const auto golden, SafetensorsFile::open(file));
    prepareForInference(model, at::kCPU, at::kFloat);
    MINAMO_TRY(const auto results, guarded("cpu", [&] {
        return golden.find("input.image") ? runPipeline(model, golden) : runComponent(model, golden);
    }));
    Comparison comparison;
    comparison.rtol = rtol;
    comparison.atol = atol;
    for (const auto& view : golden.tensors())
        if (isResult(view.name))
            comparison.add(view, results);
    return comparison.json();
}

} // namespace minamo
