#include "ReportFixture.h"
#include "bridge/JobStarter.h"
#include "report/ReportPlace.h"
#include "stages/ExportOptions.h"
#include "theme/Theme.h"

#include <QApplication>
#include <QFile>
#include <QSignalSpy>

using namespace minamo;

class TestReportPlace : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    int m_number = 0;

    Path newFolder() { return (m_folder.path() + "/demo" + QString::number(++m_number)).toStdString(); }
    /// The folder of an evaluated project; nobody has it open.
    QString newProject(const char* verdict)
    {
        const auto project = evaluatedProject(newFolder(), "Line 2", verdict);
        return project ? QString::fromStdString(project->folder().string()) : QString();
    }
    QByteArray contentOf(const QString& file)
    {
        QFile opened(file);
        return opened.open(QIODevice::ReadOnly) ? opened.readAll() : QByteArray();
    }

private Q_SLOTS:
    void initTestCase()
    {
        applyTheme(*qApp, ThemeKind::light);
        qputenv("MINAMO_CLI", (QCoreApplication::applicationDirPath() + "/fake_cli").toUtf8());
    }

    void showsAndSavesThePages()
    {
        const auto project = newProject("helps");
        QVERIFY(!project.isEmpty());
        ProjectModel model;
        JobStarter starter(model);
        ReportPlace place(model, starter);
        place.resize(1300, 800);
        place.show();
        model.open(project);
        QTRY_VERIFY(place.pages() != nullptr && place.isReady());
        QCOMPARE(place.preview()->pages(), place.pages()->count());
        QVERIFY(place.handOver()->ways().isEmpty());
        for (const char* name : { "/a.html", "/a.pdf" }) {
            QSignalSpy saved(&place, &ReportPlace::saved);
            place.save(m_folder.path() + name);
            QTRY_COMPARE(saved.size(), 1);
        }
        QVERIFY(contentOf(m_folder.path() + "/a.html").startsWith("<!DOCTYPE html>"));
        QVERIFY(contentOf(m_folder.path() + "/a.pdf").startsWith("%PDF-"));
    }

    void reportHasItsOwnLanguage()
    {
        const auto project = newProject("hurts");
        QVERIFY(!project.isEmpty());
        ProjectModel model;
        JobStarter starter(model);
        ReportPlace place(model, starter);
        model.open(project);
        QTRY_VERIFY(place.pages() != nullptr && place.isReady());
        const auto other = place.reportLanguage() == Language::ja ? Language::en : Language::ja;
        const auto title = place.title();
        place.setReportLanguage(other);
        QTRY_VERIFY(place.isReady());
        QVERIFY(place.pages()->report().language == other);
        QCOMPARE(place.title(), title);
    }

    void leadsToWhatIsMissing()
    {
        DemoSettings bare;
        bare.trained = false;
        const auto project = makeDemoProject(newFolder(), "Bare", bare);
        VERIFY_OK(project);
        ProjectModel model;
        JobStarter starter(model);
        ReportPlace place(model, starter);
        QSignalSpy asked(&place, &Place::placeAsked);
        model.open(QString::fromStdString(project->folder().string()));
        QTRY_COMPARE(place.handOver()->ways().size(), 1);
        place.handOver()->ways().front()->click();
        QCOMPARE(asked.size(), 1);
        QCOMPARE(asked[0][0].toString(), QString("train"));
        QVERIFY(!place.handOver()->exportButton()->isEnabled()); // nothing to export yet
    }

    void exportStartsTheJob()
    {
        const auto project = newProject("helps");
        QVERIFY(!project.isEmpty());
        ProjectModel model;
        JobStarter starter(model);
        ReportPlace place(model, starter);
        QSignalSpy started(&starter, &JobStarter::jobStarted);
        model.open(project);
        QTRY_VERIFY(place.handOver()->exportButton()->isEnabled());
        place.exportInto(m_folder.path());
        QTRY_COMPARE(started.size(), 1);
        const auto job = started[0][0].toString();
        QCOMPARE(starter.stage(job), std::string(ExportOptions::stage));
        QVERIFY(QString::fromStdString(starter.options(job).at("output"))
                    .startsWith(m_folder.path() + "/Line 2"));
        starter.cancel(job);
        QTRY_VERIFY(!starter.anyRunning());
    }
};

QTEST_MAIN(TestReportPlace)
#include "test_report_place.moc"
