#include "ActivationPicture.h"

#include "theme/Scales.h"

#include <algorithm>

namespace minamo {

namespace {

Result<QImage> planarImage(const SafetensorsFile& file, const char* name)
{
    MINAMO_TRY(const TensorView view, file.require(name, DType::u8, 3));
    const auto height = static_cast<int>(view.shape[1]), width = static_cast<int>(view.shape[2]);
    const auto plane = static_cast<std::size_t>(width) * static_cast<std::size_t>(height);
    if (view.shape[0] != 3)
        return fail("safetensors.missing-tensor", { { "path", file.path().string() }, { "tensor", name } });
    const auto* planar = view.data<std::uint8_t>();
    QImage image(width, height, QImage::Format_RGB32);
    for (int y = 0; y < height; ++y) {
        auto* row = reinterpret_cast<QRgb*>(image.scanLine(y));
        for (int x = 0; x < width; ++x) {
            const auto at
                = static_cast<std::size_t>(y) * static_cast<std::size_t>(width) + static_cast<std::size_t>(x);
            row[x] = qRgb(planar[at], planar[plane + at], planar[2 * plane + at]);
        }
    }
    return image;
}

} // namespace

QImage ActivationMap::shaded(const Theme& theme, float low, float high) const
{
    QImage image(width, height, QImage::Format_Indexed8);
    QList<QRgb> table;
    for (int i = 0; i < 256; ++i)
        table.push_back(sequentialColor(theme, i / 255.0).rgb());
    image.setColorTable(table);
    const float scale = high > low ? 255 / (high - low) : 0;
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x) {
            const float value = values[static_cast<std::size_t>(y * width + x)];
            image.scanLine(y)[x] = static_cast<uchar>(std::clamp((value - low) * scale, 0.0F, 255.0F));
        }
    return image;
}

std::pair<float, float> ActivationMap::range() const
{
    if (values.empty())
        return { 0, 1 };
    const auto [low, high] = std::minmax_element(values.begin(), values.end());
    return { *low, *high };
}

Result<ActivationPicture> activationPicture(const InteractiveAnswer& answer)
{
    if (!answer.file)
        return fail("interactive.died");
    const auto& file = *answer.file;
    ActivationPicture picture;
    MINAMO_TRY(picture.noisy, planarImage(file, "noisy"));
    MINAMO_TRY(picture.predicted, planarImage(file, "predicted"));
    MINAMO_TRY(picture.colours, planarImage(file, "colours"));
    MINAMO_TRY(const TensorView energy, file.require("energy", DType::f32, 2));
    MINAMO_TRY(const TensorView channels, file.require("channels", DType::f32, 3));
    MINAMO_TRY(const TensorView numbers, file.require("channelNumbers", DType::i64, 1));
    const auto map = [](const float* values, std::int64_t height, std::int64_t width) {
        return ActivationMap { static_cast<int>(width), static_cast<int>(height),
            { values, values + height * width } };
    };
    picture.energy = map(energy.data<float>(), energy.shape[0], energy.shape[1]);
    for (std::int64_t i = 0; i < channels.shape[0]; ++i)
        picture.channels.push_back(map(channels.data<float>() + i * channels.shape[1] * channels.shape[2],
            channels.shape[1], channels.shape[2]));
    picture.channelNumbers.assign(
        numbers.data<std::int64_t>(), numbers.data<std::int64_t>() + numbers.elements());
    picture.dimension = answer.values.value("dimension", std::int64_t { 0 });
    return picture;
}

} // namespace minamo
