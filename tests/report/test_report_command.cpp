#include "CliRunner.h"
#include "ReportFixture.h"

#include <QDir>
#include <QFile>

using namespace minamo;

/// minamo-cli report: both languages, one file each, nothing half-written.
class TestReportCommand : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

    QString file(const char* name) const { return m_folder.filePath(name); }
    QString content(const char* name) const
    {
        QFile opened(file(name));
        return opened.open(QIODevice::ReadOnly) ? QString::fromUtf8(opened.readAll()) : QString();
    }

private Q_SLOTS:
    void initTestCase() { VERIFY_OK(evaluatedProject(file("P").toStdString(), "Line 2", "helps")); }
    void writesBothLanguages()
    {
        const auto ja = runCli({ "report", file("P"), "--language", "ja", "-o", file("ja.html"), "--json" });
        QCOMPARE(ja.exitCode, 0);
        QVERIFY(ja.json().at("figures").get<int>() > 200 && ja.json().at("missing").empty());
        QCOMPARE(QFile(file("ja.html")).size(), ja.json().at("bytes").get<qint64>());
        QVERIFY(content("ja.html").contains("<html lang=\"ja\">") && content("ja.html").contains("過検出"));
        const auto en = runCli({ "report", file("P"), "--language", "en", "-o", file("en.html") });
        QCOMPARE(en.exitCode, 0);
        QVERIFY(en.output.contains("en.html"));
        QVERIFY(content("en.html").contains("<html lang=\"en\">") && !content("en.html").contains("過検出"));
    }
    void saysWhatIsWrong()
    {
        const auto nowhere = runCli({ "report", file("P"), "-o", file("no/such/a.html") });
        QCOMPARE(nowhere.exitCode, 1);
        QVERIFY(nowhere.errors.contains("a.html"));
        QVERIFY(!QDir(file("no")).exists());
        QCOMPARE(runCli({ "report", file("none"), "-o", file("b.html") }).exitCode, 1);
        QVERIFY(!QFile::exists(file("b.html")));
        QCOMPARE(runCli({ "report", file("P") }).exitCode, 2);
    }
};

QTEST_GUILESS_MAIN(TestReportCommand)
#include "test_report_command.moc"
