#pragma once
#include "data/Styles.h"
#include "project/FeatureStore.h"

namespace minamo {

/// Which known style a photo has, and how far it is from every known photo: the pseudo-domains of the styles
/// as plain means of Psi.
class StyleMatcher {
public:
    struct Match {
        int pseudoDomain = 0, style = 0; ///< index
        double distance = 0; ///< Euclidean, to the nearest mean
    };

    /// Means over the photos of each pseudo-domain. `features`: Psi of all photos in the cell of the styles.
    static StyleMatcher fit(const Styles& styles, const FeatureMatrix& features);
    /// Tensors "centroids" F32 [K, D] and "style_of" I32 [K]. Errors: those of safetensors,
    /// "package.bad-weights" {path, tensor}.
    static Result<StyleMatcher> read(const Path& file, std::int64_t styles);
    Result<void> write(const Path& file) const;

    /// The nearest mean (ties: the lower index). `row`: dimension() numbers.
    Match match(const float* row) const;
    std::int64_t dimension() const { return m_means.cols(); }

    /// The distance that `quantile` of the photos stay below when each is measured as if it were new: its own
    /// pseudo-domain's mean is taken without it (leave-one-out; a pseudo-domain of one photo is left out
    /// whole). That mean is n / (n - 1) times as far away as the mean with it.
    double outsideLimit(const Styles& styles, const FeatureMatrix& features, double quantile) const;

private:
    FeatureMatrix m_means;
    std::vector<std::int32_t> m_styleOf;
};

} // namespace minamo
