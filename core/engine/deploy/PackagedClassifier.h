#pragma once
#include "engine/classify/Backbone.h"
#include "engine/classify/EncoderTraining.h"
#include "engine/deploy/PackageRunner.h"

#include <optional>

namespace minamo {

/// Phi, T and the head of a package: probabilities from features of Psi and photos.
class PackagedClassifier {
public:
    struct Answers {
        at::Tensor probabilities; ///< F32 [n, classes]
        std::vector<int> domains; ///< nearest pseudo-domain of T; empty without T
    };

    /// Reads classifier.safetensors and the plant's own classifier. Errors: "package.bad-weights" {path,
    /// tensor}, "checkpoint.missing-tensor", "checkpoint.wrong-shape", those of Backbone::open and of files.
    static Result<PackagedClassifier> load(const Path& folder, const PackageManifest& manifest);
    /// What the plant's own classifier (variant "own") sees in each photo: ownPhi.
    FeatureMatrix ownFeatures(const std::vector<PackagePhoto>& photos) const;
    /// Errors: "package.bad-weights" if a cell is missing or has another width.
    Result<Answers> probabilities(
        const PackageRunner::Features& features, const std::vector<PackagePhoto>& photos);

private:
    Result<void> openNetwork(const Path& file);
    at::Tensor verdictsOf(const at::Tensor& phi) const;
    Result<at::Tensor> psi(
        const PackageRunner::Features& features, const std::optional<CellId>& cell, std::int64_t width) const;

    Path m_file;
    PackageManifest m_manifest;
    NamedTensors m_weights;
    std::optional<Backbone> m_network;
    std::optional<EncoderPredictor> m_encoder;
    at::Tensor m_centroids, m_mapped; // of T: F32 [K, d_Psi], [K, d_Phi]; undefined without T
};

/// Photos of one kind as a pack.
ImagePack packOf(
    const std::vector<PackagePhoto>& photos, std::vector<std::uint8_t> PackagePhoto::*pixels, int size);

} // namespace minamo
