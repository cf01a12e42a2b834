#include "TestSupport.h"

#include <QProcess>

/// What the programs load, seen by the dynamic linker (all of it, not only what they name themselves).
class TestPrograms : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void windowCarriesNoEngine()
    {
        const auto libraries = loaded(qgetenv("MINAMO_GUI"));
        QVERIFY(libraries.contains("libQt6Widgets"));
        for (const char* foreign : { "libtorch", "libc10", "libopencv" })
            QVERIFY2(!libraries.contains(foreign), foreign);
    }
    void workerCarriesNoWindow()
    {
        const auto libraries = loaded(qgetenv("MINAMO_CLI"));
        QVERIFY(libraries.contains("libtorch_cpu"));
        for (const char* foreign : { "libQt6", "libvtk", "libtorch_cuda.so", "libtorch_python" })
            QVERIFY2(!libraries.contains(foreign), foreign);
    }

private:
    static QByteArray loaded(const QByteArray& program)
    {
        QProcess ldd;
        ldd.start("ldd", { QString::fromLocal8Bit(program) });
        ldd.waitForFinished();
        return ldd.readAllStandardOutput();
    }
};

QTEST_GUILESS_MAIN(TestPrograms)
#include "test_programs.moc"
