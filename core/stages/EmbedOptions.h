#pragma once
#include "base/Options.h"

namespace minamo {

/// How the map is drawn: N photos in two dimensions.
struct EmbedOptions {
    static constexpr const char* stage = "embed";
    std::string tap {}; ///< "" = the project's cell
    int timestep = -1; ///< -1 = the project's cell
    std::string method = "umap";
    int neighbours = 15;
    double minDistance = 0.1; ///< of two points on the map, where the map is about 10 wide
    double perplexity = 30; ///< of t-SNE: how many neighbours a photo listens to; at most a third of all
    double exaggeration = 12; ///< of t-SNE: how much stronger neighbours pull in the first third of the steps
    int epochs = 0; ///< 0 = 750 for t-SNE; for UMAP 500 up to 10,000 photos, 200 above
    bool deterministic = true; ///< equal bits on every run; false lets UMAP use all threads, without locks
    std::int64_t seed = 0;

    template <class V> void describe(V& v)
    {
        v("tap", tap, OptionInfo {});
        v("timestep", timestep, OptionInfo { .minimum = -1, .maximum = 100000 });
        v("method", method, OptionInfo { .choices = methods() });
        v("neighbours", neighbours, OptionInfo { .minimum = 2, .maximum = 200 });
        v("minDistance", minDistance, OptionInfo { .minimum = 0, .maximum = 1 });
        v("perplexity", perplexity, OptionInfo { .minimum = 2, .maximum = 500 });
        v("exaggeration", exaggeration, OptionInfo { .minimum = 1, .maximum = 100, .advanced = true });
        v("epochs", epochs, OptionInfo { .minimum = 0, .maximum = 100000, .advanced = true });
        v("deterministic", deterministic, OptionInfo { .advanced = true });
        v("seed", seed, OptionInfo { .minimum = 0, .advanced = true });
    }
    static std::vector<std::string> methods()
    {
#define MINAMO_EMBEDDING_METHOD(name, function) name,
        return {
#include "stages/EmbeddingMethods.def"
        };
#undef MINAMO_EMBEDDING_METHOD
    }
};

} // namespace minamo
