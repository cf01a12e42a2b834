#pragma once
#include "base/Result.h"

#include <array>
#include <cstdint>
#include <string>
#include <vector>

namespace minamo {

/// A count out of a number of photos with its 95 % Wilson interval (0..1); n = 0: nothing can be said.
struct Rate {
    double count = 0; ///< with several seeds: mean over seeds, so not always whole
    std::int64_t of = 0;
    double low = 0, high = 1;
    double value() const { return of > 0 ? count / static_cast<double>(of) : 0; }
};
Rate rateOf(double count, std::int64_t of);
Json toJson(const Rate& rate);
void fromJson(const Json& json, Rate& rate); ///< throws Json::exception

/// The two mistakes of an inspection: good parts called bad, and bad parts called good.
struct InspectionErrors {
    Rate overReject; ///< of photos whose true class is an OK class
    Rate miss; ///< of photos whose true class is not
};
Json toJson(const InspectionErrors& errors);
void fromJson(const Json& json, InspectionErrors& errors); ///< throws Json::exception

/// One row of predictions.safetensors.
struct Prediction {
    std::uint64_t id = 0; ///< sample
    int fold = 0, seed = 0, method = 0; ///< method: 0 ERM, 1 GUIDE
    int truth = 0, predicted = 0; ///< classes
    float probability = 0; ///< of the predicted class, 0..1
    std::uint8_t targetIn = 1; ///< in DomainBed's "in" part of the target
    int pseudoDomain = -1; ///< nearest one of the fold; -1 for ERM
    std::vector<float> probabilities {}; ///< of every class; empty in artifacts of older versions
};

/// One training: a fold, a seed, a method.
struct TrainRun {
    int fold = 0, seed = 0;
    std::string holdout; ///< environment or style ("S1"), "" for a plain split
    std::string method; ///< "erm" or "guide"
    std::string psiTap, phiTap; ///< cells; "" = not used
    int psiTimestep = -1, phiTimestep = -1;
    std::string psiReason; ///< phrase key: why this cell ("cell.best-style-nmi", "train.cell-given" ...)
    Json psiValues = Json::object(); ///< for the phrase
    int pseudoDomains = 0; ///< K' non-empty clusters; 0 for ERM
    std::vector<int> refreshes; ///< steps at which T was fitted
    int hidden = 0; ///< units of the fast head's hidden layer; 0 = linear
    int steps = 0, bestStep = 0; ///< trained, and the one kept by validation
    int trainPhotos = 0, validationPhotos = 0, testPhotos = 0, leftOut = 0;
    double validation = 0; ///< accuracy of the kept step, mean over training environments
    Rate accuracy; ///< on the held-out photos
    Rate accuracyIn; ///< on DomainBed's "in" part of them
    std::vector<std::vector<int>> confusion; ///< [true class][predicted class], counts
    InspectionErrors errors; ///< by `okClasses`
    std::string weights; ///< file in the artifact
};

/// A method over all folds; every photo counts once (mean over seeds).
struct MethodTotal {
    std::string method;
    Rate accuracy;
    InspectionErrors errors;
    double meanOfFolds = 0; ///< DomainBed's average: plain mean over environments, then seeds
    double standardError = 0; ///< over seeds; 0 for one seed
    struct Fold {
        std::string holdout;
        Rate accuracy;
        InspectionErrors errors;
    };
    std::vector<Fold> folds;
};

/// GUIDE against ERM on the same photos.
struct Comparison {
    double difference = 0; ///< accuracy of GUIDE minus accuracy of ERM
    int onlyErm = 0, onlyGuide = 0; ///< photos that one method gets right more often than the other
    double statistic = 0; ///< McNemar's chi-square with continuity correction, for reference
    double pValue = 1; ///< McNemar's exact test over photos, each counted once however many seeds there are
    std::string verdict; ///< "helps", "no-difference", "hurts"; "not-learned": neither is worth comparing
};

/// Everything a training says; results.json of a "train" artifact.
struct TrainReport {
    std::string variant; ///< "encoder" or "fast"
    std::string mode; ///< "leave-one-environment-out", "leave-one-style-out" or "plain-split"
    bool transductive = false;
    std::vector<std::string> classes, environments, methods;
    std::vector<int> okClasses;
    int seeds = 1;
    std::vector<Error> notes; ///< what is not possible or worth knowing: code and values
    std::vector<TrainRun> runs;
    std::vector<MethodTotal> totals;
    bool compared = false;
    Comparison comparison; ///< meaningful if `compared`
};

Json toJson(const TrainReport& report);
/// Errors: "json.broken".
Result<TrainReport> trainReportFromJson(const Json& json);
/// Reads results.json of a train artifact's folder.
Result<TrainReport> readTrainReport(const std::string& artifactFolder);

/// Over-reject and miss of a confusion matrix.
InspectionErrors inspectionErrors(
    const std::vector<std::vector<int>>& confusion, const std::vector<int>& okClasses);

/// Fills accuracy, confusion and errors of the runs, the totals and the comparison from the predictions;
/// notes "train.not-learned" {class, percent} if no method is clearly better than always giving the most
/// frequent class.
void completeReport(TrainReport& report, const std::vector<Prediction>& predictions);

/// predictions.safetensors: one tensor per field (ids U64, truth I32, probability F32 ...; probabilities F32
/// [rows, classes], absent if a row has none).
Result<void> writePredictions(const std::string& file, const std::vector<Prediction>& predictions);
Result<std::vector<Prediction>> readPredictions(const std::string& file);

} // namespace minamo
