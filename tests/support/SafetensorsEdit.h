#pragma once
#include "base/Json.h"

#include <cstdint>
#include <cstring>
#include <functional>
#include <string>

namespace minamo {

/// A safetensors file with an edited header over the same data.
inline std::string withHeader(const std::string& bytes, const std::function<void(Json&)>& edit)
{
    std::uint64_t size = 0;
    std::memcpy(&size, bytes.data(), 8);
    Json header = Json::parse(bytes.substr(8, size));
    edit(header);
    const std::string text = header.dump();
    const std::uint64_t length = text.size();
    return std::string(reinterpret_cast<const char*>(&length), 8) + text + bytes.substr(8 + size);
}

} // namespace minamo
