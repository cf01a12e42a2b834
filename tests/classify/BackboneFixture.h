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

} // namespace minamo
