#include "Arguments.h"
#include "WindowFixture.h"
#include "theme/Messages.h"

#include <QAbstractButton>
#include <QDir>
#include <QElapsedTimer>
#include <QFileDialog>
#include <QLabel>
#include <QMenu>
#include <QMenuBar>
#include <QProcess>
#include <QPushButton>
#include <QRegularExpression>
#include <QThread>
#include <cstdlib>

using namespace minamo;

namespace {

bool isJapanese(const QString& text)
{
    static const QRegularExpression japanese("[\\x{3040}-\\x{30ff}\\x{4e00}-\\x{9fff}]");
    return text.contains(japanese);
}

/// English words of a sentence: what would be a forgotten text in the Japanese window.
bool isEnglishProse(const QString& text)
{
    static const QRegularExpression words("\\b[A-Za-z]{3,} [a-z]{2,}\\b");
    return text.contains(words) && !isJapanese(text);
}

/// An empty state that is not shown gets its texts when it is.
bool isDormant(const QWidget* widget)
{
    for (; widget; widget = widget->parentWidget())
        if (qobject_cast<const EmptyState*>(widget) && widget->isHidden())
            return true;
    return false;
}

QStringList textsOf(MainWindow& window)
{
    QStringList texts;
    for (const auto* label : window.findChildren<QLabel*>())
        if (!isDormant(label))
            texts.push_back(label->text());
    for (const auto* button : window.findChildren<QAbstractButton*>())
        if (!isDormant(button))
            texts << button->text() << button->toolTip();
    for (const auto* action : window.findChildren<QAction*>())
        texts.push_back(action->text());
    for (const auto* menu : window.findChildren<QMenu*>())
        texts.push_back(menu->title());
    return texts;
}

} // namespace

