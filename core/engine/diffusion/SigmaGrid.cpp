#include "engine/diffusion/SigmaGrid.h"

#include "models/NoiseLevels.h"

#include <algorithm>
#include <cmath>

namespace minamo {
namespace {

constexpr double rho = 7;

/// Of every timestep, rising.
std::vector<double> allSigmas(const NoiseSchedule& schedule)
{
    std::vector<double> sigmas;
    for (int t = 0; t < schedule.steps(); ++t) {
        const bool noSignal = schedule.settings().rescaleBetasZeroSnr && t + 1 == schedule.steps();
        const float bar = noSignal ? std::ldexp(1.0F, -24) : schedule.alphaCumprod(t);
        sigmas.push_back(std::sqrt((1 - bar) / bar));
    }
    return sigmas;
}

Result<std::vector<double>> spaced(const ScheduleSettings& settings, int total, int count)
{
    std::vector<double> steps;
    if (settings.timestepSpacing == "linspace") {
        for (int i = count - 1; i >= 0; --i)
            steps.push_back(count > 1 ? (total - 1.0) * i / (count - 1) : 0);
    } else if (settings.timestepSpacing == "leading") {
        for (int i = count - 1; i >= 0; --i)
            steps.push_back(std::min<double>(i * (total / count) + settings.stepsOffset, total - 1));
    } else if (settings.timestepSpacing == "trailing") {
        for (int i = 0; i < count; ++i)
            steps.push_back(std::nearbyint(total - i * (static_cast<double>(total) / count)) - 1);
    } else {
        return fail(
            "model.bad-schedule", { { "key", "timestep_spacing" }, { "value", settings.timestepSpacing } });
    }
    return steps;
}

double between(const std::vector<double>& values, double at)
{
    const auto low = static_cast<std::size_t>(std::clamp(at, 0.0, static_cast<double>(values.size() - 1)));
    const auto high = std::min(low + 1, values.size() - 1);
    return values[low] + (at - static_cast<double>(low)) * (values[high] - values[low]);
}

/// The timestep, on the scale of log sigma, at which the schedule has this level.
double timestepOf(const std::vector<double>& sigmas, double sigma)
{
    const auto above = std::ranges::upper_bound(sigmas, sigma) - sigmas.begin();
    const auto low = std::clamp<std::ptrdiff_t>(above - 1, 0, std::ssize(sigmas) - 2);
    const double a = std::log(sigmas[static_cast<std::size_t>(low)]),
                 b = std::log(sigmas[static_cast<std::size_t>(low + 1)]);
    return static_cast<double>(low) + std::clamp((std::log(sigma) - a) / (b - a), 0.0, 1.0);
}

} // namespace

Result<SigmaGrid> sigmaGrid(const NoiseSchedule& schedule, int count, bool karras)
{
    SigmaGrid grid;
    if (schedule.hasNoiseLevels()) {
        const auto& levels = schedule.settings().noiseLevels;
        const auto [low, high] = std::ranges::minmax(levels);
        grid.sigmas = grid.timesteps = karrasLevels(count, low, high, rho);
        grid.initial = high;
        grid.sigmas.push_back(0);
        return grid;
    }
    const auto sigmas = allSigmas(schedule);
    MINAMO_TRY(grid.timesteps, spaced(schedule.settings(), schedule.steps(), count));
    std::erase_if(grid.timesteps, [&](double t) { return between(sigmas, t) == 0; }); // nothing to take away
    if (grid.timesteps.empty())
        return fail("model.bad-schedule", { { "key", "trained_betas" }, { "value", 0 } });
    for (const double t : grid.timesteps)
        grid.sigmas.push_back(between(sigmas, t));
    if (karras) {
        grid.sigmas = karrasLevels(grid.steps(), grid.sigmas.back(), grid.sigmas.front(), rho);
        std::ranges::transform(
            grid.sigmas, grid.timesteps.begin(), [&](double sigma) { return timestepOf(sigmas, sigma); });
    }
    const double first = grid.sigmas.front();
    grid.initial = schedule.settings().timestepSpacing == "leading" ? std::sqrt(first * first + 1) : first;
    grid.sigmas.push_back(0);
    return grid;
}

} // namespace minamo
