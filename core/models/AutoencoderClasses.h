#pragma once
#include "base/Result.h"

#include <string>
#include <vector>

namespace minamo {

/// Autoencoders that Minamo can build, in diffusers' words ("AutoencoderKL"): the lines of Autoencoders.def.
std::vector<std::string> autoencoderClasses();

/// What an autoencoder makes of photos, from its config alone.
struct AutoencoderShape {
    int latentChannels = 4;
    int downscale = 8; ///< px of a photo on each side of one place of a latent
};
/// Errors: "model.unknown-class" {class, known}; those of the config.
Result<AutoencoderShape> autoencoderShape(const Json& config);

} // namespace minamo
