#include "engine/stages/CellInput.h"

namespace minamo {

Result<std::vector<CellRecord>> projectCells(const Project& project)
{
    std::vector<std::string> ids;
    if (const auto list = project.document().find("features");
        list != project.document().end() && list->is_array())
        ids = list->get<std::vector<std::string>>();
    MINAMO_TRY(auto cells, FeatureStore(project.artifacts()).records(ids));
    if (cells.empty())
        return fail("analysis.no-features");
    return cells;
}

Result<CellRecord> wantedCell(const Project& project, std::string& tap, int& timestep)
{
    MINAMO_TRY(const auto cells, projectCells(project));
    if (const auto chosen = project.cell()) {
        if (tap.empty())
            tap = chosen->tap;
        if (timestep < 0)
            timestep = chosen->timestep;
    }
    if (tap.empty() || timestep < 0)
        return fail("analysis.no-cell");
    for (const auto& cell : cells)
        if (cell.cell.tap == tap && cell.cell.timestep == timestep)
            return cell;
    return fail("analysis.unknown-cell", { { "tap", tap }, { "timestep", timestep } });
}

Result<FeatureMatrix> cellFeatures(const Project& project, const CellRecord& cell, std::size_t photos)
{
    MINAMO_TRY(auto features, FeatureStore(project.artifacts()).matrix(cell));
    if (features.rows() != static_cast<Eigen::Index>(photos))
        return fail("analysis.rows-differ", { { "rows", features.rows() }, { "photos", photos } });
    if (!features.allFinite())
        return fail("analysis.not-finite", { { "tap", cell.cell.tap }, { "timestep", cell.cell.timestep } });
    return features;
}

std::vector<std::string> inputIds(const std::vector<CellRecord>& cells, const std::string& samples)
{
    std::vector<std::string> ids { samples };
    for (const auto& cell : cells)
        ids.push_back(cell.artifact);
    return ids;
}

} // namespace minamo
