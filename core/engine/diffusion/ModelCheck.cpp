#include "engine/diffusion/ModelCheck.h"

#include "engine/device/Guarded.h"
#include "engine/models/InferenceMemory.h"

namespace minamo {
namespace {

std::vector<Error> warningsOf(const DiffusionModel& model)
{
    auto warnings = model.network->warnings();
    if (model.folder.scheduler.empty())
        warnings.push_back({ "model.no-schedule", {}, {} });
    if (model.network->sampleSize() == 0)
        warnings.push_back({ "model.no-size", {}, {} });
    return warnings;
}

Json scheduleJson(const NoiseSchedule& schedule)
{
    const auto& s = schedule.settings();
    const std::map<PredictionType, const char*> names { { PredictionType::epsilon, "epsilon" },
        { PredictionType::sample, "sample" }, { PredictionType::vPrediction, "v_prediction" } };
    if (schedule.hasNoiseLevels())
        return { { "class", s.className }, { "steps", schedule.steps() },
            { "noise_levels", { s.noiseLevels.front(), s.noiseLevels.back() } },
            { "prediction_type", names.at(s.prediction) } };
    return { { "class", s.className.empty() ? "DDPMScheduler" : s.className }, { "steps", schedule.steps() },
        { "beta_schedule", s.trainedBetas.empty() ? s.betaSchedule : "trained" },
        { "beta_start", s.betaStart }, { "beta_end", s.betaEnd },
        { "prediction_type", names.at(s.prediction) }, { "zero_snr", s.rescaleBetasZeroSnr } };
}

} // namespace

Result<DiffusionModel> loadDiffusionModel(const Path& folder, AutoencoderParts parts)
{
    DiffusionModel model;
    MINAMO_TRY(auto loaded, loadModel(folder));
    model.folder = std::move(loaded.folder);
    model.network = std::move(loaded.network);
    const Path& file = model.folder.schedulerFile;
    MINAMO_TRY(const auto settings, readFrom(file, ScheduleSettings::fromJson(model.folder.scheduler)));
    MINAMO_TRY(model.schedule, readFrom(file, NoiseSchedule::make(settings)));
    MINAMO_TRY(model.id, modelId(model.folder));
    if (const auto& component = model.folder.autoencoder) {
        MINAMO_TRY(model.autoencoder, loadAutoencoder(*component, parts));
        MINAMO_TRY(model.autoencoderId, componentId(*component));
    }
    model.conditioning = model.network->neutral();
    model.warnings = warningsOf(model);
    return model;
}

void prepareForInference(DiffusionModel& model, const at::Device& device, at::ScalarType type)
{
    model.network->prepareForInference(device, type);
    if (model.autoencoder)
        prepareModule(*model.autoencoder, device, type);
    if (model.conditioning.classLabels.defined())
        model.conditioning.classLabels = model.conditioning.classLabels.to(device);
    if (model.conditioning.context.defined())
        model.conditioning.context = model.conditioning.context.to(device, type);
}

int knownTimesteps(const DiffusionModel& model)
{
    const int rows = model.network->timestepRows();
    return rows > 0 ? std::min(model.schedule.steps(), rows) : model.schedule.steps();
}

int pixelsPerPlace(const DiffusionModel& model)
{
    return model.autoencoder ? model.autoencoder->downscale() : 1;
}

Result<std::map<std::string, std::int64_t>> tapWidths(
    DiffusionNetwork& network, const std::vector<std::string>& taps)
{
    const torch::NoGradGuard guard;
    const int side = network.sizeStep();
    std::map<std::string, std::int64_t> widths;
    TapRequest request(
        { taps.begin(), taps.end() },
        [&](const std::string& tap, const at::Tensor& value) { widths[tap] = channelsOf(value); }, true);
    const auto options = at::TensorOptions().device(network.device());
    const int t = network.timestepRows() > 0 ? 0 : 1; // a noise level's logarithm is taken
    MINAMO_DO(guarded(network.device().str(), [&]() -> Result<void> {
        network.forward(torch::zeros({ 1, network.inChannels(), side, side }, options),
            torch::full({ 1 }, t, options.dtype(at::kLong)), blankConditioning(network), request);
        return {};
    }));
    if (!request.missing().empty())
        return fail("extract.unknown-tap",
            { { "tap", *request.missing().begin() }, { "taps", network.knownTaps() } });
    return widths;
}

Result<Json> modelInfo(const Path& folder)
{
    MINAMO_TRY(const auto model, loadDiffusionModel(folder));
    auto& network = *model.network;
    const auto names = network.blockTaps();
    MINAMO_TRY(const auto widths, tapWidths(network, names));
    Json blocks = Json::array(), files = Json::array(), warnings = Json::array();
    for (const auto& tap : names)
        blocks.push_back({ { "tap", tap }, { "channels", widths.at(tap) } });
    std::uintmax_t bytes = 0;
    for (const auto& file : model.folder.weights) {
        std::error_code none;
        bytes += std::filesystem::file_size(file, none);
        files.push_back(file.filename().string());
    }
    for (const auto& warning : model.warnings)
        warnings.push_back(warning.code);
    return Json { { "id", model.id }, { "name", model.folder.name() }, { "class", network.className() },
        { "parameters", network.parameterCount() }, { "tensors", network.parametersByKey().size() },
        { "bytes", bytes }, { "files", files }, { "variant", model.folder.variant },
        { "size", network.sampleSize() * pixelsPerPlace(model) }, { "channels", network.inChannels() },
        { "class_labels", network.needsClassLabels() }, { "blocks", blocks }, { "taps", network.allTaps() },
        { "timesteps", knownTimesteps(model) }, { "schedule", scheduleJson(model.schedule) },
        { "licence", model.folder.licence }, { "warnings", warnings } };
}

} // namespace minamo
