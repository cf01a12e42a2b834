#include "LatentsReading.h"

namespace minamo {

namespace {

std::vector<std::string> textsAt(const Json& document, const char* name)
{
    std::vector<std::string> texts;
    if (const auto found = document.find(name); found != document.end() && found->is_array())
        for (const auto& item : *found)
            if (item.is_string())
                texts.push_back(item);
    return texts;
}

} // namespace

Result<HeatGrid> readHeatGrid(const Project& project)
{
    HeatGrid grid;
    const auto& store = project.artifacts();
    if (const auto cells = textsAt(project.document(), "features"); !cells.empty()) {
        MINAMO_TRY(const auto records, FeatureStore(store).records(cells));
        grid.addRecords(records);
    }
    if (const auto id = project.text("/scores"); !id.empty()) {
        MINAMO_TRY(const auto scores, readCellScores(store.folder(id)));
        grid.addScores(scores);
    }
    if (const auto id = project.text("/probe"); !id.empty()) {
        MINAMO_TRY(const auto probe, readJson(store.folder(id) / "probe.json"));
        grid.addProbe(probe);
    }
    return grid;
}

} // namespace minamo
