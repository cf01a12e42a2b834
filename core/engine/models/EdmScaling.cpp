#include "engine/models/EdmScaling.h"

#include "base/Assert.h"

#include <ATen/ATen.h>

namespace minamo {

EdmScaling edmScaling(const std::string& precond, const at::Tensor& sigma, double sigmaData)
{
    const at::Tensor one = at::ones_like(sigma);
    if (precond == "VPPrecond") {
        // sigma(t)^2 = exp(b t^2 / 2 + a t) - 1, solved for t
        constexpr double a = 0.1, b = 19.9, steps = 1000;
        const at::Tensor t = (at::sqrt(a * a + 2 * b * at::log(1 + sigma * sigma)) - a) / b;
        return { one, -sigma, 1 / at::sqrt(sigma * sigma + 1), (steps - 1) * t };
    }
    if (precond == "VEPrecond")
        return { one, sigma, one, at::log(0.5 * sigma) };
    MINAMO_ASSERT(precond == "EDMPrecond");
    const double data = sigmaData * sigmaData;
    const at::Tensor sum = sigma * sigma + data;
    return { data / sum, sigma * sigmaData / at::sqrt(sum), 1 / at::sqrt(sum), at::log(sigma) / 4 };
}

} // namespace minamo
