#include "engine/deploy/PackagedClassifier.h"

#include "base/Assert.h"
#include "engine/classify/FastHead.h"
#include "engine/classify/PhotoBank.h"
#include "engine/classify/StyleTable.h"
#include "engine/clustering/KMeans.h"
#include "engine/training/Augment.h"

#include <numeric>
#include <torch/types.h>

namespace minamo {
namespace {

at::Tensor tensorOf(const FeatureMatrix& matrix)
{
    return torch::from_blob(const_cast<float*>(matrix.data()), { matrix.rows(), matrix.cols() }, at::kFloat)
        .clone();
}

bool has(const NamedTensors& weights, const std::string& name, std::int64_t dimensions)
{
    const auto found = weights.find(name);
    return found != weights.end() && found->second.dim() == dimensions && found->second.numel() > 0
        && found->second.is_floating_point();
}

/// The first tensor that the arithmetic could not rely on, "" if all is well: a package may come from
/// anywhere.
std::string firstFault(const NamedTensors& weights, const PackageManifest& manifest)
{
    for (const auto& [name, dimensions] : { std::pair("head.weight", 2), std::pair("head.bias", 1) })
        if (!has(weights, name, dimensions) || weights.at(name).size(0) != std::ssize(manifest.labels))
            return name;
    if (manifest.classifier.variant != "encoder") {
        for (const char* name : { "phi.mean", "phi.scale" })
            if (!has(weights, name, 1))
                return name;
        if (weights.contains("hidden.weight")
            && (!has(weights, "hidden.weight", 2) || !has(weights, "hidden.bias", 1)))
            return "hidden.weight";
    }
    const bool guide = manifest.classifier.method == "guide";
    if (weights.contains("guide.mapped") != guide)
        return "guide.mapped";
    if (guide
        && (!has(weights, "guide.psi_means", 2) || !has(weights, "guide.phi_means", 2)
            || weights.at("guide.psi_means").size(0) != weights.at("guide.phi_means").size(0)))
        return "guide.psi_means";
    return {};
}

} // namespace

ImagePack packOf(
    const std::vector<PackagePhoto>& photos, std::vector<std::uint8_t> PackagePhoto::*pixels, int size)
{
    std::vector<std::uint8_t> all;
    for (const auto& photo : photos) {
        MINAMO_ASSERT((photo.*pixels).size() == 3 * std::size_t(size) * std::size_t(size));
        all.insert(all.end(), (photo.*pixels).begin(), (photo.*pixels).end());
    }
    return ImagePack::fromPixels(std::move(all), size);
}

Result<PackagedClassifier> PackagedClassifier::load(const Path& folder, const PackageManifest& manifest)
{
    PackagedClassifier result;
    result.m_file = folder / "classifier.safetensors";
    result.m_manifest = manifest;
    if (manifest.isOwn())
        MINAMO_DO(result.openNetwork(folder / packageNetworkFile));
    if (manifest.judgesAsBefore())
        return result;
    MINAMO_TRY(auto checkpoint, readCheckpoint(result.m_file));
    result.m_weights = std::move(checkpoint.tensors);
    if (const auto fault = firstFault(result.m_weights, manifest); !fault.empty())
        return fail("package.bad-weights", { { "path", result.m_file.string() }, { "tensor", fault } });
    if (manifest.classifier.method == "guide") {
        MINAMO_TRY(const auto table, restoreStyles("guide.", result.m_weights));
        result.m_centroids = result.m_weights.at("guide.psi_means").to(at::kFloat);
        result.m_mapped = table.mapped;
    }
    if (manifest.classifier.variant == "encoder") {
        MINAMO_TRY(result.m_encoder,
            EncoderPredictor::make(result.m_weights, manifest.classifier.width,
                static_cast<int>(manifest.labels.size()), manifest.preprocessing.phiSize, at::kCPU));
    }
    return result;
}

Result<void> PackagedClassifier::openNetwork(const Path& file)
{
    MINAMO_TRY(m_network, Backbone::open(file));
    const auto wrong = [&](const char* tensor) {
        return fail("package.bad-weights", { { "path", file.string() }, { "tensor", tensor } });
    };
    if (m_network->classes() != std::ssize(m_manifest.classifier.network->classes))
        return wrong("classes");
    if (m_network->side() > 0 && m_network->side() != m_manifest.preprocessing.phiSize)
        return wrong("pos_embed");
    return {};
}

FeatureMatrix PackagedClassifier::ownFeatures(const std::vector<PackagePhoto>& photos) const
{
    const torch::NoGradGuard noGrad;
    FeatureMatrix features(std::ssize(photos), m_network->features());
    for (std::size_t i = 0; i < photos.size(); ++i) {
        const auto pack = packOf({ photos[i] }, &PackagePhoto::phi, m_manifest.preprocessing.phiSize);
        const auto input = normalised(gatherPhotos(pack, { 0 }), m_manifest.preprocessing.phiRange);
        const auto pooled = m_network->forward(input).pooled.contiguous();
        std::copy_n(pooled.const_data_ptr<float>(), pooled.numel(), features.row(Eigen::Index(i)).data());
    }
    return features;
}

/// The plant's verdicts as they are; outputs that mean the same class add up.
at::Tensor PackagedClassifier::verdictsOf(const at::Tensor& phi) const
{
    const auto& classes = m_manifest.classifier.network->classes;
    const std::vector<std::int64_t> wide(classes.begin(), classes.end());
    const auto outputs = at::softmax(m_network->logits(phi), 1);
    return at::zeros({ phi.size(0), std::ssize(m_manifest.labels) })
        .index_add_(1, torch::tensor(wide, at::TensorOptions(at::kLong)), outputs);
}

Result<at::Tensor> PackagedClassifier::psi(
    const PackageRunner::Features& features, const std::optional<CellId>& cell, std::int64_t width) const
{
    const auto found = features.find(cell.value_or(CellId {}));
    if (found == features.end() || found->second.cols() != width)
        return fail("package.bad-weights",
            { { "path", m_file.string() }, { "tensor", cellName(cell.value_or(CellId {})) } });
    return tensorOf(found->second);
}

Result<PackagedClassifier::Answers> PackagedClassifier::probabilities(
    const PackageRunner::Features& features, const std::vector<PackagePhoto>& photos)
{
    const torch::NoGradGuard noGrad;
    Answers answers;
    if (m_manifest.judgesAsBefore()) {
        MINAMO_TRY(const auto phi, psi(features, ownPhi, m_network->features()));
        answers.probabilities = verdictsOf(phi);
        return answers;
    }
    at::Tensor styles;
    if (m_centroids.defined()) {
        MINAMO_TRY(const auto rows, psi(features, m_manifest.classifier.domains, m_centroids.size(1)));
        const auto nearest = nearestCentroids(rows, m_centroids).first.to(at::kLong).contiguous();
        answers.domains.assign(
            nearest.data_ptr<std::int64_t>(), nearest.data_ptr<std::int64_t>() + nearest.numel());
        styles = StyleTable::rowsFor(m_mapped, answers.domains);
    }
    if (m_encoder) {
        std::vector<int> rows(photos.size());
        std::iota(rows.begin(), rows.end(), 0);
        const auto pack = packOf(photos, &PackagePhoto::phi, m_manifest.preprocessing.phiSize);
        MINAMO_TRY(answers.probabilities, m_encoder->probabilities(pack, rows, styles, [] { return false; }));
        return answers;
    }
    const Standardiser standardiser { m_weights.at("phi.mean"), m_weights.at("phi.scale") };
    const auto cell = m_network ? std::optional(ownPhi) : m_manifest.classifier.phi;
    MINAMO_TRY(const auto rows, psi(features, cell, standardiser.mean.size(0)));
    const auto phi = standardiser.apply(rows);
    answers.probabilities
        = fastProbabilities(m_weights, styles.defined() ? at::cat({ phi, styles }, 1) : phi);
    return answers;
}

} // namespace minamo
