#pragma once
#include "data/ImagePack.h"

#include <ATen/core/Tensor.h>
#include <vector>

namespace minamo {

/// The photos of a fold where training reads them: uint8 on the GPU once, if they take less than half of its
/// free memory; else, and on a CPU, copied from the mapped pack batch by batch.
class PhotoBank {
public:
    /// @param rows rows of the pack that will be asked for; no other is read
    PhotoBank(const ImagePack& pack, const std::vector<int>& rows, at::Device device);
    /// U8 [n, 3, S, S] on the device.
    at::Tensor photos(const std::vector<int>& rows) const;

private:
    const ImagePack& m_pack;
    at::Device m_device;
    at::Tensor m_resident; // U8 [fold, 3, S, S], undefined if photos are copied
    std::vector<std::int64_t> m_place; // row of the pack -> row of m_resident
};

/// Photos of `rows` as U8 [n, 3, S, S] on the CPU.
at::Tensor gatherPhotos(const ImagePack& photos, const std::vector<int>& rows);

} // namespace minamo
