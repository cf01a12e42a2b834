#include "engine/training/DiffusionPictures.h"

#include "data/ImagePack.h"
#include "data/factory/Textures.h"
#include "project/Project.h"

#include <algorithm>
#include <atomic>
#include <thread>

namespace minamo {
namespace {

/// Photos of one synthetic plant before the next one is set up.
constexpr int photosPerPlant = 40;

/// Halves both sides by averaging, as a reduced photo is.
std::vector<std::uint8_t> halved(const std::vector<std::uint8_t>& pixels, int size)
{
    std::vector<std::uint8_t> result(static_cast<std::size_t>(size) * size * 3);
    const std::size_t row = static_cast<std::size_t>(size) * 6;
    for (std::size_t y = 0; y < static_cast<std::size_t>(size); ++y)
        for (std::size_t x = 0; x < static_cast<std::size_t>(size); ++x)
            for (std::size_t k = 0; k < 3; ++k) {
                const std::uint8_t* from = pixels.data() + 2 * y * row + 6 * x + k;
                result[(y * static_cast<std::size_t>(size) + x) * 3 + k]
                    = static_cast<std::uint8_t>((from[0] + from[3] + from[row] + from[row + 3] + 2) / 4);
            }
    return result;
}

std::vector<std::uint8_t> drawPlant(const TrainDiffusionOptions& options, std::int64_t index)
{
    const std::int64_t plant = index / photosPerPlant;
    CounterRandom random(
        mixKeys(static_cast<std::uint64_t>(options.dataSeed), static_cast<std::uint64_t>(plant)), 51);
    PlantSettings settings;
    settings.seed = static_cast<std::uint64_t>(options.dataSeed + plant);
    settings.severity = random.uniform(0.6, 1.8);
    settings.plants = 8;
    settings.count = photosPerPlant;
    // Every other one is drawn larger and reduced: that is how photos reach the network.
    settings.size = options.size * (index % 2 == 0 ? 1 : 2);
    auto pixels = renderPlantPhoto(settings, index % photosPerPlant).pixels;
    return settings.size == options.size ? pixels : halved(pixels, options.size);
}

} // namespace

void drawDiffusionPicture(const TrainDiffusionOptions& options, std::int64_t index, std::uint8_t* planar)
{
    CounterRandom choose(
        mixKeys(static_cast<std::uint64_t>(options.dataSeed), static_cast<std::uint64_t>(index)), 52);
    const bool plant = choose.uniform() < options.plantShare;
    const auto pixels = plant
        ? drawPlant(options, index)
        : renderTexture(static_cast<std::uint64_t>(options.dataSeed), index, options.size).pixels;
    const std::size_t area = static_cast<std::size_t>(options.size) * static_cast<std::size_t>(options.size);
    for (std::size_t k = 0; k < 3; ++k)
        for (std::size_t i = 0; i < area; ++i)
            planar[k * area + i] = pixels[3 * i + k];
}

Result<at::Tensor> drawDiffusionPictures(
    const TrainDiffusionOptions& options, const std::function<bool(std::int64_t drawn)>& goOn)
{
    at::Tensor pictures = at::empty({ options.pictures, 3, options.size, options.size }, at::kByte);
    auto* bytes = pictures.data_ptr<std::uint8_t>();
    const std::int64_t area = 3ll * options.size * options.size;
    std::atomic<std::int64_t> next { 0 }, done { 0 };
    std::atomic<bool> stop { false };
    const auto work = [&] {
        for (std::int64_t i = next++; i < options.pictures && !stop; i = next++) {
            drawDiffusionPicture(options, i, bytes + i * area);
            ++done;
        }
    };
    std::vector<std::jthread> helpers;
    for (unsigned i = std::max(1u, std::thread::hardware_concurrency()); i > 0; --i)
        helpers.emplace_back(work);
    while (done < options.pictures && !stop) {
        stop = !goOn(done);
        std::this_thread::sleep_for(std::chrono::milliseconds(options.pictures > 2000 ? 200 : 5));
    }
    helpers.clear();
    return stop ? Result<at::Tensor>(cancelledError()) : pictures;
}

Result<at::Tensor> packedPictures(const Project& project, const TrainDiffusionOptions& options)
{
    MINAMO_TRY(const auto dataset, project.dataset());
    const std::string id = packKey(dataset.artifact, options.pack()).id();
    if (!project.artifacts().contains(id))
        return fail("diffusion.no-pack", { { "size", options.size } });
    MINAMO_TRY(const auto pack, ImagePack::open(project.artifacts().folder(id)));
    at::Tensor pictures
        = at::empty({ static_cast<std::int64_t>(pack.count()), 3, pack.size(), pack.size() }, at::kByte);
    auto* bytes = pictures.data_ptr<std::uint8_t>();
    for (std::size_t row = 0; row < pack.count(); ++row) {
        const auto pixels = pack.pixels(row);
        std::copy(pixels.begin(), pixels.end(), bytes + row * pixels.size());
    }
    return pictures;
}

at::Tensor augmentPictures(at::Tensor batch, bool flips, double strength)
{
    const auto perPicture = [&] { return at::rand({ batch.size(0), 1, 1, 1 }, batch.options()); };
    if (flips) {
        batch = at::where(perPicture() < 0.5, batch.flip(3), batch);
        batch = at::where(perPicture() < 0.5, batch.flip(2), batch);
    }
    if (strength <= 0)
        return batch;
    const at::Tensor soft = at::avg_pool2d(at::replication_pad2d(batch, { 1, 1, 1, 1 }), { 3, 3 }, { 1, 1 });
    batch = at::lerp(batch, soft, at::clamp_min(perPicture() * 2 - 1, 0) * strength);
    batch = batch * (1 + 0.5 * strength * (perPicture() - 0.5)) + 0.5 * strength * (perPicture() - 0.5);
    const at::Tensor noise = at::clamp_min(perPicture() * 2 - 1, 0).pow(2) * 0.15 * strength;
    return at::clamp(batch + noise * at::randn_like(batch), -1, 1);
}

} // namespace minamo
