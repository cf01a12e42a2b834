#include "engine/classify/PhotoBank.h"

#include "engine/device/Device.h"

#include <torch/types.h>

namespace minamo {
namespace {

bool fits(const ImagePack& pack, std::size_t rows, const at::Device& device)
{
    const auto bytes = static_cast<std::int64_t>(rows) * 3 * pack.size() * pack.size();
    return device.is_cuda() && bytes < freeMemory(device) / 2;
}

} // namespace

PhotoBank::PhotoBank(const ImagePack& pack, const std::vector<int>& rows, at::Device device) :
    m_pack(pack), m_device(device)
{
    if (!fits(pack, rows.size(), device))
        return;
    m_resident = gatherPhotos(pack, rows).to(device);
    m_place.resize(pack.count(), -1);
    for (std::size_t i = 0; i < rows.size(); ++i)
        m_place[static_cast<std::size_t>(rows[i])] = static_cast<std::int64_t>(i);
}

at::Tensor PhotoBank::photos(const std::vector<int>& rows) const
{
    if (!m_resident.defined())
        return gatherPhotos(m_pack, rows).to(m_device);
    std::vector<std::int64_t> places;
    for (const int row : rows)
        places.push_back(m_place[static_cast<std::size_t>(row)]);
    return m_resident.index_select(0, torch::tensor(places, at::TensorOptions(at::kLong)).to(m_device, true));
}

at::Tensor gatherPhotos(const ImagePack& photos, const std::vector<int>& rows)
{
    const std::int64_t side = photos.size();
    auto result
        = at::empty({ static_cast<std::int64_t>(rows.size()), 3, side, side }, at::TensorOptions(at::kByte));
    auto* to = result.data_ptr<std::uint8_t>();
    for (const int row : rows)
        to = std::copy_n(photos.pixels(static_cast<std::size_t>(row)).data(), 3 * side * side, to);
    return result;
}

} // namespace minamo
