#include "data/ImagePack.h"

#include "base/Assert.h"

namespace minamo {

Result<ImagePack> ImagePack::open(const Path& artifactFolder)
{
    ImagePack pack;
    MINAMO_TRY(pack.m_file, SafetensorsFile::open(artifactFolder / "pixels.safetensors"));
    MINAMO_TRY(const TensorView view, pack.m_file.require("pixels", DType::u8, 4));
    if (view.shape[1] != 3 || view.shape[2] != view.shape[3])
        return fail("data.damaged", { { "path", pack.m_file.path().string() }, { "column", "pixels" } });
    pack.m_count = static_cast<std::size_t>(view.shape[0]);
    pack.m_size = static_cast<int>(view.shape[2]);
    pack.m_data = view.data<std::uint8_t>();
    return pack;
}

ImagePack ImagePack::fromPixels(std::vector<std::uint8_t> pixels, int size)
{
    const auto bytes = 3 * static_cast<std::size_t>(size) * static_cast<std::size_t>(size);
    MINAMO_ASSERT(size > 0 && pixels.size() % bytes == 0);
    ImagePack pack;
    pack.m_count = pixels.size() / bytes;
    pack.m_size = size;
    pack.m_own = std::make_shared<const std::vector<std::uint8_t>>(std::move(pixels));
    pack.m_data = pack.m_own->data();
    return pack;
}

std::span<const std::uint8_t> ImagePack::pixels(std::size_t row) const
{
    MINAMO_ASSERT(row < m_count);
    const auto bytes = 3 * static_cast<std::size_t>(m_size) * static_cast<std::size_t>(m_size);
    return { m_data + row * bytes, bytes };
}

} // namespace minamo
