#pragma once
#include "data/ImagePack.h"
#include "engine/classify/FoldData.h"
#include "engine/classify/ResNet.h"
#include "engine/classify/StyleTable.h"

#include <memory>
#include <optional>
#include <torch/nn/modules/linear.h>

namespace minamo {

/// Phi and the linear head on Phi(x), or on [Phi(x), T(a_k(x))] (GUIDE).
struct EncoderNetImpl : torch::nn::Module {
    EncoderNetImpl(int width, int classes, bool augmentedHead);
    /// @param photos F32 [B, 3, S, S], normalised
    /// @param styles F32 [B, 8 * width] for GUIDE, undefined for ERM
    /// @return logits [B, classes]
    at::Tensor forward(const at::Tensor& photos, const at::Tensor& styles);
    ResNet encoder { nullptr };
    torch::nn::Linear head { nullptr };
};
TORCH_MODULE(EncoderNet);

struct EncoderOptions {
    int width = 32; ///< channels of the first stage
    int steps = 600; ///< mini-batches
    int batch = 16; ///< photos per training environment and step
    double learningRate = 1e-3; ///< Adam, constant, no weight decay
    int evaluations = 12; ///< how often validation may choose a checkpoint
    at::Device device { at::kCPU };
};

/// Pseudo-domains of a fold for training: a_k, and the nearest one of every row (-1 outside the fold).
struct FoldStyles {
    GuideMap::Matrix centroids;
    std::vector<int> domainOfRow;
};

/// Trains encoder and head on one fold by DomainBed's ERM: Adam, cross-entropy over concatenated mini-batches
/// of every training environment, augmented photos. With `styles` it is GUIDE: T is fitted on the current
/// encoder at refreshSteps(), its values are concatenated to Phi and not differentiated. Clusters stay as
/// they are. Unlike the released GUIDE code the network goes back to train mode after a refresh: there it
/// stays in eval mode until the next evaluation (design: method 1.5, quirk 4), so that batch norm depends on
/// when one evaluates.
class EncoderTraining {
public:
    EncoderTraining(const FoldData& fold, const ImagePack& photos, const FoldStyles* styles,
        const EncoderOptions& options);
    ~EncoderTraining();

    /// Trains to the end, from `checkpoint` if that file is there; writes it at every evaluation. A training
    /// that was killed and goes on ends with the bits of an unbroken one (same device class, same threads).
    /// Errors: "cancelled", those of files, "device.out-of-memory", "torch.failed".
    Result<TrainOutcome> run(const Path& checkpoint, const TrainWatch& watch);

    /// The kept weights: "encoder.*", "head.*", and "guide.*" for GUIDE. Valid after run().
    const NamedTensors& weights() const;

private:
    struct State;
    std::unique_ptr<State> m_state;
};

/// Class probabilities of trained encoders for any photos.
class EncoderPredictor {
public:
    /// Errors: "checkpoint.missing-tensor", "checkpoint.wrong-shape".
    static Result<EncoderPredictor> make(
        const NamedTensors& weights, int width, int classes, at::Device device);
    /// @param styles F32 [n, 8 * width] for GUIDE (StyleTable::rowsFor), undefined for ERM
    /// @return F32 [n, classes] on the CPU
    at::Tensor probabilities(const ImagePack& photos, const std::vector<int>& rows, const at::Tensor& styles);

private:
    EncoderPredictor(EncoderNet net, at::Device device) : m_net(std::move(net)), m_device(device) { }
    EncoderNet m_net;
    at::Device m_device;
};

/// Photos of `rows` as U8 [n, 3, S, S] on the CPU.
at::Tensor gatherPhotos(const ImagePack& photos, const std::vector<int>& rows);

} // namespace minamo
