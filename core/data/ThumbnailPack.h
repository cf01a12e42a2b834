#pragma once
#include "io/Safetensors.h"

namespace minamo {

/// Small JPEGs of all photos in one mapped file (part of the import artifact): the window decodes them from memory.
class ThumbnailPack {
public:
    static Result<ThumbnailPack> open(const Path& artifactFolder); ///< thumbnails.safetensors: "bytes" U8, "offsets" U64 [N+1]
    std::size_t count() const { return m_count; }
    std::span<const std::byte> jpeg(std::size_t row) const;        ///< longest side 160 px, never cropped

private:
    SafetensorsFile m_file;
    std::size_t m_count = 0;
};

} // namespace minamo
