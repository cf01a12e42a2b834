#include "engine/device/LibraryInfo.h"

#include <torch/version.h>

namespace minamo {

std::string libtorchVersion()
{
    return TORCH_VERSION;
}

} // namespace minamo
