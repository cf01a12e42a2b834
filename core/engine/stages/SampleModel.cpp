#include "engine/stages/SampleModel.h"

#include "base/Random.h"
#include "engine/device/Device.h"
#include "engine/device/Guarded.h"
#include "engine/diffusion/ModelCheck.h"
#include "engine/diffusion/PromptContext.h"
#include "engine/diffusion/Samplers.h"
#include "engine/training/DiffusionSheet.h"

#include <torch/types.h>

namespace minamo {
namespace {

constexpr int sideIfUntold = 64; // px
constexpr int largestCount = 1024, largestSteps = 10'000;
constexpr std::int64_t atOnce = 8; // pictures per pass

/// Thrown through a sampler by a pass that shall be the last.
struct Stopped { };

Result<void> check(const SampleRequest& request, const std::string& scheduler, const DiffusionModel& model)
{
    const auto inRange = [](const char* option, int value, int low, int high) -> Result<void> {
        if (value >= low && value <= high)
            return {};
        return fail("sample.bad-value",
            { { "option", option }, { "value", value }, { "low", low }, { "high", high } });
    };
    MINAMO_DO(inRange("--count", request.count, 1, largestCount));
    MINAMO_DO(inRange("--columns", request.columns, 1, largestCount));
    MINAMO_DO(inRange("--steps", request.steps, 0, std::min(largestSteps, model.schedule.steps())));
    if (!samplers().contains(scheduler)) {
        Json known = Json::array();
        for (const auto& [name, sampler] : samplers())
            known.push_back(name);
        return fail("sample.unknown-scheduler", { { "scheduler", scheduler }, { "known", known } });
    }
    const bool levels = model.schedule.hasNoiseLevels();
    if (levels && (scheduler == "ddpm" || scheduler == "ddim"))
        return fail("sample.needs-timesteps", { { "scheduler", scheduler } });
    if (model.network->takesNoiseLevels() && !levels)
        return fail("sample.no-noise-levels", { { "name", model.folder.name() } });
    const int channels = model.autoencoder ? model.autoencoder->inChannels() : model.network->inChannels();
    return channels == 3 ? Result<void>() : fail("sample.not-rgb", { { "channels", channels } });
}

/// The class as this network is told it: a number, or one-hot.
Result<void> tellClass(DiffusionModel& model, int label)
{
    if (label < 0)
        return {};
    at::Tensor told = torch::full({ 1 }, label, at::kLong);
    const auto neutral = model.network->neutral().classLabels;
    if (neutral.defined() && neutral.is_floating_point()) {
        told = at::zeros_like(neutral);
        if (label < told.size(1))
            told[0][label] = 1;
        else
            return fail("sample.no-class", { { "class", label }, { "name", model.folder.name() } });
    }
    if (!model.network->needsClassLabels() || !model.network->acceptsLabels(told, 1))
        return fail("sample.no-class", { { "class", label }, { "name", model.folder.name() } });
    model.conditioning.classLabels = told.to(model.network->device());
    return {};
}

/// Some pictures' noise, keyed by seed and number.
at::Tensor noiseOf(
    std::uint64_t seed, std::int64_t first, std::int64_t count, int draw, int channels, int side)
{
    at::Tensor noise = at::empty({ count, channels, side, side }, at::kFloat);
    const auto numbers = static_cast<std::size_t>(noise[0].numel());
    for (std::int64_t i = 0; i < count; ++i)
        fillNormal({ noise.mutable_data_ptr<float>() + static_cast<std::size_t>(i) * numbers, numbers },
            mixKeys(seed, static_cast<std::uint64_t>(first + i)), static_cast<std::uint64_t>(draw));
    return noise;
}

/// Passes over the network, counted.
class Passes {
public:
    Passes(DiffusionModel& model, const std::function<bool(int, int)>& told, int total) :
        m_model(model), m_told(told), m_total(total)
    {
    }
    at::Tensor operator()(const at::Tensor& x, const at::Tensor& times)
    {
        if (!m_told(std::min(m_done++, m_total), m_total))
            throw Stopped {};
        const auto device = m_model.network->device();
        // A network of timesteps takes whole numbers as such.
        const bool whole = !m_model.schedule.hasNoiseLevels() && (times == times.floor()).all().item<bool>();
        TapRequest none;
        return m_model.network
            ->forward(
                x.to(device), (whole ? times.to(at::kLong) : times).to(device), m_model.conditioning, none)
            .to(at::kCPU, at::kFloat);
    }

private:
    DiffusionModel& m_model;
    const std::function<bool(int, int)>& m_told;
    int m_done = 0, m_total;
};

/// [count, 3, S, S] in about [-1, 1] on the CPU.
Result<at::Tensor> pictures(DiffusionModel& model, const SampleRequest& request, const std::string& scheduler,
    int steps, const std::function<bool(int, int)>& told)
{
    const int step = model.network->sizeStep(), channels = model.network->inChannels();
    const int wanted = model.network->sampleSize() > 0 ? model.network->sampleSize() : sideIfUntold;
    const int side = std::max(step, wanted / step * step);
    const auto groups = static_cast<int>((request.count + atOnce - 1) / atOnce);
    Passes passes(model, told, groups * (scheduler == "heun" ? 2 * steps - 1 : steps));
    std::vector<at::Tensor> parts;
    for (std::int64_t first = 0; first < request.count; first += atOnce) {
        const auto count = std::min(atOnce, request.count - first);
        const SamplerTask task { model.schedule, std::ref(passes),
            [&](int draw) { return noiseOf(request.seed, first, count, draw, channels, side); }, steps };
        MINAMO_TRY(at::Tensor x, samplers().at(scheduler)(task));
        if (model.autoencoder)
            x = model.autoencoder->decode(x.to(model.autoencoder->device())).to(at::kCPU, at::kFloat);
        if (!x.isfinite().all().item<bool>())
            return fail("sample.not-finite");
        parts.push_back(x);
    }
    return at::cat(parts);
}

} // namespace

Result<Json> sampleModel(const Path& folder, const SampleRequest& request, const Path& file,
    const std::function<bool(int done, int total)>& told)
{
    const c10::InferenceMode guard;
    MINAMO_TRY(const auto device, chooseDevice(request.device));
    MINAMO_TRY(auto model, loadDiffusionModel(folder, AutoencoderParts::both));
    MINAMO_DO(tellPrompt(model, request.prompt, nullptr));
    const std::string scheduler
        = request.scheduler.empty() ? usualSampler(model.schedule) : request.scheduler;
    MINAMO_DO(check(request, scheduler, model));
    prepareForInference(model, device, device.is_cpu() ? at::kFloat : at::kBFloat16);
    MINAMO_DO(tellClass(model, request.label));
    const int steps = request.steps > 0 ? request.steps : usualSteps(scheduler, model.schedule);
    MINAMO_TRY(const auto made, guarded(device.str(), [&]() -> Result<at::Tensor> {
        try {
            return pictures(model, request, scheduler, steps, told);
        } catch (const Stopped&) {
            return cancelledError();
        }
    }));
    MINAMO_DO(writePng(file, layOutSheet(made, request.columns)));
    return Json { { "id", model.id }, { "name", model.folder.name() }, { "scheduler", scheduler },
        { "steps", steps }, { "count", request.count }, { "seed", request.seed }, { "side", made.size(2) },
        { "file", file.string() } };
}

} // namespace minamo
