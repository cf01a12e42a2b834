#pragma once
#include "stages/PackOptions.h"

namespace minamo {

/// Training of a UNet2DModel that predicts noise: on the project's photos, or on procedural pictures by a
/// recipe.
struct TrainDiffusionOptions {
    static constexpr const char* stage = "train-diffusion";
    std::string
        recipe; ///< file of such options ("" = none); what differs from the defaults here wins over it
    std::string data = "photos"; ///< "photos" of the project, or "procedural"
    std::int64_t pictures = 20000; ///< procedural pictures drawn before training
    double plantShare = 0.4; ///< of them from synthetic plants, the rest from pictures in many styles
    int dataSeed = 1000000; ///< first seed of the procedural pictures
    int size = 64; ///< side, px
    std::string fit = "stretch"; ///< as in PackOptions
    std::vector<int> channels { 32, 64, 96, 144 }; ///< width of each level
    int layersPerBlock = 1;
    int groups = 8; ///< of GroupNorm
    int attentionLevels = 1; ///< lowest levels with self-attention
    int headDim = 24;
    std::int64_t steps = 20000;
    int batch = 128;
    double learningRate = 4e-4;
    int warmUp = 500; ///< steps of linear rise
    double finalRate = 0.05; ///< learning rate at the end, as a share, after a cosine
    double weightDecay = 0.01;
    double timestepBias = 1;                       ///< exponent of the timestep draw: 1 = uniform, more = more steps of little noise
    double emaDecay = 0.9995;
    double clip = 1; ///< largest norm of the gradient
    bool flips = true;
    double augment = 0; ///< strength of random gain, blur and noise on top
    int seed = 0;
    int checkpointEvery = 1000; ///< steps
    int samples = 64; ///< pictures on the sample sheet, 0 = none
    int sampleSteps = 50;
    std::string weights = "fp16"; ///< "fp16" or "fp32" in the finished model
    std::string device = "auto";

    template <class V> void describe(V& v)
    {
        v("recipe", recipe, OptionInfo { .affectsResult = false });
        v("data", data, OptionInfo { .choices = { "photos", "procedural" } });
        v("pictures", pictures, OptionInfo { .minimum = 8, .maximum = 4e6 });
        v("plantShare", plantShare, OptionInfo { .minimum = 0, .maximum = 1 });
        v("dataSeed", dataSeed, OptionInfo { .minimum = 0, .maximum = 2e9, .advanced = true });
        v("size", size, OptionInfo { .minimum = 8, .maximum = 512, .unit = "px" });
        v("fit", fit, OptionInfo { .choices = { "stretch", "crop" } });
        v("channels", channels, OptionInfo { .minimum = 4, .maximum = 1024, .advanced = true });
        v("layersPerBlock", layersPerBlock, OptionInfo { .minimum = 1, .maximum = 8, .advanced = true });
        v("groups", groups, OptionInfo { .minimum = 1, .maximum = 64, .advanced = true });
        v("attentionLevels", attentionLevels, OptionInfo { .minimum = 0, .maximum = 6, .advanced = true });
        v("headDim", headDim, OptionInfo { .minimum = 1, .maximum = 512, .advanced = true });
        v("steps", steps, OptionInfo { .minimum = 1, .maximum = 1e8 });
        v("batch", batch, OptionInfo { .minimum = 1, .maximum = 4096 });
        v("learningRate", learningRate, OptionInfo { .minimum = 0, .maximum = 1 });
        v("warmUp", warmUp, OptionInfo { .minimum = 0, .maximum = 1e7, .advanced = true });
        v("finalRate", finalRate, OptionInfo { .minimum = 0, .maximum = 1, .advanced = true });
        v("weightDecay", weightDecay, OptionInfo { .minimum = 0, .maximum = 1, .advanced = true });
        v("timestepBias", timestepBias, OptionInfo { .minimum = 0.25, .maximum = 8, .advanced = true });
        v("emaDecay", emaDecay, OptionInfo { .minimum = 0, .maximum = 0.999999, .advanced = true });
        v("clip", clip, OptionInfo { .minimum = 0.001, .maximum = 1e6, .advanced = true });
        v("flips", flips, OptionInfo { .advanced = true });
        v("augment", augment, OptionInfo { .minimum = 0, .maximum = 1, .advanced = true });
        v("seed", seed, OptionInfo { .minimum = 0, .maximum = 2e9 });
        v("checkpointEvery", checkpointEvery,
            OptionInfo { .minimum = 1, .maximum = 1e7, .advanced = true, .affectsResult = false });
        v("samples", samples, OptionInfo { .minimum = 0, .maximum = 256 });
        v("sampleSteps", sampleSteps, OptionInfo { .minimum = 1, .maximum = 1000, .advanced = true });
        v("weights", weights, OptionInfo { .choices = { "fp16", "fp32" } });
        v("device", device, OptionInfo { .affectsResult = false });
    }

    PackOptions pack() const { return { size, fit }; }
};

} // namespace minamo
