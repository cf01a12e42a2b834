#include "models/ModelTensors.h"

#include "io/Safetensors.h"

#include <algorithm>

namespace minamo {

Result<std::vector<ModelTensor>> modelTensors(const ModelFolder& folder)
{
    std::vector<ModelTensor> all;
    for (const auto& path : folder.weights) {
        MINAMO_TRY(const auto file, SafetensorsFile::open(path));
        for (const auto& view : file.tensors())
            all.push_back({ view.name, std::string(dtypeName(view.dtype)), view.shape, view.elements(),
                static_cast<std::int64_t>(view.bytes.size()) });
    }
    std::ranges::sort(all, {}, &ModelTensor::name);
    return all;
}

std::string modelCard(const ModelFolder& folder)
{
    const auto text = readFile(folder.root / "README.md");
    if (!text)
        return {};
    const auto end = text->starts_with("---") ? text->find("\n---", 3) : std::string::npos;
    const auto after = end == std::string::npos ? 0 : text->find('\n', end + 1);
    return after == std::string::npos ? std::string() : text->substr(after);
}

} // namespace minamo
