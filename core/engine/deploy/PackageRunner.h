#pragma once
#include "package/PackageManifest.h"

#include <cstdint>
#include <map>
#include <memory>
#include <vector>

namespace minamo {

/// One photo as a package takes it: content hash (hash64 of the file: keys the noise) and planar RGB squares
/// of the sizes in the manifest. `phi` is empty where the classifier reads Psi alone.
struct PackagePhoto {
    std::uint64_t content = 0;
    std::vector<std::uint8_t> psi, phi;
};

/// What a package says of a photo.
struct PackageVerdict {
    int label = 0; ///< class
    double probability = 0; ///< of that class, 0..1
    std::vector<float> probabilities; ///< of every class
    double defect = 0; ///< P(defect); 0 without an OK class
    bool isDefect = false; ///< P(defect) reaches the threshold
    int style = 0; ///< index of the nearest known style
    double distance = 0; ///< to the nearest pseudo-domain's mean
    bool outside = false; ///< further than any known style allows
    bool review = false; ///< a person has to look: outside, or in the review band
    int pseudoDomain = -1; ///< of T; -1 without T
};

/// Where the features of the plant's own classifier stand among those of Psi.
inline const CellId ownPhi { "own classifier", 0 };

/// The networks of a package on this computer's CPU, in fp32.
class PackageRunner {
public:
    using Features = std::map<CellId, FeatureMatrix>;

    /// Errors: "package.bad-weights" {path, tensor}, "checkpoint.missing-tensor", "checkpoint.wrong-shape",
    /// those of networks and files.
    static Result<PackageRunner> load(const Path& folder, const PackageManifest& manifest);

    /// Psi of every cell of the manifest, and ownPhi if the classifier is the plant's own; row i = photo i.
    Result<Features> features(const std::vector<PackagePhoto>& photos) const;
    Result<std::vector<PackageVerdict>> judge(const std::vector<PackagePhoto>& photos) const;
    /// From features that are known already: what the workbench says by the same weights.
    Result<std::vector<PackageVerdict>> judge(
        const Features& features, const std::vector<PackagePhoto>& photos) const;

private:
    struct State;
    explicit PackageRunner(std::shared_ptr<State> state) : m_state(std::move(state)) { }
    std::shared_ptr<State> m_state;
};

} // namespace minamo
