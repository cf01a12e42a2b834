#pragma once
#include "data/TrainReport.h"
#include "io/Files.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace minamo {

/// A rate is shown from this many photos in its own denominator (design: style.md 4).
constexpr std::int64_t fewestForRate = 20;
/// How many photos are still missing until a rate can be shown; 0 = enough.
std::int64_t missingForRate(const Rate& rate);

/// One of the two classifiers that are compared.
struct Contestant {
    std::string artifact; ///< id of the train artifact
    std::string method; ///< "erm", "guide" ...
    std::string variant, mode; ///< as in TrainReport
    int seeds = 1;
};

/// What one classifier did to a group of photos; with several seeds: mean per photo.
struct GroupFigures {
    Rate accuracy;
    InspectionErrors errors; ///< 0 of 0 without an OK class
};

/// Below this p-value (in a table of groups: adjusted by Holm) a change is no accident.
constexpr double clearBelow = 0.05;

/// One figure before and after on the same photos.
struct PairedTest {
    int onlyBefore = 0, onlyAfter = 0; ///< photos that only this one gets right (more often than the other)
    double pValue
        = 1; ///< McNemar's exact test, two-sided; in a table of groups adjusted by Holm for all its tests
    bool rose = false; ///< the rate of mistakes rose, from photos enough for a rate; it may be chance

    bool clear() const { return pValue < clearBelow; }
    bool worse() const { return rose && clear(); }
    /// What stands before the later figure: "▲" = worse; "↑" (accuracy: "↓") = rose, which may be chance; "".
    std::string mark(bool isAccuracy = false) const;
};

/// All photos, one environment or one style, before and after.
struct EvaluationRow {
    std::string kind; ///< "all", "environment", "style"
    int index = -1; ///< into Evaluation::environments or Styles::styles; -1 for "all"
    int number = 0; ///< style number (S1 = 1) or environment's place (1 ...); 0 for "all"
    std::string name; ///< the user's name; "" = a style that has only an automatic one
    std::vector<std::string> words; ///< phrase keys of a style's automatic name (styleAutoName)
    std::int64_t photos = 0, ok = 0, defects = 0;
    std::int64_t typical = -1; ///< row of the data set that stands for it; -1 = none
    std::array<GroupFigures, 2> figures; ///< before, after; equal if there is one classifier only
    PairedTest accuracy, overReject, miss;

    /// Too few good photos to be put in order (without an OK class: too few photos).
    bool tooFew(bool okKnown) const;
};

/// Rates at one threshold on P(defect): a photo is called bad if P(defect) >= threshold.
struct ThresholdPoint {
    double threshold = 0;
    std::array<double, 2> overReject {}, miss {}; ///< before, after; 0..1
};

/// What mistakes cost and how much a person can look at; any currency.
struct InspectionCosts {
    double overReject = 80; ///< of a good part called bad
    double miss = 1200; ///< of a bad part called good
    double review = 30; ///< of a photo that a person looks at
    double defectRate = 0.02; ///< share of bad parts assumed on the line, 0..1
    double reviewShare = 0.05; ///< share of photos that a person can look at, 0..1
    bool operator==(const InspectionCosts&) const = default;
};

/// Photos with low <= P(defect) <= high go to a person, who is taken to be right. Cross-fitted: the limits
/// are means over the parts.
struct ReviewBand {
    double low = 0, high = 0; ///< mean nothing if no photo goes to a person
    double photos = 0; ///< sent to a person, mean over seeds
    double overRejectsSaved = 0, missesSaved = 0; ///< mistakes of the classifier among them
};

/// One classifier with one threshold.
struct OperatingPoint {
    double threshold = 0.5;
    InspectionErrors errors; ///< of all photos, without a person
    InspectionErrors withReview; ///< what is left when a person judges the band
    double cost = 0; ///< expected per 1,000 parts at the assumed defect rate
    double costWithReview = 0; ///< the person's work included
    ReviewBand band;
};

/// Does the style give the class away? Then "better in this style" may only mean "better in this class".
struct LeakCheck {
    std::string about; ///< "defect" (good or bad), or "class" without an OK class; "" = no styles
    double association = 0; ///< Cramer's V, bias-corrected, 0..1
    double pValue = 1;
    double guess = 0; ///< share right when guessing from the style alone (most frequent answer among the
                      ///< other photos of the style)
    double majority = 0; ///< share right when always giving the most frequent answer
    std::int64_t photos = 0;
    std::string level; ///< "weak" (V < 0.3), "medium" (< 0.5), "strong"
};

/// Everything a page about a result can show; evaluation.json of an "evaluate" artifact.
struct Evaluation {
    std::string artifact; ///< id of the evaluate artifact; set by readEvaluation
    std::array<Contestant, 2> contestants; ///< before, after
    bool compared = false; ///< false: one classifier only, before = after
    std::array<bool, 2> learned { true, true }; ///< false: the training found that it has learned nothing
    std::string styles; ///< id of the discover artifact; "" = no styles
    std::vector<std::string> classes, environments;
    std::vector<int> okClasses;
    EvaluationRow all;
    std::vector<EvaluationRow> byEnvironment, byStyle; ///< worst first by "before", too few last
    std::array<std::vector<std::vector<double>>, 2> confusion; ///< [before, after][truth][said], photos
    std::vector<ThresholdPoint> curve; ///< ascending thresholds 0 ... 1; empty without an OK class
    InspectionCosts costs;
    std::array<OperatingPoint, 2>
        recommended; ///< cheapest threshold and its band, chosen on all photos: what
                     ///< a line uses. Its figures are of the same photos: flattered
    std::array<OperatingPoint, 2> honest; ///< what to expect of it: every photo judged by a threshold and a
                                          ///< band chosen without its fold (crossFitted)
    LeakCheck leak;
    std::string verdict; ///< "helps", "no-difference", "hurts", "not-learned"; "" if not compared
    std::vector<Error> sentences; ///< what can be said: phrase "evaluate.say.<code>" and values
    std::vector<Error> notes; ///< what limits it: "error.<code>"

    bool okKnown() const { return !okClasses.empty(); }
    /// 0.5 for a classifier that has learned nothing: its cheapest threshold would let everything pass.
    std::optional<double> fixedThreshold(int which) const
    {
        return learned[std::size_t(which)] ? std::nullopt : std::optional(0.5);
    }
};

Json toJson(const Evaluation& evaluation);
/// Errors: "json.broken".
Result<Evaluation> evaluationFromJson(const Json& json);
/// Reads evaluation.json of an evaluate artifact's folder.
Result<Evaluation> readEvaluation(const Path& artifactFolder);

Json toJson(const InspectionCosts& costs);
void fromJson(const Json& json, InspectionCosts& costs);

} // namespace minamo
