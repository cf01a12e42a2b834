#include "engine/training/DiffusionTrainer.h"

#include "base/Random.h"
#include "engine/training/DiffusionPictures.h"

#include <cmath>
#include <numbers>

namespace minamo {
namespace {

constexpr std::int64_t timesteps = 1000;

std::shared_ptr<UNet2DModel> seededNetwork(const UNet2DConfig& config, int seed, const at::Device& device)
{
    torch::manual_seed(static_cast<std::uint64_t>(seed));
    auto network = std::make_shared<UNet2DModel>(config);
    network->to(device);
    network->train();
    return network;
}

std::vector<std::string> parameterNames(const UNet2DModel& network)
{
    std::vector<std::string> names;
    for (const auto& [name, tensor] : network.parametersByKey())
        names.push_back(name);
    return names;
}

std::vector<at::Tensor> parameterTensors(const UNet2DModel& network)
{
    std::vector<at::Tensor> tensors;
    for (const auto& [name, tensor] : network.parametersByKey())
        tensors.push_back(tensor);
    return tensors;
}

/// Mixed precision without autocast, which would run every norm in fp32: twice the memory traffic.
std::shared_ptr<UNet2DModel> halfCopy(const UNet2DConfig& config, const at::Device& device)
{
    if (!device.is_cuda())
        return nullptr;
    auto copy = std::make_shared<UNet2DModel>(config);
    copy->to(device, at::kBFloat16);
    copy->train();
    return copy;
}

} // namespace

at::Tensor linearAlphasCumprod()
{
    return at::cumprod(1 - at::linspace(1e-4, 0.02, timesteps, at::kFloat), 0);
}

Result<UNet2DConfig> diffusionConfig(const TrainDiffusionOptions& options)
{
    const auto levels = options.channels.size();
    if (levels < 1 || static_cast<std::size_t>(options.attentionLevels) > levels)
        return fail("diffusion.bad-shape", { { "reason", "attentionLevels" } });
    if (levels > 16 || options.size % (1 << (levels - 1)) != 0)
        return fail("diffusion.bad-shape", { { "reason", "size" } });
    for (const int width : options.channels)
        if (width % options.groups != 0 || (options.attentionLevels > 0 && width < options.headDim))
            return fail("diffusion.bad-shape", { { "reason", "channels" } });
    UNet2DConfig config;
    config.sampleHeight = config.sampleWidth = options.size;
    config.blockOutChannels = options.channels;
    config.layersPerBlock = options.layersPerBlock;
    config.normNumGroups = options.groups;
    config.attentionHeadDim = options.headDim;
    config.downBlockTypes.assign(levels, "DownBlock2D");
    config.upBlockTypes.assign(levels, "UpBlock2D");
    for (std::size_t i = 0; i < static_cast<std::size_t>(options.attentionLevels); ++i) {
        config.downBlockTypes[levels - 1 - i] = "AttnDownBlock2D";
        config.upBlockTypes[i] = "AttnUpBlock2D";
    }
    return config;
}

DiffusionTrainer::DiffusionTrainer(
    const TrainDiffusionOptions& options, const UNet2DConfig& config, const at::Device& device) :
    m_options(options),
    m_config(config), m_device(device), m_network(seededNetwork(config, options.seed, device)),
    m_half(halfCopy(config, device)), m_names(parameterNames(*m_network)),
    m_optimizer(parameterTensors(*m_network), { options.weightDecay, options.emaDecay, options.clip }),
    m_alphas(linearAlphasCumprod().to(device))
{
}

double DiffusionTrainer::learningRateAt(std::int64_t step) const
{
    const double position = static_cast<double>(step);
    if (step < m_options.warmUp)
        return m_options.learningRate * (position + 1) / m_options.warmUp;
    const double length = static_cast<double>(std::max<std::int64_t>(1, m_options.steps - m_options.warmUp));
    const double cosine
        = 0.5 + 0.5 * std::cos(std::numbers::pi * std::min(1.0, (position - m_options.warmUp) / length));
    return m_options.learningRate * (m_options.finalRate + (1 - m_options.finalRate) * cosine);
}

at::Tensor DiffusionTrainer::loss(const at::Tensor& pictures)
{
    const auto options = at::TensorOptions().dtype(at::kFloat).device(m_device);
    const at::Tensor rows = at::randint(pictures.size(0), { m_options.batch }, options.dtype(at::kLong));
    at::Tensor clean = pictures.index_select(0, rows).to(at::kFloat) / 127.5 - 1;
    clean = augmentPictures(std::move(clean), m_options.flips, m_options.augment);
    const at::Tensor u = at::rand({ m_options.batch }, options).pow(m_options.timestepBias);
    const at::Tensor t = at::clamp_max((u * timesteps).to(at::kLong), timesteps - 1);
    const at::Tensor alpha = m_alphas.index_select(0, t).view({ -1, 1, 1, 1 });
    const at::Tensor noise = at::randn_like(clean);
    const at::Tensor noisy = alpha.sqrt() * clean + (1 - alpha).sqrt() * noise;
    if (!m_half)
        return at::mse_loss(m_network->forward(noisy, t), noise);
    return at::mse_loss(m_half->forward(noisy.to(at::kBFloat16), t).to(at::kFloat), noise);
}

void DiffusionTrainer::pullGradients()
{
    const auto halves = parameterTensors(*m_half);
    for (std::size_t i = 0; i < halves.size(); ++i) {
        at::Tensor master = m_optimizer.parameters()[i];
        master.mutable_grad() = halves[i].grad().to(at::kFloat);
        at::Tensor half = halves[i];
        half.mutable_grad().reset();
    }
}

at::Tensor DiffusionTrainer::step(const at::Tensor& pictures)
{
    torch::manual_seed(
        mixKeys(static_cast<std::uint64_t>(m_options.seed), static_cast<std::uint64_t>(stepsDone())));
    if (m_half) {
        const at::NoGradGuard noGradient;
        at::_foreach_copy_(parameterTensors(*m_half), m_optimizer.parameters());
    }
    const at::Tensor value = loss(pictures);
    value.backward();
    if (m_half)
        pullGradients();
    m_optimizer.step(learningRateAt(stepsDone()));
    return value.detach();
}

Checkpoint DiffusionTrainer::checkpoint() const
{
    Checkpoint result;
    for (std::size_t i = 0; i < m_names.size(); ++i) {
        result.tensors["model." + m_names[i]] = m_optimizer.parameters()[i];
        result.tensors["ema." + m_names[i]] = m_optimizer.averages()[i];
        result.tensors["optim.mean." + m_names[i]] = m_optimizer.means()[i];
        result.tensors["optim.square." + m_names[i]] = m_optimizer.squares()[i];
    }
    result.metadata["step"] = std::to_string(stepsDone());
    return result;
}

Result<void> DiffusionTrainer::restore(const Checkpoint& checkpoint)
{
    MINAMO_TRY(const auto step, checkpoint.count("step"));
    for (std::size_t i = 0; i < m_names.size(); ++i) {
        MINAMO_DO(copyTensor(m_optimizer.parameters()[i], "model." + m_names[i], checkpoint.tensors));
        MINAMO_DO(copyTensor(m_optimizer.averages()[i], "ema." + m_names[i], checkpoint.tensors));
        MINAMO_DO(copyTensor(m_optimizer.means()[i], "optim.mean." + m_names[i], checkpoint.tensors));
        MINAMO_DO(copyTensor(m_optimizer.squares()[i], "optim.square." + m_names[i], checkpoint.tensors));
    }
    m_optimizer.setStepsDone(step);
    return {};
}

std::shared_ptr<UNet2DModel> DiffusionTrainer::averaged() const
{
    const at::NoGradGuard noGradient;
    auto copy = std::make_shared<UNet2DModel>(m_config);
    copy->to(m_device);
    const auto targets = parameterTensors(*copy);
    for (std::size_t i = 0; i < targets.size(); ++i)
        targets[i].detach().copy_(m_optimizer.averages()[i]);
    copy->eval();
    return copy;
}

at::Tensor sampleDdim(UNet2DModel& network, int count, int side, int steps, std::uint64_t seed,
    const std::function<bool()>& stop)
{
    // A big network takes half a second for few more pictures on two cores.
    const std::int64_t atOnce = network.device().is_cuda() ? count : 4;
    const at::NoGradGuard noGradient;
    torch::manual_seed(seed);
    const at::Tensor alphas = linearAlphasCumprod();
    const auto* abar = alphas.data_ptr<float>();
    at::Tensor x = at::randn({ count, network.inChannels(), side, side }).to(network.device());
    for (int i = steps - 1; i >= 0; --i) {
        const std::int64_t t = timesteps * (i + 1) / steps - 1, before = timesteps * i / steps - 1;
        const double now = abar[t], then = before >= 0 ? abar[before] : 1;
        const at::Tensor when = at::full({ 1 }, t, x.options().dtype(at::kLong));
        std::vector<at::Tensor> noises;
        for (const auto& some : x.split(atOnce)) {
            if (stop && stop())
                return {};
            noises.push_back(network.forward(some, when));
        }
        const at::Tensor noise = at::cat(noises);
        const at::Tensor clean = at::clamp((x - std::sqrt(1 - now) * noise) / std::sqrt(now), -1, 1);
        const at::Tensor direction = (x - std::sqrt(now) * clean) / std::sqrt(1 - now);
        x = std::sqrt(then) * clean + std::sqrt(1 - then) * direction;
    }
    return x;
}

} // namespace minamo
