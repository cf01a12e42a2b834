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
    /// @param side of the photos: below 128 px the stem has no max pool, so that the last stage still sees
    /// 4 x 4
    EncoderNetImpl(int width, int classes, bool augmentedHead, int side);
    /// @param photos F32 [B, 3, S, S], normalised
    /// @param styles F32 [B, 8 * width] for GUIDE, undefined for ERM
    /// @return logits [B, classes]
    at::Tensor forward(const at::Tensor& photos, const at::Tensor& styles);
    ResNet encoder { nullptr };
    torch::nn::Linear head { nullptr };
};
TORCH_MODULE(EncoderNet);

struct EncoderOptions {
    int width = 24; ///< channels of the first stage
    int steps = 1200; ///< mini-batches
    int batch = 16; ///< photos per training environment and step
    double learningRate = 3e-3; ///< of AdamW at its highest; it ends at 0 along half a cosine
    int warmUp = 50; ///< steps up to that, at most a tenth of all
    double weightDecay = 0.05;
    double labelSmoothing = 0.1;
    int evaluations
        = 12; ///< checkpoints; the latest within one standard error of the best validation is kept
    at::Device device { at::kCPU };
};

/// Pseudo-domains of a fold for training: a_k, and the nearest one of every row (-1 outside the fold).
struct FoldStyles {
    GuideMap::Matrix centroids;
    std::vector<int> domainOfRow;
};

/// Trains encoder and head on one fold by DomainBed's ERM: cross-entropy over concatenated mini-batches of
/// every training environment, augmented photos. DomainBed starts from ImageNet weights with a constant rate;
/// this encoder starts from nothing, so it takes larger steps that end small (AdamW, cosine). With `styles`
/// it is GUIDE: T is fitted on the current encoder at refreshSteps(), its values are concatenated to Phi and
/// not differentiated. Clusters stay as they are. Unlike the released GUIDE code the network goes back to
/// train mode after a refresh: there it stays in eval mode until the next evaluation (design: method 1.5,
/// quirk 4), so that batch norm depends on when one evaluates.
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
        const NamedTensors& weights, int width, int classes, int side, at::Device device);
    /// @param styles F32 [n, 8 * width] for GUIDE (StyleTable::rowsFor), undefined for ERM
    /// @return F32 [n, classes] on the CPU. Errors: "cancelled".
    Result<at::Tensor> probabilities(const ImagePack& photos, const std::vector<int>& rows,
        const at::Tensor& styles, const std::function<bool()>& cancelled);

private:
    EncoderPredictor(EncoderNet net, at::Device device) : m_net(std::move(net)), m_device(device) { }
    EncoderNet m_net;
    at::Device m_device;
};

} // namespace minamo
