#pragma once
#include "data/ImagePack.h"
#include "engine/diffusion/NoiseSchedule.h"

#include <cstdint>
#include <span>

namespace minamo {

using PhotoRows = std::vector<std::int64_t>; ///< numbers of photos of a pack

/// What noise is added to, for some photos: the photos in [-1, 1], or their latents.
class CleanInputs {
public:
    virtual ~CleanInputs() = default;
    /// x0 [n, C, H, W] in fp32 on the CPU. Any number of threads may ask at once.
    virtual at::Tensor rows(const PhotoRows& rows) const = 0;
};

/// Photos as they are: x0 = pixel / 127.5 - 1, [n, 3, S, S].
class CleanPhotos : public CleanInputs {
public:
    /// `pack` must outlive this.
    explicit CleanPhotos(const ImagePack& pack) : m_pack(pack) { }
    at::Tensor rows(const PhotoRows& rows) const override;

private:
    const ImagePack& m_pack;
};

/// Inputs that are in memory: row i is x0[i].
class HeldInputs : public CleanInputs {
public:
    explicit HeldInputs(at::Tensor x0) : m_x0(std::move(x0)) { }
    at::Tensor rows(const PhotoRows& rows) const override;

private:
    at::Tensor m_x0;
};

/// x0 of photos in planar RGB, 3 * side * side bytes each.
at::Tensor cleanPhotos(const std::vector<std::span<const std::uint8_t>>& photos, std::int64_t side);

/// x_t = sqrt(abar_t) x0 + sqrt(1 - abar_t) e in fp32 on the CPU. e is counter-based noise keyed on each
/// photo's content, the timestep and the draw, whatever stands beside it.
at::Tensor withNoise(const NoiseSchedule& schedule, const at::Tensor& x0,
    const std::vector<std::uint64_t>& contents, int timestep, int draw);

} // namespace minamo
