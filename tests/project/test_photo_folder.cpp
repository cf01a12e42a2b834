#include "TestSupport.h"
#include "base/Hash.h"
#include "project/PhotoFolder.h"

#include <fstream>

using namespace minamo;
namespace fs = std::filesystem;

/// The folder of the photos was moved: the project is told where it is, and believes only what it can check.
class TestPhotoFolder : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        Dataset dataset;
        for (int i = 0; i < 100; ++i) {
            const auto path = "良品/写真" + std::to_string(i) + ".png", bytes = "photo " + std::to_string(i);
            fs::create_directories((at("photos") / path).parent_path());
            std::ofstream(at("photos") / path) << bytes;
            dataset.paths.push_back(path);
            dataset.ids.push_back(hash64(path));
            dataset.contents.push_back(hash64(bytes));
            dataset.widths.push_back(8);
            dataset.heights.push_back(8);
        }
        auto project = Project::create(at("p"), "x");
        VERIFY_OK(project);
        auto draft = project->artifacts().begin({ "import", 1, {}, {} });
        VERIFY_OK(writeDataset(draft->folder(), dataset));
        const auto id = project->artifacts().commit(std::move(*draft), {});
        VERIFY_OK(id);
        VERIFY_OK(project->edit("/samples", *id, "result-adopted", {}, false));
        VERIFY_OK(project->edit("/photoFolder", at("photos").string(), "result-adopted", {}, false));
    }

    void movedIsSeenAndToldOnce()
    {
        auto project = Project::open(at("p"));
        QVERIFY(!photosMoved(*project->dataset()));
        fs::rename(at("photos"), at("写真"));
        QVERIFY(photosMoved(*project->dataset()));
        VERIFY_OK(relocatePhotos(*project, at("写真")));
        const auto again = Project::open(at("p"));
        QVERIFY(!photosMoved(*again->dataset()));
        QCOMPARE(again->dataset()->root, at("写真"));
        QCOMPARE(again->history().back().what, std::string("photos-moved"));
        VERIFY_OK(project->undo());
        QCOMPARE(project->dataset()->root, at("photos"));
    }
    void otherPhotosAreRefused()
    {
        auto project = Project::open(at("p"));
        fs::create_directories(at("empty"));
        VERIFY_FAILS(relocatePhotos(*project, at("empty")), "photos.missing");
        VERIFY_FAILS(relocatePhotos(*project, at("nowhere")), "photos.missing");
        fs::copy(at("photos"), at("other"), fs::copy_options::recursive);
        VERIFY_OK(relocatePhotos(*project, at("other"))); // control: an equal copy is taken
        for (const auto& photo : fs::directory_iterator(at("other") / "良品"))
            std::ofstream(photo.path()) << "other";
        const auto changed = relocatePhotos(*project, at("other"));
        VERIFY_FAILS(changed, "photos.changed");
        QCOMPARE(changed.error().values.at("checked").get<int>(), 48);
        QCOMPARE(changed.error().values.at("changed").get<int>(), 48);
    }

private:
    Path at(const char* name) const { return Path(m_folder->path().toStdString()) / name; }
    std::unique_ptr<QTemporaryDir> m_folder;
};

QTEST_APPLESS_MAIN(TestPhotoFolder)
#include "test_photo_folder.moc"
