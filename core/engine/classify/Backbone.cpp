#include "engine/classify/Backbone.h"

#include <ATen/ATen.h>
#include <cmath>
#include <set>

namespace minamo {
namespace {

constexpr std::int64_t headWidth = 64;
constexpr double batchNormEps = 1e-5, layerNormEps = 1e-6;

std::string depthName(const std::vector<int>& blocks, bool bottleneck)
{
    if (!bottleneck && blocks == std::vector { 2, 2, 2, 2 })
        return "resnet18";
    if (blocks == std::vector { 3, 4, 6, 3 })
        return bottleneck ? "resnet50" : "resnet34";
    return "resnet";
}

} // namespace

/// Takes tensors by name and remembers what was wrong first.
class Backbone::Reader {
public:
    Reader(Backbone& model, NamedTensors tensors) : m_model(model), m_tensors(std::move(tensors)) { }

    bool has(const std::string& name) const { return m_tensors.contains(name); }
    /// -1 stands for any size; gives the shape.
    std::vector<std::int64_t> take(const std::string& name, const std::vector<std::int64_t>& shape)
    {
        const auto found = m_tensors.find(name);
        const bool fits = found != m_tensors.end() && found->second.is_floating_point()
            && found->second.dim() == std::ssize(shape)
            && std::equal(shape.begin(), shape.end(), found->second.sizes().begin(),
                [](std::int64_t wanted, std::int64_t size) {
                    return size > 0 && (wanted < 0 || wanted == size);
                });
        if (!fits) {
            m_fault = m_fault.empty() ? name : m_fault;
            return std::vector<std::int64_t>(shape.size(), 1);
        }
        m_model.m_tensors[name] = found->second.to(at::kFloat);
        const auto sizes = found->second.sizes().vec();
        m_tensors.erase(found);
        return sizes;
    }
    void takeBatchNorm(const std::string& name, std::int64_t width)
    {
        for (const char* part : { ".weight", ".bias", ".running_mean", ".running_var" })
            take(name + part, { width });
        m_tensors.erase(name + ".num_batches_tracked");
    }
    void takeLinear(const std::string& name, std::int64_t out, std::int64_t in)
    {
        take(name + ".weight", { out, in });
        take(name + ".bias", { out });
    }
    /// One residual block; gives its width.
    std::int64_t takeBlock(const std::string& name, std::int64_t in, bool bottleneck)
    {
        const auto inner
            = take(name + ".conv1.weight", { -1, in, bottleneck ? 1 : 3, bottleneck ? 1 : 3 })[0];
        takeBatchNorm(name + ".bn1", inner);
        auto out = take(name + ".conv2.weight", { -1, inner, 3, 3 })[0];
        takeBatchNorm(name + ".bn2", out);
        if (bottleneck) {
            out = take(name + ".conv3.weight", { -1, out, 1, 1 })[0];
            takeBatchNorm(name + ".bn3", out);
        }
        if (has(name + ".downsample.0.weight")) {
            take(name + ".downsample.0.weight", { out, in, 1, 1 });
            takeBatchNorm(name + ".downsample.1", out);
        }
        return out;
    }
    /// The first tensor that is missing, misshapen or left over; "" = none.
    std::string fault() const
    {
        return !m_fault.empty() ? m_fault : m_tensors.empty() ? std::string() : m_tensors.begin()->first;
    }

    void readResnet()
    {
        m_model.m_bottleneck = has("layer1.0.conv3.weight");
        auto width = take("conv1.weight", { -1, 3, 7, 7 })[0];
        takeBatchNorm("bn1", width);
        for (int stage = 1; stage <= 4; ++stage) {
            int blocks = 0;
            for (; has(blockName(stage, blocks) + ".conv1.weight"); ++blocks)
                width = takeBlock(blockName(stage, blocks), width, m_model.m_bottleneck);
            m_model.m_blocks.push_back(blocks);
        }
        m_model.m_name = depthName(m_model.m_blocks, m_model.m_bottleneck);
        m_model.m_features = width;
        m_model.m_head = "fc";
    }
    void readVit()
    {
        const auto patch = take("patch_embed.proj.weight", { -1, 3, -1, -1 });
        const auto width = patch[0];
        take("patch_embed.proj.bias", { width });
        take("cls_token", { 1, 1, width });
        const auto tokens = take("pos_embed", { 1, -1, width })[1];
        int depth = 0;
        for (; has("blocks." + std::to_string(depth) + ".norm1.weight"); ++depth)
            takeVitBlock("blocks." + std::to_string(depth), width);
        take("norm.weight", { width });
        take("norm.bias", { width });
        const auto grid = static_cast<std::int64_t>(std::lround(std::sqrt(double(tokens - 1))));
        if (grid * grid != tokens - 1 || patch[2] != patch[3] || width % headWidth != 0)
            m_fault = m_fault.empty() ? "pos_embed" : m_fault;
        m_model.m_name = "vit";
        m_model.m_side = static_cast<int>(grid * patch[2]);
        m_model.m_blocks = { depth };
        m_model.m_features = width;
        m_model.m_head = "head";
    }
    static std::string blockName(int stage, int block)
    {
        return "layer" + std::to_string(stage) + "." + std::to_string(block);
    }

private:
    void takeVitBlock(const std::string& name, std::int64_t width)
    {
        for (const char* norm : { ".norm1", ".norm2" })
            for (const char* part : { ".weight", ".bias" })
                take(name + norm + part, { width });
        takeLinear(name + ".attn.qkv", 3 * width, width);
        takeLinear(name + ".attn.proj", width, width);
        const auto hidden = take(name + ".mlp.fc1.weight", { -1, width })[0];
        take(name + ".mlp.fc1.bias", { hidden });
        takeLinear(name + ".mlp.fc2", width, hidden);
    }

