#include "TestSupport.h"
#include "project/EditorLock.h"
#include "project/Project.h"

#include <QProcess>
#include <fstream>
#include <unistd.h>

using namespace minamo;

/// What a damaged file of edits costs: nothing that the backup has.
class TestEditLog : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        auto project = Project::create(path(), "x");
        VERIFY_OK(project);
        for (int i = 1; i <= 6; ++i)
            VERIFY_OK(project->edit("/a/" + std::to_string(i), i, "x", {}, true));
        VERIFY_OK(project->keepBackup());
        VERIFY_OK(project->edit("/a/7", 7, "x", {}, true));
        m_good = *readFile(log());
    }

    void spoiltLinesComeFromTheBackup()
    {
        for (const std::size_t at : { std::size_t(3), m_good.size() / 3, m_good.size() / 2 }) {
            auto spoilt = m_good;
            spoilt.replace(at, 40, std::string(40, '\0'));
            put(spoilt);
            const auto opened = Project::open(path());
            VERIFY_OK(opened);
            QCOMPARE(opened->document().at("a").size(), std::size_t(7));
            QCOMPARE(opened->history().size(), std::size_t(7));
        }
        std::filesystem::remove(backup()); // control: without it a line is lost
        QVERIFY(Project::open(path())->document().at("a").size() < 7);
    }
    void lostFileComesFromTheBackup()
    {
        for (const auto kept : { std::size_t(0), m_good.size() / 2 }) {
            put(m_good.substr(0, kept));
            QCOMPARE(
                Project::open(path())->document().at("a").size(), std::size_t(6)); // the 7th came after it
        }
        std::filesystem::remove(log());
        QCOMPARE(Project::open(path())->document().at("a").size(), std::size_t(6));
    }
    /// The next edit writes the good lines back and keeps the damaged file; whoever has it open goes on.
    void nextEditRepairs()
    {
        auto spoilt = m_good;
        spoilt[1] = '!';
        put(spoilt);
        auto first = Project::open(path()), second = Project::open(path());
        VERIFY_OK(first->edit("/a/8", 8, "x", {}, true));
        QVERIFY(readFile(log())->starts_with(m_good));
        QCOMPARE(*readFile(path() / "edits.damaged.jsonl"), spoilt);
        VERIFY_OK(second->edit("/a/9", 9, "x", {}, true));
        QCOMPARE(second->document().at("a").size(), std::size_t(9));
        QCOMPARE(Project::open(path())->document().at("a").size(), std::size_t(9));
    }
    /// A backup taken while others append is never mistaken for a repair.
    void backupFollowsByItself()
    {
        auto project = Project::open(path());
        for (int i = 0; i < 70; ++i)
            VERIFY_OK(project->edit("/b", i, "x", {}, true));
        const auto kept = *readFile(backup()), all = *readFile(log());
        QVERIFY(all.starts_with(kept));
        QVERIFY(kept.size() > m_good.size());
    }
    void oddLinesAreNoReasonNotToOpen()
    {
        std::ofstream(log(), std::ios::app)
            << "\"text\"\n[1]\n{\"kind\":7}\n{\"kind\":\"edit\",\"pointer\":\"no slash\"}\n"
               "{\"kind\":\"edit\",\"pointer\":\"/a/1/x\",\"after\":1,\"number\":\"x\"}\n";
        auto project = Project::open(path());
        VERIFY_OK(project);
        VERIFY_OK(project->edit("/b", 1, "x", {}, true));
        QCOMPARE(Project::open(path())->document().at("b").get<int>(), 1);
    }
    void oneEditor()
    {
        auto first = EditorLock::take(path());
        VERIFY_OK(first);
        QVERIFY(!EditorLock::isFree(path()));
        const auto second = EditorLock::take(path());
        VERIFY_FAILS(second, "project.edited-elsewhere");
        QCOMPARE(second.error().values.at("pid").get<int>(), ::getpid());
        QVERIFY(!second.error().values.at("host").get<std::string>().empty());
        VERIFY_OK(
            Project::open(path())->edit("/b", 1, "x", {}, false)); // jobs adopt their results all the same
        {
            const auto ended = std::move(*first);
        }
        QVERIFY(EditorLock::isFree(path()));
        VERIFY_OK(EditorLock::take(path()));
    }

private:
    Path path() const { return Path(m_folder->path().toStdString()) / "p"; }
    Path log() const { return path() / "edits.jsonl"; }
    Path backup() const { return path() / "edits.backup.jsonl"; }
    void put(const std::string& text) const
    {
        std::ofstream(log(), std::ios::binary | std::ios::trunc) << text;
    }
    std::unique_ptr<QTemporaryDir> m_folder;
    std::string m_good;
};

QTEST_APPLESS_MAIN(TestEditLog)
#include "test_edit_log.moc"
