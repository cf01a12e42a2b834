#pragma once
#include "base/Phrases.h"
#include "base/Result.h"
#include "io/Files.h"

#include <cstdint>
#include <string>
#include <vector>

namespace minamo {

/// A measured fact of a style against all other photos.
struct StyleFact {
    std::string name; ///< as in imageFactNames(): "brightness" ...
    double mean = 0, rest = 0; ///< mean inside the style, mean of all other photos
    double effect = 0; ///< (mean - rest) / pooled standard deviation (Cohen's d)
    bool matters = false; ///< |effect| >= 0.5
};

/// How a style hangs together with one column of the data set.
struct StyleShare {
    std::string column; ///< "environment", "label", "camera" ...
    std::vector<std::int64_t> counts; ///< photos of this style per value of the column
};

/// A group of pseudo-domains that look alike: what a person reads and names (decision D13).
struct Style {
    int number = 0; ///< slot: 1 = most photos
    std::int64_t count = 0;
    std::vector<std::int32_t> pseudoDomains;
    std::vector<std::int64_t> typical, edge,
        odd; ///< rows: nearest the middle, nearest another style, furthest out
    std::vector<StyleFact> facts; ///< largest |effect| first
    std::vector<std::string> words; ///< phrase keys "style.word.dark" ... of the automatic name
    std::vector<StyleShare> shares;
};

/// Link between the styles and one column: Cramer's V, bias-corrected, and the counts behind it.
struct StyleAssociation {
    std::string column;
    std::vector<std::string> values;
    std::vector<std::vector<std::int64_t>> counts; ///< [styles][values]
    double cramersV = 0, nmi = 0, pValue = 1;
    std::int64_t photos = 0; ///< with a known value
};

/// Result of `discover`: pseudo-domains and the styles made of them. Read without LibTorch.
struct Styles {
    std::string artifact; ///< id of the discover artifact
    std::string tap; ///< the cell it was found in
    int timestep = 0;
    std::vector<std::int32_t> pseudoDomain; ///< per row, in [0, K)
    std::vector<std::int32_t> style; ///< per row, in [0, styles.size()): index into `styles`
    std::vector<float> distance; ///< per row: Euclidean, to the own pseudo-domain's centroid
    std::vector<float> membership; ///< per row: 0.5 (on the border to another style) .. 1 (deep inside)
    std::vector<std::int32_t> styleOf; ///< per pseudo-domain: index into `styles`
    std::vector<float> centroids; ///< K x D, row-major
    std::int64_t dimension = 0; ///< D
    double stability = 0; ///< mean ARI of the styles over subsamples and seeds: the seal's figure
    std::vector<Style> styles;
    std::vector<StyleAssociation> associations; ///< strongest first

    std::size_t pseudoDomains() const { return styleOf.size(); }
    const StyleAssociation* association(
        const std::string& column) const; ///< nullptr if the column is unknown
};

/// Reads pseudodomains.safetensors and styles.json of a discover artifact.
Result<Styles> readStyles(const Path& artifactFolder);
Result<void> writeStyles(const Path& artifactFolder, const Styles& styles, const Json& more = Json::object());

/// The name made of what was measured: "暗い・左から光" / "dark, light from the left"; "スタイル 3" if
/// nothing stands out.
std::string styleAutoName(const Style& style, const Phrases& phrases);

} // namespace minamo
