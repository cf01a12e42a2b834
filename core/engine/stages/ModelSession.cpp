#include "engine/stages/ModelSession.h"

#include "engine/device/Device.h"
#include "engine/diffusion/PromptContext.h"
#include "engine/features/ActivationProbe.h"
#include "engine/features/ExtractPlan.h"
#include "engine/models/TensorViews.h"
#include "engine/stages/ModelCommands.h"
#include "io/Safetensors.h"

#include <cmath>
#include <torch/types.h>

namespace minamo {
namespace {

/// Values in [-1, 1] as pixels.
at::Tensor pixelsOf(const at::Tensor& picture)
{
    return ((at::nan_to_num(picture).clamp(-1, 1) + 1) * 127.5).round().to(at::kByte).contiguous();
}

Json logSigmas(const NoiseSchedule& schedule, int count)
{
    Json all = Json::array();
    for (int t = 0; t < count; ++t) {
        const double sigma = schedule.sigma(t);
        all.push_back(std::isfinite(sigma) && sigma > 0 ? Json(std::log(sigma)) : Json());
    }
    return all;
}

/// A GPU's first pass loads its kernels, which takes a second: not while somebody waits for pictures.
Result<void> warmUp(const DiffusionModel& model, int size, ActivationProbe& probe)
{
    const std::vector<std::uint8_t> grey(
        3 * static_cast<std::size_t>(size) * static_cast<std::size_t>(size), 128);
    const std::atomic<bool> never { false };
    const ProbeQuestion question { { grey, 0 }, size, model.network->knownTaps().back(), 0, 0, 1 };
    MINAMO_TRY([[maybe_unused]] const auto maps, probe.ask(question, never));
    return {};
}

} // namespace

struct ModelSession::Held {
    DiffusionModel model;
    std::string name;
    int size = 0;
    std::unique_ptr<ActivationProbe> probe;
};

ModelSession::ModelSession(std::unique_ptr<Held> held) : m_held(std::move(held)) { }
ModelSession::ModelSession(ModelSession&&) noexcept = default;
ModelSession::~ModelSession() = default;

Result<ModelSession> ModelSession::open(const Project& project, const std::string& device)
{
    auto held = std::make_unique<Held>();
    MINAMO_TRY(const auto chosen, chooseDevice(device));
    MINAMO_TRY(const Path folder, modelFolderOf(project));
    MINAMO_TRY(held->size, modelImageSize(project));
    MINAMO_TRY(held->model, loadDiffusionModel(folder, AutoencoderParts::both));
    if (const auto id = project.text("/model/id"); !id.empty() && id != held->model.id)
        return fail(
            "model.changed", { { "name", project.text("/model/name") }, { "path", folder.string() } });
    held->name = modelNameOf(project);
    MINAMO_DO(tellPromptOfFeatures(held->model, project));
    prepareForInference(held->model, chosen, chosen.is_cpu() ? at::kFloat : at::kBFloat16);
    MINAMO_TRY([[maybe_unused]] const auto plan,
        planExtraction(held->model, { .timesteps = { 0 } }, "", 1, held->size));
    held->probe = std::make_unique<ActivationProbe>(held->model);
    if (chosen.is_cuda())
        MINAMO_DO(warmUp(held->model, held->size, *held->probe));
    return ModelSession(std::move(held));
}

int ModelSession::size() const
{
    return m_held->size;
}

Json ModelSession::about() const
{
    const auto& model = m_held->model;
    Json warnings = Json::array();
    for (const auto& warning : model.warnings)
        warnings.push_back(warning.code);
    const int steps = knownTimesteps(model);
    return { { "id", model.id }, { "name", m_held->name }, { "size", m_held->size },
        { "parameters", model.network->parameterCount() }, { "device", model.network->device().str() },
        { "timesteps", steps }, { "logSigma", logSigmas(model.schedule, steps) }, { "warnings", warnings } };
}

Result<Json> ModelSession::writeMaps(
    const MapsQuestion& question, const Path& file, const std::atomic<bool>& stop)
{
    const ProbeQuestion asked { { question.pixels, question.content }, m_held->size, question.tap,
        question.timestep, question.draw, question.channels };
    MINAMO_TRY(const auto maps, m_held->probe->ask(asked, stop));
    const at::Tensor noisy = pixelsOf(maps.noisy), predicted = pixelsOf(maps.predicted),
                     colours = (maps.colours * 255).round().to(at::kByte).contiguous(),
                     energy = maps.energy.contiguous(), channels = maps.channels.contiguous(),
                     pooled = maps.pooled.contiguous();
    MINAMO_DO(writeSafetensors(file,
        { viewOfTensor("noisy", noisy), viewOfTensor("predicted", predicted),
            viewOfTensor("colours", colours), viewOfTensor("energy", energy),
            viewOfTensor("channels", channels), viewOfTensor("pooled", pooled),
            tensorOf("channelNumbers", DType::i64, maps.channelNumbers) }));
    return Json { { "tap", question.tap }, { "timestep", question.timestep }, { "draw", question.draw },
        { "width", energy.size(1) }, { "height", energy.size(0) }, { "dimension", pooled.size(0) } };
}

Result<Json> checkModelFolder(const Path& folder)
{
    MINAMO_TRY(Json info, modelInfo(folder));
    auto verdict = verifyModel(folder);
    if (!verdict && verdict.error().code != "model.no-golden")
        return tl::make_unexpected(verdict.error());
    return Json { { "info", std::move(info) }, { "verdict", verdict ? std::move(*verdict) : Json() } };
}

} // namespace minamo
