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
    /// What a newer Minamo made can be looked at, and is not touched.
    void newerFormatIsReadOnly()
    {
        auto project = make();
        VERIFY_OK(project.edit("/a", 1, "x", {}, true));
        QVERIFY(!project.readOnly());
        VERIFY_OK(writeJson(path() / "project.minamo", { { "format", 99 }, { "name", "新" } }));
        const auto before = *readFile(path() / "edits.jsonl");
        auto newer = Project::open(path());
        VERIFY_OK(newer);
        QCOMPARE(newer->document().at("a").get<int>(), 1);
        QVERIFY(newer->readOnly());
        VERIFY_FAILS(newer->edit("/a", 2, "x", {}, true), "project.newer-format");
        VERIFY_FAILS(newer->undo(), "project.newer-format");
        VERIFY_FAILS(newer->keepBackup(), "project.newer-format");
        QCOMPARE(*readFile(path() / "edits.jsonl"), before);
    }
    void anyPointOfTheHistory()
    {
        auto project = make();
        for (int i = 1; i <= 5; ++i)
            VERIFY_OK(project.edit("/a", i, "x", {}, true));
        VERIFY_OK(project.goTo(2));
        QCOMPARE(project.document().at("a").get<int>(), 2);
        QCOMPARE(Project::open(path())->cursor(), std::size_t(2));
        VERIFY_OK(project.goTo(4));
        QCOMPARE(Project::open(path())->document().at("a").get<int>(), 4);
        VERIFY_OK(project.goTo(99)); // as far as there is something
        QCOMPARE(project.cursor(), std::size_t(5));
        VERIFY_OK(project.goTo(0));
        QVERIFY(project.document().empty());
        VERIFY_OK(project.edit("/a", 9, "x", {}, true)); // a new edit ends what could be redone
        QCOMPARE(Project::open(path())->history().size(), std::size_t(1));
    }
    void damagedIdentityStillOpens()
    {
        auto project = make();
        VERIFY_OK(project.edit("/a", 1, "x", {}, true));
        std::ofstream(path() / "project.minamo") << "{\"form";
        const auto again = Project::open(path());
        VERIFY_OK(again);
        QCOMPARE(again->name(), std::string("計画"));
        QCOMPARE(again->document().at("a").get<int>(), 1);
    }
    void refusals()
    {
        make();
        VERIFY_FAILS(Project::create(path(), ""), "project.exists");
        VERIFY_FAILS(Project::open(path() / "nothing"), "project.not-a-project");
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
