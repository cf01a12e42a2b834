#pragma once
#include "engine/classify/FoldData.h"
#include "engine/training/Checkpoint.h"

namespace minamo {

/// How a head on stored features is trained.
struct FastOptions {
    int steps = 300; ///< full-batch Adam steps of each head, shared evenly by its decays
    double learningRate = 5e-2; ///< at the start of each decay; down to 0 along half a cosine
    /// L2 on the weights, not the biases: loss + decay / 2 |W|^2. Each decay goes on from the one before;
    /// strongest first.
    std::vector<double> weightDecays { 1, 0.1, 0.01, 0.001 };
    int evaluations = 30; ///< points of each head's curve
    std::vector<int> hidden { 0, 64 }; ///< heads to try: 0 = linear, else hidden units (ReLU); simplest first
};

/// The fast variant's trainer: a head on fixed inputs, by ERM over all training photos at once, every
/// training environment with equal weight (what DomainBed's equal mini-batches amount to). Hundreds of
/// features tell a few hundred photos apart by chance, so every head runs along a path of decays. Kept is the
/// one that does best on validation photos and, with equal weight, where heads trained on half of the
/// training environments are judged on the other half (the simplest of equals).
/// @param inputs F32 [N, D]: one row per photo of the data set; only rows of the fold are read
/// @param weights receives "head.weight" [C, D], "head.bias", or "hidden.*" and "head.*"
/// Runs on one CPU thread, so bits do not depend on the number of cores. Errors: "cancelled".
Result<TrainOutcome> trainFastHead(const FoldData& fold, const at::Tensor& inputs, const FastOptions& options,
    const TrainWatch& watch, NamedTensors& weights);

/// F32 [n, classes] for rows of inputs, by weights of trainFastHead.
at::Tensor fastProbabilities(const NamedTensors& weights, const at::Tensor& inputs);

/// Columns brought to mean 0 and deviation 1 over the training rows (a constant column is only centred).
struct Standardiser {
    at::Tensor mean, scale; ///< F32 [D]
    static Standardiser fit(const at::Tensor& trainRows);
    at::Tensor apply(const at::Tensor& rows) const { return (rows - mean) / scale; }
};

} // namespace minamo
