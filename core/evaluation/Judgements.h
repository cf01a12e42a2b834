#pragma once
#include "evaluation/JudgedPhotos.h"
#include "evaluation/Thresholds.h"

namespace minamo {

/// What thresholds and bands are chosen and measured on; for the files of this folder.

/// One judgement: a photo under one seed, counted 1 / (seeds that judged the photo).
struct Judgement {
    double defect = 0, weight = 1;
    bool good = false;
    std::size_t photo = 0;
};

/// Of one classifier, in the order of P(defect).
std::vector<Judgement> judgementsOf(const JudgedPhotos& table, int which);

/// Photos with a P(defect), good and bad.
struct Counts {
    std::int64_t good = 0, bad = 0;
};
Counts countsOf(const std::vector<Judgement>& list);

/// `count` of `of`; 0 of none.
inline double shareOf(double count, std::int64_t of)
{
    return of > 0 ? count / double(of) : 0;
}

/// Of all bands around the threshold that hold at most costs.reviewShare of the photos the one that saves
/// most.
/// @param list in the order of P(defect)
ReviewBand bestBand(const std::vector<Judgement>& list, double threshold, const InspectionCosts& costs);

} // namespace minamo
