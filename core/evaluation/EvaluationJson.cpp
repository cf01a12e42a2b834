#include "evaluation/Evaluation.h"

namespace minamo {
namespace {

Json toJson(const Contestant& c)
{
    return { { "artifact", c.artifact }, { "method", c.method }, { "variant", c.variant }, { "mode", c.mode },
        { "seeds", c.seeds } };
}
void fromJson(const Json& json, Contestant& c)
{
    c = { json.at("artifact"), json.at("method"), json.at("variant"), json.at("mode"), json.at("seeds") };
}

Json toJson(const GroupFigures& figures)
{
    Json json = minamo::toJson(figures.errors);
    json["accuracy"] = minamo::toJson(figures.accuracy);
    return json;
}
void fromJson(const Json& json, GroupFigures& figures)
{
    minamo::fromJson(json.at("accuracy"), figures.accuracy);
    minamo::fromJson(json, figures.errors);
}

Json toJson(const PairedTest& t)
{
    return { { "onlyBefore", t.onlyBefore }, { "onlyAfter", t.onlyAfter }, { "pValue", t.pValue },
        { "rose", t.rose }, { "worse", t.worse() } };
}
void fromJson(const Json& json, PairedTest& t)
{
    const char* const rose = json.contains("rose") ? "rose" : "worse"; // older artifacts know one word only
    t = { json.at("onlyBefore"), json.at("onlyAfter"), json.at("pValue"), json.at(rose) };
}

Json toJson(const EvaluationRow& row)
{
    return { { "kind", row.kind }, { "index", row.index }, { "number", row.number }, { "name", row.name },
        { "words", row.words }, { "photos", row.photos }, { "ok", row.ok }, { "defects", row.defects },
        { "typical", row.typical }, { "before", toJson(row.figures[0]) }, { "after", toJson(row.figures[1]) },
        { "accuracyTest", toJson(row.accuracy) }, { "overRejectTest", toJson(row.overReject) },
        { "missTest", toJson(row.miss) } };
}
void fromJson(const Json& json, EvaluationRow& row)
{
    row.kind = json.at("kind");
    row.index = json.at("index");
    row.number = json.at("number");
    row.name = json.at("name");
    row.words = json.at("words").get<std::vector<std::string>>();
    row.photos = json.at("photos");
    row.ok = json.at("ok");
    row.defects = json.at("defects");
    row.typical = json.at("typical");
    fromJson(json.at("before"), row.figures[0]);
    fromJson(json.at("after"), row.figures[1]);
    fromJson(json.at("accuracyTest"), row.accuracy);
    fromJson(json.at("overRejectTest"), row.overReject);
    fromJson(json.at("missTest"), row.miss);
}

Json toJson(const ThresholdPoint& point)
{
    return { { "threshold", point.threshold }, { "overReject", point.overReject }, { "miss", point.miss } };
}
void fromJson(const Json& json, ThresholdPoint& point)
{
    point = { json.at("threshold"), json.at("overReject"), json.at("miss") };
}

Json toJson(const ReviewBand& band)
{
    return { { "low", band.low }, { "high", band.high }, { "photos", band.photos },
        { "overRejectsSaved", band.overRejectsSaved }, { "missesSaved", band.missesSaved } };
}
void fromJson(const Json& json, ReviewBand& band)
{
    band = { json.at("low"), json.at("high"), json.at("photos"), json.at("overRejectsSaved"),
        json.at("missesSaved") };
}

Json toJson(const OperatingPoint& point)
{
    return { { "threshold", point.threshold }, { "errors", minamo::toJson(point.errors) },
        { "withReview", minamo::toJson(point.withReview) }, { "cost", point.cost },
        { "costWithReview", point.costWithReview }, { "band", toJson(point.band) } };
}
void fromJson(const Json& json, OperatingPoint& point)
{
    point.threshold = json.at("threshold");
    minamo::fromJson(json.at("errors"), point.errors);
    minamo::fromJson(json.at("withReview"), point.withReview);
    point.cost = json.at("cost");
    point.costWithReview = json.at("costWithReview");
    fromJson(json.at("band"), point.band);
}

Json toJson(const LeakCheck& leak)
{
    return { { "about", leak.about }, { "association", leak.association }, { "pValue", leak.pValue },
        { "guess", leak.guess }, { "majority", leak.majority }, { "photos", leak.photos },
        { "level", leak.level } };
}
void fromJson(const Json& json, LeakCheck& leak)
{
    leak = { json.at("about"), json.at("association"), json.at("pValue"), json.at("guess"),
        json.at("majority"), json.at("photos"), json.at("level") };
}

Json toJson(const Error& said)
{
    return { { "code", said.code }, { "values", said.values } };
}
void fromJson(const Json& json, Error& said)
{
    said = { json.at("code"), json.at("values"), {} };
}

template <class T> Json listOf(const T& values)
{
    Json list = Json::array();
    for (const auto& value : values)
        list.push_back(toJson(value));
    return list;
}

template <class T> void listFrom(const Json& json, std::vector<T>& values)
{
    for (const auto& entry : json)
        fromJson(entry, values.emplace_back());
}

template <class T> Json pairOf(const std::array<T, 2>& values)
{
    return { { "before", toJson(values[0]) }, { "after", toJson(values[1]) } };
}
template <class T> void pairFrom(const Json& json, std::array<T, 2>& values)
{
    fromJson(json.at("before"), values[0]);
    fromJson(json.at("after"), values[1]);
}

Evaluation parse(const Json& json)
{
    Evaluation e;
    pairFrom(json.at("contestants"), e.contestants);
    e.compared = json.at("compared");
    const bool learned = json.at("verdict") != "not-learned"; // what older artifacts tell of it
    e.learned = json.value("learned", std::array { learned, learned });
    e.styles = json.at("styles");
    e.classes = json.at("classes").get<std::vector<std::string>>();
    e.environments = json.at("environments").get<std::vector<std::string>>();
    e.okClasses = json.at("okClasses").get<std::vector<int>>();
    fromJson(json.at("all"), e.all);
    listFrom(json.at("byEnvironment"), e.byEnvironment);
    listFrom(json.at("byStyle"), e.byStyle);
    e.confusion = json.at("confusion").get<decltype(e.confusion)>();
    listFrom(json.at("curve"), e.curve);
    fromJson(json.at("costs"), e.costs);
    pairFrom(json.at("recommended"), e.recommended);
    pairFrom(json.at("honest"), e.honest);
    fromJson(json.at("leak"), e.leak);
    e.verdict = json.at("verdict");
    listFrom(json.at("sentences"), e.sentences);
    listFrom(json.at("notes"), e.notes);
    return e;
}

} // namespace

Json toJson(const InspectionCosts& costs)
{
    return { { "overReject", costs.overReject }, { "miss", costs.miss }, { "review", costs.review },
        { "defectRate", costs.defectRate }, { "reviewShare", costs.reviewShare } };
}

void fromJson(const Json& json, InspectionCosts& costs)
{
    costs = { json.at("overReject"), json.at("miss"), json.at("review"), json.at("defectRate"),
        json.at("reviewShare") };
}

Json toJson(const Evaluation& e)
{
    return { { "version", 1 }, { "contestants", pairOf(e.contestants) }, { "compared", e.compared },
        { "learned", e.learned }, { "styles", e.styles }, { "classes", e.classes },
        { "environments", e.environments }, { "okClasses", e.okClasses }, { "all", toJson(e.all) },
        { "byEnvironment", listOf(e.byEnvironment) }, { "byStyle", listOf(e.byStyle) },
        { "confusion", e.confusion }, { "curve", listOf(e.curve) }, { "costs", toJson(e.costs) },
        { "recommended", pairOf(e.recommended) }, { "honest", pairOf(e.honest) }, { "leak", toJson(e.leak) },
        { "verdict", e.verdict }, { "sentences", listOf(e.sentences) }, { "notes", listOf(e.notes) } };
}

Result<Evaluation> evaluationFromJson(const Json& json)
{
    try {
        return parse(json);
    } catch (const Json::exception& e) {
        return fail("json.broken", { { "path", "evaluation.json" } }, e.what());
    }
}

Result<Evaluation> readEvaluation(const Path& artifactFolder)
{
    MINAMO_TRY(const auto json, readJson(artifactFolder / "evaluation.json"));
    MINAMO_TRY(auto evaluation, evaluationFromJson(json));
    evaluation.artifact = artifactFolder.filename().string();
    return evaluation;
}

} // namespace minamo
