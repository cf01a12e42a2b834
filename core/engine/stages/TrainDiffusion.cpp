#include "engine/stages/TrainDiffusion.h"

#include "engine/device/Device.h"
#include "engine/device/Guarded.h"
#include "engine/training/DiffusionFolder.h"
#include "engine/training/DiffusionPictures.h"
#include "engine/training/DiffusionSheet.h"
#include "engine/training/DiffusionTrainer.h"
#include "project/Project.h"

#include <algorithm>
#include <chrono>
#include <cmath>

namespace minamo {
namespace {

constexpr auto stage = TrainDiffusionOptions::stage;
/// Steps between two looks at the loss: each one waits for the GPU.
constexpr std::int64_t lossEvery = 20;

double secondsSince(std::chrono::steady_clock::time_point start)
{
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

/// One training run in one folder.
class Run {
public:
    Run(TrainDiffusionOptions options, UNet2DConfig config, const at::Device& device, Path out,
        JobContext& context) :
        m_options(std::move(options)),
        m_trainer(m_options, config, device), m_device(device), m_out(std::move(out)),
        m_log(m_out / "loss.csv"), m_context(context)
    {
    }
    Result<void> resume(const Project* project);
    Result<at::Tensor> loadPictures(const Project* project);
    Result<void> train(const at::Tensor& pictures);
    Result<void> finish();
    Json summary(double seconds, std::int64_t pictures) const;
    bool complete() const { return m_trainer.stepsDone() >= m_options.steps; }
    DiffusionTrainer& trainer() { return m_trainer; }

private:
    Result<void> keepTo(const Path& file, const Json& wanted, const char* error) const;
    Result<void> save();
    Result<void> logLoss(const at::Tensor& sum, std::int64_t count);
    bool procedural() const { return m_options.data == "procedural"; }
    void report();

    TrainDiffusionOptions m_options;
    DiffusionTrainer m_trainer;
    at::Device m_device;
    Path m_out;
    DiffusionLog m_log;
    JobContext& m_context;
    std::int64_t m_resumedAt = 0;
    std::int64_t m_drawn = 0; ///< procedural pictures
    double m_loss = 0;
    std::chrono::steady_clock::time_point m_start = std::chrono::steady_clock::now();
};

/// What `file` says of an earlier run must be what is wanted now; without a file it is written.
Result<void> Run::keepTo(const Path& file, const Json& wanted, const char* error) const
{
    if (!std::filesystem::exists(file))
        return writeJson(file, wanted);
    MINAMO_TRY(const Json before, readJson(file));
    return before == wanted ? Result<void>() : fail(error, { { "path", m_out.string() } });
}

Result<void> Run::resume(const Project* project)
{
    MINAMO_DO(keepTo(m_out / "recipe.json", canonicalOptions(m_options), "diffusion.other-options"));
    if (!procedural() && project) {
        MINAMO_TRY(const auto dataset, project->dataset());
        MINAMO_DO(
            keepTo(m_out / "photos.json", { { "samples", dataset.artifact } }, "diffusion.other-photos"));
    }
    const Path file = m_out / "checkpoint.safetensors";
    if (!std::filesystem::exists(file))
        return m_log.restart(0);
    MINAMO_TRY(const auto checkpoint, readCheckpoint(file));
    MINAMO_DO(m_trainer.restore(checkpoint));
    m_resumedAt = m_trainer.stepsDone();
    return m_log.restart(m_resumedAt);
}

Result<at::Tensor> Run::loadPictures(const Project* project)
{
    if (!procedural() && !project)
        return fail("diffusion.no-project");
    if (!procedural())
        return packedPictures(*project, m_options);
    return drawDiffusionPictures(m_options, [&](std::int64_t drawn) {
        m_drawn = drawn;
        report();
        return !m_context.cancelled();
    });
}

/// One scale for the whole command: pictures to draw, then steps.
void Run::report()
{
    const std::int64_t pictures = procedural() ? m_options.pictures : 0;
    const std::int64_t drawn = complete() ? pictures : std::min(m_drawn, pictures);
    m_context.progress(stage, drawn + m_trainer.stepsDone(), pictures + m_options.steps);
}

Result<void> Run::save()
{
    return writeCheckpoint(m_out / "checkpoint.safetensors", m_trainer.checkpoint());
}

Result<void> Run::logLoss(const at::Tensor& sum, std::int64_t count)
{
    m_loss = sum.item<double>() / static_cast<double>(count);
    const std::int64_t step = m_trainer.stepsDone();
    if (!std::isfinite(m_loss))
        return fail("diffusion.not-finite", { { "step", step } });
    MINAMO_DO(m_log.add(step, m_loss, m_trainer.learningRateAt(step - 1), secondsSince(m_start)));
    m_context.event("curve", { { "series", "loss" }, { "x", step }, { "y", m_loss } });
    report();
    return {};
}

Result<void> Run::train(const at::Tensor& onHost)
{
    const at::Tensor pictures = onHost.to(m_device);
    at::Tensor sum = at::zeros({}, at::TensorOptions().dtype(at::kFloat).device(m_device));
    std::int64_t count = 0;
    m_drawn = onHost.size(0);
    report();
    while (!complete()) {
        sum += m_trainer.step(pictures);
        ++count;
        const std::int64_t step = m_trainer.stepsDone();
        const bool pause = m_context.cancelled(), due = step % m_options.checkpointEvery == 0;
        if (step % lossEvery == 0 || complete() || pause || due) {
            MINAMO_DO(logLoss(sum, count));
            sum.zero_();
            count = 0;
        }
        if (pause || due || complete())
            MINAMO_DO(save());
        if (pause)
            return cancelledError();
    }
    return {};
}

Result<void> Run::finish()
{
    const auto network = m_trainer.averaged();
    MINAMO_DO(writeDiffusionFolder(m_out, *network, m_options.weights == "fp16" ? at::kHalf : at::kFloat));
    if (m_options.samples == 0)
        return {};
    const auto sheet = sampleDdim(*network, m_options.samples, m_options.size, m_options.sampleSteps, 1,
        [this] { return m_context.cancelled(); });
    if (!sheet.defined())
        return cancelledError();
    const int columns = std::max(1, static_cast<int>(std::ceil(std::sqrt(m_options.samples * 1.6))));
    return writePng(m_out / "samples.png", layOutSheet(sheet, columns));
}

Json Run::summary(double seconds, std::int64_t pictures) const
{
    std::int64_t parameters = 0;
    for (const auto& tensor : m_trainer.optimizer().parameters())
        parameters += tensor.numel();
    return { { "steps", m_trainer.stepsDone() }, { "loss", m_loss }, { "seconds", seconds },
        { "pictures", pictures }, { "parameters", parameters }, { "resumedAt", m_resumedAt },
        { "device", m_device.str() } };
}

} // namespace

Result<TrainDiffusionOptions> resolveTrainDiffusion(const TrainDiffusionOptions& options)
{
    if (options.recipe.empty())
        return options;
    MINAMO_TRY(Json merged, readJson(options.recipe));
    const Json given = optionsToJson(options), defaults = optionsToJson(TrainDiffusionOptions {});
    for (const auto& [name, value] : given.items())
        if (value != defaults.at(name))
            merged[name] = value;
    return optionsFromJson<TrainDiffusionOptions>(merged);
}

Result<Json> runTrainDiffusion(
    const TrainDiffusionOptions& given, const Project* project, const Path& out, JobContext& context)
{
    const auto start = std::chrono::steady_clock::now();
    MINAMO_TRY(const auto options, resolveTrainDiffusion(given));
    MINAMO_TRY(const auto config, diffusionConfig(options));
    MINAMO_TRY(const auto device, chooseDevice(options.device));
    if (device.is_cuda())
        at::globalContext().setBenchmarkCuDNN(true); // one shape all along: the search pays off
    std::error_code ignored; // what cannot be made is reported by the first file
    std::filesystem::create_directories(out, ignored);
    return guarded(device.str(), [&]() -> Result<Json> {
        Run run(options, config, device, out, context);
        MINAMO_DO(run.resume(project));
        std::int64_t count = 0;
        if (!run.complete()) {
            MINAMO_TRY(const at::Tensor pictures, run.loadPictures(project));
            count = pictures.size(0);
            MINAMO_DO(run.train(pictures));
        }
        MINAMO_DO(run.finish());
        return run.summary(secondsSince(start), count);
    });
}

} // namespace minamo
