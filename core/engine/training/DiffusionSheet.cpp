#include "engine/training/DiffusionSheet.h"

#include <algorithm>
#include <cstring>
#include <png.h>

namespace minamo {

DiffusionSheet layOutSheet(const at::Tensor& pictures, int columns)
{
    constexpr int gap = 2;
    const at::Tensor bytes = ((pictures.detach().to(at::kCPU, at::kFloat).clamp(-1, 1) + 1) * 127.5)
                                 .round()
                                 .to(at::kByte)
                                 .permute({ 0, 2, 3, 1 })
                                 .contiguous();
    const int count = static_cast<int>(bytes.size(0)), side = static_cast<int>(bytes.size(1));
    const int across = std::min(columns, count), rows = (count + columns - 1) / columns;
    DiffusionSheet sheet { across * (side + gap) - gap, rows * (side + gap) - gap, {} };
    sheet.pixels.assign(
        static_cast<std::size_t>(sheet.width) * static_cast<std::size_t>(sheet.height) * 3, 255);
    const auto* from = bytes.data_ptr<std::uint8_t>();
    const std::size_t line = static_cast<std::size_t>(side) * 3;
    for (int i = 0; i < count; ++i)
        for (int y = 0; y < side; ++y, from += line) {
            const int row = i / columns * (side + gap) + y, column = i % columns * (side + gap);
            std::memcpy(sheet.pixels.data()
                    + (static_cast<std::size_t>(row) * static_cast<std::size_t>(sheet.width)
                          + static_cast<std::size_t>(column))
                        * 3,
                from, line);
        }
    return sheet;
}

Result<void> writePng(const Path& file, const DiffusionSheet& sheet)
{
    png_image image {};
    image.version = PNG_IMAGE_VERSION;
    image.width = static_cast<png_uint_32>(sheet.width);
    image.height = static_cast<png_uint_32>(sheet.height);
    image.format = PNG_FORMAT_RGB;
    std::string bytes(PNG_IMAGE_PNG_SIZE_MAX(image), '\0');
    png_alloc_size_t size = bytes.size();
    if (!png_image_write_to_memory(&image, bytes.data(), &size, 0, sheet.pixels.data(), 0, nullptr))
        return fail("file.cannot-write", { { "path", file.string() } }, image.message);
    bytes.resize(size);
    return writeFileAtomically(file, bytes);
}

} // namespace minamo
