#pragma once
#include "data/ImagePack.h"
#include "data/Styles.h"
#include "engine/deploy/ExportPlan.h"
#include "evaluation/Evaluation.h"
#include "jobs/JobContext.h"
#include "package/ModelCard.h"
#include "project/OwnClassifier.h"

#include <optional>

namespace minamo {

/// Everything of the project that goes into a package, read and checked once.
struct ExportSources {
    Dataset dataset;
    Json cuts; ///< options of the import: which parts of a photo became samples
    Styles styles;
    std::vector<std::array<std::string, 2>> styleNames; ///< ja, en
    Evaluation evaluation; ///< of the judged training; [1] = the exported method
    TrainRun trained; ///< of the classifier that is exported
    Path weights; ///< its file
    std::map<CellId, CellRecord> cells; ///< by name
    int draw = 0; ///< of their noise
    std::string dtype; ///< "fp32" or "bf16": how they were computed
    ImagePack psiPixels; ///< photos at the size of Psi
    std::optional<ImagePack> phiPixels; ///< at the size of the encoder
    std::optional<OwnClassifier> own; ///< what the workbench knows of the plant's own classifier,
    Path network; ///< and its weights
};

/// Errors: those of runExport.
Result<ExportSources> exportSources(
    const Project& project, const ExportPlan& plan, const std::string& trained, JobContext& context);

/// The manifest but for Psi's tensors, the limit of distance and the files.
PackageManifest exportManifest(const Project& project, const ExportPlan& plan, const ExportSources& sources);

/// The card but for the check against the workbench.
ModelCard exportCard(const ExportPlan& plan, const ExportSources& sources);

} // namespace minamo
