#include "WindowFixture.h"
#include "history/HistoryPanel.h"
#include "theme/Messages.h"

#include <QLabel>
#include <QListWidget>
#include <QSignalSpy>
#include <unistd.h>

using namespace minamo;

/// Nobody's work is lost: one editor, a history one can walk in, photos that were moved.
class TestWindowSafety : public QObject {
    Q_OBJECT

    static QString textOf(const QWidget& widget)
    {
        QString all;
        for (const auto* label : widget.findChildren<QLabel*>())
            all += label->text() + "\n";
        return all;
    }
    static void rename(ProjectModel& model, const char* name)
    {
        QSignalSpy changed(&model, &ProjectModel::documentChanged);
        model.edit("/styleNames/d/1", name, "style-named", { { "name", name } });
        QVERIFY(changed.wait(5000));
    }

private Q_SLOTS:
    void aSecondWindowFollowsAndTakesOver()
    {
        WindowFixture fixture;
        fixture.window->show();
        auto first = std::make_unique<ProjectModel>();
        QVERIFY(makeDemoProject(
            fixture.folder.filePath("demo").toStdString(), "Demo", { .photos = 20, .size = 32 }));
        first->open(fixture.folder.filePath("demo"));
        QTRY_VERIFY(first->isOpen());
        QVERIFY(!first->barrier());
        QVERIFY(
            fixture.window->barrierBanner().isHidden()); // control: without another window there is no banner

        fixture.model.open(fixture.folder.filePath("demo"));
        QTRY_VERIFY(fixture.model.isOpen());
        QVERIFY(fixture.window->barrierBanner().isVisible());
        QVERIFY(textOf(fixture.window->barrierBanner()).contains(QString::number(::getpid()))); // who has it
        rename(*first, "dark");
        QTRY_COMPARE(fixture.model.text("/styleNames/d/1"), QString("dark")); // it follows
        QVERIFY(!fixture.model.canUndo() && first->canUndo());
        QVERIFY(!fixture.window->commands().action("run")->isEnabled());
        QSignalSpy refused(&fixture.model, &ProjectModel::editFailed),
            unstarted(&fixture.starter, &JobStarter::startFailed);
        fixture.model.edit("/styleNames/d/1", "mine", "style-named", {});
        fixture.starter.start("extract", Json::object());
        QTRY_COMPARE(refused.size(), 1);
        QCOMPARE(unstarted.size(), 1);
        QCOMPARE(first->text("/styleNames/d/1"), QString("dark"));

        first.reset(); // the other window is closed, or its process is gone
        QTRY_VERIFY(!fixture.model.barrier());
        QVERIFY(fixture.window->barrierBanner().isHidden());
        rename(fixture.model, "mine");
        QCOMPARE(fixture.model.text("/styleNames/d/1"), QString("mine"));
    }

    void newerFormatIsShownReadOnly()
    {
        WindowFixture fixture;
        fixture.window->show();
        const auto folder = fixture.folder.filePath("newer");
        QVERIFY(makeDemoProject(folder.toStdString(), "Demo", { .photos = 20, .size = 32 }));
        QVERIFY(writeJson(
            Path(folder.toStdString()) / "project.minamo", { { "format", 99 }, { "name", "Demo" } }));
        fixture.model.open(folder);
        QTRY_VERIFY(fixture.model.dataset());
        QVERIFY(fixture.window->barrierBanner().isVisible());
        QVERIFY(textOf(fixture.window->barrierBanner()).contains("newer Minamo"));
    }

    void reopeningOnesOwnProjectStaysEditable()
    {
        WindowFixture fixture;
        QVERIFY(fixture.openDemo({ .photos = 20, .size = 32 }));
        QSignalSpy opened(&fixture.model, &ProjectModel::opened);
        fixture.model.open(fixture.model.folder());
        QVERIFY(opened.wait(5000));
        QVERIFY(!fixture.model.barrier());
    }

    /// The list says in words what was done, in the language in force; a click goes there; it survives a
    /// restart.
    void historyInWords()
    {
        WindowFixture fixture;
        QVERIFY(fixture.openDemo({ .photos = 20, .size = 32 }));
        for (const char* name : { "one", "two", "three" })
            rename(fixture.model, name);
        auto* list = fixture.window->historyPanel().list();
        QCOMPARE(list->count(), 4);
        QVERIFY(list->item(0)->text().contains("three") && list->item(2)->text().contains("one"));
        QCOMPARE(list->currentRow(), 0);
        fixture.appearance.setLanguage(Language::ja);
        QTRY_VERIFY(list->item(0)->text().contains(QString::fromUtf8("スタイル名")));
        fixture.appearance.setLanguage(Language::en);

        fixture.window->show();
        fixture.window->historyPanel().show();
        QTest::mouseClick(list->viewport(), Qt::LeftButton, {}, list->visualItemRect(list->item(2)).center());
        QTRY_COMPARE(fixture.model.text("/styleNames/d/1"), QString("one"));
        QTRY_COMPARE(list->currentRow(), 2);
        fixture.model.close();
        QCOMPARE(list->count(), 0);
        fixture.model.open(fixture.folder.filePath("demo"));
        QTRY_COMPARE(list->count(), 4);
        QCOMPARE(list->currentRow(), 2);
        QTest::mouseClick(list->viewport(), Qt::LeftButton, {}, list->visualItemRect(list->item(0)).center());
        QTRY_COMPARE(fixture.model.text("/styleNames/d/1"), QString("three"));
    }

    /// The banner names the folder that is gone; what is chosen instead is checked.
    void movedPhotosAreAskedFor()
    {
        WindowFixture fixture;
        fixture.window->show();
        QVERIFY(fixture.openDemo({ .photos = 20, .size = 32 }));
        fixture.window->showPlace("data");
        auto* place = fixture.window->place("data");
        const auto banner = [place]() -> Banner* {
            for (auto* one : place->findChildren<Banner*>())
                if (one->isVisible())
                    return one;
            return nullptr;
        };
        const auto gone = !std::filesystem::exists(fixture.model.dataset()->root);
        QCOMPARE(fixture.model.photosMoved(), gone);
        QSignalSpy changed(&fixture.model, &ProjectModel::datasetChanged);
        fixture.model.edit(
            "/photoFolder", "/nowhere/photos", "photos-moved", { { "folder", "/nowhere/photos" } });
        QVERIFY(changed.wait(5000));
        QVERIFY(fixture.model.photosMoved());
        QTRY_VERIFY(banner() && textOf(*banner()).contains("/nowhere/photos"));
        fixture.model.relocate(fixture.folder.path()); // the wrong folder
        QTRY_VERIFY(textOf(*banner()).contains("20 of 20"));
        QCOMPARE(fixture.model.text("/photoFolder"), QString("/nowhere/photos"));
    }
};

QTEST_MAIN(TestWindowSafety)
#include "test_window_safety.moc"