    Backbone& m_model;
    NamedTensors m_tensors;
    std::string m_fault;
};

Result<Backbone> Backbone::open(const Path& file)
{
    MINAMO_TRY(auto checkpoint, readCheckpoint(file));
    Backbone model;
    Reader reader(model, std::move(checkpoint.tensors));
    const bool isResnet = reader.has("layer1.0.conv1.weight"), isVit = reader.has("blocks.0.attn.qkv.weight");
    if (isResnet == isVit)
        return fail("classifier.unknown-model", { { "path", file.string() } });
    if (isResnet)
        reader.readResnet();
    else
        reader.readVit();
    model.m_classes = reader.take(model.m_head + ".weight", { -1, model.m_features })[0];
    reader.take(model.m_head + ".bias", { model.m_classes });
    if (const auto fault = reader.fault(); !fault.empty())
        return fail("classifier.bad-tensor", { { "path", file.string() }, { "tensor", fault } });
    return model;
}

void Backbone::moveTo(at::Device device)
{
    for (auto& [name, tensor] : m_tensors)
        tensor = tensor.to(device);
}

at::Tensor Backbone::batchNorm(const at::Tensor& x, const std::string& name) const
{
    return at::batch_norm(x, tensor(name + ".weight"), tensor(name + ".bias"), tensor(name + ".running_mean"),
        tensor(name + ".running_var"), false, 0, batchNormEps, false);
}

at::Tensor Backbone::resnetBlock(const at::Tensor& x, const std::string& name, int stride) const
{
    // The stride of a bottleneck stands in its 3x3 convolution, as in timm and torchvision (not as in the
    // paper).
    const auto conv = [&](const at::Tensor& in, const char* part, int step, int padding) {
        return at::conv2d(in, tensor(name + part + ".weight"), {}, step, padding);
    };
    at::Tensor h;
    if (m_bottleneck) {
        h = at::relu(batchNorm(conv(x, ".conv1", 1, 0), name + ".bn1"));
        h = at::relu(batchNorm(conv(h, ".conv2", stride, 1), name + ".bn2"));
        h = batchNorm(conv(h, ".conv3", 1, 0), name + ".bn3");
    } else {
        h = at::relu(batchNorm(conv(x, ".conv1", stride, 1), name + ".bn1"));
        h = batchNorm(conv(h, ".conv2", 1, 1), name + ".bn2");
    }
    const bool hasShortcut = m_tensors.contains(name + ".downsample.0.weight");
    const auto shortcut
        = hasShortcut ? batchNorm(conv(x, ".downsample.0", stride, 0), name + ".downsample.1") : x;
    return at::relu(h + shortcut);
}

at::Tensor Backbone::resnet(at::Tensor x) const
{
    x = at::relu(batchNorm(at::conv2d(x, tensor("conv1.weight"), {}, 2, 3), "bn1"));
    x = at::max_pool2d(x, { 3, 3 }, { 2, 2 }, { 1, 1 });
    for (int stage = 1; stage <= 4; ++stage)
        for (int block = 0; block < m_blocks[std::size_t(stage - 1)]; ++block)
            x = resnetBlock(x, Reader::blockName(stage, block), stage > 1 && block == 0 ? 2 : 1);
    return x.mean({ 2, 3 });
}

at::Tensor Backbone::norm(const at::Tensor& x, const std::string& name) const
{
    return at::layer_norm(x, { x.size(-1) }, tensor(name + ".weight"), tensor(name + ".bias"), layerNormEps);
}

at::Tensor Backbone::linear(const at::Tensor& x, const std::string& name) const
{
    return at::linear(x, tensor(name + ".weight"), tensor(name + ".bias"));
}

at::Tensor Backbone::attention(const at::Tensor& x, const std::string& name) const
{
    const auto batch = x.size(0), tokens = x.size(1), width = x.size(2);
    const auto qkv = linear(x, name + ".qkv")
                         .reshape({ batch, tokens, 3, width / headWidth, headWidth })
                         .permute({ 2, 0, 3, 1, 4 });
    const auto weights
        = at::softmax(at::matmul(qkv[0] / std::sqrt(double(headWidth)), qkv[1].transpose(-2, -1)), -1);
    return linear(
        at::matmul(weights, qkv[2]).transpose(1, 2).reshape({ batch, tokens, width }), name + ".proj");
}

at::Tensor Backbone::vit(const at::Tensor& photos) const
{
    const auto& patch = tensor("patch_embed.proj.weight");
    auto x = at::conv2d(photos, patch, tensor("patch_embed.proj.bias"), patch.size(2))
                 .flatten(2)
                 .transpose(1, 2);
    x = at::cat({ tensor("cls_token").expand({ x.size(0), 1, x.size(2) }), x }, 1) + tensor("pos_embed");
    for (int block = 0; block < m_blocks.front(); ++block) {
        const auto name = "blocks." + std::to_string(block);
        x = x + attention(norm(x, name + ".norm1"), name + ".attn");
        x = x + linear(at::gelu(linear(norm(x, name + ".norm2"), name + ".mlp.fc1")), name + ".mlp.fc2");
    }
    return norm(x, "norm").select(1, 0);
}

Backbone::Output Backbone::forward(const at::Tensor& photos) const
{
    const auto pooled = m_side > 0 ? vit(photos) : resnet(photos);
    return { pooled, logits(pooled) };
}

} // namespace minamo
