#include "bridge/ProjectFlow.h"

#include "stages/ImportOptions.h"

#include <QDir>
#include <QFileInfo>
#include <QSettings>
#include <QStandardPaths>

namespace minamo {

namespace {

constexpr int recentLimit = 12;

/// "name", "name-2", ... : the first that does not exist yet.
QString freeFolder(const QString& parent, const QString& name)
{
    const QDir folder(parent);
    QString candidate = name;
    for (int i = 2; folder.exists(candidate); ++i)
        candidate = QString("%1-%2").arg(name).arg(i);
    return folder.filePath(candidate);
}

Json folderOption(const QString& folder)
{
    return { { "folder", QFileInfo(folder).absoluteFilePath().toStdString() } };
}

} // namespace

ProjectFlow::ProjectFlow(ProjectModel& model, JobStarter& starter, QObject* parent) :
    QObject(parent), m_model(model), m_starter(starter)
{
    connect(&model, &ProjectModel::opened, this, [this] {
        noteRecentProject(m_model.folder());
        if (!m_firstStage.empty())
            m_starter.start(std::exchange(m_firstStage, {}), m_firstOptions);
    });
    connect(&model, &ProjectModel::openFailed, this, [this](const Error& error) {
        m_firstStage.clear();
        m_thenStage.clear();
        Q_EMIT failed(error);
    });
    connect(&starter, &JobStarter::jobStarted, this, [this](const QString& id) {
        if (!m_thenStage.empty() && m_after.isEmpty())
            m_after = id;
    });
    connect(&starter, &JobStarter::jobFinished, this, [this](const QString& id) {
        if (id != m_after || m_starter.status(id).state != JobState::done)
            return;
        m_after.clear();
        m_starter.start(std::exchange(m_thenStage, {}), Json::object());
    });
    connect(&model, &ProjectModel::closed, this, [this] {
        if (m_firstStage.empty())
            m_thenStage.clear();
        m_after.clear();
    });
}

QString ProjectFlow::projectsFolder()
{
    const auto usual = QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation) + "/Minamo";
    return QSettings().value("projectsFolder", usual).toString();
}

void ProjectFlow::setProjectsFolder(const QString& folder)
{
    QSettings().setValue("projectsFolder", folder);
}

void ProjectFlow::openAny(const QString& folder)
{
    enum class Found { nothing, photos, project };
    const auto look = [folder] {
        return Project::isProject(folder.toStdString()) ? Found::project
            : QFileInfo(folder).isDir()                 ? Found::photos
                                                        : Found::nothing;
    };
    ++m_looking;
    m_model.background().run(this, look, [this, folder](Found found) {
        --m_looking;
        if (found == Found::nothing)
            Q_EMIT failed({ "file.cannot-read", { { "path", folder.toStdString() } }, {} });
        else if (found == Found::project)
            m_model.open(folder);
        else
            Q_EMIT importAsked(folderOption(folder), true);
    });
}

void ProjectFlow::makeSample()
{
    m_thenStage = "run";
    m_after.clear();
    makeProject(tr("Sample plant"), "sample", Json::object());
}

void ProjectFlow::makeProject(const QString& name, const std::string& stage, const Json& options)
{
    m_firstStage = stage;
    m_firstOptions = options;
    if (stage != "sample")
        m_thenStage.clear();
    const auto find = [parent = projectsFolder(), name] {
        QDir().mkpath(parent);
        return freeFolder(parent, name.isEmpty() ? "project" : name);
    };
    m_model.background().run(this, find, [this, name](const QString& folder) {
        m_model.create(folder, QFileInfo(folder).fileName());
    });
}

void ProjectFlow::importInto(const QString& folder)
{
    Q_EMIT importAsked(folderOption(folder), false);
}

void ProjectFlow::importAgain()
{
    const auto dataset = m_model.dataset();
    if (!dataset)
        return;
    const auto work = [](const Project& project) {
        return project.artifacts().manifest(project.text("/samples"));
    };
    m_model.read(this, work, [this, root = dataset->root](const Result<Json>& manifest) {
        if (!manifest)
            return Q_EMIT failed(manifest.error());
        Json options = optionsToJson(ImportOptions {});
        for (const auto& [name, value] : manifest->at("options").items())
            if (options.contains(name)) // the sample plant has others of its own
                options[name] = value;
        options["folder"] = root.string();
        Q_EMIT importAsked(options, false);
    });
}

void ProjectFlow::importPhotos(const Json& options, bool newProject)
{
    const QFileInfo folder(QString::fromStdString(options.at("folder").get<std::string>()));
    if (newProject)
        makeProject(folder.fileName(), ImportOptions::stage, options);
    else
        m_starter.start(ImportOptions::stage, options);
}

void ProjectFlow::startRun(const Json& options)
{
    m_starter.start("run", options);
}

QString shownFolder(QString folder)
{
    if (folder.startsWith(QDir::homePath() + "/"))
        folder.replace(0, QDir::homePath().size(), "~");
    return QDir::toNativeSeparators(folder);
}

QList<RecentProject> recentProjects()
{
    QSettings settings;
    QList<RecentProject> all;
    const int count = settings.beginReadArray("recent");
    for (int i = 0; i < count; ++i) {
        settings.setArrayIndex(i);
        all.push_back({ settings.value("folder").toString(), settings.value("when").toDateTime() });
    }
    settings.endArray();
    return all;
}

namespace {

void writeRecent(const QList<RecentProject>& all)
{
    QSettings settings;
    settings.remove("recent");
    settings.beginWriteArray("recent");
    for (int i = 0; i < qMin<int>(recentLimit, static_cast<int>(all.size())); ++i) {
        settings.setArrayIndex(i);
        settings.setValue("folder", all[i].folder);
        settings.setValue("when", all[i].when);
    }
    settings.endArray();
}

} // namespace

void noteRecentProject(const QString& folder)
{
    auto all = recentProjects();
    all.removeIf([&](const RecentProject& recent) { return recent.folder == folder; });
    all.prepend({ folder, QDateTime::currentDateTime() });
    writeRecent(all);
}

} // namespace minamo
