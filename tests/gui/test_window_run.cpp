#include "WindowFixture.h"
#include "intake/ImportPage.h"

#include <QClipboard>
#include <QComboBox>
#include <QCryptographicHash>
#include <QDialogButtonBox>
#include <QDirIterator>
#include <QElapsedTimer>
#include <QFileDialog>
#include <QLineEdit>
#include <QProcess>
#include <QPushButton>

using namespace minamo;

namespace {

/// Every file of every finished artifact: "artifact/file" -> hash of its bytes.
QMap<QString, QByteArray> artifactsOf(const QString& project)
{
    QMap<QString, QByteArray> files;
    const QDir root(project + "/artifacts");
    QDirIterator all(root.path(), QDir::Files, QDirIterator::Subdirectories);
    while (all.hasNext()) {
        QFile file(all.next());
        const auto name = root.relativeFilePath(file.fileName());
        QCryptographicHash hash(QCryptographicHash::Sha256);
        if (!name.startsWith('.') && file.open(QIODevice::ReadOnly) && hash.addData(&file))
            files.insert(name, hash.result());
    }
    return files;
}

/// "" if both hold the same, else the first file that differs.
QString firstDifference(const QMap<QString, QByteArray>& a, const QMap<QString, QByteArray>& b)
{
    for (auto file = a.cbegin(); file != a.cend(); ++file)
        if (b.value(file.key()) != file.value())
            return file.key();
    for (const auto& name : b.keys())
        if (!a.contains(name))
            return name;
    return {};
}

/// What the document points to, without what differs by nature: when, where and under which name.
Json pointersOf(const QString& folder)
{
    const auto project = Project::open(folder.toStdString());
    Json document = project ? project->document() : Json();
    for (const char* own : { "created", "name", "photoFolder" })
        document.erase(own);
    return document;
}

bool command(const QStringList& arguments)
{
    QProcess process;
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.start(realCli(), arguments);
    const bool good = process.waitForFinished(900000) && process.exitCode() == 0;
    if (!good)
        qWarning().noquote() << arguments << process.readAll();
    return good;
}

/// Photos of the synthetic plant as a folder; "" if that fails.
QString plantPhotos(const QTemporaryDir& place, int seed)
{
    const auto project = place.filePath(QString("plant%1").arg(seed));
    if (!command({ "project", "new", project })
        || !command({ "sample", project, "--count", "40", "--size", "64", "--seed", QString::number(seed) }))
        return {};
    return project + "/sample/"
        + QDir(project + "/sample").entryList(QDir::Dirs | QDir::NoDotAndDotDot).value(0);
}

/// The same by hand: `import` and `run` in a project of their own.
bool runByCommands(const QString& project, const QString& photos, const QStringList& options)
{
    return command({ "project", "new", project }) && command({ "import", project, photos })
        && command(QStringList { "run", project } + options);
}

/// Start place, "Open folder", the folder's name, "Choose": a new project with its photos.
bool openByClicks(WindowFixture& fixture, const QString& photos)
{
    auto* open = fixture.window->findChild<QPushButton*>("openFolder");
    if (!open || !open->isVisible())
        return false;
    click(open);
    QFileDialog* dialog = nullptr;
    if (!QTest::qWaitFor([&] { return (dialog = fixture.window->findChild<QFileDialog*>()) != nullptr; }))
        return false;
    auto* name = dialog->findChild<QLineEdit*>("fileNameEdit");
    click(name);
    name->selectAll();
    QApplication::clipboard()->setText(photos); // typed, the proposals would finish the words
    QTest::keySequence(name, QKeySequence::Paste);
    if (auto* proposals = QApplication::activePopupWidget())
        QTest::keyClick(proposals, Qt::Key_Escape);
    auto* choose = dialog->findChild<QDialogButtonBox*>()->button(QDialogButtonBox::Open);
    if (!QTest::qWaitFor([&] { return choose->isEnabled(); }))
        return false;
    click(choose);
    auto* page = fixture.window->findChild<ImportPage*>();
    if (!QTest::qWaitFor([&] { return page->isVisible() && page->isReady(); }, 60000))
        return false;
    QTest::keyClick(page, Qt::Key_Return); // as it is offered
    return QTest::qWaitFor([&] { return fixture.model.dataset() != nullptr; }, 60000);
}

void typeInto(QLineEdit* line, const QString& text)
{
    click(line);
    line->selectAll();
    QTest::keyClicks(line, text);
}

/// The button of the form; waits for the end. False if the job did not end well.
bool runByClick(WindowFixture& fixture, int patience)
{
    QString run;
    const auto connection = QObject::connect(&fixture.starter, &JobStarter::jobStarted, fixture.window.get(),
        [&](const QString& id) { run = id; });
    auto* start = fixture.window->findChild<QPushButton*>("startRun");
    if (!QTest::qWaitFor([&] { return start->isVisible() && start->isEnabled(); }, 20000))
        return false;
    click(start);
    const bool ended = QTest::qWaitFor(
        [&] {
            return !run.isEmpty() && !fixture.starter.anyRunning()
                && fixture.starter.status(run).state != JobState::waiting;
        },
        patience);
    QObject::disconnect(connection);
    return ended && fixture.starter.status(run).state == JobState::done;
}

} // namespace

