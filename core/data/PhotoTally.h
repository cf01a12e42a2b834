#pragma once
#include "data/TrainReport.h"

#include <utility>
#include <vector>

namespace minamo {

/// One photo under one method: sums over the seeds that tested it.
struct PhotoTally {
    int seeds = 0, right = 0, overReject = 0, miss = 0;
    bool isOk = false;

    void add(int truth, int said, const std::vector<int>& okClasses);
};

/// Photos added up, each counted once (mean over its seeds).
struct TallySum {
    double right = 0, overReject = 0, miss = 0;
    std::int64_t photos = 0, ok = 0;

    void add(const PhotoTally& photo);
    /// Without an OK class neither mistake has a meaning: 0 of 0.
    InspectionErrors errors(bool okKnown) const;
};

/// The second method against the first on the same photos. Over several seeds the count of photos and the
/// mean gain can point to different sides: then the verdict is "no-difference".
Comparison compareTallies(const std::vector<std::pair<PhotoTally, PhotoTally>>& photos);

/// True if `value` is in `list`.
bool isOneOf(int value, const std::vector<int>& list);

} // namespace minamo
