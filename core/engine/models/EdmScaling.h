#pragma once
#include <ATen/core/Tensor.h>
#include <string>

namespace minamo {

/// How a network F is wrapped so that it gives the clean photo: D(x; s) = skip x + out F(in x; noise). Each
/// has the shape of the noise levels.
struct EdmScaling {
    at::Tensor skip, out, in, noise;
};

/// For noise levels s > 0 (fp32 or fp64, any shape), by name of the preconditioning (Karras et al. 2022,
/// table 1), sd = sigmaData:
/// "EDMPrecond": skip sd^2 / (s^2 + sd^2), out s sd / sqrt(s^2 + sd^2), in 1 / sqrt(s^2 + sd^2), noise
/// ln(s) / 4; "VPPrecond": 1, -s, 1 / sqrt(s^2 + 1), 999 sigma^-1(s); "VEPrecond": 1, s, 1, ln(s / 2).
EdmScaling edmScaling(const std::string& precond, const at::Tensor& sigma, double sigmaData);

} // namespace minamo
