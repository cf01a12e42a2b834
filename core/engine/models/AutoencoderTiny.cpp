#include "engine/models/AutoencoderTiny.h"

#include "base/Assert.h"
#include "engine/models/Layers.h"

#include <functional>

namespace minamo {
namespace {

/// relu(x + conv(act(conv(act(conv(x)))))).
class TinyBlock : public torch::nn::Module {
public:
    TinyBlock(int channels, Activation activation) : m_activation(activation)
    {
        const auto list = register_module("conv", std::make_shared<torch::nn::Module>());
        for (const char* place : { "0", "2", "4" })
            m_convs.push_back(
                list->register_module(place, std::make_shared<Conv2d>(channels, channels, 3, 1, 1)));
    }
    at::Tensor forward(const at::Tensor& x) const
    {
        at::Tensor h = m_convs[0]->forward(x);
        for (std::size_t i = 1; i < m_convs.size(); ++i)
            h = m_convs[i]->forward(activate(h, m_activation));
        return at::relu(h + x);
    }

private:
    std::vector<std::shared_ptr<Conv2d>> m_convs;
    Activation m_activation;
};

/// Layers one after the other under the keys "layers.0", "layers.1" ...; those without weights count too.
class LayerList : public torch::nn::Module {
public:
    explicit LayerList(std::string name) :
        m_name(std::move(name)), m_list(register_module("layers", std::make_shared<torch::nn::Module>()))
    {
    }
    template <class T> void add(const std::shared_ptr<T>& module)
    {
        m_list->register_module(std::to_string(m_layers.size()), module);
        m_layers.push_back([module](const at::Tensor& x) { return module->forward(x); });
    }
    void add(std::function<at::Tensor(const at::Tensor&)> layer) { m_layers.push_back(std::move(layer)); }
    void addBlocks(int count, int channels, Activation activation)
    {
        for (int i = 0; i < count; ++i)
            add(std::make_shared<TinyBlock>(channels, activation));
    }
    at::Tensor run(at::Tensor x, TapRequest& taps) const
    {
        for (std::size_t i = 0; i < m_layers.size(); ++i) {
            x = m_layers[i](x);
            taps.give(m_name + ".layers." + std::to_string(i), x);
        }
        return x;
    }

private:
    std::string m_name;
    std::shared_ptr<torch::nn::Module> m_list;
    std::vector<std::function<at::Tensor(const at::Tensor&)>> m_layers;
};

} // namespace

class TinyEncoder : public LayerList {
public:
    explicit TinyEncoder(const AutoencoderTinyConfig& c) : LayerList("encoder")
    {
        const int width = c.encoderChannels.front();
        for (std::size_t i = 0; i < c.encoderBlocks.size(); ++i) {
            add(i == 0 ? std::make_shared<Conv2d>(c.inChannels, width, 3, 1, 1)
                       : std::make_shared<Conv2d>(width, width, 3, 2, 1, false));
            addBlocks(c.encoderBlocks[i], width, activationFromName(c.actFn));
        }
        add(std::make_shared<Conv2d>(width, c.latentChannels, 3, 1, 1));
    }
};

class TinyDecoder : public LayerList {
public:
    explicit TinyDecoder(const AutoencoderTinyConfig& c) : LayerList("decoder")
    {
        const int width = c.decoderChannels.front();
        const Activation activation = activationFromName(c.actFn);
        add(std::make_shared<Conv2d>(c.latentChannels, width, 3, 1, 1));
        add([activation](const at::Tensor& x) { return activate(x, activation); });
        for (std::size_t i = 0; i < c.decoderBlocks.size(); ++i) {
            const bool last = i + 1 == c.decoderBlocks.size();
            addBlocks(c.decoderBlocks[i], width, activation);
            if (!last)
                add([](const at::Tensor& x) { return nearest(x, 2 * x.size(2), 2 * x.size(3)); });
            add(std::make_shared<Conv2d>(width, last ? c.outChannels : width, 3, 1, 1, last));
        }
    }
};

AutoencoderTiny::AutoencoderTiny(const AutoencoderTinyConfig& config, AutoencoderParts parts) :
    Autoencoder(parts), m_config(config)
{
    m_encoder = register_module("encoder", std::make_shared<TinyEncoder>(config));
    if (decodes())
        m_decoder = register_module("decoder", std::make_shared<TinyDecoder>(config));
}

at::Tensor AutoencoderTiny::encodeRaw(const at::Tensor& image, TapRequest& taps)
{
    const at::Tensor latent = m_encoder->run((prepared(image) + 1) / 2, taps);
    taps.give("encoder", latent);
    return latent.to(at::kFloat);
}

at::Tensor AutoencoderTiny::decodeRaw(const at::Tensor& latent, TapRequest& taps)
{
    MINAMO_ASSERT(decodes());
    const at::Tensor unit = m_decoder->run(at::tanh(prepared(latent) / 3) * 3, taps);
    return unit.to(at::kFloat) * 2 - 1;
}

at::Tensor AutoencoderTiny::encode(const at::Tensor& image, TapRequest& taps)
{
    return (encodeRaw(image, taps) - m_config.shiftFactor) * m_config.scalingFactor;
}

at::Tensor AutoencoderTiny::decode(const at::Tensor& latent)
{
    TapRequest none;
    return decodeRaw(latent / m_config.scalingFactor + m_config.shiftFactor, none);
}

at::Tensor AutoencoderTiny::toUnit(const at::Tensor& latent) const
{
    return (latent / (2 * m_config.latentMagnitude) + m_config.latentShift).clamp(0, 1);
}

at::Tensor AutoencoderTiny::fromUnit(const at::Tensor& unit) const
{
    return (unit - m_config.latentShift) * (2 * m_config.latentMagnitude);
}

Result<std::shared_ptr<Autoencoder>> makeAutoencoderTiny(const Json& config, AutoencoderParts parts)
{
    MINAMO_TRY(const auto parsed, AutoencoderTinyConfig::fromJson(config));
    return std::make_shared<AutoencoderTiny>(parsed, parts);
}

} // namespace minamo
