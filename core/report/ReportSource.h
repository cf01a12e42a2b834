#pragma once
#include "data/CellScores.h"
#include "data/ImagePack.h"
#include "data/MapLayout.h"
#include "data/Styles.h"
#include "data/ThumbnailPack.h"
#include "evaluation/Evaluation.h"
#include "project/Project.h"

#include <optional>

namespace minamo {

/// Everything a report is made of, read once from the project; what has not been made is absent.
struct ReportSource {
    std::string name, now; ///< of the project; UTC
    Json document = Json::object();
    std::optional<Dataset> dataset;
    std::optional<ThumbnailPack> thumbnails;
    std::optional<CellScores> scores;
    std::optional<Styles> styles;
    std::vector<std::string> styleNames; ///< per style: the user's, else what was measured
    std::optional<ImagePack> pixels; ///< what the model saw
    std::optional<MapLayout> map;
    std::optional<TrainReport> training; ///< the one that the evaluation judges, else the newest
    std::optional<Evaluation> evaluation;
    Json importReport = Json::object(); ///< report.json of the import
    Json cellManifest, mapManifest, trainManifest; ///< how they were made; null if they are not there

    std::int64_t photosOfClass(int label) const; ///< 0 if it is unknown
    std::int64_t okPhotos() const;
    std::int64_t labelledPhotos() const;
    bool isOk(int label) const;
    /// Photos per style and class, [styles][classes].
    std::vector<std::vector<std::int64_t>> styleTimesClass() const;
};

/// Errors: those of reading a damaged artifact. `now`: utcNow() form, the date of the report.
Result<ReportSource> readReportSource(const Project& project, Language language, const std::string& now);

} // namespace minamo
