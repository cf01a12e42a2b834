#pragma once
#include "engine/training/Checkpoint.h"

#include <vector>

namespace minamo {

/// Adam with decoupled weight decay (Loshchilov and Hutter 2019) in one call per step for all parameters: on
/// a GPU one launch instead of ten per parameter. Matrices and kernels are decayed; biases and norms are not.
class AdamW {
public:
    AdamW(const std::vector<at::Tensor>& parameters, double weightDecay);

    /// One step by the gradients of backward(), which are dropped afterwards.
    void step(double learningRate);

    /// Moments and step counts under `prefix` + "decayed." / "plain." + number + ".mean" / ".square" /
    /// ".steps".
    void collect(const std::string& prefix, NamedTensors& into) const;
    /// The opposite, strict. Errors: "checkpoint.missing-tensor", "checkpoint.wrong-shape" with {name}.
    Result<void> restore(const std::string& prefix, const NamedTensors& from);

private:
    struct Group {
        std::string name;
        double weightDecay = 0;
        std::vector<at::Tensor> parameters {}, means {}, squares {}, steps {};
    };
    std::vector<Group> m_groups;
};

/// Factor of the learning rate at `step` of `steps`: a linear warm-up over `warmUp` steps, then half a cosine
/// down to 0.
double cosineFactor(int step, int steps, int warmUp);

} // namespace minamo
