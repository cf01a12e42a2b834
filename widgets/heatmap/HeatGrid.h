#pragma once
#include "data/CellScores.h"
#include "project/FeatureStore.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace minamo {

enum class HeatState { notComputed, running, extracted, scored };

/// What is known of the grid layer x timestep: states, figures, the recommended cell. Grows by job events;
/// knows nothing of how it is painted.
class HeatGrid {
public:
    struct Cell {
        HeatState state = HeatState::notComputed;
        double progress = 0; ///< 0..1 while running
        std::int64_t dimension = 0; ///< D of the features, 0 = unknown
        std::map<std::string, double>
            figures; ///< "styleNmi", "classNmi", "balance", "labelFree", "probe" ...
    };

    void clear();
    /// The cells that will be there, before any of them is: rows and columns in this order.
    void plan(const std::vector<std::string>& taps, const std::vector<int>& timesteps);
    void addRecords(const std::vector<CellRecord>& records);
    void addScores(const CellScores& scores);
    /// Accuracy of the linear probe of each cell (probe.json of a probe artifact, or {"cells": [...]}).
    void addProbe(const Json& probe);
    /// One job event: "estimate" {taps, timesteps} of what will be there, "cell" {tap, timestep, done,
    /// total}, "score" {a cell of scores.json}, "probe" {tap, timestep, accuracy}. False if it says nothing
    /// about cells.
    bool apply(const Json& event);
    /// Nothing runs any more: half-finished cells are not computed.
    void endRunning();

    const std::vector<std::string>& taps() const { return m_taps; } ///< rows
    const std::vector<int>& timesteps() const { return m_timesteps; } ///< columns, ascending
    bool isEmpty() const { return m_taps.empty() || m_timesteps.empty(); }
    const Cell& cell(int row, int column) const;
    int rowOf(const std::string& tap) const; ///< -1 if unknown
    int columnOf(int timestep) const;
    std::optional<double> value(int row, int column, const std::string& figure) const;
    std::optional<double> rowMaximum(int row, const std::string& figure) const;
    /// Smallest and largest value of a figure over the grid; {0, 1} if there is none.
    std::pair<double, double> range(const std::string& figure) const;
    /// Figures that at least one cell has, in the order of the tabs.
    std::vector<std::string> figures() const;
    int count(HeatState state) const;
    int total() const { return static_cast<int>(m_taps.size() * m_timesteps.size()); }

    std::optional<CellId> recommended() const { return m_recommended; }
    const std::string& criterion() const { return m_criterion; } ///< "style-nmi", "label-free" or ""
    const std::string& reason() const { return m_reason; }
    const Json& reasonValues() const { return m_reasonValues; }

private:
    Cell& at(const std::string& tap, int timestep);
    void addScore(const CellScore& score);

    std::vector<std::string> m_taps;
    std::vector<int> m_timesteps;
    std::map<CellId, Cell> m_cells;
    std::optional<CellId> m_recommended;
    std::string m_criterion, m_reason;
    Json m_reasonValues = Json::object();
};

/// Name of a tap for narrow places: "up_blocks.1.resnets.0" -> "up.1.0".
std::string shortTap(const std::string& tap);
/// What separates the groups of rows: "conv_in", "down", "mid", "up".
std::string tapGroup(const std::string& tap);

} // namespace minamo
