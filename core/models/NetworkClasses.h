#pragma once
#include <string>
#include <vector>

namespace minamo {

/// Architectures that Minamo can build, in diffusers' words ("UNet2DModel"): the lines of Networks.def.
std::vector<std::string> networkClasses();

} // namespace minamo
