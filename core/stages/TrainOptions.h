#pragma once
#include "base/Options.h"

namespace minamo {

/// Plain (ERM) and augmented (GUIDE) classifier, each judged on environments (or styles) it never saw.
struct TrainOptions {
    static constexpr const char* stage = "train";
    std::string method = "both"; ///< "erm", "guide", or "both" on equal splits, starts and mini-batches
    std::string folds = "environment"; ///< what is held out: environments, or the styles found in the photos
    /// "all": every one of them once; a name: that one; "": a plain split; "none": no photo is held out (what
    /// is exported)
    std::string holdout = "all";
    int seeds = 1; ///< repeats with other splits, starts and mini-batches
    std::string classifier
        = {}; ///< id of the plant's own classifier: its features are Phi, its verdicts "erm"
    bool fast = false; ///< heads on stored diffusion features instead of an encoder on pixels
    bool transductive = false; ///< T sees the mean of the unlabelled photos it is judged on; always labelled
    int perClass = 5; ///< pseudo-domains per class: K = classes * perClass
    int clusters = 0; ///< K itself; 0 = classes * perClass
    std::string tap = {}; ///< cell of Psi; "" = chosen inside each fold
    int timestep = -1; ///< of the cell of Psi; -1 = chosen inside each fold
    int steps = 0; ///< training steps; 0 = the variant's default
    int batch = 16; ///< photos per step and training environment
    double learningRate = 0; ///< of Adam; 0 = the variant's default
    int width = 24; ///< channels of the encoder's first stage; 64 = ResNet-18
    int size = 64; ///< side of the photos the encoder sees
    std::string device = "auto"; ///< "auto", "cpu", "cuda", "cuda:1" ...
    int threads = 0; ///< 0 = as many as there are cores

    /// No encoder is trained: heads on features that are fixed.
    bool onFeatures() const { return fast || !classifier.empty(); }

    template <class V> void describe(V& v)
    {
        v("method", method, OptionInfo { .choices = { "erm", "guide", "both" } });
        v("folds", folds, OptionInfo { .choices = { "environment", "style" } });
        v("holdout", holdout, OptionInfo {});
        v("seeds", seeds, OptionInfo { .minimum = 1, .maximum = 100 });
        v("classifier", classifier, OptionInfo { .advanced = true });
        v("fast", fast, OptionInfo {});
        v("transductive", transductive, OptionInfo { .advanced = true });
        v("perClass", perClass, OptionInfo { .minimum = 1, .maximum = 50 });
        v("clusters", clusters, OptionInfo { .minimum = 0, .maximum = 10000, .advanced = true });
        v("tap", tap, OptionInfo { .advanced = true });
        v("timestep", timestep, OptionInfo { .minimum = -1, .maximum = 100000, .advanced = true });
        v("steps", steps, OptionInfo { .minimum = 0, .maximum = 1000000 });
        v("batch", batch, OptionInfo { .minimum = 1, .maximum = 4096 });
        v("learningRate", learningRate, OptionInfo { .minimum = 0, .maximum = 1, .advanced = true });
        v("width", width, OptionInfo { .minimum = 8, .maximum = 256, .advanced = true });
        v("size", size, OptionInfo { .minimum = 32, .maximum = 512, .unit = "px", .advanced = true });
        v("device", device, OptionInfo { .advanced = true });
        v("threads", threads,
            OptionInfo { .minimum = 0, .maximum = 1024, .advanced = true, .affectsResult = false });
    }
};

} // namespace minamo
