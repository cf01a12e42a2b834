#include "evaluation/Thresholds.h"

#include <algorithm>
#include <cmath>
#include <set>

namespace minamo {
namespace {

constexpr int gridSteps = 100;

/// One judgement: a photo under one seed, counted 1 / (seeds that judged the photo).
struct Judgement {
    double defect = 0, weight = 1;
    bool good = false;
    std::size_t photo = 0;
};

std::vector<Judgement> judgements(const JudgedPhotos& table, int which)
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
    return list;
}

/// Photos with a P(defect), good and bad.
struct Counts {
    std::int64_t good = 0, bad = 0;
};

Counts countsOf(const std::vector<Judgement>& list)
{
    double good = 0, bad = 0;
    for (const auto& j : list)
        (j.good ? good : bad) += j.weight;
    return { std::llround(good), std::llround(bad) };
}

double gridThreshold(int step)
{
    return step / double(gridSteps);
}

double share(double count, std::int64_t of)
{
    return of > 0 ? count / double(of) : 0;
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
        curve[step].overReject[which] = share(good[step], counts.good);
        curve[step].miss[which] = share(double(counts.bad) - bad[step], counts.bad);
    }
}

InspectionErrors errorsAt(const std::vector<Judgement>& list, double threshold)
{
    const auto counts = countsOf(list);
    double overReject = 0, miss = 0;
    for (const auto& j : list) {
        const bool saidBad = j.defect >= threshold;
        overReject += j.good && saidBad ? j.weight : 0;
        miss += !j.good && !saidBad ? j.weight : 0;
    }
    return { rateOf(overReject, counts.good), rateOf(miss, counts.bad) };
}

/// Judgements of equal P(defect) stand on one step: they go to a person together or not at all.
struct Step {
    double defect = 0, weight = 0, good = 0, bad = 0;
};

std::vector<Step> stepsOf(std::vector<Judgement> list)
{
    std::sort(
        list.begin(), list.end(), [](const Judgement& a, const Judgement& b) { return a.defect < b.defect; });
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
    /// The largest k that fits into `room`.
    std::size_t within(double room) const
    {
        return std::size_t(std::upper_bound(weight.begin(), weight.end(), room + 1e-9) - weight.begin()) - 1;
    }
};

/// Of all runs [a, b) of steps around the threshold that a person can look at: the one that saves most.
ReviewBand bestBand(
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

void addReview(OperatingPoint& point, const std::vector<Judgement>& list, const InspectionCosts& costs)
{
    const auto counts = countsOf(list);
    const double room = costs.reviewShare * double(counts.good + counts.bad);
    const double worthOverReject
        = (1 - costs.defectRate) * costs.overReject / double(std::max<std::int64_t>(1, counts.good));
    const double worthMiss = costs.defectRate * costs.miss / double(std::max<std::int64_t>(1, counts.bad));
    point.band = bestBand(stepsOf(list), point.threshold, room, worthOverReject, worthMiss);
    double good = 0, bad = 0;
    for (const auto& j : list)
        if (isInBand(point.band, j.defect))
            (j.good ? good : bad) += j.weight;
    point.withReview = { rateOf(point.errors.overReject.count - point.band.overRejectsSaved, counts.good),
        rateOf(point.errors.miss.count - point.band.missesSaved, counts.bad) };
    const double looks
        = (1 - costs.defectRate) * share(good, counts.good) + costs.defectRate * share(bad, counts.bad);
    point.costWithReview
        = costPerThousand(costs, point.withReview.overReject.value(), point.withReview.miss.value())
        + 1000 * looks * costs.review;
}

} // namespace

double costPerThousand(const InspectionCosts& costs, double overReject, double miss)
{
    return 1000
        * ((1 - costs.defectRate) * costs.overReject * overReject + costs.defectRate * costs.miss * miss);
}

std::vector<ThresholdPoint> thresholdCurve(const JudgedPhotos& table)
{
    const auto before = judgements(table, 0), after = judgements(table, 1);
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
    const auto list = judgements(table, which);
    OperatingPoint point;
    point.threshold = threshold;
    point.errors = errorsAt(list, threshold);
    point.cost = costPerThousand(costs, point.errors.overReject.value(), point.errors.miss.value());
    addReview(point, list, costs);
    return point;
}

OperatingPoint crossFitted(
    const JudgedPhotos& table, int which, const std::vector<int>& parts, const InspectionCosts& costs)
{
    const auto list = judgements(table, which);
    const auto counts = countsOf(list);
    double overReject = 0, miss = 0, thresholds = 0;
    const std::set<int> numbers(parts.begin(), parts.end());
    for (const int part : numbers) {
        std::vector<Judgement> own, others;
        for (const auto& j : list)
            (parts[j.photo] == part ? own : others).push_back(j);
        std::vector<ThresholdPoint> curve(gridSteps + 1);
        fillCurve(curve, which, others);
        const double threshold = cheapestThreshold(curve, which, costs);
        const auto errors = errorsAt(own, threshold);
        overReject += errors.overReject.count;
        miss += errors.miss.count;
        thresholds += threshold;
    }
    OperatingPoint point;
    point.threshold = numbers.empty() ? 0.5 : thresholds / double(numbers.size());
    point.errors = { rateOf(overReject, counts.good), rateOf(miss, counts.bad) };
    point.withReview = point.errors;
    point.cost = point.costWithReview
        = costPerThousand(costs, point.errors.overReject.value(), point.errors.miss.value());
    point.band = { point.threshold, point.threshold };
    return point;
}

bool isInBand(const ReviewBand& band, double defect)
{
    return band.photos > 0 && defect >= band.low && defect <= band.high;
}

} // namespace minamo
