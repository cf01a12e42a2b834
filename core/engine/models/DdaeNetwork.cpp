#include "engine/models/DdaeNetwork.h"

#include "engine/models/DdaeLayer.h"
#include "engine/models/EdmScaling.h"

#include <ATen/ATen.h>

namespace minamo {

DdaeNetwork::DdaeNetwork(const DdaeConfig& config) : m_config(config), m_plan(planOf(config))
{
    std::map<std::string, std::shared_ptr<torch::nn::Module>> lists;
    for (const char* name : { "down", "middle", "up" })
        lists[name] = register_module(name, std::make_shared<torch::nn::Module>());
    for (const auto& plan : m_plan.layers) {
        if (plan.isAux())
            continue;
        m_layers.push_back(std::make_shared<DdaeLayer>(plan, config));
        const auto dot = plan.module.find('.');
        if (dot == std::string::npos)
            register_module(plan.module, m_layers.back()->only());
        else if (plan.part == ModelPart::mid)
            lists.at("middle")->register_module(plan.module.substr(dot + 1), m_layers.back()->only());
        else
            lists.at(plan.module.substr(0, dot))
                ->register_module(plan.module.substr(dot + 1), m_layers.back());
    }
    const int width = 4 * config.nChannels;
    const auto time = register_module("time_emb", std::make_shared<torch::nn::Module>());
    m_time1 = time->register_module("lin1", std::make_shared<Linear>(config.nChannels, width));
    m_time2 = time->register_module("lin2", std::make_shared<Linear>(width, width));
    if (config.augmentDim > 0)
        m_augment = time->register_module(
            "aug_emb", std::make_shared<Linear>(config.augmentDim, config.nChannels, false));
    const int last = config.chMults.front() * config.nChannels;
    m_norm = register_module("norm", std::make_shared<GroupNorm>(config.finalNumGroups, last, 1e-5));
    m_final = register_module("final", std::make_shared<Conv2d>(last, config.channels, 3, 1, 1));
}

at::Tensor DdaeNetwork::embed(const at::Tensor& time, const Conditioning& conditioning, TapRequest& taps)
{
    at::Tensor e = positionalTimeProjection(time, m_config.nChannels, false, 1).to(dtype());
    if (m_augment && conditioning.augmentation.defined())
        e = e + m_augment->forward(conditioning.augmentation.to(e.options()));
    e = m_time2->forward(at::silu(m_time1->forward(e)));
    taps.give("time_emb", e);
    return at::silu(e); // every layer would activate it
}

at::Tensor DdaeNetwork::run(const at::Tensor& input, const at::Tensor& embedding, TapRequest& taps)
{
    at::Tensor x = input;
    std::vector<at::Tensor> skips;
    for (const auto& layer : m_layers) {
        if (taps.finished())
            return {};
        const FlatLayer& plan = layer->plan();
        if (plan.skip >= 0) {
            x = at::cat({ x, skips.back() }, 1);
            skips.pop_back();
        }
        x = layer->forward(x, embedding);
        if (!plan.tap.empty())
            taps.give(plan.tap, x);
        if (plan.part == ModelPart::input || plan.part == ModelPart::down)
            skips.push_back(x);
    }
    return taps.finished() ? at::Tensor() : m_final->forward(m_norm->activated(x, Activation::silu));
}

at::Tensor DdaeNetwork::forward(
    const at::Tensor& sample, const at::Tensor& timesteps, const Conditioning& conditioning, TapRequest& taps)
{
    const at::Tensor times = timesteps.to(sample.device(), at::kFloat);
    const auto told = [&](const at::Tensor& x) {
        const at::Tensor typed = x.to(dtype());
        return typed.is_cpu() ? typed.contiguous(at::MemoryFormat::ChannelsLast) : typed;
    };
    if (!m_config.edm)
        return run(told(sample), embed(times / m_config.nT, conditioning, taps), taps);
    const auto scaling = edmScaling("EDMPrecond", times.reshape({ -1, 1, 1, 1 }), m_config.sigmaData);
    const at::Tensor noisy = sample.to(at::kFloat);
    const at::Tensor raw
        = run(told(scaling.in * noisy), embed(scaling.noise.flatten(), conditioning, taps), taps);
    return raw.defined() ? scaling.skip * noisy + scaling.out * raw.to(at::kFloat) : raw;
}

Result<std::shared_ptr<DiffusionNetwork>> makeDDAEUNet(const Json& config)
{
    MINAMO_TRY(const auto parsed, DdaeConfig::fromJson(config));
    return std::make_shared<DdaeNetwork>(parsed);
}

} // namespace minamo
