#include "evaluation/Thresholds.h"

#include "evaluation/Judgements.h"

#include <algorithm>
#include <cmath>
#include <set>

namespace minamo {
namespace {

constexpr int gridSteps = 100;

double gridThreshold(int step)
{
    return step / double(gridSteps);
}

/// Weight of good and bad photos whose P(defect) is at least each threshold of the grid.
std::pair<std::vector<double>, std::vector<double>> calledBad(const std::vector<Judgement>& list)
{
    std::vector<double> good(gridSteps + 1), bad(gridSteps + 1);
    for (const auto& j : list) {
        int step = std::clamp(int(j.defect * gridSteps), 0, gridSteps);
        while (step < gridSteps && gridThreshold(step + 1) <= j.defect)
            ++step;
        while (step > 0 && gridThreshold(step) > j.defect)
            --step;
        (j.good ? good : bad)[std::size_t(step)] += j.weight;
    }
    for (int step = gridSteps; step-- > 0;) {
        good[std::size_t(step)] += good[std::size_t(step) + 1];
        bad[std::size_t(step)] += bad[std::size_t(step) + 1];
    }
    return { good, bad };
}

void fillCurve(std::vector<ThresholdPoint>& curve, int which, const std::vector<Judgement>& list)
{
    const auto counts = countsOf(list);
    const auto [good, bad] = calledBad(list);
    for (std::size_t step = 0; step < curve.size(); ++step) {
        curve[step].threshold = gridThreshold(int(step));
        curve[step].overReject[which] = shareOf(good[step], counts.good);
        curve[step].miss[which] = shareOf(double(counts.bad) - bad[step], counts.bad);
    }
}

double cheapestOf(const std::vector<Judgement>& list, int which, const InspectionCosts& costs)
{
    std::vector<ThresholdPoint> curve(gridSteps + 1);
    fillCurve(curve, which, list);
    return cheapestThreshold(curve, which, costs);
}

/// What a threshold and a band do to judgements: good and bad photos judged wrongly, sent to a person, and
/// both.
struct Outcome {
    double overReject = 0, miss = 0;
    double goodSeen = 0, badSeen = 0;
    double overRejectSaved = 0, missSaved = 0;

    void add(const std::vector<Judgement>& list, double threshold, const ReviewBand& band)
    {
        for (const auto& j : list) {
            const bool wrong = j.good == (j.defect >= threshold), seen = isInBand(band, j.defect);
            (j.good ? overReject : miss) += wrong ? j.weight : 0;
            (j.good ? goodSeen : badSeen) += seen ? j.weight : 0;
            (j.good ? overRejectSaved : missSaved) += wrong && seen ? j.weight : 0;
        }
    }
    /// Threshold and limits of the band are left to the caller.
    OperatingPoint point(const Counts& counts, const InspectionCosts& costs) const
    {
        OperatingPoint point;
        point.errors = { rateOf(overReject, counts.good), rateOf(miss, counts.bad) };
        point.withReview
            = { rateOf(overReject - overRejectSaved, counts.good), rateOf(miss - missSaved, counts.bad) };
        point.cost = costPerThousand(costs, point.errors.overReject.value(), point.errors.miss.value());
        const double looks = (1 - costs.defectRate) * shareOf(goodSeen, counts.good)
            + costs.defectRate * shareOf(badSeen, counts.bad);
        point.costWithReview
            = costPerThousand(costs, point.withReview.overReject.value(), point.withReview.miss.value())
            + 1000 * looks * costs.review;
        point.band = { 0, 0, goodSeen + badSeen, overRejectSaved, missSaved };
        return point;
    }
};

} // namespace

std::vector<Judgement> judgementsOf(const JudgedPhotos& table, int which)
{
    std::vector<Judgement> list;
    const auto seeds = std::size_t(table.seeds[which]);
    for (std::size_t i = 0; i < table.size(); ++i) {
        const auto* first = table.defect[which].data() + i * seeds;
        const auto judged = std::count_if(first, first + seeds, [](float p) { return !std::isnan(p); });
        for (std::size_t s = 0; s < seeds; ++s)
            if (!std::isnan(first[s]))
                list.push_back({ first[s], 1.0 / double(judged), table.good[i] != 0, i });
    }
    std::stable_sort(
        list.begin(), list.end(), [](const Judgement& a, const Judgement& b) { return a.defect < b.defect; });
    return list;
}

Counts countsOf(const std::vector<Judgement>& list)
{
    double good = 0, bad = 0;
    for (const auto& j : list)
        (j.good ? good : bad) += j.weight;
    return { std::llround(good), std::llround(bad) };
}

double costPerThousand(const InspectionCosts& costs, double overReject, double miss)
{
    return 1000
        * ((1 - costs.defectRate) * costs.overReject * overReject + costs.defectRate * costs.miss * miss);
}

std::vector<ThresholdPoint> thresholdCurve(const JudgedPhotos& table)
{
    const auto before = judgementsOf(table, 0), after = judgementsOf(table, 1);
    if (before.empty() || after.empty())
        return {};
    std::vector<ThresholdPoint> curve(gridSteps + 1);
    fillCurve(curve, 0, before);
    fillCurve(curve, 1, after);
    return curve;
}

double cheapestThreshold(const std::vector<ThresholdPoint>& curve, int which, const InspectionCosts& costs)
{
    double best = 0.5, bestCost = 0;
    bool found = false;
    for (const auto& point : curve) {
        const double cost = costPerThousand(costs, point.overReject[which], point.miss[which]);
        const bool equal = found && std::abs(cost - bestCost) < 1e-9;
        const bool nearer = std::abs(point.threshold - 0.5) < std::abs(best - 0.5);
        if (!found || (equal ? nearer : cost < bestCost)) {
            best = point.threshold;
            bestCost = cost;
            found = true;
        }
    }
    return best;
}

OperatingPoint operatingPoint(
    const JudgedPhotos& table, int which, double threshold, const InspectionCosts& costs)
{
    const auto list = judgementsOf(table, which);
    const auto band = bestBand(list, threshold, costs);
    Outcome outcome;
    outcome.add(list, threshold, band);
    auto point = outcome.point(countsOf(list), costs);
    point.threshold = threshold;
    point.band.low = band.low;
    point.band.high = band.high;
    return point;
}

OperatingPoint crossFitted(const JudgedPhotos& table, int which, const std::vector<int>& parts,
    const InspectionCosts& costs, std::optional<double> given)
{
    const auto list = judgementsOf(table, which);
    const std::set<int> numbers(parts.begin(), parts.end());
    Outcome outcome;
    double thresholds = 0, lows = 0, highs = 0, bands = 0;
    for (const int part : numbers) {
        std::vector<Judgement> own, others;
        for (const auto& j : list)
            (parts[j.photo] == part ? own : others).push_back(j);
        const double threshold = given ? *given : cheapestOf(others, which, costs);
        const auto band = bestBand(others, threshold, costs);
        outcome.add(own, threshold, band);
        thresholds += threshold;
        if (band.photos > 0) {
            lows += band.low;
            highs += band.high;
            ++bands;
        }
    }
    auto point = outcome.point(countsOf(list), costs);
    point.threshold = numbers.empty() ? 0.5 : thresholds / double(numbers.size());
    point.band.low = bands > 0 ? lows / bands : point.threshold;
    point.band.high = bands > 0 ? highs / bands : point.threshold;
    return point;
}

} // namespace minamo
