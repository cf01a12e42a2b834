#include "engine/models/DiTTransformer2DModel.h"

#include <ATen/ATen.h>
#include <cmath>
#include <torch/nn/modules/container/modulelist.h>

namespace minamo {
namespace {

std::string blockTap(std::size_t index)
{
    return "transformer_blocks." + std::to_string(index);
}

/// [sin(p w), cos(p w)] with w_i = 10000^(-i / (n / 2)) for n channels.
at::Tensor sines(const at::Tensor& positions, int channels)
{
    const int half = channels / 2;
    const at::Tensor exponents = torch::arange(half, at::kDouble) / static_cast<double>(half);
    const at::Tensor angles = at::outer(positions, at::pow(10000.0, exponents).reciprocal());
    return at::cat({ at::sin(angles), at::cos(angles) }, 1);
}

/// Something below this module is asked for: a shared embedder gives its taps under each block's name.
bool wantsInside(const TapRequest& taps, const std::string& module)
{
    const auto found = taps.missing().lower_bound(module);
    return found != taps.missing().end() && found->starts_with(module);
}

bool equalWeights(const torch::nn::Module& a, const torch::nn::Module& b)
{
    const auto first = a.parameters(), second = b.parameters();
    for (std::size_t i = 0; i < first.size(); ++i)
        if (!at::equal(first[i], second[i]))
            return false;
    return true;
}

} // namespace

at::Tensor patchPositions(int channels, std::int64_t side, std::int64_t base)
{
    // diffusers scales them in fp32.
    const at::Tensor line
        = (torch::arange(side, at::kFloat) / (static_cast<double>(side) / static_cast<double>(base)))
              .to(at::kDouble);
    const at::Tensor columns = line.repeat({ side }), rows = line.repeat_interleave(side);
    return at::cat({ sines(columns, channels / 2), sines(rows, channels / 2) }, 1)
        .to(at::kFloat)
        .unsqueeze(0);
}

DiTTransformer2DModel::DiTTransformer2DModel(const DiTConfig& config) : m_config(config)
{
    DiTBlockSettings settings;
    settings.heads = config.numAttentionHeads;
    settings.headDim = config.attentionHeadDim;
    settings.classes = config.numEmbedsAdaNorm;
    settings.attentionBias = config.attentionBias;
    if (config.activationFn == "gelu")
        settings.feedForward = FeedForward::Kind::geluErf;
    settings.frequencyShift = config.frequencyShift();
    settings.modulatedEps = config.modulatedEps;
    settings.feedForwardEps = config.feedForwardEps();

    const int width = config.innerDim(), patch = config.patchSize, base = config.sampleSize / patch;
    const auto embedding = register_module("pos_embed", std::make_shared<torch::nn::Module>());
    m_patches = embedding->register_module(
        "proj", std::make_shared<Conv2d>(config.inChannels, width, patch, patch, 0));
    m_positions = register_buffer("positions", patchPositions(width, base, base));
    torch::nn::ModuleList blocks;
    for (int i = 0; i < config.numLayers; ++i) {
        m_blocks.push_back(std::make_shared<DiTBlock>(blockTap(static_cast<std::size_t>(i)), settings));
        blocks->push_back(m_blocks.back());
    }
    register_module("transformer_blocks", blocks);
    m_modulation = register_module("proj_out_1", std::make_shared<Linear>(width, 2 * width));
    m_out = register_module(
        "proj_out_2", std::make_shared<Linear>(width, patch * patch * config.outputChannels()));
}

at::Tensor DiTTransformer2DModel::positions(std::int64_t side)
{
    const std::int64_t base = m_config.sampleSize / m_config.patchSize;
    if (side == base)
        return m_positions;
    const std::scoped_lock lock(m_mutex);
    if (!m_otherPositions.defined() || m_otherPositions.size(1) != side * side
        || m_otherPositions.device() != m_positions.device()
        || m_otherPositions.dtype() != m_positions.dtype())
        m_otherPositions = patchPositions(m_config.innerDim(), side, base).to(m_positions.options());
    return m_otherPositions;
}

at::Tensor DiTTransformer2DModel::patches(const at::Tensor& sample, TapRequest& taps)
{
    const at::Tensor maps = m_patches->forward(sample.to(dtype()));
    taps.give("pos_embed.proj", maps);
    at::Tensor tokens = maps.flatten(2).transpose(1, 2) + positions(maps.size(2));
    taps.give("pos_embed", tokens);
    return tokens.contiguous();
}

at::Tensor DiTTransformer2DModel::pictureOf(
    const at::Tensor& tokens, const at::Tensor& embedding, TapRequest& taps)
{
    const auto modulation = m_modulation->forward(embedding);
    taps.give("proj_out_1", modulation);
    const auto parts = modulation.chunk(2, 1);
    if (taps.wants("norm_out"))
        taps.give("norm_out", at::layer_norm(tokens, { tokens.size(2) }, {}, {}, m_config.modulatedEps));
    const at::Tensor out = m_out->forward(modulatedNorm(tokens, parts[1], parts[0], m_config.modulatedEps));
    taps.give("proj_out_2", out);
    const auto side = static_cast<std::int64_t>(std::lround(std::sqrt(static_cast<double>(out.size(1)))));
    const std::int64_t patch = m_config.patchSize, channels = m_config.outputChannels();
    return out.reshape({ -1, side, side, patch, patch, channels })
        .permute({ 0, 5, 1, 3, 2, 4 })
        .reshape({ -1, channels, side * patch, side * patch });
}

at::Tensor DiTTransformer2DModel::forward(
    const at::Tensor& sample, const at::Tensor& timesteps, const Conditioning& conditioning, TapRequest& taps)
{
    const at::Tensor labels
        = (conditioning.classLabels.defined() ? conditioning : neutral()).classLabels.to(sample.device());
    at::Tensor x = patches(sample, taps), first, embedding;
    for (std::size_t i = 0; i < m_blocks.size() && !taps.finished(); ++i) {
        if (i == 0 || !m_sharesEmbedder || wantsInside(taps, blockTap(i) + ".norm1.emb"))
            embedding = m_blocks[i]->embed(timesteps, labels, taps);
        if (i == 0)
            first = embedding;
        x = m_blocks[i]->forward(x, embedding, taps);
    }
    if (taps.finished())
        return {};
    return pictureOf(x, first, taps);
}

bool DiTTransformer2DModel::fits(std::int64_t height, std::int64_t width) const
{
    return height == width && DiffusionNetwork::fits(height, width);
}

bool DiTTransformer2DModel::acceptsLabels(const at::Tensor& labels, std::int64_t batch) const
{
    return labels.dim() == 1 && labels.size(0) == batch && areRows(labels, m_config.numEmbedsAdaNorm + 1);
}

Conditioning DiTTransformer2DModel::neutral() const
{
    Conditioning none;
    none.classLabels = torch::full({ 1 }, m_config.numEmbedsAdaNorm, at::kLong);
    return none;
}

void DiTTransformer2DModel::weightsLoaded()
{
    const auto& first = m_blocks.front()->embedder();
    for (const auto& block : m_blocks)
        if (!equalWeights(*first, *block->embedder()))
            return;
    shareEmbedder();
}

void DiTTransformer2DModel::shareEmbedder()
{
    const auto first = m_blocks.front()->embedder();
    for (const auto& block : m_blocks)
        if (block->embedder() != first)
            block->shareEmbedder(first);
    m_sharesEmbedder = true;
}

std::vector<std::string> DiTTransformer2DModel::blockTaps() const
{
    std::vector<std::string> taps;
    for (std::size_t i = 0; i < m_blocks.size(); ++i)
        taps.push_back(blockTap(i));
    return taps;
}

std::vector<std::string> DiTTransformer2DModel::knownTaps() const
{
    std::vector<std::string> taps { "pos_embed" };
    for (const auto& block : blockTaps()) {
        taps.push_back(block + ".attn1");
        taps.push_back(block);
    }
    return taps;
}

Result<std::shared_ptr<DiffusionNetwork>> makeDiTTransformer2DModel(const Json& config)
{
    MINAMO_TRY(const auto parsed, DiTConfig::fromJson(config));
    return std::make_shared<DiTTransformer2DModel>(parsed);
}

} // namespace minamo
