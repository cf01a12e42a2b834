#pragma once
#include "bridge/JobStarter.h"

#include <QMap>

namespace minamo {

// How long things take on this machine: measured by finished jobs, kept in the settings, never guessed.

/// Names of what is measured. `model`: the model's name, "" = the built-in one. `options`: of the stage
/// "run". Seconds per photo and timestep of the features, of scores + styles + map, and bytes of stored
/// features.
QString featurePace(const QString& model, const Json& options);
QString analysisPace(const QString& model, const Json& options);
QString featureBytes(const QString& model, const Json& options);
/// Seconds per trained classifier and photo. `options`: of "run" or "train" ("fast", "device").
QString trainingPace(const Json& options);

/// What a finished job measured: name -> value. Only what it computed itself counts, not what was there
/// before. events: all of the job; photos: of its project.
QMap<QString, double> measuredPaces(const std::string& stage, const Json& options,
    const std::vector<Json>& events, const QString& model, double photos);

/// The last measured value; 0 if nothing was measured yet.
double recalledPace(const QString& name);

/// What a main job will cost; what was not measured yet is told apart, not made up.
struct RunEstimate {
    std::optional<double> seconds; ///< features, scores, styles, map
    std::optional<double> trainingSeconds;
    std::optional<double> bytes; ///< of stored features
};
RunEstimate estimateRun(const QString& model, const Json& options, double photos, int environments);

/// Remembers what the jobs of the open project measure, those of earlier days included.
class PaceLearner : public QObject {
    Q_OBJECT

public:
    PaceLearner(ProjectModel& model, JobStarter& starter, QObject* parent);

private:
    void learn();
    ProjectModel& m_model;
    JobStarter& m_starter;
    QStringList m_learned; ///< jobs
};

} // namespace minamo