/// The window as a whole: arguments, languages, undo, the speed of the first picture.
class TestWindow : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void argumentsAreUnderstood()
    {
        const auto good = parseArguments({ "P", "--place", "data", "--language=ja", "--theme", "dark",
            "--size", "1200x800", "--screenshot", "a.png" });
        VERIFY_OK(good);
        QCOMPARE(good->project, QString("P"));
        QCOMPARE(good->place, QString("data"));
        QVERIFY(good->language == Language::ja && good->theme == ThemeKind::dark);
        QCOMPARE(good->size, QSize(1200, 800));
        VERIFY_FAILS(parseArguments({ "--place", "attic" }), "window.bad-value");
        VERIFY_FAILS(parseArguments({ "--size", "big" }), "window.bad-value");
        VERIFY_FAILS(parseArguments({ "--place" }), "window.missing-value");
        VERIFY_FAILS(parseArguments({ "--colour", "red" }), "window.bad-argument");
        VERIFY_FAILS(parseArguments({ "P", "Q" }), "window.bad-argument");
    }

    /// What the program itself answers: a sentence in the language of the terminal, and exit code 2.
    void wrongPlaceIsOneSentence()
    {
        const auto named = qEnvironmentVariable("MINAMO_GUI");
        const auto program
            = named.isEmpty() ? QCoreApplication::applicationDirPath() + "/../bin/minamo" : named;
        for (const char* language : { "ja_JP.UTF-8", "en_GB.UTF-8" }) {
            auto environment = QProcessEnvironment::systemEnvironment();
            environment.insert("LC_ALL", language);
            QProcess process;
            process.setProcessEnvironment(environment);
            process.start(program, { "--place", "nowhere" });
            QVERIFY(process.waitForFinished(20000));
            QCOMPARE(process.exitCode(), 2);
            const auto said = QString::fromUtf8(process.readAllStandardError());
            QVERIFY2(said.contains("nowhere") && said.contains("--place") && said.contains("styles"),
                qPrintable(said));
            QCOMPARE(isJapanese(said), language == QByteArray("ja_JP.UTF-8"));
        }
    }

    void railHasThePlacesInOrder()
    {
        WindowFixture fixture;
        for (const auto& name : placeNames()) {
            QVERIFY(fixture.window->showPlace(name));
            QCOMPARE(fixture.window->currentPlace()->name(), name);
        }
        QVERIFY(!fixture.window->showPlace("attic"));
    }

    /// Opened at any place before there is a project: what is missing fills the place, and nothing can be
    /// started.
    void placesWithoutProjectSayWhatIsMissing()
    {
        WindowFixture fixture;
        fixture.window->show();
        const auto missing = [&]() -> const EmptyState* {
            for (const auto* state : fixture.window->currentPlace()->findChildren<EmptyState*>())
                if (state->isVisible())
                    return state;
            return nullptr;
        };
        for (const auto& name : placeNames()) {
            if (name == "start")
                continue;
            QVERIFY(fixture.window->showPlace(name));
            const auto* place = fixture.window->currentPlace();
            QVERIFY2(missing() && missing()->width() == place->width(), qPrintable(name));
            for (const auto* button : place->findChildren<QPushButton*>())
                QVERIFY2(!button->isVisible() || missing()->isAncestorOf(button), qPrintable(button->text()));
        }
        QVERIFY(fixture.openDemo());
        QVERIFY(fixture.window->showPlace("data"));
        QTRY_VERIFY(!missing());
    }

    void languageSwitchLeavesNothingBehind()
    {
        WindowFixture fixture;
        QVERIFY(fixture.openDemo());
        fixture.window->show();
        for (const auto& name : placeNames()) {
            fixture.window->showPlace(name);
            QTRY_VERIFY_WITH_TIMEOUT(fixture.window->currentPlace()->isReady(), 10000);
        }
        const auto english = textsOf(*fixture.window);
        fixture.appearance.setLanguage(Language::ja);
        QTest::qWait(100); // Qt posts LanguageChange
        int japanese = 0;
        for (const auto& text : textsOf(*fixture.window)) {
            QVERIFY2(!isEnglishProse(text), qPrintable(text));
            japanese += isJapanese(text);
        }
        QVERIFY(japanese > 60);
        QVERIFY(
            fixture.window->menuBar()->actions().first()->text().startsWith(QString::fromUtf8("ファイル")));
        fixture.appearance.setLanguage(Language::en);
        QTest::qWait(100);
        QCOMPARE(textsOf(*fixture.window), english);
        QVERIFY(isEnglishProse("Open the folder")); // the check can fail
    }

    void choiceOfCellIsUndoneInTheWindow()
    {
        WindowFixture fixture;
        QVERIFY(fixture.openDemo());
        const auto before = fixture.model.project()->cell();
        QVERIFY(before);
        auto* undo = fixture.window->commands().action("undo");
        QVERIFY(!undo->isEnabled());
        fixture.model.chooseCell({ "mid_block", 100, "cell.user", Json::object() });
        QTRY_VERIFY(undo->isEnabled());
        QCOMPARE(fixture.model.project()->cell()->tap, std::string("mid_block"));
        QVERIFY2(undo->text().contains("mid_block"), qPrintable(undo->text()));
        undo->trigger();
        QTRY_VERIFY(fixture.model.project()->cell()->tap == before->tap);
        auto* redo = fixture.window->commands().action("redo");
        QTRY_VERIFY(redo->isEnabled());
        redo->trigger();
        QTRY_VERIFY(fixture.model.project()->cell()->tap == "mid_block");
        // Written: who opens the folder now sees it.
        const auto again = Project::open(fixture.model.folder().toStdString());
        VERIFY_OK(again);
        QCOMPARE(again->cell()->timestep, 100);
    }

    void okClassesAreEdited()
    {
        WindowFixture fixture;
        QVERIFY(fixture.openDemo());
        const auto guessed = fixture.model.dataset()->okClasses;
        fixture.model.edit("/okClasses", Json::array({ "Dent" }), "ok-classes", { { "classes", "Dent" } });
        QTRY_VERIFY(fixture.model.dataset()->okClasses != guessed);
        QVERIFY(fixture.model.undoText().contains("Dent"));
        fixture.model.undo();
        QTRY_VERIFY(fixture.model.dataset()->okClasses == guessed);
    }

    void followsEditsOfOthers()
    {
        WindowFixture fixture;
        QVERIFY(fixture.openDemo());
        QSignalSpy changed(&fixture.model, &ProjectModel::documentChanged);
        auto other = Project::open(fixture.model.folder().toStdString());
        VERIFY_OK(other);
        VERIFY_OK(other->edit(
            "/scores", "score-0123456789abcdef", "result-adopted", { { "stage", "score" } }, false));
        QTRY_VERIFY(fixture.model.text("/scores") == "score-0123456789abcdef");
        QVERIFY(changed.count() > 0);
    }

    void placeOfProjectsIsShown()
    {
        WindowFixture fixture;
        const auto* shown = fixture.window->findChild<QLabel*>("projectsFolder");
        QVERIFY(shown && shown->text().contains(fixture.folder.filePath("projects")));
        auto* change = fixture.window->findChild<QPushButton*>("changeProjectsFolder");
        fixture.window->show();
        QDir(fixture.folder.path()).mkdir("elsewhere");
        click(change);
        QFileDialog* dialog = nullptr;
        QTRY_VERIFY((dialog = fixture.window->findChild<QFileDialog*>()) != nullptr);
        Q_EMIT dialog->fileSelected(fixture.folder.filePath("elsewhere"));
        dialog->close();
        QVERIFY(shown->text().contains(fixture.folder.filePath("elsewhere")));
        QCOMPARE(ProjectFlow::projectsFolder(), fixture.folder.filePath("elsewhere"));
    }

    /// The program itself: from the start of its process, libraries included.
    void firstFrameComesInHalfASecond()
    {
        const auto named = qEnvironmentVariable("MINAMO_GUI");
        const auto program
            = named.isEmpty() ? QCoreApplication::applicationDirPath() + "/../bin/minamo" : named;
        QTemporaryDir folder;
        auto environment = QProcessEnvironment::systemEnvironment();
        environment.insert("MINAMO_TIMING", "1");
        environment.insert("XDG_CONFIG_HOME", folder.path());
        double best = 1e9;
        for (int round = 0; round < 3; ++round) {
            QProcess process;
            process.setProcessEnvironment(environment);
            process.start(program, { "--screenshot", folder.filePath("first.png") });
            QVERIFY(process.waitForFinished(60000));
            static const QRegularExpression line("first frame after (\\d+\\.\\d+) s");
            const auto match = line.match(QString::fromUtf8(process.readAllStandardError()));
            QVERIFY(match.hasMatch());
            best = qMin(best, match.captured(1).toDouble());
        }
        qInfo("first frame after %.2f s (best of 3)", best);
        double load = 0;
        const bool busy = getloadavg(&load, 1) == 1 && load > QThread::idealThreadCount();
        QVERIFY(best < 0.5 || (busy && best < 5));
    }

    void firstPictureIsQuick()
    {
        double best = 1e9, bestWall = 1e9;
        for (int round = 0; round < 3; ++round) {
            QElapsedTimer timer;
            timer.start();
            const double before = threadSeconds();
            WindowFixture fixture;
            fixture.window->show();
            fixture.window->grab();
            best = qMin(best, threadSeconds() - before);
            bestWall = qMin(bestWall, timer.elapsed() / 1000.0);
        }
        qInfo("window, made and painted: %.2f s of processor time, %.2f s by the clock (best of 3)", best,
            bestWall);
        QVERIFY(best < 0.5); // processor time: the clock depends on what else the machine does
    }
};

QTEST_MAIN(TestWindow)
#include "test_window.moc"
