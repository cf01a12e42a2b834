#include "engine/deploy/PackageRunner.h"

#include "engine/deploy/PackagedClassifier.h"
#include "engine/deploy/PsiCut.h"
#include "engine/device/Guarded.h"
#include "engine/features/EncodePhotos.h"
#include "engine/features/FeaturePass.h"
#include "evaluation/Thresholds.h"
#include "package/StyleMatcher.h"

namespace minamo {

struct PackageRunner::State {
    PackageManifest manifest;
    DiffusionModel psi;
    StyleMatcher styles;
    PackagedClassifier classifier;
};

namespace {

std::set<std::string> tapsOf(const std::vector<CellId>& cells)
{
    std::set<std::string> taps;
    for (const auto& cell : cells)
        taps.insert(cell.tap);
    return taps;
}

/// All taps of one timestep, a few photos at a time.
Result<void> addFeatures(FeaturePass& pass, std::int64_t count, int timestep,
    const std::set<std::string>& taps, PackageRunner::Features& features)
{
    constexpr std::int64_t batch = 8;
    const std::atomic<bool> never { false };
    for (std::int64_t from = 0; from < count; from += batch) {
        MINAMO_TRY(const auto pooled,
            pass.run(rowsBetween(from, std::min(from + batch, count)), timestep, taps, never, batch));
        for (const auto& item : pooled) {
            auto& matrix = features[{ item.tap, timestep }];
            if (matrix.rows() == 0)
                matrix.resize(count, item.values.size(1));
            const auto plain = item.values.contiguous();
            std::copy_n(plain.const_data_ptr<float>(), plain.numel(), matrix.row(from).data());
        }
    }
    return {};
}

/// What follows from the probabilities and the style.
void decide(PackageVerdict& verdict, const PackageManifest& manifest)
{
    const auto& p = verdict.probabilities;
    verdict.label = static_cast<int>(std::max_element(p.begin(), p.end()) - p.begin());
    verdict.probability = p[static_cast<std::size_t>(verdict.label)];
    verdict.outside = verdict.distance > manifest.decision.outside;
    verdict.review = verdict.outside;
    if (!manifest.okKnown())
        return;
    double ok = 0;
    for (std::size_t i = 0; i < p.size(); ++i)
        ok += manifest.labels[i].isOk ? double { p[i] } : 0;
    verdict.defect = 1 - ok;
    verdict.isDefect = verdict.defect >= manifest.decision.threshold;
    verdict.review = verdict.outside
        || isInBand(
            { .low = manifest.decision.reviewLow, .high = manifest.decision.reviewHigh }, verdict.defect);
}

} // namespace

Result<PackageRunner> PackageRunner::load(const Path& folder, const PackageManifest& manifest)
{
    auto state = std::make_shared<State>();
    state->manifest = manifest;
    MINAMO_TRY(state->psi, readPsiCut(folder / "psi", tapsOf(manifest.cells())));
    MINAMO_TRY(state->styles, StyleMatcher::read(folder / "styles.safetensors", std::ssize(manifest.styles)));
    MINAMO_TRY(state->classifier, guarded("cpu", [&] { return PackagedClassifier::load(folder, manifest); }));
    return PackageRunner(std::move(state));
}

Result<PackageRunner::Features> PackageRunner::features(const std::vector<PackagePhoto>& photos) const
{
    const auto& manifest = m_state->manifest;
    std::vector<std::uint64_t> contents;
    for (const auto& photo : photos)
        contents.push_back(photo.content);
    const auto pack = packOf(photos, &PackagePhoto::psi, manifest.preprocessing.psiSize);
    MINAMO_TRY(const auto inputs, inputsWithoutProject(m_state->psi, pack));
    FeaturePass pass(m_state->psi, *inputs, contents, manifest.draw);
    std::map<int, std::set<std::string>> byTimestep;
    for (const auto& cell : manifest.cells())
        byTimestep[cell.timestep].insert(cell.tap);
    Features result;
    for (const auto& [timestep, taps] : byTimestep)
        MINAMO_DO(addFeatures(pass, std::ssize(photos), timestep, taps, result));
    if (manifest.isOwn()) {
        MINAMO_TRY(result[ownPhi], guarded("cpu", [&]() -> Result<FeatureMatrix> {
            return m_state->classifier.ownFeatures(photos);
        }));
    }
    return result;
}

Result<std::vector<PackageVerdict>> PackageRunner::judge(const std::vector<PackagePhoto>& photos) const
{
    MINAMO_TRY(const auto known, features(photos));
    return judge(known, photos);
}

Result<std::vector<PackageVerdict>> PackageRunner::judge(
    const Features& features, const std::vector<PackagePhoto>& photos) const
{
    auto& s = *m_state;
    const auto psi = features.find(s.manifest.styleCell);
    if (psi == features.end() || psi->second.cols() != s.styles.dimension())
        return fail("package.bad-weights",
            { { "path", "styles.safetensors" }, { "tensor", cellName(s.manifest.styleCell) } });
    MINAMO_TRY(
        const auto answers, guarded("cpu", [&] { return s.classifier.probabilities(features, photos); }));
    const auto table = answers.probabilities.to(at::kFloat).contiguous();
    const auto* values = table.const_data_ptr<float>();
    std::vector<PackageVerdict> verdicts(photos.size());
    for (std::size_t i = 0; i < photos.size(); ++i, values += table.size(1)) {
        auto& verdict = verdicts[i];
        verdict.probabilities.assign(values, values + table.size(1));
        const auto match = s.styles.match(psi->second.row(static_cast<Eigen::Index>(i)).data());
        verdict.style = match.style;
        verdict.distance = match.distance;
        verdict.pseudoDomain = answers.domains.empty() ? -1 : answers.domains[i];
        decide(verdict, s.manifest);
    }
    return verdicts;
}

} // namespace minamo
