#include "CliRunner.h"
#include "TestSupport.h"

/// A full run opens no network socket (AF_INET, AF_INET6): photos and models stay on the machine.
class TestNetwork : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void runOpensNoSocket()
    {
        QTemporaryDir folder;
        const auto project = folder.path() + "/p";
        QCOMPARE(minamo::runCli({ "project", "new", project }).exitCode, 0);
        QCOMPARE(minamo::runCli({ "sample", project, "--count", "40", "--size", "64" }).exitCode, 0);
        const auto cli = QString::fromLocal8Bit(qgetenv("MINAMO_CLI"));
        const auto trace = traced(folder.path() + "/trace", { cli, "run", project, "--timesteps", "50" });
        QVERIFY(trace.contains("+++ exited with 0 +++"));
        QVERIFY2(!trace.contains("AF_INET"), trace.left(2000).constData());
    }
    /// The check can fail: a program that does open one is seen.
    void socketWouldBeSeen()
    {
        QTemporaryDir folder;
        const auto trace = traced(folder.path() + "/trace", { "python3", "-c", "import socket; socket.socket()" });
        QVERIFY(trace.contains("AF_INET"));
    }

private:
    static QByteArray traced(const QString& file, const QStringList& command)
    {
        QProcess strace;
        strace.start("strace", QStringList { "-f", "-e", "trace=socket", "-o", file } + command);
        strace.waitForFinished(240000);
        QFile out(file);
        return out.open(QIODevice::ReadOnly) ? out.readAll() : QByteArray();
    }
};

QTEST_GUILESS_MAIN(TestNetwork)
#include "test_network.moc"
