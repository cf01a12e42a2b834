#include "engine/models/EdmNetwork.h"

#include "engine/models/EdmScaling.h"

#include <ATen/ATen.h>
#include <cmath>

namespace minamo {

/// A pass on its way through the layers.
struct EdmState {
    at::Tensor x;
    std::vector<at::Tensor> skips;
    at::Tensor aux; ///< Song's second path: of the input on the way down, of the output on the way up
    at::Tensor normed; ///< between aux_norm and aux_conv
    at::Tensor picture;
};

namespace {

using Kind = FlatLayer::Kind;
constexpr double rootHalf = 0.70710678118654752440;

EdmBlockSettings settingsOf(const EdmConfig& config)
{
    EdmBlockSettings settings;
    settings.embedding = config.modelChannels * config.channelMultEmb;
    settings.dropout = config.dropout;
    if (!config.isSong()) {
        settings.channelsPerHead = config.channelsPerHead;
        return settings;
    }
    settings.eps = 1e-6;
    settings.skipScale = rootHalf;
    settings.adaptiveScale = false;
    settings.projectsSkip = true;
    settings.taps = config.resampleFilter;
    return settings;
}

EdmResample resampleOf(Kind kind)
{
    if (kind == Kind::down || kind == Kind::auxDown || kind == Kind::auxResidual)
        return EdmResample::down;
    return kind == Kind::up || kind == Kind::auxUp ? EdmResample::up : EdmResample::none;
}

int kernelOf(Kind kind)
{
    if (kind == Kind::auxDown || kind == Kind::auxUp)
        return 0; // the filter alone
    return kind == Kind::auxSkip ? 1 : 3;
}

std::string lastName(const std::string& module)
{
    return module.substr(module.rfind('.') + 1);
}

/// [sin, cos] for [cos, sin] and the other way round.
at::Tensor halvesSwapped(const at::Tensor& x)
{
    const auto halves = x.chunk(2, 1);
    return at::cat({ halves[1], halves[0] }, 1);
}

} // namespace

EdmNetwork::EdmNetwork(const EdmConfig& config) : m_config(config), m_plan(planOf(config))
{
    const auto model = register_module("model", std::make_shared<torch::nn::Module>());
    buildMapping(*model);
    const auto encoder = model->register_module("enc", std::make_shared<torch::nn::Module>());
    const auto decoder = model->register_module("dec", std::make_shared<torch::nn::Module>());
    for (const auto& plan : m_plan.layers) {
        const bool inside = plan.module.starts_with("model.enc.") || plan.module.starts_with("model.dec.");
        auto& place = !inside ? *model : plan.module.starts_with("model.enc.") ? *encoder : *decoder;
        m_layers.push_back(makeLayer(plan, place));
    }
}

void EdmNetwork::buildMapping(torch::nn::Module& model)
{
    const int width = m_config.modelChannels * m_config.channelMultEmb;
    const int noise = m_config.modelChannels * (m_config.isSong() ? m_config.channelMultNoise : 1);
    const auto linear = [&](const char* name, int in, int out, bool bias) {
        return model.register_module(name, std::make_shared<Linear>(in, out, bias));
    };
    if (m_config.isSong() && m_config.embeddingType == "fourier") {
        const auto map = model.register_module("map_noise", std::make_shared<torch::nn::Module>());
        m_frequencies = map->register_parameter("freqs", torch::randn({ noise / 2 }) * 16, false);
    }
    if (m_config.labelDim > 0)
        m_label
            = linear("map_label", m_config.labelDim, m_config.isSong() ? noise : width, m_config.isSong());
    if (m_config.augmentDim > 0)
        m_augment = linear("map_augment", m_config.augmentDim, noise, false);
    m_layer0 = linear("map_layer0", noise, width, true);
    m_layer1 = linear("map_layer1", width, width, true);
}

EdmNetwork::Layer EdmNetwork::makeLayer(const FlatLayer& plan, torch::nn::Module& place)
{
    const auto settings = settingsOf(m_config);
    const std::string name = lastName(plan.module);
    const int in = plan.inChannels, out = plan.channels;
    Layer layer;
    layer.plan = plan;
    if (plan.kind == Kind::auxNorm)
        layer.norm
            = place.register_module(name, std::make_shared<GroupNorm>(edmGroups(out), out, settings.eps));
    else if (plan.isAux() || plan.kind == Kind::convolution)
        layer.conv = place.register_module(name,
            std::make_shared<EdmConv>(in, out, kernelOf(plan.kind), resampleOf(plan.kind), settings.taps,
                plan.kind == Kind::auxResidual));
    else
        layer.block = place.register_module(name,
            std::make_shared<EdmBlock>(
                plan.tap, EdmBlockShape { in, out, resampleOf(plan.kind), plan.attends }, settings));
    return layer;
}

at::Tensor EdmNetwork::projectNoise(const at::Tensor& noise) const
{
    if (!m_frequencies.defined()) {
        const int size = m_config.modelChannels * (m_config.isSong() ? m_config.channelMultNoise : 1);
        return positionalTimeProjection(noise, size, true, m_config.isSong() ? 1 : 0);
    }
    const at::Tensor angles = at::outer(noise, m_frequencies.to(at::kFloat) * (2 * M_PI));
    return at::cat({ at::cos(angles), at::sin(angles) }, 1);
}

at::Tensor EdmNetwork::embed(const at::Tensor& noise, const Conditioning& conditioning, TapRequest& taps)
{
    const at::Tensor projected = projectNoise(noise);
    taps.give("model.map_noise", projected);
    at::Tensor e = (m_config.isSong() ? halvesSwapped(projected) : projected).to(dtype());
    const auto labels = (conditioning.classLabels.defined() ? conditioning : neutral()).classLabels;
    if (m_label && m_config.isSong())
        e = e + m_label->forward(labels.to(e.options()) * std::sqrt(static_cast<double>(m_config.labelDim)));
    if (m_augment && conditioning.augmentation.defined())
        e = e + m_augment->forward(conditioning.augmentation.to(e.options()));
    e = m_layer0->forward(e);
    taps.give("model.map_layer0", e);
    e = m_layer1->forward(at::silu(e));
    taps.give("model.map_layer1", e);
    if (m_label && !m_config.isSong())
        e = e + m_label->forward(labels.to(e.options()));
    return at::silu(e);
}

void EdmNetwork::runAux(const Layer& layer, EdmState& state, TapRequest& taps) const
{
    switch (layer.plan.kind) {
    case Kind::auxDown:
        state.aux = layer.conv->forward(state.aux);
        break;
    case Kind::auxSkip:
        state.x = state.skips.back() = state.x + layer.conv->forward(state.aux);
        break;
    case Kind::auxResidual:
        state.x = state.skips.back() = state.aux = (state.x + layer.conv->forward(state.aux)) * rootHalf;
        break;
    case Kind::auxUp:
        state.picture = layer.conv->forward(state.picture);
        break;
    case Kind::auxNorm:
        if (taps.wants(layer.plan.module))
            taps.give(layer.plan.module, layer.norm->forward(state.x));
        state.normed = layer.norm->activated(state.x, Activation::silu);
        break;
    default: {
        const at::Tensor more = layer.conv->forward(state.normed);
        state.picture = state.picture.defined() ? state.picture + more : more;
    }
    }
}

at::Tensor EdmNetwork::run(const at::Tensor& x, const at::Tensor& embedding, TapRequest& taps)
{
    EdmState state { x, {}, x, {}, {} };
    for (const auto& layer : m_layers) {
        if (taps.finished())
            return {};
        if (layer.plan.isAux()) {
            runAux(layer, state, taps);
            continue;
        }
        if (layer.plan.skip >= 0) {
            state.x = at::cat({ state.x, state.skips.back() }, 1);
            state.skips.pop_back();
        }
        if (layer.block) {
            state.x = layer.block->forward(state.x, embedding, taps);
        } else {
            state.x = layer.conv->forward(state.x);
            taps.give(layer.plan.tap, state.x);
        }
        if (layer.plan.part == ModelPart::input || layer.plan.part == ModelPart::down)
            state.skips.push_back(state.x);
    }
    return taps.finished() ? at::Tensor() : state.picture;
}

at::Tensor EdmNetwork::forward(
    const at::Tensor& sample, const at::Tensor& timesteps, const Conditioning& conditioning, TapRequest& taps)
{
    const at::Tensor sigma = timesteps.to(sample.device(), at::kFloat).reshape({ -1, 1, 1, 1 });
    const auto scaling = edmScaling(m_config.precond, sigma, m_config.sigmaData);
    const at::Tensor noisy = sample.to(at::kFloat);
    at::Tensor x = (scaling.in * noisy).to(dtype());
    if (x.is_cpu())
        x = x.contiguous(at::MemoryFormat::ChannelsLast);
    const at::Tensor raw = run(x, embed(scaling.noise.flatten(), conditioning, taps), taps);
    if (!raw.defined())
        return {};
    taps.give("model", raw);
    return scaling.skip * noisy + scaling.out * raw.to(at::kFloat);
}

bool EdmNetwork::acceptsLabels(const at::Tensor& labels, std::int64_t batch) const
{
    return labels.is_floating_point() && labels.dim() == 2 && labels.size(0) == batch
        && labels.size(1) == m_config.labelDim;
}

Conditioning EdmNetwork::neutral() const
{
    Conditioning none;
    if (m_config.labelDim > 0)
        none.classLabels = torch::zeros({ 1, m_config.labelDim });
    return none;
}

int EdmNetwork::midAttentionHeads() const
{
    return m_config.isSong()
        ? 1
        : m_config.channelMult.back() * m_config.modelChannels / m_config.channelsPerHead;
}

Result<std::shared_ptr<DiffusionNetwork>> makeSongUNet(const Json& config)
{
    MINAMO_TRY(const auto parsed, EdmConfig::fromJson(config));
    return std::make_shared<EdmNetwork>(parsed);
}

Result<std::shared_ptr<DiffusionNetwork>> makeDhariwalUNet(const Json& config)
{
    return makeSongUNet(config);
}

} // namespace minamo
