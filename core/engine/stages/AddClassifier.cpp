#include "engine/stages/AddClassifier.h"

#include "base/Hash.h"
#include "data/ImagePack.h"
#include "engine/classify/Backbone.h"
#include "engine/classify/PhotoBank.h"
#include "engine/device/Device.h"
#include "engine/device/Guarded.h"
#include "engine/training/Augment.h"
#include "models/TimmConfig.h"
#include "project/ForeignVerdicts.h"
#include "project/OwnNetwork.h"
#include "stages/PackOptions.h"

#include <algorithm>
#include <numeric>
#include <torch/types.h>

namespace minamo {
namespace {

constexpr int usualSide = 224;

Result<int> sideOf(const Backbone& model, const TimmConfig& config, int wanted)
{
    if (model.side() > 0 && wanted > 0 && wanted != model.side())
        return fail("classifier.wrong-size", { { "size", wanted }, { "side", model.side() } });
    return model.side() > 0 ? model.side() : wanted > 0 ? wanted : config.side > 0 ? config.side : usualSide;
}

/// Where nothing is told: timm's ResNets were trained on ImageNet's mean and deviation, its ViTs on values
/// from -1 to 1.
PhotoRange rangeOf(const Backbone& model, const TimmConfig& config, const std::string& wanted)
{
    if (wanted == "auto" && config.range)
        return *config.range;
    const bool half = wanted == "auto" ? model.side() > 0 : wanted == "half";
    return half ? halfRange : imagenetRange;
}

/// For every output of the model the project's class. Folders of classes are usually numbered in order of
/// name.
Result<std::vector<int>> classesOf(
    const Dataset& dataset, std::vector<std::string> names, std::int64_t outputs)
{
    const auto& known = dataset.label.values;
    if (known.empty())
        return fail("classifier.no-classes");
    if (names.empty()) {
        names = known;
        std::sort(names.begin(), names.end());
    }
    if (std::ssize(names) != outputs)
        return fail("classifier.class-count", { { "found", outputs }, { "expected", names.size() } });
    std::vector<int> classes;
    for (const auto& name : names) {
        const auto found = std::find(known.begin(), known.end(), name);
        if (found == known.end())
            return fail("classifier.unknown-class", { { "class", name }, { "known", known } });
        classes.push_back(static_cast<int>(found - known.begin()));
    }
    return classes;
}

FeatureMatrix matrixOf(const at::Tensor& tensor)
{
    const auto plain = tensor.to(at::kCPU, at::kFloat).contiguous();
    return Eigen::Map<const FeatureMatrix>(plain.const_data_ptr<float>(), plain.size(0), plain.size(1));
}

Result<OwnClassifier> judgeAll(const Backbone& model, const ImagePack& pack, const std::vector<int>& classes,
    std::size_t known, const PhotoRange& range, const ClassifierOptions& options, at::Device device,
    JobContext& context)
{
    const torch::NoGradGuard noGrad;
    const auto count = static_cast<std::int64_t>(pack.count());
    OwnClassifier own;
    own.features.resize(count, model.features());
    own.probabilities = FeatureMatrix::Zero(count, static_cast<Eigen::Index>(known));
    for (std::int64_t from = 0; from < count; from += options.batch) {
        context.progress(ClassifierOptions::stage, from, count);
        if (context.cancelled())
            return cancelledError();
        std::vector<int> rows(static_cast<std::size_t>(std::min<std::int64_t>(options.batch, count - from)));
        std::iota(rows.begin(), rows.end(), static_cast<int>(from));
        const auto photos = gatherPhotos(pack, rows).to(device);
        const auto output = model.forward(normalised(photos, range));
        own.features.middleRows(from, std::ssize(rows)) = matrixOf(output.pooled);
        const auto probabilities = matrixOf(at::softmax(output.logits, 1));
        for (std::size_t c = 0; c < classes.size(); ++c)
            own.probabilities.col(classes[c]).segment(from, std::ssize(rows))
                += probabilities.col(Eigen::Index(c));
    }
    context.progress(ClassifierOptions::stage, count, count);
    return own;
}

/// Photos with a class, and how many of them it gets right.
std::pair<std::int64_t, std::int64_t> scoreOf(const OwnClassifier& own, const Dataset& dataset)
{
    std::int64_t right = 0, of = 0;
    for (std::size_t row = 0; row < dataset.size(); ++row) {
        if (dataset.label.codes[row] < 0)
            continue;
        Eigen::Index said = 0;
        own.probabilities.row(static_cast<Eigen::Index>(row)).maxCoeff(&said);
        right += said == dataset.label.codes[row];
        ++of;
    }
    return { right, of };
}

/// What ran elsewhere is only read.
Result<StageResult> addForeign(const Project& project, const ClassifierOptions& options)
{
    MINAMO_TRY(const auto dataset, project.dataset());
    MINAMO_TRY(const auto own, readForeignVerdicts(options.phi, options.predictions, dataset));
    MINAMO_TRY(const auto phi, hashFile(options.phi));
    MINAMO_TRY(const auto predictions, hashFile(options.predictions));
    const ArtifactKey key { ClassifierOptions::stage, 1, { { "known", dataset.label.values } },
        { dataset.labelled(), "file-" + phi, "file-" + predictions } };
    const auto [right, of] = scoreOf(own, dataset);
    const Json summary { { "artifact", key.id() }, { "name", Path(options.phi).filename().string() },
        { "classes", own.probabilities.cols() }, { "features", own.features.cols() },
        { "photos", dataset.size() }, { "size", nullptr }, { "right", right }, { "of", of } };
    MINAMO_TRY(auto draft, project.artifacts().begin(key));
    MINAMO_DO(writeOwnClassifier(draft.folder(), own, dataset.ids));
    MINAMO_TRY(const auto id, project.artifacts().commit(std::move(draft), summary));
    return StageResult { { { "/classifier", id } }, summary };
}

StageResult resultOf(const std::string& id, const Json& summary)
{
    return { { { "/classifier", id } }, summary };
}

/// The classifier's file stays in the project, so that it can be exported later.
Result<std::string> commit(const Project& project, const ArtifactKey& key, const Path& model,
    const OwnClassifier& own, const std::vector<std::uint64_t>& ids, const Json& summary)
{
    MINAMO_TRY(auto draft, project.artifacts().begin(key));
    MINAMO_TRY(const auto bytes, readFile(model));
    MINAMO_DO(writeFileAtomically(draft.folder() / ownNetworkFile, bytes));
    MINAMO_DO(writeOwnClassifier(draft.folder(), own, ids));
    return project.artifacts().commit(std::move(draft), summary);
}

} // namespace

Result<int> classifierSide(const ClassifierOptions& options)
{
    if (options.model.empty())
        return 0;
    MINAMO_TRY(const auto model, Backbone::open(options.model));
    return sideOf(model, TimmConfig::beside(options.model), options.size);
}

Result<StageResult> runAddClassifier(
    const Project& project, const ClassifierOptions& options, JobContext& context)
{
    if (!options.phi.empty() && !options.predictions.empty())
        return addForeign(project, options);
    if (options.model.empty())
        return fail("classifier.nothing-given");
    MINAMO_TRY(auto model, Backbone::open(options.model));
    const auto config = TimmConfig::beside(options.model);
    MINAMO_TRY(const int side, sideOf(model, config, options.size));
    MINAMO_TRY(const auto hash, hashFile(options.model));
    MINAMO_TRY(const auto dataset, project.dataset());
    MINAMO_TRY(const auto classes, classesOf(dataset, options.classes, model.classes()));
    MINAMO_TRY(const auto device, chooseDevice(options.device));
    const auto pack = packKey(project.text("/samples"), PackOptions { .size = side }).id();
    if (!project.artifacts().contains(pack))
        return fail("train.no-pack", { { "size", side } });
    const auto range = rangeOf(model, config, options.range);
    const Json origin { { "name", config.architecture.empty() ? model.name() : config.architecture },
        { "source", config.source }, { "licence", config.licence } };
    const ArtifactKey key { ClassifierOptions::stage, 2,
        { { "classes", classes }, { "size", side }, { "mean", range.mean }, { "deviation", range.deviation },
            { "batch", options.batch }, { "device", deviceClass(device) }, { "known", dataset.label.values },
            { "origin", origin } },
        { dataset.artifact, pack, "file-" + hash } };
    if (project.artifacts().contains(key.id())) {
        MINAMO_TRY(const auto manifest, project.artifacts().manifest(key.id()));
        return resultOf(key.id(), manifest.at("summary"));
    }
    MINAMO_TRY(const auto photos, ImagePack::open(project.artifacts().folder(pack)));
    model.moveTo(device);
    MINAMO_TRY(const auto own, guarded(device.str(), [&] {
        return judgeAll(model, photos, classes, dataset.label.values.size(), range, options, device, context);
    }));
    const auto [right, of] = scoreOf(own, dataset);
    Json summary { { "artifact", key.id() }, { "file", Path(options.model).filename().string() },
        { "hash", hash }, { "classes", model.classes() }, { "features", model.features() },
        { "photos", dataset.size() }, { "size", side }, { "right", right }, { "of", of } };
    summary.update(origin);
    MINAMO_TRY(const auto id, commit(project, key, options.model, own, dataset.ids, summary));
    return resultOf(id, summary);
}

} // namespace minamo
