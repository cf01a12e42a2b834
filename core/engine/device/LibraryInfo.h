#pragma once
#include <string>

namespace minamo {

/// Version of the LibTorch this program was built with, e.g. "2.11.0".
std::string libtorchVersion();

} // namespace minamo
