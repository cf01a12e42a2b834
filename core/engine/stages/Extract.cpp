#include "engine/stages/Extract.h"

#include "engine/device/Device.h"
#include "engine/device/SerialKernels.h"
#include "engine/diffusion/PromptContext.h"
#include "engine/features/ExtractRun.h"
#include "engine/stages/ModelCommands.h"
#include "io/Npz.h"
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
    MINAMO_TRY(const int size, modelImageSize(project));
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

/// Seconds for the passes left, from one small pass (after one that warms the device up).
Result<double> secondsFor(
    std::int64_t passes, FeaturePass& pass, const ExtractPlan& plan, int threads, bool gpu)
{
    const std::atomic<bool> never { false };
    const std::set<std::string> taps(plan.taps.begin(), plan.taps.end());
    const std::int64_t photos = std::min({ plan.rows, plan.batch, std::int64_t { gpu ? 256 : 2 } });
    double perPhoto = 0;
    for (int attempt = 0; attempt < 2 && perPhoto < 1; ++attempt) {
        const auto start = std::chrono::steady_clock::now();
        MINAMO_TRY(const auto result, pass.run(rowsBetween(0, photos), plan.timesteps.front(), taps, never));
        const std::chrono::duration<double> passed = std::chrono::steady_clock::now() - start;
        perPhoto = passed.count() / static_cast<double>(photos);
    }
    return perPhoto * static_cast<double>(passes) / (gpu ? 1 : threads);
}

/// `left` of the plan's photos x timesteps are to be computed: what is on disk already needs no room again.
Result<void> announce(
    const Project& project, const ExtractPlan& plan, std::int64_t left, double seconds, JobContext& context)
{
    const auto whole = static_cast<double>(plan.rows) * static_cast<double>(plan.timesteps.size());
    const double gigabytes = plan.bytes() / 1e9 * static_cast<double>(left) / whole;
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
            { "seconds", static_cast<std::int64_t>(std::ceil(seconds)) }, { "photos", plan.rows },
            { "passes", left }, { "bytes", plan.bytes() }, { "taps", plan.taps },
            { "timesteps", plan.timesteps } });
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

Result<void> compute(const Project& project, Inputs& inputs, const ExtractPlan& plan,
    const ExtractOptions& options, int threads, JobContext& context)
{
    const auto& dataset = inputs.dataset;
    FeaturePass pass(inputs.model, inputs.pack, dataset.contents, options.draw);
    const CellChunks chunks(project.artifacts(), plan, dataset.ids);
    const KnownRows known(project.artifacts(), plan, dataset.contents);
    ExtractRun run(plan, chunks, known, pass, dataset.paths, context);
    MINAMO_TRY(const std::int64_t left, run.prepare());
    double seconds = 0;
    if (left > 0) {
        MINAMO_TRY(seconds, secondsFor(left, pass, plan, threads, inputs.model.network->device().is_cuda()));
    }
    MINAMO_DO(announce(project, plan, left, seconds, context));
    return run.run(threads);
}

} // namespace

Result<StageResult> runExtract(const Project& project, const ExtractOptions& options, JobContext& context)
{
    const int threads = options.threads > 0 ? options.threads : threadCount();
    const SerialKernels serial; // the estimate's passes too: each of ExtractRun's threads works alone
    MINAMO_TRY(auto inputs, openInputs(project, options));
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
        MINAMO_DO(compute(project, inputs, plan, options, threads, context));
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
