#pragma once
#include "DemoProject.h"
#include "TestSupport.h"
#include "data/Styles.h"
#include "evaluation/Evaluation.h"
#include "report/ReportData.h"

#include <QRegularExpression>
#include <QSet>
#include <functional>

namespace minamo {

/// A row of an evaluation with planted mistakes, before and after.
inline EvaluationRow plantedRow(const std::string& kind, int index, std::int64_t ok, std::int64_t defects,
    std::array<double, 2> overRejects, std::array<double, 2> misses)
{
    EvaluationRow row;
    row.kind = kind;
    row.index = index;
    row.number = index + 1;
    row.photos = ok + defects;
    row.ok = ok;
    row.defects = defects;
    row.typical = 0;
    for (const std::size_t side : { 0u, 1u }) {
        row.figures[side].errors = { rateOf(overRejects[side], ok), rateOf(misses[side], defects) };
        row.figures[side].accuracy
            = rateOf(double(row.photos) - overRejects[side] - misses[side], row.photos);
    }
    row.overReject.rose = ok >= fewestForRate && overRejects[1] > overRejects[0];
    row.miss.rose = defects >= fewestForRate && misses[1] > misses[0];
    row.miss.pValue = 0.125;
    return row;
}

/// Style 1 is worst before, style 2 has more misses after, style 3 has 12 photos.
inline Evaluation plantedEvaluation(
    const Dataset& dataset, const std::string& styles, const std::string& verdict)
{
    Evaluation evaluation;
    evaluation.contestants = { Contestant { "", "erm", "fast", "leave-one-environment-out", 1 },
        Contestant { "", "guide", "fast", "leave-one-environment-out", 1 } };
    evaluation.compared = true;
    evaluation.styles = styles;
    evaluation.classes = dataset.label.values;
    evaluation.environments = dataset.environment.values;
    evaluation.okClasses = dataset.okClasses;
    evaluation.all = plantedRow("all", -1, 443, 390, { 101, 44 }, { 60, 41 });
    evaluation.all.number = 0;
    evaluation.all.accuracy.pValue = 0.0004;
    evaluation.byStyle = { plantedRow("style", 0, 106, 84, { 41, 13 }, { 14, 8 }),
        plantedRow("style", 1, 36, 44, { 3, 2 }, { 5, 6 }),
        plantedRow("style", 2, 7, 5, { 2, 1 }, { 1, 1 }) };
    evaluation.byEnvironment = { plantedRow("environment", 0, 300, 300, { 90, 30 }, { 50, 30 }),
        plantedRow("environment", 1, 143, 90, { 11, 14 }, { 10, 11 }) };
    for (auto& row : evaluation.byEnvironment)
        row.name = dataset.environment.values[std::size_t(row.index)];
    const auto classes = evaluation.classes.size();
    evaluation.confusion.fill(std::vector(classes, std::vector<double>(classes, 3)));
    evaluation.curve.resize(2);
    evaluation.curve[1] = { 1, { 0, 0 }, { 1, 1 } };
    // Flattered on the photos that chose it, and what to expect of it.
    evaluation.recommended[1].threshold = 0.37;
    evaluation.recommended[1].cost = 4444;
    evaluation.recommended[1].costWithReview = 3333;
    evaluation.honest[0].cost = 21600;
    evaluation.honest[1].cost = 10300;
    evaluation.honest[1].costWithReview = 8765;
    evaluation.honest[1].band.photos = 36;
    evaluation.verdict = verdict;
    evaluation.learned.fill(verdict != "not-learned");
    return evaluation;
}

/// A demo project whose "/evaluate" is this evaluation; without an OK class if `okKnown` is false.
inline Result<Project> evaluatedProject(const Path& folder, const std::string& name,
    const std::string& verdict, bool okKnown = true, const std::function<void(Evaluation&)>& change = {})
{
    MINAMO_TRY(auto project, makeDemoProject(folder, name));
    if (!okKnown)
        MINAMO_DO(project.edit("/okClasses", Json::array(), "ok-classes", Json::object(), true));
    MINAMO_TRY(const auto dataset, project.dataset());
    auto evaluation = plantedEvaluation(dataset, project.text("/discover"), verdict);
    if (change)
        change(evaluation);
    evaluation.contestants[1].artifact = project.document().at("train").back();
    MINAMO_TRY(auto draft, project.artifacts().begin({ "evaluate", 1, { { "verdict", verdict } }, {} }));
    MINAMO_DO(writeJson(draft.folder() / "evaluation.json", toJson(evaluation)));
    MINAMO_TRY(const auto id, project.artifacts().commit(std::move(draft), Json::object()));
    MINAMO_DO(project.edit("/evaluate", id, "result-adopted", { { "stage", "evaluate" } }, false));
    return project;
}

/// Every number in a text: "12.4", "1,206", "0.91".
inline QStringList numbersIn(const QString& text)
{
    static const QRegularExpression number("\\d+(?:,\\d{3})*(?:\\.\\d+)?");
    QStringList numbers;
    for (auto match = number.globalMatch(text); match.hasNext();)
        numbers << match.next().captured();
    return numbers;
}

/// What a reader sees of an HTML page.
inline QString visibleText(const std::string& html)
{
    QString text = QString::fromStdString(html);
    text.remove(QRegularExpression("<style>.*</style>", QRegularExpression::DotMatchesEverythingOption));
    text.replace(QRegularExpression("<[^>]*>"), " ");
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&");
}

} // namespace minamo
