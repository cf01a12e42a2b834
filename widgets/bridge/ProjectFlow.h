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

    /// A project folder is opened; the photos of any other folder are offered for a new project: importAsked().
    void openAny(const QString& folder);
    /// The synthetic plant in a new project, then the main job on it.
    void makeSample();
    /// Another folder of photos for the open project: importAsked().
    void importInto(const QString& folder);
    /// The same photos again with other options: importAsked() with those they were imported with.
    void importAgain();
    /// What importAsked() led to: the photos become a new project, or those of the open one.
    /// @param options ImportOptions as JSON
    void importPhotos(const Json& options, bool newProject);
    /// The main job with these options (empty = defaults).
    void startRun(const Json& options = Json::object());
    /// True between openAny() and its answer.
    bool isBusy() const { return m_looking > 0; }
    /// Where new projects are made: what the user chose, else Documents/Minamo.
    static QString projectsFolder();
    static void setProjectsFolder(const QString& folder);

Q_SIGNALS:
    void failed(const minamo::Error& error);
    /// How are these photos to be imported? @param options ImportOptions as JSON, the folder at least
    void importAsked(const minamo::Json& options, bool newProject);

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

/// A folder as it is shown: with the separators of this system, the user's own one as "~".
QString shownFolder(QString folder);

/// Folders of projects opened before, newest first.
struct RecentProject {
    QString folder;
    QDateTime when;
};
QList<RecentProject> recentProjects();
void noteRecentProject(const QString& folder);

} // namespace minamo
