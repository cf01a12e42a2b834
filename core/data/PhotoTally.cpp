#include "data/PhotoTally.h"

#include "statistics/Tests.h"

#include <algorithm>

namespace minamo {

bool isOneOf(int value, const std::vector<int>& list)
{
    return std::find(list.begin(), list.end(), value) != list.end();
}

void PhotoTally::add(int truth, int said, const std::vector<int>& okClasses)
{
    const bool saidOk = isOneOf(said, okClasses);
    isOk = isOneOf(truth, okClasses);
    ++seeds;
    right += truth == said;
    overReject += isOk && !saidOk;
    miss += !isOk && saidOk;
}

void TallySum::add(const PhotoTally& photo)
{
    right += double(photo.right) / photo.seeds;
    overReject += double(photo.overReject) / photo.seeds;
    miss += double(photo.miss) / photo.seeds;
    ++photos;
    ok += photo.isOk;
}

InspectionErrors TallySum::errors(bool okKnown) const
{
    return { rateOf(overReject, okKnown ? ok : 0), rateOf(miss, okKnown ? photos - ok : 0) };
}

Comparison compareTallies(const std::vector<std::pair<PhotoTally, PhotoTally>>& photos)
{
    Comparison result;
    double right = 0;
    for (const auto& [first, second] : photos) {
        const double difference = double(second.right) / second.seeds - double(first.right) / first.seeds;
        result.onlyGuide += difference > 0;
        result.onlyErm += difference < 0;
        right += difference;
    }
    result.difference = photos.empty() ? 0 : right / double(photos.size());
    const auto test = mcnemar(result.onlyErm, result.onlyGuide);
    result.statistic = test.chiSquare.value_or(0);
    result.pValue = test.exact;
    const bool agree = (result.onlyGuide - result.onlyErm) * result.difference > 0;
    result.verdict = result.pValue >= 0.05 || !agree ? "no-difference"
        : result.difference > 0                      ? "helps"
                                                     : "hurts";
    return result;
}

} // namespace minamo
