#include "HeatGrid.h"

#include <algorithm>
#include <cmath>

namespace minamo {

namespace {

const HeatGrid::Cell nothing;

void replaceAll(std::string& text, const std::string& from, const std::string& to)
{
    for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
        text.replace(at, from.size(), to);
}

/// Place of a tap in the network when nobody has told the order: input, down, middle, up, output.
int depthOf(const std::string& group)
{
    static const char* const order[] = { "conv_in", "down", "mid", "up", "conv_out" };
    for (int i = 0; i < 5; ++i)
        if (group == order[i])
            return i;
    return 5;
}

} // namespace

std::string shortTap(const std::string& tap)
{
    std::string name = tap.starts_with("model.") ? tap.substr(6) : tap; // EDM
    replaceAll(name, "down_blocks.", "down.");
    replaceAll(name, "up_blocks.", "up.");
    replaceAll(name, "mid_block", "mid");
    replaceAll(name, "resnets.", "");
    replaceAll(name, "attentions.", "attn.");
    replaceAll(name, "transformer_blocks.", "block.");
    return name;
}

std::string tapGroup(const std::string& tap)
{
    const std::string name = shortTap(tap);
    return name.substr(0, name.find('.'));
}

void HeatGrid::clear()
{
    *this = {};
}

HeatGrid::Cell& HeatGrid::at(const std::string& tap, int timestep)
{
    if (rowOf(tap) < 0) {
        const auto later = std::find_if(m_taps.begin(), m_taps.end(),
            [&](const std::string& other) { return depthOf(tapGroup(other)) > depthOf(tapGroup(tap)); });
        m_taps.insert(later, tap);
    }
    if (columnOf(timestep) < 0)
        m_timesteps.insert(std::lower_bound(m_timesteps.begin(), m_timesteps.end(), timestep), timestep);
    return m_cells[{ tap, timestep }];
}

void HeatGrid::plan(const std::vector<std::string>& taps, const std::vector<int>& timesteps)
{
    for (const auto& tap : taps)
        for (const int timestep : timesteps)
            at(tap, timestep);
}

void HeatGrid::addRecords(const std::vector<CellRecord>& records)
{
    // The records come in the order of the network: that is the order of the rows.
    std::vector<std::string> order;
    for (const auto& record : records) {
        if (std::find(order.begin(), order.end(), record.cell.tap) == order.end())
            order.push_back(record.cell.tap);
        auto& cell = at(record.cell.tap, record.cell.timestep);
        cell.state = std::max(cell.state, HeatState::extracted);
        cell.dimension = record.dimension;
    }
    for (const auto& tap : m_taps)
        if (std::find(order.begin(), order.end(), tap) == order.end())
            order.push_back(tap);
    m_taps = std::move(order);
}

void HeatGrid::addScore(const CellScore& score)
{
    auto& cell = at(score.tap, score.timestep);
    cell.state = HeatState::scored;
    cell.dimension = score.dimension;
    if (score.styleNmi)
        cell.figures["styleNmi"] = *score.styleNmi;
    if (score.classNmi)
        cell.figures["classNmi"] = *score.classNmi;
    if (score.balance)
        cell.figures["balance"] = *score.balance;
    cell.figures["labelFree"] = score.labelFree;
    cell.figures["silhouette"] = score.silhouette;
    cell.figures["stability"] = score.stability;
}

void HeatGrid::addScores(const CellScores& scores)
{
    for (const auto& score : scores.cells)
        addScore(score);
    m_criterion = scores.criterion;
    m_reason = scores.reason;
    m_reasonValues = scores.values;
    if (scores.best >= 0) {
        const auto& best = scores.cells[static_cast<std::size_t>(scores.best)];
        m_recommended = CellId { best.tap, best.timestep };
    }
}

void HeatGrid::addProbe(const Json& probe)
{
    for (const auto& cell : probe.value("cells", Json::array()))
        apply({ { "event", "probe" }, { "tap", cell.value("tap", "") },
            { "timestep", cell.value("timestep", 0) },
            { "accuracy", cell.value("accuracy", std::nan("")) } });
}

bool HeatGrid::apply(const Json& event)
{
    const auto kind = event.value("event", "");
    if (kind == "estimate" && event.contains("taps")) { // all cells, before the first is computed
        plan(event.at("taps"), event.value("timesteps", std::vector<int>()));
        return true;
    }
    if ((kind != "cell" && kind != "score" && kind != "probe") || !event.contains("tap"))
        return false;
    auto& cell = at(event.at("tap").get<std::string>(), event.value("timestep", 0));
    if (kind == "cell") {
        const double done = event.value("done", 1.0), total = event.value("total", 1.0);
        cell.progress = total > 0 ? done / total : 1;
        cell.dimension = event.value("dimension", cell.dimension);
        if (cell.state != HeatState::scored)
            cell.state = done >= total ? HeatState::extracted : done > 0 ? HeatState::running : cell.state;
        return true;
    }
    for (const char* figure : { "styleNmi", "classNmi", "balance", "labelFree", "silhouette", "stability" })
        if (const auto found = event.find(figure); found != event.end() && found->is_number())
            cell.figures[figure] = found->get<double>();
    if (kind == "probe" && event.contains("accuracy") && event.at("accuracy").is_number())
        cell.figures["probe"] = event.at("accuracy").get<double>();
    cell.state = HeatState::scored;
    cell.dimension = event.value("dimension", cell.dimension);
    return true;
}

void HeatGrid::endRunning()
{
    for (auto& [id, cell] : m_cells)
        if (cell.state == HeatState::running)
            cell.state = HeatState::notComputed;
}

const HeatGrid::Cell& HeatGrid::cell(int row, int column) const
{
    const auto found = m_cells.find(
        { m_taps[static_cast<std::size_t>(row)], m_timesteps[static_cast<std::size_t>(column)] });
    return found == m_cells.end() ? nothing : found->second;
}

int HeatGrid::rowOf(const std::string& tap) const
{
    const auto found = std::find(m_taps.begin(), m_taps.end(), tap);
    return found == m_taps.end() ? -1 : static_cast<int>(found - m_taps.begin());
}

int HeatGrid::columnOf(int timestep) const
{
    const auto found = std::find(m_timesteps.begin(), m_timesteps.end(), timestep);
    return found == m_timesteps.end() ? -1 : static_cast<int>(found - m_timesteps.begin());
}

std::optional<double> HeatGrid::value(int row, int column, const std::string& figure) const
{
    const auto& figures = cell(row, column).figures;
    const auto found = figures.find(figure);
    return found == figures.end() || std::isnan(found->second) ? std::nullopt
                                                               : std::optional<double>(found->second);
}

std::optional<double> HeatGrid::rowMaximum(int row, const std::string& figure) const
{
    std::optional<double> most;
    for (int column = 0; column < static_cast<int>(m_timesteps.size()); ++column)
        if (const auto here = value(row, column, figure); here && (!most || *here > *most))
            most = here;
    return most;
}

std::pair<double, double> HeatGrid::range(const std::string& figure) const
{
    std::optional<std::pair<double, double>> range;
    for (const auto& [id, cell] : m_cells)
        if (const auto found = cell.figures.find(figure);
            found != cell.figures.end() && !std::isnan(found->second)) {
            const double v = found->second;
            range = range ? std::pair { std::min(range->first, v), std::max(range->second, v) }
                          : std::pair { v, v };
        }
    return range.value_or(std::pair { 0.0, 1.0 });
}

std::vector<std::string> HeatGrid::figures() const
{
    std::vector<std::string> found;
    for (const char* figure : { "styleNmi", "classNmi", "balance", "labelFree", "probe" })
        for (const auto& [id, cell] : m_cells)
            if (cell.figures.contains(figure)) {
                found.emplace_back(figure);
                break;
            }
    return found;
}

int HeatGrid::count(HeatState state) const
{
    int count = 0;
    for (int row = 0; row < static_cast<int>(m_taps.size()); ++row)
        for (int column = 0; column < static_cast<int>(m_timesteps.size()); ++column)
            count += cell(row, column).state == state;
    return count;
}

} // namespace minamo
