#include "data/CellScores.h"

namespace minamo {
namespace {

Json orNull(const std::optional<double>& value)
{
    return value ? Json(*value) : Json();
}

std::optional<double> numberAt(const Json& json, const char* name)
{
    const auto& value = json.at(name);
    return value.is_null() ? std::nullopt : std::optional<double>(value.get<double>());
}

CellScore cellScoreFrom(const Json& json)
{
    CellScore score;
    json.at("tap").get_to(score.tap);
    json.at("timestep").get_to(score.timestep);
    json.at("dimension").get_to(score.dimension);
    score.styleNmi = numberAt(json, "styleNmi");
    score.classNmi = numberAt(json, "classNmi");
    score.balance = numberAt(json, "balance");
    json.at("silhouette").get_to(score.silhouette);
    json.at("stability").get_to(score.stability);
    json.at("labelFree").get_to(score.labelFree);
    json.at("clusters").get_to(score.clusters);
    return score;
}

CellScores scoresFrom(const Json& json)
{
    CellScores scores;
    for (const auto& cell : json.at("cells"))
        scores.cells.push_back(cellScoreFrom(cell));
    json.at("criterion").get_to(scores.criterion);
    json.at("notes").get_to(scores.notes);
    const auto& best = json.at("best");
    if (best.is_null())
        return scores;
    best.at("reason").get_to(scores.reason);
    scores.values = best.at("values");
    for (std::size_t i = 0; i < scores.cells.size(); ++i)
        if (scores.cells[i].tap == best.at("tap") && scores.cells[i].timestep == best.at("timestep"))
            scores.best = static_cast<int>(i);
    return scores;
}

} // namespace

Json cellScoreToJson(const CellScore& score)
{
    return { { "tap", score.tap }, { "timestep", score.timestep }, { "dimension", score.dimension },
        { "styleNmi", orNull(score.styleNmi) }, { "classNmi", orNull(score.classNmi) },
        { "balance", orNull(score.balance) }, { "silhouette", score.silhouette },
        { "stability", score.stability }, { "labelFree", score.labelFree }, { "clusters", score.clusters } };
}

Result<CellScores> readCellScores(const Path& artifactFolder)
{
    MINAMO_TRY(const auto json, readJson(artifactFolder / "scores.json"));
    try {
        return scoresFrom(json);
    } catch (const Json::exception& e) {
        return fail("json.broken", { { "path", (artifactFolder / "scores.json").string() } }, e.what());
    }
}

Result<void> writeCellScores(const Path& artifactFolder, const CellScores& scores)
{
    Json json { { "cells", Json::array() }, { "criterion", scores.criterion }, { "notes", scores.notes },
        { "best", nullptr } };
    for (const auto& cell : scores.cells)
        json["cells"].push_back(cellScoreToJson(cell));
    if (scores.best >= 0) {
        const auto& cell = scores.cells[static_cast<std::size_t>(scores.best)];
        json["best"] = { { "tap", cell.tap }, { "timestep", cell.timestep }, { "reason", scores.reason },
            { "values", scores.values } };
    }
    return writeJson(artifactFolder / "scores.json", json);
}

} // namespace minamo
