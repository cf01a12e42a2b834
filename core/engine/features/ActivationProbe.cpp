#include "engine/features/ActivationProbe.h"

#include "engine/device/Guarded.h"
#include "engine/embedding/Pca.h"
#include "engine/features/EncodePhotos.h"

#include <algorithm>
#include <torch/types.h>

namespace minamo {
namespace {

constexpr std::int64_t colourCount = 3;
constexpr std::size_t frameLimit = 64;
constexpr double shownDeviations = 2.5; // from the middle of a colour to its end

/// [h * w, C]: places as rows.
at::Tensor placesOf(const at::Tensor& activation)
{
    return activation.flatten(1).t().contiguous();
}

std::vector<std::int64_t> byVariation(const at::Tensor& activation)
{
    const at::Tensor order = at::argsort(activation.flatten(1).var(1, false), /*stable=*/true, 0, true);
    const at::Tensor dense = order.contiguous();
    return { dense.const_data_ptr<std::int64_t>(), dense.const_data_ptr<std::int64_t>() + dense.numel() };
}

/// Orthogonal Procrustes: the own directions, turned among themselves to lie as close to the fixed ones as
/// they can: R = U V^T with U S V^T = fixed own^T.
at::Tensor turnedTo(const at::Tensor& fixed, const at::Tensor& own)
{
    const auto count = std::min(fixed.size(0), own.size(0));
    const at::Tensor mine = own.slice(0, 0, count);
    const auto [u, s, vh] = at::linalg_svd(fixed.slice(0, 0, count).matmul(mine.t()), false);
    return u.matmul(vh).matmul(mine);
}

at::Tensor coloursOf(const at::Tensor& activation, const at::Tensor& fixed)
{
    const auto height = activation.size(1), width = activation.size(2);
    at::Tensor colours = torch::full({ colourCount, height, width }, 0.5, at::kFloat);
    if (height * width < 2)
        return colours;
    const at::Tensor places = placesOf(activation).to(at::kDouble);
    const at::Tensor directions = turnedTo(fixed, principalComponents(places, colourCount).components);
    const at::Tensor scores = (places - places.mean(0)).matmul(directions.t());
    const at::Tensor deviations = scores.std(0, false).clamp_min(1e-12);
    const at::Tensor shown = (0.5 + scores / (2 * shownDeviations * deviations)).clamp(0, 1);
    colours.slice(0, 0, directions.size(0)).copy_(shown.t().reshape({ -1, height, width }));
    return colours;
}

} // namespace

ActivationProbe::ActivationProbe(const DiffusionModel& model) :
    m_model(model), m_fixed(knownTimesteps(model) / 20)
{
}

Result<ActivationMaps> ActivationProbe::ask(const ProbeQuestion& question, const std::atomic<bool>& stop)
{
    const c10::InferenceMode guard;
    MINAMO_DO(check(question));
    return guarded(m_model.network->device().str(), [&]() -> Result<ActivationMaps> {
        MINAMO_TRY(const Seen seen, see(question, question.timestep, true, stop));
        MINAMO_TRY(const Frame fixed, frame(question, stop));
        return picture(question, seen, fixed);
    });
}

Result<void> ActivationProbe::check(const ProbeQuestion& question) const
{
    const auto taps = m_model.network->knownTaps();
    if (std::ranges::find(taps, question.tap) == taps.end())
        return fail("extract.unknown-tap", { { "tap", question.tap }, { "taps", taps } });
    if (question.timestep < 0 || question.timestep >= knownTimesteps(m_model))
        return fail("extract.bad-timestep",
            { { "timestep", question.timestep }, { "steps", knownTimesteps(m_model) } });
    return {};
}

/// x0 [1, C, h, w]: the photo, or its latent.
Result<at::Tensor> ActivationProbe::clean(const ProbeQuestion& question, const std::atomic<bool>& stop)
{
    if (!m_model.autoencoder)
        return cleanPhotos({ question.photo.pixels }, question.side);
    if (const auto found = m_latents.find(question.photo.content); found != m_latents.end())
        return found->second;
    const auto& pixels = question.photo.pixels;
    const auto pack
        = ImagePack::fromPixels({ pixels.begin(), pixels.end() }, static_cast<int>(question.side));
    MINAMO_TRY(const auto latent, encodePhotos(m_model, pack, { 0 }, stop));
    if (m_latents.size() >= frameLimit)
        m_latents.clear();
    return m_latents[question.photo.content] = latent;
}

/// As a picture [3, S, S] on the CPU.
at::Tensor ActivationProbe::shown(const at::Tensor& x) const
{
    if (!m_model.autoencoder)
        return x[0];
    return m_model.autoencoder->decode(x.to(m_model.autoencoder->device())).to(at::kCPU)[0];
}

Result<ActivationProbe::Seen> ActivationProbe::see(
    const ProbeQuestion& question, int timestep, bool whole, const std::atomic<bool>& stop)
{
    const auto device = m_model.network->device();
    Seen seen;
    TapRequest request(
        { question.tap },
        [&](const std::string&, const at::Tensor& value) {
            seen.activation
                = asMaps(value)[0].to(at::kCPU, at::kFloat, false, true); // later layers may write over it
        },
        !whole);
    request.stopWhen(stop);
    MINAMO_TRY(const at::Tensor x0, clean(question, stop));
    seen.noisy = withNoise(m_model.schedule, x0, { question.photo.content }, timestep, question.draw);
    const at::Tensor time = m_model.schedule.told(
        torch::full({ 1 }, timestep, at::TensorOptions(at::kLong).device(device)));
    const at::Tensor output
        = m_model.network->forward(seen.noisy.to(device), time, m_model.conditioning, request);
    if (stop)
        return cancelledError();
    if (!seen.activation.isfinite().all().item<bool>())
        return fail(
            "extract.not-finite", { { "tap", question.tap }, { "timestep", timestep }, { "photo", "" } });
    if (whole)
        seen.output = output.to(at::kCPU, at::kFloat).slice(1, 0, seen.noisy.size(1)); // behind it: variance
    return seen;
}

Result<ActivationProbe::Frame> ActivationProbe::frame(
    const ProbeQuestion& question, const std::atomic<bool>& stop)
{
    const FrameKey key { question.photo.content, question.tap, question.draw };
    if (const auto found = m_frames.find(key); found != m_frames.end())
        return found->second;
    MINAMO_TRY(const Seen seen, see(question, m_fixed, false, stop));
    Frame fixed;
    if (seen.activation.size(1) * seen.activation.size(2) > 1)
        fixed.directions = principalComponents(placesOf(seen.activation), colourCount).components;
    fixed.order = byVariation(seen.activation);
    if (m_frames.size() >= frameLimit)
        m_frames.clear();
    return m_frames[key] = std::move(fixed);
}

ActivationMaps ActivationProbe::picture(
    const ProbeQuestion& question, const Seen& seen, const Frame& frame) const
{
    ActivationMaps maps;
    maps.noisy = shown(seen.noisy);
    maps.predicted = shown(m_model.schedule.predictedX0(
        seen.output, seen.noisy, torch::full({ 1 }, question.timestep, at::kLong)));
    maps.pooled = seen.activation.mean({ 1, 2 });
    maps.energy = at::norm(seen.activation, 2, 0);
    maps.colours = coloursOf(seen.activation, frame.directions);
    const auto count = std::clamp<std::int64_t>(question.channels, 0, seen.activation.size(0));
    maps.channelNumbers = { frame.order.begin(), frame.order.begin() + count };
    maps.channels = seen.activation.index_select(0, torch::tensor(maps.channelNumbers, at::kLong));
    return maps;
}

} // namespace minamo
