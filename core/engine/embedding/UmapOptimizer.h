#pragma once
#include "engine/embedding/FuzzyGraph.h"

namespace minamo {

/// Sampled gradient descent of UMAP as a state that can be stepped: every edge pulls its ends together
/// 1/weight epochs apart, and pushes its first end away from five random points each time. Without locks:
/// threads write coordinates as they find them (relaxed atomics), which loses a step now and then and nothing
/// else.
class UmapOptimizer {
public:
    struct Settings {
        int epochs = 500;
        double a = 1.577, b = 0.895; ///< of fitCurve
        double rate = 1; ///< first step length, falls linearly to 0
        int negatives = 5; ///< random points per pull
        int threads = 1; ///< 1 = equal bits on every run
        std::uint64_t seed = 0;
    };
    /// `xy` are the starting coordinates, 2 per row of `graph`.
    UmapOptimizer(FuzzyGraph graph, std::vector<float> xy, const Settings& settings);

    int epoch() const { return m_epoch; }
    bool done() const { return m_epoch >= m_settings.epochs; }
    void step(); ///< one epoch
    const std::vector<float>& xy() const { return m_xy; }

private:
    void moveRows(std::size_t begin, std::size_t end, float rate);
    FuzzyGraph m_graph;
    std::vector<float> m_xy, m_period, m_next; ///< epochs between pulls of an edge; epoch of its next pull
    Settings m_settings;
    int m_epoch = 0;
};

} // namespace minamo
