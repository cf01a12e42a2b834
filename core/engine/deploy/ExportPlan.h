#pragma once
#include "data/TrainReport.h"
#include "package/PackageManifest.h"
#include "project/OwnNetwork.h"
#include "project/Project.h"
#include "stages/ExportOptions.h"
#include "stages/TrainOptions.h"

namespace minamo {

/// What an export will do, decided and checked before anything is computed.
struct ExportPlan {
    std::string run; ///< train artifact that the scores come from
    TrainReport report; ///< its report
    std::string method; ///< "erm" or "guide"
    std::string reason; ///< phrase key: why
    TrainOptions training; ///< of the classifier that is exported: the same settings, no photo held out
    PackageLicences licences;
    std::optional<OwnNetwork> network; ///< of the plant's own classifier, if the training stands on it
};

/// Errors: "export.no-output", "export.folder-exists" {path}, "export.no-training", "export.unknown-run"
/// {run}, "export.no-network" {run} for a classifier that ran elsewhere, "export.no-method" {method, known},
/// "export.no-styles", "export.no-data-licence", "export.no-model-licence" {name},
/// "export.no-classifier-licence" {file}, those of the project's model.
Result<ExportPlan> planExport(const Project& project, const ExportOptions& options);

} // namespace minamo
