#pragma once
#include "base/Phrases.h"
#include "data/TrainReport.h"
#include "evaluation/Evaluation.h"
#include "io/Files.h"
#include "package/PackageManifest.h"

#include <string>
#include <vector>

namespace minamo {

/// One line of the card's table: how the method did on photos of environments (or styles) it had not learned
/// from.
struct CardScore {
    std::string kind; ///< "all", "environment", "style"
    std::string ja, en; ///< name; "" for "all"
    Rate accuracy;
    InspectionErrors errors; ///< 0 of 0 without an OK class
};

/// A name and how many photos carry it.
struct CardCount {
    std::string name;
    std::int64_t photos = 0;
};

/// What a buyer of the classifier must know, as meaning; MODEL_CARD.md and model_card.json say the same.
struct ModelCard {
    std::string fingerprint; ///< hash over ids, contents and labels of all photos
    std::int64_t photos = 0; ///< of the project
    std::int64_t trainPhotos = 0, validationPhotos = 0; ///< the classifier was trained and chosen on
    std::vector<CardCount> environments, classes;
    std::string evaluation; ///< id of the train artifact that the scores come from
    std::string mode; ///< as in TrainReport
    std::string method; ///< exported
    std::string reason; ///< phrase key: why this method
    std::string verdict; ///< of the comparison; "" if there was none
    std::vector<CardScore> scores;
    /// Of threshold and review band, on photos that chose neither (Evaluation::honest); absent without an OK
    /// class.
    std::optional<OperatingPoint> expected;
    std::int64_t pseudoDomains = 0; ///< of T; 0 without T
    Json recipe = Json::object(); ///< every option of the training
    std::int64_t checked = 0; ///< photos that the package and the workbench judged both
    double difference = 0; ///< largest difference of a probability among them
    std::int64_t sameStyle = 0; ///< of them with the style that the workbench gives
    std::string featureDevice; ///< "fp32" or "bf16": how the workbench computed its features
    std::vector<Error> limits; ///< "error.<code>" with values
};

/// model_card.json.
Json toJson(const ModelCard& card, const PackageManifest& manifest);
/// MODEL_CARD.md: Japanese first, then English.
std::string modelCardText(const ModelCard& card, const PackageManifest& manifest);

} // namespace minamo
