#pragma once
#include "Appearance.h"
#include "Composition.h"
#include "DemoProject.h"
#include "MainWindow.h"
#include "TestSupport.h"
#include "bridge/ProjectFlow.h"
#include "jobs/JobFolder.h"

#include <QApplication>
#include <QSettings>
#include <QStandardPaths>
#include <ctime>

namespace minamo {

/// The real minamo-cli of this build.
inline QString realCli()
{
    static const auto named = qEnvironmentVariable("MINAMO_CLI"); // before a fixture changes it
    return named.isEmpty() ? QCoreApplication::applicationDirPath() + "/../bin/minamo-cli" : named;
}

/// A real click into the middle.
inline void click(QWidget* widget)
{
    QTest::mouseClick(widget, Qt::LeftButton, Qt::NoModifier, widget->rect().center());
}

/// Bounds of time are multiplied by this: 1, but for builds with a sanitizer or without optimisation.
inline int slowdown()
{
    return qMax(1, qEnvironmentVariableIntValue("MINAMO_SLOWDOWN"));
}

/// Processor time of this thread.
inline double threadSeconds()
{
    timespec time {};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) / 1e9;
}

/// The whole window on a demo project, with the stand-in for minamo-cli (or another one); settings, new
/// projects and documents in a folder of its own.
class WindowFixture {
public:
    explicit WindowFixture(const QString& cli = QCoreApplication::applicationDirPath() + "/fake_cli") :
        appearance(*qApp), starter(model), flow(model, starter)
    {
        QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, folder.path());
        QStandardPaths::setTestModeEnabled(true);
        QCoreApplication::setOrganizationName("MinamoTest");
        ProjectFlow::setProjectsFolder(folder.filePath("projects"));
        static_cast<void>(realCli());
        qputenv("MINAMO_CLI", cli.toLocal8Bit());
        appearance.setTheme(ThemeKind::light);
        appearance.setLanguage(Language::en);
        window = std::make_unique<MainWindow>(
            model, starter, flow, appearance, makePlaces(model, starter, flow));
        window->resize(1600, 1000);
    }
    ~WindowFixture()
    {
        for (const auto& id : starter.jobs())
            if (const auto job = jobFolder(id))
                job->cancel();
    }

    /// Opens a demo project and waits until it is read.
    bool openDemo(const DemoSettings& settings = { .photos = 40, .size = 48 })
    {
        const auto path = folder.filePath("demo");
        if (!makeDemoProject(path.toStdString(), "Demo", settings))
            return false;
        model.open(path);
        return QTest::qWaitFor([this] { return model.dataset() != nullptr; }, 10000);
    }
    std::optional<JobFolder> jobFolder(const QString& id) const
    {
        if (!model.isOpen())
            return std::nullopt;
        auto job = JobFolder::open(model.project()->jobsFolder(), id.toStdString());
        return job ? std::optional<JobFolder>(*job) : std::nullopt;
    }
    /// Starts a job of the stand-in and waits until its process works. "" if it does not.
    QString startJob(const Json& options)
    {
        QString id;
        const auto connection = QObject::connect(
            &starter, &JobStarter::jobStarted, window.get(), [&](const QString& started) { id = started; });
        starter.start("extract", options);
        const bool running = QTest::qWaitFor(
            [&] { return !id.isEmpty() && starter.status(id).state != JobState::waiting; }, 10000);
        QObject::disconnect(connection);
        return running ? id : QString();
    }

    QTemporaryDir folder;
    Appearance appearance;
    ProjectModel model;
    JobStarter starter;
    ProjectFlow flow;
    std::unique_ptr<MainWindow> window;
};

} // namespace minamo
