#pragma once
#include "engine/diffusion/NoiseSchedule.h"

namespace minamo {

/// Noise levels that a sampler goes down, in the form x = x0 + sigma e.
struct SigmaGrid {
    std::vector<double> sigmas; ///< falling, 0 at the end: one more than timesteps
    std::vector<double> timesteps; ///< what the network is told at each level but the last
    double initial = 1; ///< standard deviation of the noise a sampler begins with

    int steps() const { return static_cast<int>(timesteps.size()); }
};

/// `count` levels of a schedule. Of timesteps: those of its spacing (timestep_spacing), between them
/// interpolated, as diffusers' EulerDiscreteScheduler takes them (a terminal SNR of zero becomes abar =
/// 2^-24); with `karras` the levels of Karras et al. between the schedule's ends. Of noise levels: always the
/// latter. Errors: "model.bad-schedule" for an unknown spacing.
Result<SigmaGrid> sigmaGrid(const NoiseSchedule& schedule, int count, bool karras = false);

} // namespace minamo
