#pragma once
#include "evaluation/Evaluation.h"
#include "evaluation/JudgedPhotos.h"

#include <optional>

namespace minamo {

/// Thresholds on P(defect) and what they cost. Fast enough to follow a slider: the window calls it too.

/// Expected cost per 1,000 parts: 1000 ((1 - q) c_o r_o + q c_m r_m), q = assumed defect rate, c = cost of
/// one mistake, r_o = over-reject rate, r_m = miss rate.
double costPerThousand(const InspectionCosts& costs, double overReject, double miss);

/// Rates at the thresholds 0, 0.01 ... 1; empty if no photo has a P(defect).
std::vector<ThresholdPoint> thresholdCurve(const JudgedPhotos& table);

/// The cheapest threshold of the curve; of equals the one nearest 0.5 (0.5 for an empty curve).
double cheapestThreshold(const std::vector<ThresholdPoint>& curve, int which, const InspectionCosts& costs);

/// One classifier at one threshold, with the review band that saves most among all bands around the threshold
/// that hold at most costs.reviewShare of the photos. The band (and a threshold that was chosen on these
/// photos) looks better here than on others.
OperatingPoint operatingPoint(
    const JudgedPhotos& table, int which, double threshold, const InspectionCosts& costs);

/// Every photo judged by the threshold that is cheapest on the photos of all other parts, and sent to a
/// person by the band that saves most on them: figures that no choice has flattered. Threshold and limits of
/// the band are means over the parts (of the band: over those that have one).
/// @param parts one number >= 0 per photo; photos of one part never choose their own threshold or band
/// @param given the threshold of all parts, if it is not to be chosen
OperatingPoint crossFitted(const JudgedPhotos& table, int which, const std::vector<int>& parts,
    const InspectionCosts& costs, std::optional<double> given = {});

/// True if a photo with this P(defect) goes to a person.
bool isInBand(const ReviewBand& band, double defect);

} // namespace minamo
