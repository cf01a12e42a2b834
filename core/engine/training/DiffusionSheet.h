#pragma once
#include "io/Files.h"

#include <ATen/core/Tensor.h>

namespace minamo {

/// Pictures in [-1, 1], [N, 3, S, S], side by side with a thin gap as interleaved bytes.
struct DiffusionSheet {
    int width = 0, height = 0;
    std::vector<std::uint8_t> pixels; ///< RGB
};
DiffusionSheet layOutSheet(const at::Tensor& pictures, int columns);

/// 8-bit RGB PNG. Error "file.cannot-write" {path}.
Result<void> writePng(const Path& file, const DiffusionSheet& sheet);

} // namespace minamo
