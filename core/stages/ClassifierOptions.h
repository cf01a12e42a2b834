#pragma once
#include "base/Options.h"

namespace minamo {

/// The plant's own classifier, made elsewhere: its features become Phi, its verdicts the "before".
struct ClassifierOptions {
    static constexpr const char* stage = "classifier";
    std::string model = {}; ///< safetensors file in the names of timm or torchvision
    std::string phi = {}; ///< instead of a model: .npz with its features, made elsewhere
    std::string predictions = {}; ///< and its verdicts, CSV: a line per row of the features
    std::vector<std::string> classes = {}; ///< of its outputs, in their order; empty = the project's, by name
    int size = 0; ///< side of the photos it takes, px; 0 = what the model says, else 224
    std::string range = "auto"; ///< how its photos were normalised: "imagenet", "half", or by architecture
    int batch = 16; ///< photos per pass
    std::string device = "auto"; ///< "auto", "cpu", "cuda", "cuda:1" ...

    template <class V> void describe(V& v)
    {
        v("model", model, OptionInfo { .affectsResult = false }); // its content is an input of the artifact
        v("phi", phi, OptionInfo { .affectsResult = false });
        v("predictions", predictions, OptionInfo { .affectsResult = false });
        v("classes", classes, OptionInfo {});
        v("size", size, OptionInfo { .minimum = 0, .maximum = 1024, .unit = "px" });
        v("range", range, OptionInfo { .choices = { "auto", "imagenet", "half" } });
        v("batch", batch, OptionInfo { .minimum = 1, .maximum = 4096, .advanced = true });
        v("device", device, OptionInfo { .advanced = true });
    }
};

} // namespace minamo
