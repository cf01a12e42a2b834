#pragma once
#include "base/Json.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace minamo {

/// One line of a chart: the raw values of one classifier over its training steps.
struct TrainCurve {
    std::vector<double> steps, loss;
    std::vector<double> validationSteps, validation; ///< accuracy, 0..1; measured more rarely
    double plannedSteps = 0; ///< where the axis ends
};

/// Collects the "curve" events of a training: one fold (held-out environment) and seed at a time, "erm" and
/// "guide" side by side.
class CurveStore {
public:
    struct Fold {
        int number = 0, seed = 0;
        std::string holdout;
        auto operator<=>(const Fold&) const = default;
    };
    void clear();
    /// False if the event is not a curve of a classifier.
    bool apply(const Json& event);
    const std::vector<Fold>& folds() const { return m_folds; } ///< in order of appearance
    std::optional<Fold> newest() const { return m_newest; }
    /// nullptr if this classifier has no curve in this fold.
    const TrainCurve* curve(const Fold& fold, const std::string& series) const;

private:
    std::vector<Fold> m_folds;
    std::optional<Fold> m_newest;
    std::map<std::pair<Fold, std::string>, TrainCurve> m_curves;
};

/// Exponential mean over about a tenth of the points, started at the first value.
std::vector<double> smoothed(const std::vector<double>& values);

} // namespace minamo
