#include "DemoProject.h"
#include "TestSupport.h"
#include "gallery/PhotoViewer.h"

#include <QApplication>
#include <csignal>

using namespace minamo;

/// The window's side of the interactive process, with the stand-in for minamo-cli.
class TestInteractiveClient : public QObject {
    Q_OBJECT
    QTemporaryDir m_dir;

    static bool lives(qint64 process) { return ::kill(static_cast<pid_t>(process), 0) == 0; }

private Q_SLOTS:
    void initTestCase()
    {
        qputenv("MINAMO_CLI", (QCoreApplication::applicationDirPath() + "/fake_cli").toUtf8());
        DemoSettings settings;
        settings.photos = 12;
        settings.trained = false;
        VERIFY_OK(makeDemoProject((m_dir.path() + "/demo").toStdString(), "demo", settings));
    }
    void init() { m_model = std::make_unique<ProjectModel>(); }

    void startsWithTheFirstQuestionAndEndsWithTheProject()
    {
        InteractiveClient client(*m_model);
        open();
        QCOMPARE(client.processId(), 0);
        const auto answer = ask(client);
        VERIFY_OK(answer);
        QVERIFY(answer->file && answer->file->find("energy"));
        QVERIFY(!std::filesystem::exists(answer->file->path())); // read, and gone from the disk
        const auto process = client.processId();
        QVERIFY(lives(process));
        VERIFY_OK(ask(client));
        QCOMPARE(client.processId(), process); // kept
        m_model->close();
        QCOMPARE(client.processId(), 0);
        QTRY_VERIFY(!lives(process));
    }

    /// kill -9: one error, and the next question is answered by another process.
    void killedProcessIsOneErrorAndARetryWorks()
    {
        InteractiveClient client(*m_model);
        open();
        VERIFY_OK(ask(client));
        for (int round = 0; round < 3; ++round) {
            const auto process = client.processId();
            std::optional<Result<InteractiveAnswer>> lost;
            ::kill(static_cast<pid_t>(process), SIGSTOP); // so that the question is still open
            client.ask(this, "maps", Json::object(), [&](auto answer) { lost = std::move(answer); });
            ::kill(static_cast<pid_t>(process), SIGKILL);
            QTRY_VERIFY(lost.has_value());
            VERIFY_FAILS(*lost, "interactive.died");
            VERIFY_OK(ask(client));
            QVERIFY(client.processId() != process);
        }
    }

    void missingProgramIsAnError()
    {
        InteractiveClient client(*m_model);
        open();
        const auto before = qgetenv("MINAMO_CLI");
        qputenv("MINAMO_CLI", "/nowhere/minamo-cli");
        const auto answer = ask(client);
        qputenv("MINAMO_CLI", before);
        VERIFY_FAILS(answer, "job.no-program");
        VERIFY_OK(ask(client));
    }

    /// The large view: a thumbnail first, then what the process decoded; a photo that cannot be read stays
    /// small.
    void viewerShowsWhatTheProcessDecoded()
    {
        open();
        QTRY_VERIFY(m_model->dataset() != nullptr);
        PhotoViewer viewer(*m_model);
        viewer.open(3, { 1, 3, 5 }, [](int row) { return QString::number(row); });
        QTRY_VERIFY(viewer.isComplete());
        QCOMPARE(viewer.image().size(), QSize(8, 8));
        QCOMPARE(viewer.image().pixel(7, 7), qRgb(90, 90, 90));
        QTest::keyClick(&viewer, Qt::Key_Right);
        QCOMPARE(viewer.row(), 5);
        QVERIFY(!viewer.isComplete());
        QTRY_VERIFY(viewer.isComplete());
    }

    void endsWithTheWindow()
    {
        qint64 process = 0;
        {
            InteractiveClient client(*m_model);
            open();
            VERIFY_OK(ask(client));
            process = client.processId();
            QVERIFY(lives(process));
        }
        QVERIFY(!lives(process));
    }

private:
    void open()
    {
        m_model->open(m_dir.path() + "/demo");
        QTRY_VERIFY_WITH_TIMEOUT(m_model->isOpen(), 10000);
    }
    Result<InteractiveAnswer> ask(InteractiveClient& client)
    {
        std::optional<Result<InteractiveAnswer>> got;
        client.ask(this, "maps", Json::object(), [&](auto answer) { got = std::move(answer); });
        if (!QTest::qWaitFor([&] { return got.has_value(); }, 10000))
            return fail("test.no-answer");
        return std::move(*got);
    }
    std::unique_ptr<ProjectModel> m_model;
};

QTEST_MAIN(TestInteractiveClient)
#include "test_interactive_client.moc"
