#include "TestSupport.h"
#include "base/Hash.h"
#include "data/LabelEdits.h"
#include "project/Project.h"

#include <array>

using namespace minamo;

namespace {

/// A project with eight imported photos: Crack, OK, Crack, OK ...
Result<Project> projectWithEight(const Path& folder)
{
    MINAMO_TRY(auto project, Project::create(folder, ""));
    Dataset dataset;
    dataset.label.values = { "Crack", "OK" };
    dataset.okClasses = { 1 };
    for (int i = 0; i < 8; ++i) {
        dataset.paths.push_back(std::to_string(i) + ".png");
        dataset.ids.push_back(hash64(dataset.paths.back()));
        dataset.contents.push_back(static_cast<std::uint64_t>(i));
        dataset.widths.push_back(8);
        dataset.heights.push_back(8);
        dataset.label.codes.push_back(i % 2);
    }
    MINAMO_TRY(auto draft, project.artifacts().begin({ "import", 1, Json::object(), {} }));
    MINAMO_DO(writeDataset(draft.folder(), dataset));
    MINAMO_TRY(const auto id, project.artifacts().commit(std::move(draft), Json::object()));
    MINAMO_DO(project.edit("/samples", id, "result-adopted", Json::object(), false));
    return project;
}

} // namespace

class TestLabelEdits : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void labelsChangedInTheProjectAreInForce()
    {
        const QTemporaryDir folder;
        auto project = projectWithEight(Path(folder.path().toStdString()) / "project");
        VERIFY_OK(project);
        const auto before = project->dataset();
        VERIFY_OK(before);
        QCOMPARE(before->labelled(), before->artifact);
        const auto relabel = [&](std::size_t row, const std::string& name) {
            const auto now = project->document().value("labels", Json());
            return project->edit("/labels", relabelled(now, std::array { before->ids[row] }, name),
                "relabelled", Json::object(), true);
        };
        VERIFY_OK(relabel(0, "OK"));
        VERIFY_OK(relabel(1, "Scratch"));
        const auto after = project->dataset();
        VERIFY_OK(after);
        QCOMPARE(after->label.values, (std::vector<std::string> { "Crack", "OK", "Scratch" }));
        QCOMPARE(after->label.codes[0], 1);
        QCOMPARE(after->label.codes[1], 2);
        QCOMPARE(after->label.codes[2], before->label.codes[2]);
        QCOMPARE(after->okClasses, before->okClasses);
        QVERIFY(after->labelled() != after->artifact); // results of other labels have other keys
        QCOMPARE(after->artifact, before->artifact); // features do not depend on labels
        VERIFY_OK(project->undo());
        VERIFY_OK(project->undo());
        QCOMPARE(project->dataset()->label.codes, before->label.codes);
        QCOMPARE(project->dataset()->labelled(), before->artifact);
    }
};

QTEST_APPLESS_MAIN(TestLabelEdits)
#include "test_label_edits.moc"
