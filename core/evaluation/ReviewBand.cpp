#include "evaluation/Judgements.h"

#include <algorithm>

namespace minamo {
namespace {

/// Judgements of equal P(defect) stand on one step: they go to a person together or not at all.
struct Step {
    double defect = 0, weight = 0, good = 0, bad = 0;
};

std::vector<Step> stepsOf(const std::vector<Judgement>& list)
{
    std::vector<Step> steps;
    for (const auto& j : list) {
        if (steps.empty() || steps.back().defect != j.defect)
            steps.push_back({ j.defect });
        steps.back().weight += j.weight;
        (j.good ? steps.back().good : steps.back().bad) += j.weight;
    }
    return steps;
}

/// Sums over the first k of `steps` from `first` on, k = 0 ...
struct Cumulated {
    std::vector<double> weight { 0 }, good { 0 };
    Cumulated(const std::vector<Step>& steps, std::size_t first)
    {
        for (std::size_t i = first; i < steps.size(); ++i) {
            weight.push_back(weight.back() + steps[i].weight);
            good.push_back(good.back() + steps[i].good);
        }
    }
    /// The k that fits into `room` and saves most; of equals the smallest: no look for nothing.
    std::size_t within(double room) const
    {
        const auto most = std::upper_bound(weight.begin(), weight.end(), room + 1e-9) - weight.begin() - 1;
        return std::size_t(
            std::lower_bound(good.begin(), good.begin() + most, good[std::size_t(most)] - 1e-12)
            - good.begin());
    }
};

/// Of all runs [a, b) of steps around the threshold that fit into `room`: the one that saves most.
ReviewBand bestRun(
    const std::vector<Step>& steps, double threshold, double room, double worthOverReject, double worthMiss)
{
    const auto middle = std::size_t(std::find_if(steps.begin(), steps.end(), [&](const Step& s) {
        return s.defect >= threshold;
    }) - steps.begin());
    const Cumulated above(steps, middle);
    ReviewBand best { threshold, threshold };
    double bestWorth = 0, below = 0, missesSaved = 0;
    for (std::size_t a = middle;; --a) {
        const auto k = above.within(room - below), b = middle + k;
        const double photos = below + above.weight[k];
        const double worth = worthMiss * missesSaved + worthOverReject * above.good[k];
        if (worth > bestWorth + 1e-12 || (worth > 0 && worth > bestWorth - 1e-12 && photos < best.photos)) {
            bestWorth = worth;
            best = { a == 0 ? 0 : (steps[a - 1].defect + steps[a].defect) / 2,
                b == steps.size() ? 1 : (steps[b - 1].defect + steps[b].defect) / 2, photos, above.good[k],
                missesSaved };
        }
        if (a == 0 || below + steps[a - 1].weight > room + 1e-9)
            return best;
        below += steps[a - 1].weight;
        missesSaved += steps[a - 1].bad;
    }
}

} // namespace

ReviewBand bestBand(const std::vector<Judgement>& list, double threshold, const InspectionCosts& costs)
{
    const auto counts = countsOf(list);
    const double room = costs.reviewShare * double(counts.good + counts.bad);
    const double worthOverReject
        = (1 - costs.defectRate) * costs.overReject / double(std::max<std::int64_t>(1, counts.good));
    const double worthMiss = costs.defectRate * costs.miss / double(std::max<std::int64_t>(1, counts.bad));
    return bestRun(stepsOf(list), threshold, room, worthOverReject, worthMiss);
}

bool isInBand(const ReviewBand& band, double defect)
{
    return band.photos > 0 && defect >= band.low && defect <= band.high;
}

} // namespace minamo
