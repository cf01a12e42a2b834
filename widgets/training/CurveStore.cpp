#include "CurveStore.h"

#include <algorithm>

namespace minamo {

void CurveStore::clear()
{
    *this = {};
}

bool CurveStore::apply(const Json& event)
{
    const auto series = event.value("series", "");
    if (event.value("event", "") != "curve" || (series != "erm" && series != "guide")
        || !event.contains("step"))
        return false;
    const Fold fold { event.value("fold", 0), event.value("seed", 0), event.value("holdout", "") };
    if (std::find(m_folds.begin(), m_folds.end(), fold) == m_folds.end())
        m_folds.push_back(fold);
    m_newest = fold;
    auto& curve = m_curves[{ fold, series }];
    const double step = event.at("step").get<double>();
    // A job that was killed and resumed tells its last steps again.
    const auto cut = [step](std::vector<double>& steps, std::vector<double>& values) {
        while (!steps.empty() && steps.back() >= step) {
            steps.pop_back();
            values.pop_back();
        }
    };
    curve.plannedSteps = std::max({ curve.plannedSteps, event.value("steps", 0.0), step });
    if (const auto loss = event.find("loss"); loss != event.end() && loss->is_number()) {
        cut(curve.steps, curve.loss);
        curve.steps.push_back(step);
        curve.loss.push_back(loss->get<double>());
    }
    if (const auto accuracy = event.find("validation"); accuracy != event.end() && accuracy->is_number()) {
        cut(curve.validationSteps, curve.validation);
        curve.validationSteps.push_back(step);
        curve.validation.push_back(accuracy->get<double>());
    }
    return true;
}

const TrainCurve* CurveStore::curve(const Fold& fold, const std::string& series) const
{
    const auto found = m_curves.find({ fold, series });
    return found == m_curves.end() ? nullptr : &found->second;
}

std::vector<double> smoothed(const std::vector<double>& values)
{
    std::vector<double> result;
    const double weight = std::clamp(2.0 / (1 + static_cast<double>(values.size()) / 10), 0.05, 1.0);
    for (const double value : values)
        result.push_back(result.empty() ? value : result.back() + weight * (value - result.back()));
    return result;
}

} // namespace minamo
