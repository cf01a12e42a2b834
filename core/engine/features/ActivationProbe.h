#pragma once
#include "engine/diffusion/ModelCheck.h"

#include <atomic>

namespace minamo {

/// One photo as packs hold it.
struct PassPhoto {
    std::span<const std::uint8_t> pixels; ///< planar RGB, 3 * side * side bytes
    std::uint64_t content = 0; ///< hash of the photo's file: keys its noise
};

/// One photo, one place in the network, one noise level.
struct ProbeQuestion {
    PassPhoto photo;
    std::int64_t side = 0; ///< of the photo, px
    std::string tap;
    int timestep = 0;
    int draw = 0; ///< as in ExtractOptions
    int channels = 24; ///< how many channels are wanted as maps
};

/// What the network makes of the photo there. All in fp32 on the CPU.
struct ActivationMaps {
    at::Tensor noisy; ///< x_t [3, S, S]; of a latent space decoded
    at::Tensor predicted; ///< the clean photo that the output means (decoded), [3, S, S]; not clipped
    at::Tensor pooled; ///< mean over space [C]: the photo's feature in this cell
    at::Tensor energy; ///< length of the channel vector at each place [h, w]
    at::Tensor colours; ///< three principal directions as RGB in 0..1, [3, h, w]
    at::Tensor channels; ///< [n, h, w]
    std::vector<std::int64_t> channelNumbers; ///< [n], strongest first
};

/// Pictures of a pass (one pass gives all of them). So that they do not jump when only the timestep moves,
/// two things are fixed by the photo and the tap, at a timestep of little noise: which channels are shown
/// (those that vary most over the photo), and the directions that the colours' own directions are turned to.
/// Not for several threads at once.
class ActivationProbe {
public:
    /// The model must be prepared for inference, with an autoencoder that decodes, and outlive this.
    explicit ActivationProbe(const DiffusionModel& model);
    /// Errors: "extract.unknown-tap" {tap, taps}, "extract.bad-timestep" {timestep, steps},
    /// "extract.not-finite" {tap, timestep, photo}, "cancelled" as soon as `stop` is set, those of guarded().
    Result<ActivationMaps> ask(const ProbeQuestion& question, const std::atomic<bool>& stop);

private:
    struct Seen {
        at::Tensor noisy, output; ///< [1, C, h, w], of the latent space if there is one
        at::Tensor activation; ///< [C, h, w]
    };
    struct Frame {
        at::Tensor directions; ///< F64 [k, C]
        std::vector<std::int64_t> order; ///< channels by how much they vary
    };
    using FrameKey = std::tuple<std::uint64_t, std::string, int>; // content, tap, draw
    Result<void> check(const ProbeQuestion& question) const;
    Result<at::Tensor> clean(const ProbeQuestion& question, const std::atomic<bool>& stop);
    at::Tensor shown(const at::Tensor& x) const;
    Result<Seen> see(const ProbeQuestion& question, int timestep, bool whole, const std::atomic<bool>& stop);
    Result<Frame> frame(const ProbeQuestion& question, const std::atomic<bool>& stop);
    ActivationMaps picture(const ProbeQuestion& question, const Seen& seen, const Frame& frame) const;

    const DiffusionModel& m_model;
    int m_fixed; ///< timestep at which channels and directions are fixed
    std::map<FrameKey, Frame> m_frames;
    std::map<std::uint64_t, at::Tensor> m_latents; ///< by the photo's content
};

} // namespace minamo
