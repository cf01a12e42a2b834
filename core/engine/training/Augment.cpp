#include "engine/training/Augment.h"

#include "base/Assert.h"
#include "base/Random.h"

#include <Eigen/LU>
#include <numbers>
#include <torch/types.h>
#include <torch/utils.h>

namespace minamo {
namespace {

using Colour = Eigen::Matrix<float, 3, 3, Eigen::RowMajor>;
const Eigen::RowVector3f luma(0.299F, 0.587F, 0.114F);

Colour greyMatrix()
{
    return Eigen::Vector3f::Ones() * luma;
}

/// Rotation of the chroma plane of YIQ; grey stays grey.
Colour hueMatrix(double turns)
{
    Colour yiq;
    yiq << 0.299F, 0.587F, 0.114F, 0.595716F, -0.274453F, -0.321263F, 0.211456F, -0.522591F, 0.311135F;
    const auto angle = static_cast<float>(2 * std::numbers::pi * turns);
    Colour turn;
    turn << 1, 0, 0, 0, std::cos(angle), -std::sin(angle), 0, std::sin(angle), std::cos(angle);
    return yiq.inverse() * turn * yiq;
}

/// What is drawn for one photo.
struct Draw {
    float centreX = 0, centreY = 0, halfWidth = 1, halfHeight = 1; // in units of half the photo
    Colour colour = Colour::Identity();
    float greyOffset = 0; // times the photo's mean grey
};

void drawCrop(CounterRandom& random, const AugmentOptions& options, Draw& draw)
{
    // As torchvision: ten tries for a window inside the photo, then the whole photo.
    for (int attempt = 0; attempt < 10; ++attempt) {
        const double area = random.uniform(options.minScale, 1);
        const double aspect = std::exp(random.uniform(std::log(0.75), std::log(4.0 / 3)));
        const double width = std::sqrt(area * aspect), height = std::sqrt(area / aspect);
        const double x = random.uniform(-1, 1), y = random.uniform(-1, 1);
        if (width > 1 || height > 1)
            continue;
        draw.halfWidth = static_cast<float>(width);
        draw.halfHeight = static_cast<float>(height);
        draw.centreX = static_cast<float>(x * (1 - width));
        draw.centreY = static_cast<float>(y * (1 - height));
        return;
    }
}

Draw drawFor(std::uint64_t key, const AugmentOptions& options)
{
    CounterRandom random(key);
    Draw draw;
    if (options.minScale < 1)
        drawCrop(random, options, draw);
    if (random.uniform() < 0.5 && options.flip)
        draw.halfWidth = -draw.halfWidth;
    const auto factor
        = [&] { return static_cast<float>(random.uniform(1 - options.jitter, 1 + options.jitter)); };
    const float brightness = factor(), contrast = factor(), saturation = factor();
    const double hue = random.uniform(-options.jitter, options.jitter);
    const bool grey = random.uniform() < options.grayscale;
    draw.colour = hueMatrix(hue) * (saturation * Colour::Identity() + (1 - saturation) * greyMatrix());
    draw.colour *= contrast * brightness;
    if (grey)
        draw.colour = greyMatrix() * draw.colour;
    draw.greyOffset = (1 - contrast) * brightness;
    return draw;
}

/// A few numbers beside `photos`, without waiting for its GPU.
at::Tensor onDevice(const std::vector<float>& values, const at::Tensor& photos)
{
    return torch::tensor(values, at::TensorOptions(at::kFloat)).to(photos.device(), true);
}

at::Tensor perColour(const std::array<double, 3>& values, const at::Tensor& photos)
{
    return onDevice({ values.begin(), values.end() }, photos).view({ 1, 3, 1, 1 });
}

at::Tensor standardised(const at::Tensor& photos, const PhotoRange& range = imagenetRange)
{
    return (photos - perColour(range.mean, photos)) / perColour(range.deviation, photos);
}

} // namespace

at::Tensor normalised(const at::Tensor& photos, const PhotoRange& range)
{
    return standardised(photos.to(at::kFloat) / 255, range);
}

at::Tensor augmented(
    const at::Tensor& photos, std::span<const std::uint64_t> keys, const AugmentOptions& options)
{
    MINAMO_ASSERT(photos.dim() == 4 && photos.size(0) == static_cast<std::int64_t>(keys.size()));
    const torch::NoGradGuard noGrad;
    const auto count = photos.size(0);
    auto theta = at::zeros({ count, 2, 3 }), colour = at::empty({ count, 3, 3 }),
         offset = at::empty({ count, 1, 1 });
    for (std::int64_t i = 0; i < count; ++i) {
        const auto draw = drawFor(keys[static_cast<std::size_t>(i)], options);
        auto* row = theta.data_ptr<float>() + i * 6;
        row[0] = draw.halfWidth;
        row[2] = draw.centreX;
        row[4] = draw.halfHeight;
        row[5] = draw.centreY;
        std::copy_n(draw.colour.data(), 9, colour.data_ptr<float>() + i * 9);
        offset.data_ptr<float>()[i] = draw.greyOffset;
    }
    const auto to = [&](const at::Tensor& tensor) { return tensor.to(photos.device(), true); };
    const auto grid = at::affine_grid_generator(to(theta), photos.sizes(), false);
    auto x = at::grid_sampler(photos.to(at::kFloat) / 255, grid, 0, 1, false).flatten(2);
    const auto grey
        = (x.mean(2, true) * onDevice({ 0.299F, 0.587F, 0.114F }, x).view({ 1, 3, 1 })).sum(1, true);
    x = (at::bmm(to(colour), x) + to(offset) * grey).clamp(0, 1);
    return standardised(x.view(photos.sizes()));
}

} // namespace minamo
