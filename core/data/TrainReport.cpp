#include "data/TrainReport.h"

#include "io/Files.h"
#include "statistics/Intervals.h"

#include <cmath>

namespace minamo {

Json toJson(const Rate& rate)
{
    return { { "count", rate.count }, { "of", rate.of }, { "value", rate.value() }, { "low", rate.low },
        { "high", rate.high } };
}

void fromJson(const Json& json, Rate& rate)
{
    rate = { json.at("count"), json.at("of"), json.at("low"), json.at("high") };
}

Json toJson(const InspectionErrors& errors)
{
    return { { "overReject", toJson(errors.overReject) }, { "miss", toJson(errors.miss) } };
}

void fromJson(const Json& json, InspectionErrors& errors)
{
    fromJson(json.at("overReject"), errors.overReject);
    fromJson(json.at("miss"), errors.miss);
}

namespace {

Json cellJson(const std::string& tap, int timestep)
{
    return tap.empty() ? Json() : Json { { "tap", tap }, { "timestep", timestep } };
}

void cellFrom(const Json& json, std::string& tap, int& timestep)
{
    if (json.is_null())
        return;
    tap = json.at("tap");
    timestep = json.at("timestep");
}

Json toJson(const TrainRun& run)
{
    Json json = toJson(run.errors);
    json.update({ { "fold", run.fold }, { "seed", run.seed }, { "holdout", run.holdout },
        { "method", run.method }, { "psi", cellJson(run.psiTap, run.psiTimestep) },
        { "psiReason", run.psiReason }, { "psiValues", run.psiValues }, { "phi", cellJson(run.phiTap, run.phiTimestep) },
        { "pseudoDomains", run.pseudoDomains }, { "refreshes", run.refreshes }, { "hidden", run.hidden },
        { "steps", run.steps }, { "bestStep", run.bestStep }, { "trainPhotos", run.trainPhotos },
        { "validationPhotos", run.validationPhotos }, { "testPhotos", run.testPhotos },
        { "leftOut", run.leftOut }, { "validation", run.validation }, { "accuracy", toJson(run.accuracy) },
        { "accuracyIn", toJson(run.accuracyIn) }, { "confusion", run.confusion },
        { "weights", run.weights } });
    return json;
}

void fromJson(const Json& json, TrainRun& run)
{
    run.fold = json.at("fold");
    run.seed = json.at("seed");
    run.holdout = json.at("holdout");
    run.method = json.at("method");
    cellFrom(json.at("psi"), run.psiTap, run.psiTimestep);
    cellFrom(json.at("phi"), run.phiTap, run.phiTimestep);
    run.psiReason = json.at("psiReason");
    run.psiValues = json.at("psiValues");
    run.pseudoDomains = json.at("pseudoDomains");
    run.refreshes = json.at("refreshes").get<std::vector<int>>();
    run.hidden = json.at("hidden");
    run.steps = json.at("steps");
    run.bestStep = json.at("bestStep");
    run.trainPhotos = json.at("trainPhotos");
    run.validationPhotos = json.at("validationPhotos");
    run.testPhotos = json.at("testPhotos");
    run.leftOut = json.at("leftOut");
    run.validation = json.at("validation");
    fromJson(json.at("accuracy"), run.accuracy);
    fromJson(json.at("accuracyIn"), run.accuracyIn);
    run.confusion = json.at("confusion").get<std::vector<std::vector<int>>>();
    fromJson(json, run.errors);
    run.weights = json.at("weights");
}

Json toJson(const MethodTotal& total)
{
    Json folds = Json::array();
    for (const auto& fold : total.folds) {
        Json entry = toJson(fold.errors);
        entry.update({ { "holdout", fold.holdout }, { "accuracy", toJson(fold.accuracy) } });
        folds.push_back(std::move(entry));
    }
    Json json = toJson(total.errors);
    json.update(
        { { "method", total.method }, { "accuracy", toJson(total.accuracy) }, { "folds", std::move(folds) },
            { "meanOfFolds", total.meanOfFolds }, { "standardError", total.standardError } });
    return json;
}

void fromJson(const Json& json, MethodTotal& total)
{
    total.method = json.at("method");
    fromJson(json.at("accuracy"), total.accuracy);
    fromJson(json, total.errors);
    total.meanOfFolds = json.at("meanOfFolds");
    total.standardError = json.at("standardError");
    for (const auto& entry : json.at("folds")) {
        auto& fold = total.folds.emplace_back();
        fold.holdout = entry.at("holdout");
        fromJson(entry.at("accuracy"), fold.accuracy);
        fromJson(entry, fold.errors);
    }
}

Json toJson(const Comparison& c)
{
    return { { "difference", c.difference }, { "onlyErm", c.onlyErm }, { "onlyGuide", c.onlyGuide },
        { "statistic", c.statistic }, { "pValue", c.pValue }, { "verdict", c.verdict } };
}

void fromJson(const Json& json, Comparison& c)
{
    c.difference = json.at("difference");
    c.onlyErm = json.at("onlyErm");
    c.onlyGuide = json.at("onlyGuide");
    c.statistic = json.at("statistic");
    c.pValue = json.at("pValue");
    c.verdict = json.at("verdict");
}

TrainReport parse(const Json& json)
{
    TrainReport report;
    report.variant = json.at("variant");
    report.mode = json.at("mode");
    report.transductive = json.at("transductive");
    report.classes = json.at("classes").get<std::vector<std::string>>();
    report.environments = json.at("environments").get<std::vector<std::string>>();
    report.methods = json.at("methods").get<std::vector<std::string>>();
    report.okClasses = json.at("okClasses").get<std::vector<int>>();
    report.seeds = json.at("seeds");
    for (const auto& note : json.at("notes"))
        report.notes.push_back({ note.at("code"), note.at("values"), {} });
    for (const auto& run : json.at("runs"))
        fromJson(run, report.runs.emplace_back());
    for (const auto& total : json.at("totals"))
        fromJson(total, report.totals.emplace_back());
    report.compared = !json.at("comparison").is_null();
    if (report.compared)
        fromJson(json.at("comparison"), report.comparison);
    return report;
}

} // namespace

Rate rateOf(double count, std::int64_t of)
{
    Rate rate { count, of };
    if (of > 0) {
        const auto interval = wilsonInterval(std::llround(count), of);
        rate.low = interval.low;
        rate.high = interval.high;
    }
    return rate;
}

Json toJson(const TrainReport& report)
{
    Json notes = Json::array(), runs = Json::array(), totals = Json::array();
    for (const auto& note : report.notes)
        notes.push_back({ { "code", note.code }, { "values", note.values } });
    for (const auto& run : report.runs)
        runs.push_back(toJson(run));
    for (const auto& total : report.totals)
        totals.push_back(toJson(total));
    return { { "version", 1 }, { "variant", report.variant }, { "mode", report.mode },
        { "transductive", report.transductive }, { "classes", report.classes },
        { "environments", report.environments }, { "methods", report.methods },
        { "okClasses", report.okClasses }, { "seeds", report.seeds }, { "notes", std::move(notes) },
        { "runs", std::move(runs) }, { "totals", std::move(totals) },
        { "comparison", report.compared ? toJson(report.comparison) : Json() } };
}

Result<TrainReport> trainReportFromJson(const Json& json)
{
    try {
        return parse(json);
    } catch (const Json::exception& e) {
        return fail("json.broken", { { "path", "results.json" } }, e.what());
    }
}

Result<TrainReport> readTrainReport(const std::string& artifactFolder)
{
    MINAMO_TRY(const auto json, readJson(Path(artifactFolder) / "results.json"));
    return trainReportFromJson(json);
}

} // namespace minamo
