#include "data/PhotoTally.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <tuple>

namespace minamo {
namespace {

using PhotoKey = std::pair<int, std::uint64_t>; // fold, id
using Tallies = std::map<PhotoKey, PhotoTally>;

std::map<int, Tallies> tally(const std::vector<Prediction>& predictions, const std::vector<int>& okClasses)
{
    std::map<int, Tallies> byMethod;
    for (const auto& p : predictions)
        byMethod[p.method][{ p.fold, p.id }].add(p.truth, p.predicted, okClasses);
    return byMethod;
}

MethodTotal totalOf(const std::string& method, const Tallies& tallies, const TrainReport& report)
{
    MethodTotal total;
    total.method = method;
    TallySum all;
    std::map<int, TallySum> folds;
    for (const auto& [key, t] : tallies) {
        all.add(t);
        folds[key.first].add(t);
    }
    const bool okKnown = !report.okClasses.empty();
    total.accuracy = rateOf(all.right, all.photos);
    total.errors = all.errors(okKnown);
    for (const auto& [fold, sum] : folds) {
        const auto run = std::find_if(report.runs.begin(), report.runs.end(),
            [&, number = fold](const TrainRun& r) { return r.fold == number; });
        total.folds.push_back({ run == report.runs.end() ? std::string() : run->holdout,
            rateOf(sum.right, sum.photos), sum.errors(okKnown) });
    }
    return total;
}

/// DomainBed: plain mean over folds within a seed, then mean and standard error (population deviation) over
/// seeds.
void averageOverSeeds(MethodTotal& total, const TrainReport& report)
{
    std::map<int, std::pair<double, int>> bySeed;
    for (const auto& run : report.runs)
        if (run.method == total.method) {
            bySeed[run.seed].first += run.accuracy.value();
            ++bySeed[run.seed].second;
        }
    std::vector<double> means;
    for (const auto& [seed, sum] : bySeed)
        means.push_back(sum.first / sum.second);
    const double count = std::max<double>(1, double(means.size()));
    double mean = 0, variance = 0;
    for (const double value : means)
        mean += value / count;
    for (const double value : means)
        variance += (value - mean) * (value - mean) / count;
    total.meanOfFolds = mean;
    total.standardError = means.size() > 1 ? std::sqrt(variance / count) : 0;
}

std::vector<std::pair<PhotoTally, PhotoTally>> pairsOf(const Tallies& erm, const Tallies& guide)
{
    std::vector<std::pair<PhotoTally, PhotoTally>> pairs;
    for (const auto& [key, tally] : erm)
        if (const auto other = guide.find(key); other != guide.end())
            pairs.emplace_back(tally, other->second);
    return pairs;
}

void completeRun(TrainRun& run, const std::vector<Prediction>& predictions, const TrainReport& report)
{
    const int method = run.method == "guide" ? 1 : 0;
    const auto classes = report.classes.size();
    run.confusion.assign(classes, std::vector<int>(classes));
    int right = 0, rightIn = 0, photos = 0, photosIn = 0;
    for (const auto& p : predictions) {
        if (p.fold != run.fold || p.seed != run.seed || p.method != method)
            continue;
        ++run.confusion[std::size_t(p.truth)][std::size_t(p.predicted)];
        right += p.truth == p.predicted;
        rightIn += p.targetIn && p.truth == p.predicted;
        ++photos;
        photosIn += p.targetIn;
    }
    run.testPhotos = photos;
    run.accuracy = rateOf(right, photos);
    run.accuracyIn = rateOf(rightIn, photosIn);
    run.errors = inspectionErrors(run.confusion, report.okClasses);
}

/// Says so if no method is clearly better than always giving the most frequent class of the photos it is
/// judged on: such a table compares two ways of not having learned anything.
void noteIfNotLearned(TrainReport& report)
{
    std::erase_if(report.notes, [](const Error& note) { return note.code == "train.not-learned"; });
    std::vector<std::int64_t> counts(report.classes.size());
    for (const auto& run : report.runs)
        if (run.seed == report.runs.front().seed && run.method == report.runs.front().method)
            for (std::size_t truth = 0; truth < counts.size(); ++truth)
                counts[truth] += std::accumulate(run.confusion[truth].begin(), run.confusion[truth].end(), 0);
    const auto photos = std::accumulate(counts.begin(), counts.end(), std::int64_t { 0 });
    if (photos == 0 || report.totals.empty())
        return;
    const auto most = std::max_element(counts.begin(), counts.end());
    const double share = double(*most) / double(photos);
    if (std::any_of(report.totals.begin(), report.totals.end(),
            [share](const MethodTotal& total) { return total.accuracy.low > share; }))
        return;
    report.notes.push_back({ "train.not-learned",
        { { "class", report.classes[std::size_t(most - counts.begin())] },
            { "percent", std::round(1000 * share) / 10 } },
        {} });
    report.comparison.verdict = "not-learned";
}

} // namespace

InspectionErrors inspectionErrors(
    const std::vector<std::vector<int>>& confusion, const std::vector<int>& okClasses)
{
    TallySum sum;
    for (std::size_t truth = 0; truth < confusion.size(); ++truth)
        for (std::size_t said = 0; said < confusion[truth].size(); ++said) {
            const int count = confusion[truth][said];
            const bool isOk = isOneOf(int(truth), okClasses), saidOk = isOneOf(int(said), okClasses);
            sum.photos += count;
            sum.ok += isOk ? count : 0;
            sum.overReject += isOk && !saidOk ? count : 0;
            sum.miss += !isOk && saidOk ? count : 0;
        }
    return sum.errors(!okClasses.empty());
}

void completeReport(TrainReport& report, const std::vector<Prediction>& predictions)
{
    for (auto& run : report.runs)
        completeRun(run, predictions, report);
    const auto tallies = tally(predictions, report.okClasses);
    report.totals.clear();
    for (const auto& method : report.methods) {
        const auto found = tallies.find(method == "guide" ? 1 : 0);
        if (found == tallies.end())
            continue;
        auto total = totalOf(method, found->second, report);
        averageOverSeeds(total, report);
        report.totals.push_back(std::move(total));
    }
    report.compared = tallies.contains(0) && tallies.contains(1);
    if (report.compared)
        report.comparison = compareTallies(pairsOf(tallies.at(0), tallies.at(1)));
    noteIfNotLearned(report);
}

} // namespace minamo
