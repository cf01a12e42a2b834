#pragma once
#include "engine/classify/Backbone.h"

#include <cmath>
#include <torch/types.h>

namespace minamo {

/// Weights and inputs of tests/golden/H_backbones, made from their names (README there).
class FormulaTensors {
public:
    static at::Tensor make(const std::string& name, const std::vector<std::int64_t>& shape)
    {
        auto tensor = at::empty(shape, at::TensorOptions(at::kFloat));
        double fan = 1;
        for (std::size_t i = 1; i < shape.size(); ++i)
            fan *= double(shape[i]);
        const auto base = fnv1a64(name);
        for (std::int64_t i = 0; i < tensor.numel(); ++i)
            tensor.data_ptr<float>()[i] = float(value(name, shape.size(), fan, u(base, std::uint64_t(i))));
        return tensor;
    }
    static at::Tensor input(const std::vector<std::int64_t>& shape)
    {
        auto tensor = at::empty(shape, at::TensorOptions(at::kFloat));
        const auto base = fnv1a64("input");
        for (std::int64_t i = 0; i < tensor.numel(); ++i)
            tensor.data_ptr<float>()[i] = float(1.5 * u(base, std::uint64_t(i)));
        return tensor;
    }

private:
    static std::uint64_t fnv1a64(const std::string& text)
    {
        std::uint64_t h = 0xcbf29ce484222325u;
        for (const unsigned char c : text)
            h = (h ^ c) * 0x100000001b3u;
        return h;
    }
    static double u(std::uint64_t base, std::uint64_t i)
    {
        std::uint64_t x = base + i + 0x9E3779B97F4A7C15u;
        x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9u;
        x = (x ^ (x >> 27)) * 0x94D049BB133111EBu;
        x ^= x >> 31;
        return double(x >> 40) / 8388608.0 - 1;
    }
    static double value(const std::string& name, std::size_t dimensions, double fan, double u)
    {
        const auto last = name.substr(name.rfind('.') + 1);
        if (last == "running_mean")
            return 0.1 * u;
        if (last == "running_var")
            return 1 + 0.5 * std::abs(u);
        if (last == "num_batches_tracked")
            return 0;
        if (last == "cls_token" || last == "pos_embed")
            return 0.5 * u;
        if (dimensions >= 2)
            return u * std::sqrt(6 / fan);
        return last == "weight" ? 0.75 + 0.2 * u : 0.1 * u;
    }
};

/// Small networks in timm's names for `classes` classes and photos of 32 px.
class TinyBackbone {
public:
    /// Four single blocks, 8 channels wide: 64 features.
    static NamedTensors resnet(std::int64_t classes)
    {
        TinyBackbone tiny;
        tiny.add("conv1.weight", { 8, 3, 7, 7 });
        tiny.addBatchNorm("bn1", 8);
        for (int stage = 1; stage <= 4; ++stage) {
            const auto name = "layer" + std::to_string(stage) + ".0";
            const std::int64_t in = stage == 1 ? 8 : 8 << (stage - 2), out = 8 << (stage - 1);
            tiny.add(name + ".conv1.weight", { out, in, 3, 3 });
            tiny.addBatchNorm(name + ".bn1", out);
            tiny.add(name + ".conv2.weight", { out, out, 3, 3 });
            tiny.addBatchNorm(name + ".bn2", out);
            if (stage > 1) {
                tiny.add(name + ".downsample.0.weight", { out, in, 1, 1 });
                tiny.addBatchNorm(name + ".downsample.1", out);
            }
        }
        tiny.addLinear("fc", classes, 64);
        return tiny.m_tensors;
    }
    /// Two blocks of one head on patches of 8 px: 64 features.
    static NamedTensors vit(std::int64_t classes)
    {
        TinyBackbone tiny;
        tiny.add("patch_embed.proj.weight", { 64, 3, 8, 8 });
        tiny.add("patch_embed.proj.bias", { 64 });
        tiny.add("cls_token", { 1, 1, 64 });
        tiny.add("pos_embed", { 1, 17, 64 });
        for (const std::string name : { "blocks.0", "blocks.1" }) {
            tiny.addNorm(name + ".norm1", 64);
            tiny.addLinear(name + ".attn.qkv", 192, 64);
            tiny.addLinear(name + ".attn.proj", 64, 64);
            tiny.addNorm(name + ".norm2", 64);
            tiny.addLinear(name + ".mlp.fc1", 128, 64);
            tiny.addLinear(name + ".mlp.fc2", 64, 128);
        }
        tiny.addNorm("norm", 64);
        tiny.addLinear("head", classes, 64);
        return tiny.m_tensors;
    }

private:
    void add(const std::string& name, const std::vector<std::int64_t>& shape)
    {
        m_tensors[name] = FormulaTensors::make(name, shape);
    }
    void addNorm(const std::string& name, std::int64_t width)
    {
        for (const char* part : { ".weight", ".bias" })
            add(name + part, { width });
    }
    void addBatchNorm(const std::string& name, std::int64_t width)
    {
        addNorm(name, width);
        for (const char* part : { ".running_mean", ".running_var" })
            add(name + part, { width });
    }
    void addLinear(const std::string& name, std::int64_t out, std::int64_t in)
    {
        add(name + ".weight", { out, in });
        add(name + ".bias", { out });
    }

    NamedTensors m_tensors;
};

} // namespace minamo
