#include "DiskReplay.h"
#include "Story.h"
#include "TestSupport.h"

using namespace minamo;

/// A recorded story, cut off after every single operation: the project opens with at most the last edit
/// missing, whether the program was killed, killed in the midst of a write, or the power went.
class TestReplay : public QObject {
    Q_OBJECT
    static constexpr int steps = 30;
    QTemporaryDir m_folder;
    std::vector<DiskOperation> m_operations;
    std::vector<Json> m_documents; ///< after each promise

    Path root() const { return Path(m_folder.path().toStdString()) / "p"; }

    /// "" or what is wrong with the folder after `promises`.
    std::string judge(const Path& folder, std::size_t promises) const
    {
        auto project = Project::open(folder);
        if (!project)
            return promises == 0 ? "" : "does not open: " + project.error().code;
        const auto& document = project->document();
        const bool last = document == m_documents[promises];
        if (!last && !(promises + 1 < m_documents.size() && document == m_documents[promises + 1]))
            return "more than the last edit is missing";
        if (const auto fault = faultOf(*project); !fault.empty())
            return fault;
        if (const auto edited = project->edit("/after", 1, "x", {}, true); !edited)
            return "cannot be edited: " + edited.error().code;
        return Project::open(folder)->document().contains("after") ? "" : "an edit afterwards is lost";
    }
    /// The first fault of all moments, "" if there is none.
    std::string replay(Loss loss, bool flushing) const
    {
        DiskReplay disk(root().string());
        const Path shown = Path(m_folder.path().toStdString()) / "shown";
        std::size_t promises = 0;
        for (std::size_t i = 0; i < m_operations.size(); ++i) {
            if (!flushing && m_operations[i].kind == DiskOperation::Kind::flush)
                continue;
            disk.apply(m_operations[i]);
            promises += m_operations[i].kind == DiskOperation::Kind::mark;
            if (loss == Loss::torn && m_operations[i].kind != DiskOperation::Kind::write)
                continue;
            disk.show(shown, loss);
            if (const auto fault = judge(shown, promises); !fault.empty())
                return "operation " + std::to_string(i) + ": " + fault;
        }
        return {};
    }

private Q_SLOTS:
    void initTestCase()
    {
        recordDisk(root().string());
        auto project = Project::create(root(), "試験");
        VERIFY_OK(project);
        m_documents.push_back(project->document());
        Story story(*project, 7);
        for (int i = 0; i < steps; ++i) {
            VERIFY_OK(story.step());
            m_documents.push_back(project->document());
            markDisk();
            if (i % 10 == 9)
                VERIFY_OK(project->keepBackup());
        }
        m_operations = recordedDisk();
        using Kind = DiskOperation::Kind;
        for (const auto kind :
            { Kind::makeFolder, Kind::make, Kind::write, Kind::flush, Kind::rename, Kind::mark })
            QVERIFY(std::any_of(
                m_operations.begin(), m_operations.end(), [&](const auto& o) { return o.kind == kind; }));
        qInfo() << m_operations.size() << "operations," << steps << "edits and jobs";
    }
    /// The recording is complete: played to its end it gives the folder that is there.
    void replayGivesTheSameFolder()
    {
        DiskReplay disk(root().string());
        for (const auto& operation : m_operations)
            disk.apply(operation);
        const Path shown = Path(m_folder.path().toStdString()) / "shown";
        disk.show(shown, Loss::nothing);
        int files = 0;
        for (const auto& entry : std::filesystem::recursive_directory_iterator(root())) {
            const auto twin = shown / entry.path().lexically_relative(root());
            QVERIFY2(std::filesystem::exists(twin), twin.c_str());
            if (entry.is_regular_file() && entry.path().filename() != "lock") {
                QCOMPARE(*readFile(twin), *readFile(entry.path()));
                ++files;
            }
        }
        QVERIFY(files > 10);
    }
    void killedAnywhere() { QCOMPARE(replay(Loss::nothing, true), std::string()); }
    void killedInTheMidstOfAWrite() { QCOMPARE(replay(Loss::torn, true), std::string()); }
    void powerGoneAnywhere() { QCOMPARE(replay(Loss::unflushed, true), std::string()); }
    /// Control: the same story by a program that flushes nothing loses promised edits.
    void withoutFlushesItWouldBeLost() { QVERIFY(!replay(Loss::unflushed, false).empty()); }
};

QTEST_APPLESS_MAIN(TestReplay)
#include "test_replay.moc"
