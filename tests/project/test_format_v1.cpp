#include "TestSupport.h"
#include "jobs/JobFolder.h"
#include "project/Project.h"

#include <map>

using namespace minamo;
namespace fs = std::filesystem;

/// A project of format 1 as a user has it on disk (tests/golden/project_v1): every later Minamo opens it with
/// all that is in it, or migrates it first.
class TestFormatV1 : public QObject {
    Q_OBJECT

    static std::map<std::string, std::string> filesOf(const Path& folder)
    {
        std::map<std::string, std::string> files;
        for (const auto& entry : fs::recursive_directory_iterator(folder))
            if (entry.is_regular_file())
                files[entry.path().string()] = *readFile(entry.path());
        return files;
    }
    static Path golden() { return goldenFolder() / "project_v1"; }

private Q_SLOTS:
    void everythingIsThere()
    {
        const auto project = Project::open(golden());
        VERIFY_OK(project);
        QCOMPARE(project->name(), std::string("第1ライン"));
        QVERIFY(project->writable().has_value() || project->writable().error().code == "project.read-only");
        const auto cell = project->cell();
        QVERIFY(cell && cell->tap == "up_blocks.1" && cell->timestep == 100 && cell->reason == "cell.user");
        QCOMPARE(project->text("/styleNames/discover-1/2"), std::string("左から光"));
        const auto dataset = project->dataset();
        VERIFY_OK(dataset);
        QCOMPARE(dataset->size(), std::size_t(12));
        QCOMPARE(dataset->root, Path("/plant/photos"));
        QCOMPARE(dataset->label.values, (std::vector<std::string> { "Free", "傷" }));
        QCOMPARE(dataset->environment.values, (std::vector<std::string> { "北", "南" }));
        QCOMPARE(dataset->paths[3], std::string("南/傷/3.png"));
        QVERIFY(project->artifacts().contains(project->text("/scores")));
        const auto jobs = JobFolder::list(project->jobsFolder());
        QCOMPARE(jobs.size(), std::size_t(1));
        QVERIFY(JobFolder::open(project->jobsFolder(), jobs.front())->status()->state == JobState::done);
    }
    void historyGoesOn()
    {
        QTemporaryDir folder;
        const Path copy = Path(folder.path().toStdString()) / "p";
        fs::copy(golden(), copy, fs::copy_options::recursive);
        auto project = Project::open(copy);
        std::vector<std::string> words;
        for (const auto& edit : project->history())
            words.push_back(edit.what);
        QCOMPARE(
            words, (std::vector<std::string> { "cell-chosen", "style-named", "style-named", "ok-classes" }));
        QCOMPARE(project->cursor(), std::size_t(3));
        VERIFY_OK(project->redo());
        QCOMPARE(project->document().at("okClasses"), Json({ "Free" }));
        VERIFY_OK(project->goTo(0));
        QCOMPARE(
            project->cell()->tap, std::string("up_blocks.0")); // what the analysis chose, before the user
        VERIFY_OK(project->edit("/a", 1, "x", {}, true));
        QCOMPARE(Project::open(copy)->document().at("a").get<int>(), 1);
    }
    void lookingChangesNothing()
    {
        const auto before = filesOf(golden());
        QVERIFY(before.size() > 5);
        const auto project = Project::open(golden());
        QVERIFY(project->dataset().has_value() && !project->artifacts().list().empty());
        QVERIFY(filesOf(golden()) == before);
    }
};

QTEST_APPLESS_MAIN(TestFormatV1)
#include "test_format_v1.moc"
