#pragma once
#include "io/Safetensors.h"

#include <cstdint>
#include <memory>

namespace minamo {

/// Pixels for networks: uint8 RGB, one row per sample of the data set, all of one size (artifact of stage "pack").
class ImagePack {
public:
    static Result<ImagePack> open(const Path& artifactFolder);     ///< reads pixels.safetensors, tensor "pixels" [N,3,S,S]
    /// Photos that stand in no project: planar RGB, 3*S*S bytes each, one after the other.
    static ImagePack fromPixels(std::vector<std::uint8_t> pixels, int size);
    std::size_t count() const { return m_count; }
    int size() const { return m_size; }                            ///< side S in px
    /// Planar RGB of one photo, 3*S*S bytes.
    std::span<const std::uint8_t> pixels(std::size_t row) const;

private:
    SafetensorsFile m_file;
    std::shared_ptr<const std::vector<std::uint8_t>> m_own; // of fromPixels
    std::size_t m_count = 0;
    int m_size = 0;
    const std::uint8_t* m_data = nullptr;
};

} // namespace minamo
