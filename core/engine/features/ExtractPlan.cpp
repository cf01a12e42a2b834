#include "engine/features/ExtractPlan.h"

#include "engine/device/Device.h"
#include "engine/device/LibraryInfo.h"
#include "engine/gpu/CudaKernels.h"
#include "engine/features/EncodePhotos.h"
#include "stages/PackOptions.h"

#include <algorithm>
#include <bit>

namespace minamo {
namespace {

constexpr int cellVersion = 3;
constexpr std::int64_t largestChunk = 4096;

std::int64_t powerOfTwoBelow(std::int64_t value)
{
    return static_cast<std::int64_t>(
        std::bit_floor(static_cast<std::uint64_t>(std::max<std::int64_t>(value, 1))));
}

/// About eight chunks, so that a killed run keeps most of its work; large sets get chunks that are not too
/// many files.
std::int64_t chunkRows(std::int64_t rows, std::int64_t batch)
{
    const auto eighth = static_cast<std::int64_t>(std::bit_ceil(static_cast<std::uint64_t>((rows + 7) / 8)));
    const std::int64_t wanted = std::clamp(eighth, batch, std::max(batch, largestChunk));
    return (wanted + batch - 1) / batch * batch;
}

Result<void> checkModel(const DiffusionModel& model, int size, bool wished)
{
    const auto& network = *model.network;
    const int photoChannels = model.autoencoder ? model.autoencoder->inChannels() : network.inChannels();
    if (photoChannels != 3)
        return fail("extract.not-rgb", { { "channels", photoChannels } });
    if (model.autoencoder && network.inChannels() != model.autoencoder->latentChannels())
        return fail("extract.other-latents",
            { { "channels", network.inChannels() }, { "latent", model.autoencoder->latentChannels() } });
    const int place = pixelsPerPlace(model), side = size / place;
    const bool fits = size % place == 0 && network.fits(side, side);
    if (!fits && wished)
        return fail("extract.bad-size", { { "size", size }, { "step", network.sizeStep() * place } });
    if (!fits)
        return fail("model.bad-config",
            { { "path", (model.folder.network / "config.json").string() }, { "key", "sample_size" },
                { "value", size } });
    if (network.takesNoiseLevels() && !model.schedule.hasNoiseLevels())
        return fail("extract.noise-levels", { { "name", model.folder.name() } });
    return {};
}

/// "blocks", "all" and names, once each, in network order.
Result<std::vector<std::string>> wantedTaps(
    const DiffusionNetwork& network, const std::vector<std::string>& asked)
{
    const auto known = network.knownTaps();
    std::set<std::string> wanted;
    for (const auto& name : asked) {
        if (name == "blocks" || name == "all") {
            const auto group = name == "all" ? network.allTaps() : network.blockTaps();
            wanted.insert(group.begin(), group.end());
        } else if (std::ranges::find(known, name) != known.end()) {
            wanted.insert(name);
        } else {
            return fail("extract.unknown-tap", { { "tap", name }, { "taps", known } });
        }
    }
    std::vector<std::string> taps;
    std::ranges::copy_if(
        known, std::back_inserter(taps), [&](const auto& tap) { return wanted.contains(tap); });
    return taps;
}

Result<std::vector<int>> wantedTimesteps(int known, std::vector<int> asked)
{
    std::ranges::sort(asked);
    asked.erase(std::unique(asked.begin(), asked.end()), asked.end());
    for (const int t : asked)
        if (t < 0 || t >= known)
            return fail("extract.bad-timestep", { { "timestep", t }, { "steps", known } });
    return asked;
}

Json commonOptions(const DiffusionModel& model, const ExtractPlan& plan)
{
    const auto device = model.network->device();
    const PackOptions pack { .size = plan.size };
    const bool own = device.is_cpu() || CudaKernels::of(device);
    const std::string path = own ? "channels-last, fused norms" : "contiguous";
    Json options { { "pool", "mean" }, { "size", pack.size }, { "fit", pack.fit }, { "draw", plan.draw },
        { "dtype", device.is_cpu() ? "fp32" : "bf16" }, { "deviceClass", deviceClass(device) },
        { "batch", plan.batch }, { "chunk", plan.chunk },
        { "kernel", path + ", LibTorch " + libtorchVersion() } };
    if (!model.prompt.is_null())
        options["prompt"] = model.prompt;
    if (model.autoencoder)
        options["latentBatch"] = latentBatch(plan.size, device.is_cuda());
    return options;
}

void addCells(ExtractPlan& plan, const DiffusionModel& model, const std::string& packId,
    const std::map<std::string, std::int64_t>& widths)
{
    const Json common = commonOptions(model, plan);
    const auto known = model.network->knownTaps();
    for (const auto& tap : plan.taps)
        for (const int t : plan.timesteps) {
            PlannedCell cell { { tap, t }, std::ranges::find(known, tap) - known.begin(), widths.at(tap), {},
                {} };
            Json options = common;
            options["tap"] = tap;
            options["timestep"] = t;
            cell.key = { "cell", cellVersion, std::move(options), { packId, model.id } };
            cell.id = cell.key.id();
            plan.cells.push_back(std::move(cell));
        }
}

} // namespace

double ExtractPlan::bytes() const
{
    double sum = 0;
    for (const auto& cell : cells)
        sum += static_cast<double>(rows) * static_cast<double>(cell.dimension) * sizeof(float);
    return sum;
}

std::int64_t automaticBatch(std::int64_t rows, int size, bool gpu)
{
    const double pixels = static_cast<double>(size) * size / (64.0 * 64.0);
    const auto bySize = powerOfTwoBelow(static_cast<std::int64_t>((gpu ? 512 : 8) / pixels));
    return std::min(bySize, powerOfTwoBelow(rows / 20));
}

Result<ExtractPlan> planExtraction(const DiffusionModel& model, const ExtractOptions& options,
    const std::string& packId, std::int64_t rows, int size)
{
    MINAMO_DO(checkModel(model, size, options.size > 0));
    ExtractPlan plan;
    plan.rows = rows;
    plan.size = size;
    plan.draw = options.draw;
    plan.batch
        = options.batch > 0 ? options.batch : automaticBatch(rows, size, model.network->device().is_cuda());
    plan.chunk = chunkRows(rows, plan.batch);
    MINAMO_TRY(plan.taps, wantedTaps(*model.network, options.taps));
    MINAMO_TRY(plan.timesteps, wantedTimesteps(knownTimesteps(model), options.timesteps));
    if (plan.taps.empty() || plan.timesteps.empty() || rows == 0)
        return fail("extract.nothing-asked");
    MINAMO_TRY(const auto widths, tapWidths(*model.network, plan.taps));
    addCells(plan, model, packId, widths);
    return plan;
}

} // namespace minamo
