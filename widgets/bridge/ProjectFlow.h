#pragma once
#include "bridge/JobStarter.h"
#include "bridge/ProjectModel.h"

#include <QHash>
#include <QObject>

namespace minamo {

/// What opens and makes projects by one gesture: a dropped folder, the sample button, the menu. Only starts
/// things; everything arrives through ProjectModel and JobStarter.
class ProjectFlow : public QObject {
    Q_OBJECT

public:
    ProjectFlow(ProjectModel& model, JobStarter& starter, QObject* parent = nullptr);

    /// A project folder is opened; any other folder becomes a new project with its photos imported.
    void openAny(const QString& folder);
    /// The synthetic plant in a new project, then the main job on it.
    void makeSample();
    /// Another folder of photos for the open project.
    void importInto(const QString& folder);
    /// The main job with these options (empty = defaults).
    void startRun(const Json& options = Json::object());
    /// True between openAny() and its answer.
    bool isBusy() const { return m_looking > 0; }
    /// Where new projects are made: what the user chose, else Documents/Minamo.
    static QString projectsFolder();
    static void setProjectsFolder(const QString& folder);

Q_SIGNALS:
    void failed(const minamo::Error& error);
    /// A new project's first job has been asked for: show the place where its photos appear.
    void importing();

private:
    void makeProject(const QString& name, const std::string& stage, const Json& options);

    ProjectModel& m_model;
    JobStarter& m_starter;
    std::string m_firstStage; ///< to be started as soon as the new project is open
    Json m_firstOptions;
    std::string m_thenStage; ///< to follow the job below when it is done
    QString m_after;
    int m_looking = 0;
};

/// Folders of projects opened before, newest first.
struct RecentProject {
    QString folder;
    QDateTime when;
};
QList<RecentProject> recentProjects();
void noteRecentProject(const QString& folder);

} // namespace minamo
