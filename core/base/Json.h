#pragma once
#include <nlohmann/json.hpp>

namespace minamo {
/// JSON with sorted keys, so that dump() of equal values is byte-equal (artifact ids rely on it).
using Json = nlohmann::json;
} // namespace minamo
