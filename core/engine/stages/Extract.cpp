#include "engine/stages/Extract.h"

#include "engine/device/Device.h"
#include "engine/device/SerialKernels.h"
#include "engine/diffusion/PromptContext.h"
#include "engine/features/EncodePhotos.h"
#include "engine/features/ExtractRun.h"
#include "engine/features/Latents.h"
#include "engine/stages/ModelCommands.h"
#include "io/Npz.h"
#include "jobs/PartContext.h"
#include "stages/PackOptions.h"

#include <chrono>
#include <cmath>
#include <map>

namespace minamo {
namespace {

/// Everything the run works on, opened and checked.
struct Inputs {
    Dataset dataset;
    ImagePack pack;
    std::string packId;
    DiffusionModel model;
};

Result<Inputs> openInputs(const Project& project, const ExtractOptions& options)
{
    Inputs inputs;
    MINAMO_TRY(inputs.dataset, project.dataset());
    MINAMO_TRY(const int size, extractedSize(project, options));
    inputs.packId = packKey(inputs.dataset.artifact, PackOptions { .size = size }).id();
    if (!project.artifacts().contains(inputs.packId))
        return fail("extract.no-pack", { { "size", size } });
    MINAMO_TRY(inputs.pack, ImagePack::open(project.artifacts().folder(inputs.packId)));
    if (inputs.pack.count() != inputs.dataset.size())
        return fail("features.damaged", { { "path", project.artifacts().folder(inputs.packId).string() } });
    MINAMO_TRY(const auto device, chooseDevice(options.device));
    MINAMO_TRY(const Path folder, modelFolderOf(project));
    MINAMO_TRY(inputs.model, loadDiffusionModel(folder));
    if (const auto id = project.text("/model/id"); !id.empty() && id != inputs.model.id)
        return fail(
            "model.changed", { { "name", project.text("/model/name") }, { "path", folder.string() } });
    MINAMO_DO(tellPrompt(inputs.model, options.prompt, project.writable() ? &project.artifacts() : nullptr));
    prepareForInference(inputs.model, device, device.is_cpu() ? at::kFloat : at::kBFloat16);
    return inputs;
}

void warn(const DiffusionModel& model, JobContext& context)
{
    for (const auto& warning : model.warnings)
        context.warning(warning);
    if (model.network->needsClassLabels())
        context.warning({ "extract.no-class-label", { { "name", model.folder.name() } }, {} });
}

/// What is left to do.
struct Workload {
    std::int64_t passes = 0; ///< photos x timesteps
    std::int64_t latents = 0; ///< photos that must go through the autoencoder
    double cellBytes = 0, latentBytes = 0; ///< to be written
};
struct Seconds {
    double latents = 0, passes = 0;
};

/// Seconds of one photo; what warms the device up is done twice.
template <class Work> Result<double> secondsPerPhoto(std::int64_t photos, Work&& work)
{
    double perPhoto = 0;
    for (int attempt = 0; attempt < 2 && perPhoto < 1; ++attempt) {
        const auto start = std::chrono::steady_clock::now();
        MINAMO_DO(work());
        const std::chrono::duration<double> passed = std::chrono::steady_clock::now() - start;
        perPhoto = passed.count() / static_cast<double>(photos);
    }
    return perPhoto;
}

/// From a few photos, as fast as they go.
Result<Seconds> secondsFor(const Workload& left, const Inputs& inputs, const ExtractPlan& plan, int threads)
{
    const std::atomic<bool> never { false };
    const bool gpu = inputs.model.network->device().is_cuda();
    const std::set<std::string> taps(plan.taps.begin(), plan.taps.end());
    const std::int64_t photos = std::min({ plan.rows, plan.batch, std::int64_t { gpu ? 256 : 2 } });
    const double together = gpu ? 1 : threads;
    const auto rows = rowsBetween(0, photos);
    at::Tensor x0;
    const auto prepare = [&]() -> Result<void> {
        if (!inputs.model.autoencoder)
            x0 = CleanPhotos(inputs.pack).rows(rows);
        else {
            MINAMO_TRY(x0, encodePhotos(inputs.model, inputs.pack, rows, never));
        }
        return {};
    };
    Seconds seconds;
    if (left.latents > 0) {
        MINAMO_TRY(const double perPhoto, secondsPerPhoto(photos, prepare));
        seconds.latents = perPhoto * static_cast<double>(left.latents) / together;
    } else {
        MINAMO_DO(prepare());
    }
    const HeldInputs few(x0);
    FeaturePass pass(inputs.model, few, inputs.dataset.contents, plan.draw);
    MINAMO_TRY(const double perPhoto, secondsPerPhoto(photos, [&]() -> Result<void> {
        MINAMO_TRY([[maybe_unused]] const auto pooled, pass.run(rows, plan.timesteps.front(), taps, never));
        return {};
    }));
    seconds.passes = perPhoto * static_cast<double>(left.passes) / together;
    return seconds;
}

/// What is on disk already needs no room again.
Result<void> announce(const Project& project, const ExtractPlan& plan, const Workload& left,
    const Seconds& seconds, JobContext& context)
{
    const double gigabytes = (left.cellBytes + left.latentBytes) / 1e9;
    std::error_code none;
    const auto space = std::filesystem::space(project.folder(), none);
    const double free = static_cast<double>(space.available) / 1e9;
    const auto rounded = [](double value) { return std::round(value * 100) / 100; };
    if (!none && free < gigabytes)
        return fail("extract.no-space",
            { { "path", project.folder().string() }, { "needed", rounded(gigabytes) },
                { "free", rounded(free) } });
    context.event("estimate",
        { { "cells", plan.cells.size() }, { "gigabytes", rounded(gigabytes) },
            { "seconds", static_cast<std::int64_t>(std::ceil(seconds.latents + seconds.passes)) },
            { "photos", plan.rows }, { "passes", left.passes }, { "latents", left.latents },
            { "bytes", plan.bytes() }, { "taps", plan.taps }, { "timesteps", plan.timesteps } });
    return {};
}

/// This plan's cells and the project's others of the same photos and model, in network order.
Result<Json> adoptedCells(const Project& project, const ExtractPlan& plan)
{
    std::map<CellId, std::string> cells;
    for (const auto& id : project.document().value("features", std::vector<std::string>())) {
        const auto manifest = project.artifacts().manifest(id);
        if (!manifest || manifest->value("inputs", Json()) != Json(plan.cells.front().key.inputs))
            continue;
        const auto& options = manifest->at("options");
        if (options.value("prompt", Json()) != plan.cells.front().key.options.value("prompt", Json()))
            continue;
        cells[{ options.value("tap", ""), options.value("timestep", 0) }] = id;
    }
    for (const auto& cell : plan.cells)
        cells[cell.cell] = cell.id;
    std::vector<std::string> ids;
    for (const auto& [cell, id] : cells)
        ids.push_back(id);
    MINAMO_TRY(const auto records, FeatureStore(project.artifacts()).records(ids));
    Json ordered = Json::array();
    for (const auto& record : records)
        ordered.push_back(record.artifact);
    return ordered;
}

/// The latents first, where there are any to make: both parts of the work are on one scale, by their seconds.
Result<void> computeFromLatents(const Inputs& inputs, Latents& latents, const ExtractPlan& plan,
    ExtractRun& run, const Seconds& seconds, int threads, JobContext& context)
{
    constexpr std::int64_t whole = 1000;
    const double all = seconds.latents + seconds.passes;
    const auto share = all > 0 ? static_cast<std::int64_t>(whole * seconds.latents / all) : 0;
    PartContext encoding(context, 0, share, whole), rest(context, share, whole - share, whole);
    MINAMO_DO(latents.complete(threads, ExtractOptions::stage, encoding));
    FeaturePass pass(inputs.model, latents, inputs.dataset.contents, plan.draw);
    return run.run(pass, threads, rest);
}

Result<void> compute(
    const Project& project, const Inputs& inputs, const ExtractPlan& plan, int threads, JobContext& context)
{
    const auto& store = project.artifacts();
    const auto& dataset = inputs.dataset;
    const CellChunks chunks(store, plan, dataset.ids);
    const KnownRows known(store, plan, dataset.contents);
    ExtractRun run(plan, chunks, known, dataset.paths);
    Workload left;
    MINAMO_TRY(left.passes, run.prepare(context));
    left.cellBytes = plan.bytes() * static_cast<double>(left.passes)
        / (static_cast<double>(plan.rows) * static_cast<double>(plan.timesteps.size()));
    std::unique_ptr<Latents> latents;
    Seconds seconds;
    if (left.passes > 0 && inputs.model.autoencoder) {
        MINAMO_TRY(latents,
            Latents::open(store, inputs.model, inputs.pack, inputs.packId, dataset.contents, dataset.paths));
        left.latents = latents->missing();
        left.latentBytes = latents->bytesToWrite();
    }
    if (left.passes > 0) {
        MINAMO_TRY(seconds, secondsFor(left, inputs, plan, threads));
    }
    MINAMO_DO(announce(project, plan, left, seconds, context));
    if (latents)
        return computeFromLatents(inputs, *latents, plan, run, seconds, threads, context);
    const CleanPhotos photos(inputs.pack);
    FeaturePass pass(inputs.model, photos, dataset.contents, plan.draw);
    return run.run(pass, threads, context);
}

} // namespace

Result<StageResult> runExtract(const Project& project, const ExtractOptions& options, JobContext& context)
{
    const int threads = options.threads > 0 ? options.threads : threadCount();
    const SerialKernels serial; // the estimate's passes too: each of ExtractRun's threads works alone
    MINAMO_TRY(const auto inputs, openInputs(project, options));
    const auto rows = static_cast<std::int64_t>(inputs.dataset.size());
    MINAMO_TRY(
        const auto plan, planExtraction(inputs.model, options, inputs.packId, rows, inputs.pack.size()));
    warn(inputs.model, context);
    const auto passes = rows * static_cast<std::int64_t>(plan.timesteps.size());
    const bool complete = std::ranges::all_of(
        plan.cells, [&](const auto& cell) { return project.artifacts().contains(cell.id); });
    if (!complete)
        MINAMO_DO(project.writable());
    if (complete)
        context.progress(ExtractOptions::stage, passes, passes);
    else
        MINAMO_DO(compute(project, inputs, plan, threads, context));
    StageResult result;
    MINAMO_TRY(const Json cells, adoptedCells(project, plan));
    result.adoptions.push_back({ "/features", cells });
    result.summary = { { "photos", rows }, { "cells", plan.cells.size() }, { "taps", plan.taps },
        { "timesteps", plan.timesteps }, { "model", modelNameOf(project) },
        { "gigabytes", std::round(plan.bytes() / 1e7) / 100 } };
    return result;
}

Result<void> dumpFeatures(const Project& project, const Path& file)
{
    const auto ids = project.document().value("features", std::vector<std::string>());
    if (ids.empty())
        return fail("extract.none-yet");
    const FeatureStore store(project.artifacts());
    MINAMO_TRY(const auto records, store.records(ids));
    MINAMO_TRY(const auto dataset, project.dataset());
    NpzWriter npz(file);
    npz.add("ids", DType::u64, { static_cast<std::int64_t>(dataset.size()) }, [&]() -> Result<std::string> {
        return std::string(
            reinterpret_cast<const char*>(dataset.ids.data()), dataset.ids.size() * sizeof(std::uint64_t));
    });
    for (const auto& record : records)
        npz.add(cellName(record.cell), DType::f32, { record.rows, record.dimension },
            [&store, &record]() -> Result<std::string> {
                MINAMO_TRY(const auto matrix, store.matrix(record));
                return std::string(reinterpret_cast<const char*>(matrix.data()),
                    static_cast<std::size_t>(matrix.size()) * sizeof(float));
            });
    return npz.write();
}

} // namespace minamo