/// The main job done by clicks in the window gives what the command line gives, to the byte.
class TestWindowRun : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void clicksGiveWhatCommandsGive()
    {
        WindowFixture fixture(realCli());
        const auto photos = plantPhotos(fixture.folder, 3);
        QVERIFY(!photos.isEmpty());
        fixture.window->show();
        QVERIFY(QTest::qWaitForWindowExposed(fixture.window.get()));
        QVERIFY(openByClicks(fixture, photos));
        QTRY_COMPARE(fixture.window->currentPlace()->name(), QString("data"));
        QVERIFY(fixture.model.folder().startsWith(fixture.folder.filePath("projects")));

        auto* data = fixture.window->currentPlace();
        typeInto(data->findChild<QLineEdit*>("timesteps"), "100");
        auto* holdout = data->findChild<QComboBox*>("holdout");
        QVERIFY(holdout && holdout->count() == 6);
        holdout->setFocus();
        QTest::keyClick(holdout, Qt::Key_Down); // from "each environment once" to the first alone
        const auto plant = holdout->currentData().toString();
        QCOMPARE(plant, QString("Plant A"));
        QVERIFY(runByClick(fixture, 120000));
        QCOMPARE(fixture.window->currentPlace()->name(), QString("latents")); // where the result grows

        const QStringList options { "--timesteps", "100", "--holdout", plant };
        const auto byHand = fixture.folder.filePath("by-hand");
        QVERIFY(runByCommands(byHand, photos, options));
        const auto clicked = artifactsOf(fixture.model.folder()), typed = artifactsOf(byHand);
        QVERIFY(typed.size() > 20);
        QCOMPARE(firstDifference(clicked, typed), QString());
        QCOMPARE(pointersOf(fixture.model.folder()).dump(2), pointersOf(byHand).dump(2));

        // Other photos: nothing is called the same. One flipped bit: seen.
        const auto other = fixture.folder.filePath("other");
        const auto otherPhotos = plantPhotos(fixture.folder, 4);
        QVERIFY(runByCommands(other, otherPhotos, options));
        for (const auto& name : artifactsOf(other).keys())
            QVERIFY2(!typed.contains(name), qPrintable(name));
        auto spoiled = typed;
        spoiled.first()[0] = static_cast<char>(spoiled.first()[0] ^ 1);
        QCOMPARE(firstDifference(clicked, spoiled), typed.firstKey());
    }
};

/// The same on the photos of MINAMO_PHOTOS, with every setting at its default.
class TestOwnPhotos : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void sameOnOwnPhotos()
    {
        const auto photos = qEnvironmentVariable("MINAMO_PHOTOS");
        WindowFixture fixture(realCli());
        fixture.window->show();
        QVERIFY(QTest::qWaitForWindowExposed(fixture.window.get()));
        QVERIFY(openByClicks(fixture, photos));
        QElapsedTimer since;
        since.start();
        QVERIFY(runByClick(fixture, 1800000));
        const double byClick = static_cast<double>(since.restart()) / 1000;
        const auto byHand = fixture.folder.filePath("by-hand");
        QVERIFY(runByCommands(byHand, photos, {}));
        const auto clicked = artifactsOf(fixture.model.folder()), typed = artifactsOf(byHand);
        qInfo("%d photos, %d files of artifacts; by click %.1f s, by commands %.1f s (with import)",
            static_cast<int>(fixture.model.dataset()->size()), static_cast<int>(clicked.size()), byClick,
            static_cast<double>(since.elapsed()) / 1000);
        QCOMPARE(firstDifference(clicked, typed), QString());
        QCOMPARE(pointersOf(fixture.model.folder()).dump(2), pointersOf(byHand).dump(2));
    }
};

int main(int count, char** values)
{
    qputenv("QTEST_FUNCTION_TIMEOUT", "3600000"); // Qt ends a test after five minutes
    QApplication application(count, values);
    TestWindowRun plant;
    TestOwnPhotos photos;
    const bool own = qEnvironmentVariableIsSet("MINAMO_PHOTOS");
    return QTest::qExec(own ? static_cast<QObject*>(&photos) : &plant, count, values);
}

#include "test_window_run.moc"
