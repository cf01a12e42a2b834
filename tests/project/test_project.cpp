#include "TestSupport.h"
#include "project/Project.h"

#include <fstream>

using namespace minamo;

class TestProject : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void undoAndRedoSurviveReopening()
    {
        auto project = make();
        VERIFY_OK(project.chooseCell({ "up_blocks.0", 50, "cell.user", {} }, true));
        VERIFY_OK(project.chooseCell({ "up_blocks.1", 100, "cell.user", {} }, true));
        VERIFY_OK(project.undo());
        auto again = Project::open(path());
        VERIFY_OK(again);
        QCOMPARE(again->cell()->tap, std::string("up_blocks.0"));
        QVERIFY(again->canUndo() && again->canRedo());
        VERIFY_OK(again->redo());
        QCOMPARE(again->cell()->timestep, 100);
        VERIFY_OK(again->undo());
        VERIFY_OK(again->undo());
        QVERIFY(!again->cell());
        QVERIFY(!again->canUndo());
    }
    void jobsAreNotUndone()
    {
        auto project = make();
        VERIFY_OK(project.edit("/scores", "score-1", "result-adopted", {}, false));
        QVERIFY(!project.canUndo());
        QCOMPARE(project.text("/scores"), std::string("score-1"));
    }
    /// Styles have numbers for names: the document must not make a list of them, which cannot forget one again.
    void numberedNamesCanBeUndone()
    {
        auto project = make();
        VERIFY_OK(project.edit("/styleNames/d/2", "暗い", "style-named", {}, true));
        QVERIFY(project.document().at("styleNames").at("d").is_object());
        VERIFY_OK(project.undo());
        QVERIFY(project.text("/styleNames/d/2").empty());
        VERIFY_OK(project.redo());
        QCOMPARE(project.text("/styleNames/d/2"), std::string("暗い"));
    }
    void anotherProcessIsFollowed()
    {
        auto first = make();
        auto second = Project::open(path());
        VERIFY_OK(second);
        VERIFY_OK(first.edit("/styleNames/d/1", "暗い", "style-named", {}, true));
        QVERIFY(second->text("/styleNames/d/1").empty());
        QVERIFY(second->reload().value());
        QCOMPARE(second->text("/styleNames/d/1"), std::string("暗い"));
        QVERIFY(!second->reload().value());
        VERIFY_OK(second->edit("/styleNames/d/1", "明るい", "style-named", {}, true)); // numbers go on, nothing is overwritten
        VERIFY_OK(first.undo());
        QCOMPARE(first.text("/styleNames/d/1"), std::string("暗い"));
    }
    /// A process killed while it wrote leaves half a line: at most that edit is lost, and the next one is whole.
    void tornLineIsCutOff()
    {
        auto project = make();
        VERIFY_OK(project.edit("/a", 1, "x", {}, true));
        std::ofstream(path() / "edits.jsonl", std::ios::app) << "{\"kind\":\"edit\",\"pointer\":\"/a\",\"aft";
        auto again = Project::open(path());
        VERIFY_OK(again);
        QCOMPARE(again->document().at("a").get<int>(), 1);
        VERIFY_OK(again->edit("/a", 2, "x", {}, true));
        QCOMPARE(Project::open(path())->document().at("a").get<int>(), 2);
    }
    void refusals()
    {
        make();
        VERIFY_FAILS(Project::create(path(), ""), "project.exists");
        VERIFY_FAILS(Project::open(path() / "nothing"), "project.not-a-project");
        VERIFY_OK(writeJson(path() / "project.minamo", { { "format", 99 } }));
        VERIFY_FAILS(Project::open(path()), "project.newer-format");
        std::ofstream(path() / "file") << "x";
        VERIFY_FAILS(Project::create(path() / "file" / "below", ""), "project.cannot-create");
    }

private:
    Path path() const { return Path(m_folder->path().toStdString()) / "計画"; }
    Project make() const { return *Project::create(path(), "試験"); }
    std::unique_ptr<QTemporaryDir> m_folder;
};

QTEST_APPLESS_MAIN(TestProject)
#include "test_project.moc"
