#include "ResultsData.h"

#include "data/Styles.h"
#include "evaluation/Evaluate.h"
#include "theme/Format.h"
#include "training/TrainPlace.h"

#include <QCoreApplication>
#include <algorithm>
#include <cmath>

namespace minamo {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(Results)
};

bool belongs(const ResultsData& data, std::size_t photo, const PhotoQuery& query)
{
    const auto& photos = data.photos;
    return query.group == "style"      ? photos.style[photo] == query.index
        : query.group == "environment" ? photos.environment[photo] == query.index
                                       : true;
}

bool matches(const ResultsData& data, std::size_t photo, const PhotoQuery& query)
{
    const auto& photos = data.photos;
    const auto wrong = [&](int which) { return photos.mainAnswer(photo, which) != photos.truth[photo]; };
    switch (query.kind) {
    case PhotoQuery::Kind::cell:
        return photos.truth[photo] == query.truth && photos.mainAnswer(photo, query.which) == query.said;
    case PhotoQuery::Kind::mistakes:
        return wrong(0) || wrong(1);
    case PhotoQuery::Kind::overReject:
        return data.isGood(photo) && (data.calledBad(photo, 0) || data.calledBad(photo, 1));
    case PhotoQuery::Kind::miss:
        return !data.isGood(photo) && (!data.calledBad(photo, 0) || !data.calledBad(photo, 1));
    }
    return false;
}

} // namespace

bool ResultsData::calledBad(std::size_t photo, int which) const
{
    return !isOneOf(photos.mainAnswer(photo, which), evaluation.okClasses);
}

Result<ResultsData> readResults(const Project& project)
{
    ResultsData data;
    MINAMO_TRY(const auto trainings, readTrainings(project));
    for (std::size_t i = 0; i < trainings.size(); ++i)
        for (const auto& method : trainings[i].report.methods) {
            const auto& report = trainings[i].report;
            data.runs.push_back({ trainings[i].artifact, method, report.variant, report.mode,
                static_cast<int>(i) + 1, report.seeds });
        }
    const auto id = project.text("/evaluate");
    if (id.empty() || !project.artifacts().contains(id))
        return data;
    MINAMO_TRY(const auto dataset, project.dataset());
    MINAMO_TRY(const auto manifest, project.artifacts().manifest(id));
    const auto inputs = manifest.value("inputs", std::vector<std::string>());
    if (std::find(inputs.begin(), inputs.end(), dataset.labelled()) == inputs.end())
        return data;
    MINAMO_TRY(data.evaluation, readEvaluation(project.artifacts().folder(id)));
    MINAMO_TRY(data.photos, readJudgedPhotos(project.artifacts().folder(id)));
    data.parts = crossFittingParts(data.photos, dataset);
    data.evaluated = true;
    return data;
}

std::vector<std::size_t> photosOf(const ResultsData& data, const PhotoQuery& query)
{
    std::vector<std::pair<double, std::size_t>> found;
    for (std::size_t photo = 0; photo < data.photos.size(); ++photo)
        if (belongs(data, photo, query) && matches(data, photo, query)) {
            const double change = data.photos.meanDefect(photo, 1) - data.photos.meanDefect(photo, 0);
            found.emplace_back(std::isnan(change) ? 0 : -std::abs(change), photo);
        }
    std::sort(found.begin(), found.end());
    std::vector<std::size_t> photos;
    for (const auto& [change, photo] : found)
        photos.push_back(photo);
    return photos;
}

QString runName(const RunChoice& run)
{
    QStringList words { run.variant == "own" ? Words::tr("on the plant's own classifier")
            : run.variant == "fast"          ? Words::tr("fast")
                                             : Words::tr("encoder") };
    if (run.mode == "leave-one-style-out")
        words << Words::tr("styles held out");
    if (run.seeds > 1)
        words << Words::tr("%1 repeats").arg(run.seeds);
    return Words::tr("Training %1: %2 (%3)")
        .arg(run.number)
        .arg(run.method == "guide" ? Words::tr("augmented") : Words::tr("plain"), words.join(", "));
}

QString rowCode(const EvaluationRow& row)
{
    return row.kind == "style" ? "S" + QString::number(row.number) : QString();
}

QString rowName(const EvaluationRow& row, const Evaluation& evaluation, const ProjectModel& model)
{
    if (row.kind == "all")
        return Words::tr("All");
    if (row.kind != "style")
        return QString::fromStdString(row.name);
    const auto given = model.text("/styleNames/" + evaluation.styles + "/" + std::to_string(row.number));
    if (!given.isEmpty())
        return given;
    Style style;
    style.number = row.number;
    style.words = row.words;
    return QString::fromStdString(styleAutoName(style, uiPhrases()));
}

} // namespace minamo
