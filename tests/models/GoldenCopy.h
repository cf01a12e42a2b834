#pragma once
#include "TestSupport.h"
#include "engine/models/TensorViews.h"

namespace minamo {

/// All tensors of a file, changed by `edit`, written back.
inline void rewrite(const Path& file, const std::function<void(std::map<std::string, at::Tensor>&)>& edit)
{
    const auto opened = SafetensorsFile::open(file);
    if (!opened)
        qFatal("cannot open %s", file.c_str());
    std::map<std::string, at::Tensor> tensors;
    for (const auto& view : opened->tensors())
        tensors[view.name] = tensorFromView(view);
    edit(tensors);
    std::vector<TensorView> views;
    for (auto& [name, tensor] : tensors) {
        tensor = tensor.contiguous();
        views.push_back(viewOfTensor(name, tensor));
    }
    if (!writeSafetensors(file, views))
        qFatal("cannot write");
}

/// Copies of golden models that may be broken.
class GoldenCopies {
public:
    Path copyOf(const char* name)
    {
        const Path to = Path(m_dir.path().toStdString()) / std::to_string(m_count++);
        std::filesystem::copy(goldenFolder() / name, to, std::filesystem::copy_options::recursive);
        return to;
    }
    /// A copy whose config.json has this value.
    Path copyWith(const char* name, const char* key, const Json& value)
    {
        const Path to = copyOf(name);
        setConfig(to, key, value);
        return to;
    }
    static void setConfig(const Path& model, const char* key, const Json& value)
    {
        auto config = readJson(model / "config.json").value();
        config[key] = value;
        if (!writeJson(model / "config.json", config))
            qFatal("cannot write");
    }

private:
    QTemporaryDir m_dir;
    int m_count = 0;
};

} // namespace minamo
