#pragma once
#include "bridge/ProjectModel.h"
#include "data/TrainReport.h"
#include "evaluation/Evaluation.h"
#include "evaluation/JudgedPhotos.h"

#include <QString>
#include <QVector>

namespace minamo {

/// One classifier that can be chosen: a training and one of its methods.
struct RunChoice {
    std::string artifact, method, variant, mode;
    int number = 0; ///< place in the project's list of trainings, 1 ...
    int seeds = 1;
};

/// What the place "results" shows, as read from the artifacts.
struct ResultsData {
    std::vector<RunChoice> runs; ///< oldest first, plain before augmented
    bool evaluated = false;
    Evaluation evaluation; ///< meaningful if evaluated
    JudgedPhotos photos;
    std::vector<int> parts; ///< per photo, for cross-fitting

    bool isGood(std::size_t photo) const { return photos.good[photo] != 0; }
    /// True if this classifier calls the photo bad (the class it says most often is no OK class).
    bool calledBad(std::size_t photo, int which) const;
};

/// Reads "/train" and "/evaluate"; runs in the background. An evaluation of other photos is left out.
Result<ResultsData> readResults(const Project& project);

/// Which photos the strip shows.
struct PhotoQuery {
    enum class Kind { overReject, miss, mistakes, cell } kind = Kind::overReject;
    std::string group = "all"; ///< "all", "environment", "style"
    int index = -1; ///< of the group's row
    int truth = -1, said = -1, which = 1; ///< for a cell of the confusion matrix
};
/// Positions in `photos`, largest change of P(defect) first.
std::vector<std::size_t> photosOf(const ResultsData& data, const PhotoQuery& query);

/// "Training 2: augmented (fast, styles held out)".
QString runName(const RunChoice& run);
/// "S3" or "".
QString rowCode(const EvaluationRow& row);
/// The user's name of a style, else the automatic one; an environment's own word.
QString rowName(const EvaluationRow& row, const Evaluation& evaluation, const ProjectModel& model);

} // namespace minamo
