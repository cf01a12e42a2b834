#include "PhotoFixtures.h"
#include "TestSupport.h"
#include "base/Hash.h"
#include "base/Phrases.h"
#include "data/ImageFacts.h"
#include "data/LabelEdits.h"
#include "data/ThumbnailPack.h"
#include "imaging/ImportStage.h"

#include <atomic>
#include <functional>
#include <future>
#include <sys/wait.h>
#include <unistd.h>

using namespace minamo;

namespace fs = std::filesystem;

namespace {

/// Remembers what a stage said; can ask it to stop after some progress.
class Listener : public JobContext {
public:
    void progress(std::string_view, std::int64_t done, std::int64_t total) override
    {
        rising = rising && done >= last && done <= total;
        last = done;
        finished = done == total;
        if (stopAt >= 0 && done >= stopAt)
            stop = true;
        if (heard)
            heard(done);
    }
    void event(std::string_view, const Json&) override { }
    void warning(const Error& what) override { warnings.push_back(what.code); }
    bool cancelled() const override { return stop; }
    bool warned(const std::string& code) const { return std::ranges::find(warnings, code) != warnings.end(); }

    std::vector<std::string> warnings;
    std::int64_t last = 0, stopAt = -1;
    bool rising = true, finished = false;
    std::atomic<bool> stop { false };
    std::function<void(std::int64_t done)> heard;
};

/// A project and a photo folder beside it.
struct Workshop {
    QTemporaryDir folder;
    Path root = Path(folder.path().toStdString());
    Path photos = root / "photos";
    Result<Project> project = Project::create(root / "project", "");

    Result<StageResult> import(ImportOptions options = {}, JobContext* context = nullptr)
    {
        Listener silent;
        if (options.folder.empty())
            options.folder = photos.string();
        return runImport(*project, options, context ? *context : silent);
    }
    /// imports and adopts
    Result<Dataset> dataset(const ImportOptions& options = {})
    {
        MINAMO_TRY(const auto result, import(options));
        MINAMO_DO(adopt(*project, "import", result));
        return project->dataset();
    }
    Result<void> png(const Path& name, int number)
    {
        return save(photos / name, encoded(".png", numbered(number)));
    }
};

/// Two environments with two classes, two photos each.
Result<void> fillWithEight(Workshop& shop)
{
    int number = 0;
    for (const char* environment : { "Line B", "Line A" })
        for (const char* label : { "OK", "Crack" })
            for (int i = 0; i < 2; ++i, ++number)
                MINAMO_DO(shop.png(Path(environment) / label / (std::to_string(i) + ".png"), number));
    return {};
}

std::string bytesOf(const Path& file)
{
    return readFile(file).value_or("?");
}

const Json* skippedFile(const Json& report, const std::string& path)
{
    for (const auto& file : report.at("skipped"))
        if (file.at("path") == path)
            return &file;
    return nullptr;
}

/// Sets the permissions of a folder and of everything in it.
void open(const Path& folder, fs::perms permissions)
{
    fs::permissions(folder, permissions);
    for (const auto& entry : fs::recursive_directory_iterator(folder))
        fs::permissions(entry.path(), permissions);
}

/// Error code ("ok" if there is none) of work done by somebody who is not root: root may write everywhere.
template <class F> std::string codeOfChild(F work)
{
    int channel[2];
    if (::pipe(channel) != 0)
        return "no pipe";
    if (::fork() == 0) {
        std::string code = "cannot become nobody";
        if (::geteuid() != 0 || ::setuid(65534) == 0) {
            const auto result = work();
            code = result ? "ok" : result.error().code;
        }
        ::_exit(::write(channel[1], code.data(), code.size()) > 0 ? 0 : 1);
    }
    ::wait(nullptr);
    char text[100] {};
    const auto count = ::read(channel[0], text, sizeof text);
    ::close(channel[0]);
    ::close(channel[1]);
    return std::string(text, count > 0 ? static_cast<std::size_t>(count) : 0);
}

} // namespace

class TestImportStage : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void foldersBecomeADataset()
    {
        Workshop shop;
        VERIFY_OK(fillWithEight(shop));
        const auto dataset = shop.dataset();
        VERIFY_OK(dataset);
        QCOMPARE(dataset->size(), std::size_t { 8 });
        QVERIFY(std::ranges::is_sorted(dataset->paths));
        QCOMPARE(dataset->paths[0], std::string("Line A/Crack/0.png"));
        QCOMPARE(dataset->environment.values, (std::vector<std::string> { "Line A", "Line B" }));
        QCOMPARE(dataset->label.values, (std::vector<std::string> { "Crack", "OK" }));
        QCOMPARE(dataset->label.values[static_cast<std::size_t>(dataset->label.codes[7])], std::string("OK"));
        QCOMPARE(dataset->okClasses, std::vector<int> { 1 });
        QCOMPARE(dataset->ids[0], hash64("Line A/Crack/0.png"));
        QCOMPARE(dataset->contents[0], hash64(bytesOf(shop.photos / "Line A/Crack/0.png")));
        QCOMPARE(dataset->widths[3], 32);
        QCOMPARE(dataset->root, shop.photos);
        const auto folder = shop.project->artifacts().folder(dataset->artifact);
        const auto thumbnails = ThumbnailPack::open(folder);
        VERIFY_OK(thumbnails);
        QCOMPARE(thumbnails->count(), std::size_t { 8 });
        const auto facts = readImageFacts(folder);
        VERIFY_OK(facts);
        QCOMPARE(facts->size(), std::size_t { 8 });
        QVERIFY((*facts)[0].brightness > 20);
    }
    void thumbnailsShowThePhotos()
    {
        Workshop shop;
        VERIFY_OK(save(shop.photos / "a.png", encoded(".png", fourFields(800, 400))));
        VERIFY_OK(
            save(shop.photos / "b.jpg", withOrientation(encoded(".jpg", fourFields(400, 800)), 6, true)));
        const auto dataset = shop.dataset();
        VERIFY_OK(dataset);
        QVERIFY(!dataset->label.known() && !dataset->environment.known());
        const auto pack = ThumbnailPack::open(shop.project->artifacts().folder(dataset->artifact));
        VERIFY_OK(pack);
        const auto decode = [&pack](std::size_t row) {
            const auto jpeg = pack->jpeg(row);
            return cv::imdecode(cv::Mat(1, static_cast<int>(jpeg.size()), CV_8U,
                                    const_cast<void*>(static_cast<const void*>(jpeg.data()))),
                cv::IMREAD_COLOR);
        };
        const cv::Mat upright = decode(0), turned = decode(1);
        QCOMPARE(upright.cols, 160);
        QCOMPARE(upright.rows, 80);
        QVERIFY(upright.at<cv::Vec3b>(20, 40)[2] > 200 && upright.at<cv::Vec3b>(20, 120)[1] > 200);
        QCOMPARE(turned.cols, 160); // EXIF: lies on its side
        QCOMPARE(dataset->widths[1], 800);
    }
    void theIdIsMadeOfPathsAndContents()
    {
        Workshop shop;
        VERIFY_OK(fillWithEight(shop));
        const auto first = shop.import();
        VERIFY_OK(first);
        const auto id = first->adoptions[0].value.get<std::string>();
        const auto again = shop.import({ .layout = "environment-class" }); // the same layout, given by hand
        VERIFY_OK(again);
        QCOMPARE(again->adoptions[0].value.get<std::string>(), id);
        QCOMPARE(again->summary, first->summary);
        // Elsewhere: same id, same bytes.
        Workshop other;
        fs::copy(shop.photos, other.root / "elsewhere", fs::copy_options::recursive);
        const auto moved = other.import({ .folder = (other.root / "elsewhere").string() + "/" });
        VERIFY_OK(moved);
        QCOMPARE(moved->adoptions[0].value.get<std::string>(), id);
        QCOMPARE(moved->adoptions[1].value.get<std::string>(), (other.root / "elsewhere").string());
        for (const char* file : { "samples.safetensors", "thumbnails.safetensors", "facts.safetensors",
                 "report.json", "manifest.json" })
            QVERIFY2(bytesOf(shop.project->artifacts().folder(id) / file)
                    == bytesOf(other.project->artifacts().folder(id) / file),
                file);
        // One pixel, one name, one option: other ids.
        VERIFY_OK(other.png("../elsewhere/Line A/OK/0.png", 99));
        const auto changed = other.import({ .folder = (other.root / "elsewhere").string() });
        VERIFY_OK(changed);
        QVERIFY(changed->adoptions[0].value.get<std::string>() != id);
        fs::rename(shop.photos / "Line A/OK/0.png", shop.photos / "Line A/OK/9.png");
        const auto renamed = shop.import();
        VERIFY_OK(renamed);
        QVERIFY(renamed->adoptions[0].value.get<std::string>() != id);
        const auto flat = shop.import({ .layout = "flat" });
        VERIFY_OK(flat);
        QVERIFY(flat->adoptions[0].value != renamed->adoptions[0].value);
    }
    void everySkippedFileHasItsReason()
    {
        Workshop shop;
        VERIFY_OK(shop.png("OK/good.png", 1));
        VERIFY_OK(writeFileAtomically(shop.photos / "OK" / "text.jpg", "This is a letter, not a photo."));
        VERIFY_OK(writeFileAtomically(shop.photos / "OK" / "empty.png", ""));
        VERIFY_OK(writeFileAtomically(shop.photos / "OK" / "moving.gif", "GIF89a........"));
        VERIFY_OK(writeFileAtomically(shop.photos / "OK" / "raw.nef", std::string("II*\0........", 12)));
        VERIFY_OK(writeFileAtomically(shop.photos / "notes.txt", "hello"));
        VERIFY_OK(writeFileAtomically(shop.photos / ".hidden.png", "x"));
        VERIFY_OK(writeFileAtomically(shop.photos / "Thumbs.db", "x"));
        VERIFY_OK(writeFileAtomically(shop.photos / "OK" / "\x89\xe6.jpg", "x")); // a name in CP932
        Bytes cut = encoded(".jpg", fourFields(400, 300));
        cut.resize(cut.size() / 2);
        VERIFY_OK(save(shop.photos / "OK" / "cut.jpg", cut));
        Bytes bad = encoded(".png", fourFields(400, 300));
        bad[bad.size() / 2] ^= 0xff;
        VERIFY_OK(save(shop.photos / "OK" / "bad.png", bad));
        Listener listener;
        const auto result = shop.import({}, &listener);
        VERIFY_OK(result);
        const Json& report = result->summary;
        QCOMPARE(report["photos"].get<int>(), 1);
        QCOMPARE(report["hidden"].get<int>(), 2);
        QCOMPARE(report["others"].get<int>(), 1);
        const std::map<std::string, std::string> expected { { "OK/text.jpg", "photo.not-a-photo" },
            { "OK/empty.png", "photo.empty" }, { "OK/moving.gif", "photo.format-not-supported" },
            { "OK/raw.nef", "photo.format-not-supported" }, { "OK/cut.jpg", "photo.truncated" },
            { "OK/bad.png", "photo.damaged" }, { "OK/??.jpg", "import.name-not-utf8" } };
        QCOMPARE(report["skipped"].size(), expected.size());
        for (const auto& [path, reason] : expected) {
            const auto* file = skippedFile(report, path);
            QVERIFY2(file, path.c_str());
            QCOMPARE(file->at("reason").get<std::string>(), reason);
            for (const auto language : { Language::ja, Language::en }) {
                QVERIFY(Phrases(language).has("skip." + reason));
                QVERIFY(Phrases(language).text("skip." + reason, file->at("values")).find('{')
                    == std::string::npos);
            }
        }
        QVERIFY(listener.warned("import.skipped"));
        QVERIFY(listener.warned("import.one-class"));
        QVERIFY(listener.warned("import.no-environment"));
        QVERIFY(listener.rising && listener.finished);
        VERIFY_OK(adopt(*shop.project, "import", *result)); // one photo is enough to go on
        VERIFY_OK(shop.project->dataset());
        fs::remove(shop.photos / "OK" / "\x89\xe6.jpg"); // QTemporaryDir could not
    }
    void copiesAcrossEnvironmentsAreNamed()
    {
        Workshop shop;
        VERIFY_OK(fillWithEight(shop));
        fs::copy(shop.photos / "Line A/OK/0.png", shop.photos / "Line B/OK/copy.png");
        fs::copy(shop.photos / "Line A/OK/1.png", shop.photos / "Line A/OK/copy.png");
        Listener listener;
        const auto result = shop.import({}, &listener);
        VERIFY_OK(result);
        QCOMPARE(result->summary["duplicates"].dump(),
            std::string(R"([["Line A/OK/0.png","Line B/OK/copy.png"]])"));
        QCOMPARE(result->summary["duplicatesWithin"].dump(),
            std::string(R"([["Line A/OK/1.png","Line A/OK/copy.png"]])"));
        QVERIFY(listener.warned("import.duplicates"));
        fs::remove(shop.photos / "Line B/OK/copy.png");
        Listener quiet;
        VERIFY_OK(shop.import({}, &quiet));
        QVERIFY(!quiet.warned("import.duplicates"));
    }
    void theSamePartUnderAnotherLampIsNamed()
    {
        Workshop shop;
        cv::RNG random(7);
        for (int part = 0; part < 30; ++part) {
            cv::Mat photo(64, 64, CV_8UC3), darker, other(64, 64, CV_8UC3);
            random.fill(photo, cv::RNG::UNIFORM, 60, 200);
            random.fill(other, cv::RNG::UNIFORM, 60, 200);
            photo.convertTo(darker, -1, 0.6, 10);
            const auto name = std::to_string(100 + part) + ".png";
            VERIFY_OK(save(shop.photos / "Line A" / "OK" / name, encoded(".png", photo)));
            VERIFY_OK(save(shop.photos / "Line B" / "OK" / name, encoded(".png", part < 3 ? darker : other)));
        }
        Listener listener;
        const auto result = shop.import({}, &listener);
        VERIFY_OK(result);
        QVERIFY(listener.warned("import.near-duplicates"));
        QCOMPARE(result->summary["nearDuplicatesCount"].get<int>(), 3);
        for (const auto& pair : result->summary["nearDuplicates"])
            QCOMPARE(pair[0].get<std::string>().substr(6), pair[1].get<std::string>().substr(6));
        std::string csv = "path,label,environment,group\n"; // the same photos with the part's number
        for (int part = 0; part < 30; ++part)
            for (const std::string line : { "Line A", "Line B" })
                csv += line + "/OK/" + std::to_string(100 + part) + ".png,OK," + line + ","
                    + std::to_string(part) + "\n";
        VERIFY_OK(writeFileAtomically(shop.photos / "manifest.csv", csv));
        Listener told;
        VERIFY_OK(shop.import({}, &told));
        QVERIFY(!told.warned("import.near-duplicates"));
    }
    void oneEnvironmentIsSaid()
    {
        Workshop shop;
        VERIFY_OK(shop.png("Line A/OK/0.png", 0));
        VERIFY_OK(shop.png("Line A/NG/1.png", 1));
        Listener listener;
        const auto result = shop.import({}, &listener);
        VERIFY_OK(result);
        QCOMPARE(result->summary["environments"].dump(), std::string(R"([{"count":2,"name":"Line A"}])"));
        QCOMPARE(listener.warnings, std::vector<std::string> { "import.one-environment" });
    }
    void manifestBringsItsColumns()
    {
        Workshop shop;
        for (int i = 0; i < 4; ++i)
            VERIFY_OK(shop.png(Path("2026-04") / (std::to_string(i) + ".png"), i));
        const std::string text = "\xef\xbb\xbf"
                                 "id,path,label,environment,camera,group,captured_at,操作員\r\n"
                                 "A1,2026-04/2.png,良品,ライン１,CAM-1,P1,2026-04-01,田中\r\n"
                                 "A2,2026-04/0.png,キズ,ライン２,CAM-2,P1,2026-04-02,\r\n"
                                 "A3,2026-04/7.png,キズ,ライン２,CAM-2,P2,2026-04-02,\r\n";
        VERIFY_OK(writeFileAtomically(shop.photos / "manifest.csv", text));
        const auto dataset = shop.dataset(); // found by itself
        VERIFY_OK(dataset);
        QCOMPARE(dataset->paths, (std::vector<std::string> { "2026-04/0.png", "2026-04/2.png" }));
        QCOMPARE(dataset->label.values, (std::vector<std::string> { "キズ", "良品" }));
        QCOMPARE(dataset->label.codes, (std::vector<std::int32_t> { 0, 1 }));
        QCOMPARE(dataset->environment.codes, (std::vector<std::int32_t> { 1, 0 }));
        QCOMPARE(dataset->group.values, std::vector<std::string> { "P1" });
        QCOMPARE(dataset->okClasses, std::vector<int> { 1 });
        QVERIFY(dataset->tag("camera") && dataset->tag("captured_at") && dataset->tag("id"));
        QCOMPARE(dataset->tag("操作員")->codes, (std::vector<std::int32_t> { -1, 0 }));
        const auto report = readJson(shop.project->artifacts().folder(dataset->artifact) / "report.json");
        VERIFY_OK(report);
        QCOMPARE(report->at("layout").get<std::string>(), std::string("manifest"));
        const auto* missing = skippedFile(*report, "2026-04/7.png");
        QVERIFY(missing);
        QCOMPARE(missing->at("values").at("line").get<int>(), 4);
        const auto byFolders = shop.dataset({ .layout = "class" });
        VERIFY_OK(byFolders);
        QCOMPARE(byFolders->size(), std::size_t { 4 });
        QCOMPARE(byFolders->label.values, std::vector<std::string> { "2026-04" });
    }
    void whatCannotBeImportedIsSaid()
    {
        Workshop shop;
        VERIFY_FAILS(shop.import(), "import.folder-missing");
        fs::create_directories(shop.photos / "inside" / "deeper");
        VERIFY_FAILS(shop.import(), "import.folder-empty");
        VERIFY_OK(writeFileAtomically(shop.photos / "readme.txt", "no photos here"));
        VERIFY_OK(writeFileAtomically(shop.photos / "letter.jpg", "no photo either"));
        const auto none = shop.import();
        VERIFY_FAILS(none, "import.no-photos");
        QCOMPARE(none.error().values["skipped"].get<int>(), 1);
        Bytes cut = encoded(".jpg", fourFields(400, 300));
        cut.resize(cut.size() / 2);
        VERIFY_OK(save(shop.photos / "cut.jpg", cut));
        VERIFY_FAILS(shop.import(), "import.no-photos");
        VERIFY_FAILS(shop.import({ .layout = "manifest" }), "import.manifest-missing");
        VERIFY_OK(writeFileAtomically(shop.photos / "manifest.csv", "file\ncut.jpg\n"));
        VERIFY_FAILS(shop.import({ .layout = "manifest" }), "import.manifest-no-path");
        VERIFY_OK(shop.png("OK/a.png", 1));
        VERIFY_FAILS(shop.import({ .ok = { "Good" } }), "import.no-such-class");
        QVERIFY(shop.project->artifacts().list().empty()); // nothing half-made stays
        for (const char* code : { "import.folder-missing", "import.folder-empty", "import.no-photos",
                 "import.manifest-missing", "import.manifest-no-path", "import.no-such-class",
                 "import.no-such-environment", "import.bad-region", "import.bad-tiles", "project.read-only" })
            for (const auto language : { Language::ja, Language::en })
                QVERIFY2(Phrases(language).has(std::string("error.") + code)
                        && Phrases(language).has(std::string("error.") + code + ".hint"),
                    code);
    }
    void readOnlyProject()
    {
        Workshop shop;
        VERIFY_OK(shop.png("OK/a.png", 1));
        const auto codeAsNobody = [&shop] { return codeOfChild([&shop] { return shop.import(); }); };
        // The check itself must be able to fail: a project anybody may write is written.
        open(shop.root, fs::perms::all);
        QCOMPARE(codeAsNobody(), std::string("ok"));
        fs::remove_all(shop.project->folder() / "artifacts");
        fs::create_directory(shop.project->folder() / "artifacts");
        open(shop.project->folder(),
            fs::perms::all & ~(fs::perms::owner_write | fs::perms::group_write | fs::perms::others_write));
        QCOMPARE(codeAsNobody(), std::string("project.read-only"));
        open(shop.project->folder(), fs::perms::all);
        VERIFY_OK(shop.import()); // nothing was lost
    }
    void cancelAndResume()
    {
        Workshop shop;
        for (int i = 0; i < 700; ++i)
            VERIFY_OK(shop.png("OK/" + std::to_string(1000 + i) + ".png", i));
        Listener stopping;
        stopping.stopAt = 400; // inside the second chunk or behind it
        VERIFY_FAILS(shop.import({}, &stopping), "cancelled");
        QVERIFY(shop.project->artifacts().list().empty());
        const auto resumed = shop.import();
        VERIFY_OK(resumed);
        Workshop unbroken;
        const auto whole = unbroken.import({ .folder = shop.photos.string() });
        VERIFY_OK(whole);
        const auto id = whole->adoptions[0].value.get<std::string>();
        QCOMPARE(resumed->adoptions[0].value.get<std::string>(), id);
        for (const char* file :
            { "samples.safetensors", "thumbnails.safetensors", "facts.safetensors", "report.json" })
            QVERIFY2(bytesOf(shop.project->artifacts().folder(id) / file)
                    == bytesOf(unbroken.project->artifacts().folder(id) / file),
                file);
    }
    void twoAtOnceGiveOneResult()
    {
        for (int round = 0; round < 8; ++round) {
            Workshop shop;
            for (int i = 0; i < 30; ++i)
                VERIFY_OK(shop.png("OK/" + std::to_string(10 + i) + ".png", i));
            auto other = std::async(std::launch::async, [&] { return shop.import(); });
            const auto one = shop.import(), two = other.get();
            VERIFY_OK(one);
            VERIFY_OK(two);
            QCOMPARE(one->adoptions[0].value, two->adoptions[0].value);
            QCOMPARE(shop.project->artifacts().list().size(), std::size_t(1));
        }
    }
    void aPhotoThatChangesMeanwhileStopsIt()
    {
        Workshop shop;
        for (int i = 0; i < 20; ++i)
            VERIFY_OK(shop.png("OK/" + std::to_string(10 + i) + ".png", i));
        Listener listener;
        Result<void> saved;
        listener.heard = [&](std::int64_t done) {
            if (done == 2) // all 20 are hashed, none is examined
                saved = shop.png("OK/15.png", 99);
        };
        VERIFY_FAILS(shop.import({}, &listener), "photo.changed");
        VERIFY_OK(saved);
        const auto again = shop.dataset();
        VERIFY_OK(again);
        QCOMPARE(again->size(), std::size_t(20));
    }
    void resultsOfOtherPhotosAreLetGo()
    {
        Workshop shop;
        VERIFY_OK(fillWithEight(shop));
        VERIFY_OK(shop.dataset());
        VERIFY_OK(shop.project->edit("/scores", "score-1", "result-adopted", {}, false));
        VERIFY_OK(shop.dataset());
        QCOMPARE(shop.project->text("/scores"), std::string("score-1")); // the same photos
        VERIFY_OK(shop.png("Line A/OK/more.png", 50));
        VERIFY_OK(shop.dataset());
        QCOMPARE(shop.project->text("/scores"), std::string());
    }
    void projectsInsideTheFolderAreNotEntered()
    {
        Workshop shop;
        VERIFY_OK(shop.png("OK/a.png", 1));
        VERIFY_OK(Project::create(shop.photos / "my project", ""));
        VERIFY_OK(shop.png("my project/sample/b.png", 2));
        fs::create_directory_symlink(shop.photos, shop.photos / "OK" / "loop");
        const auto result = shop.import();
        VERIFY_OK(result);
        QCOMPARE(result->summary["photos"].get<int>(), 1);
    }
    void tilesStayWithTheirPhotoAndItsPart()
    {
        Workshop shop;
        for (int i = 0; i < 4; ++i)
            VERIFY_OK(shop.png(std::to_string(i) + ".png", i));
        VERIFY_OK(writeFileAtomically(shop.photos / "manifest.csv",
            "path,label,group\n0.png,OK,P1\n1.png,OK,P1\n2.png,NG,\n3.png,NG,\n"));
        const auto tiled = shop.dataset({ .tiles = "2x1" });
        VERIFY_OK(tiled);
        const auto& codes = tiled->group.codes; // two photos of one part, two of unknown ones
        QCOMPARE(codes.size(), std::size_t(8));
        QVERIFY(std::ranges::all_of(codes, [](int code) { return code >= 0; }));
        for (int row = 1; row < 8; ++row)
            QVERIFY((codes[std::size_t(row)] == codes[std::size_t(row) - 1]) == (row < 4 || row % 2 == 1));
        const auto whole = shop.dataset();
        VERIFY_OK(whole);
        QCOMPARE(whole->group.codes, (std::vector<std::int32_t> { 0, 0, -1, -1 })); // nothing is made up here
    }
    void correctionsStayWithTheirPhotos()
    {
        Workshop shop;
        VERIFY_OK(fillWithEight(shop));
        const auto first = shop.dataset();
        VERIFY_OK(first);
        const auto crack = "Line A/Crack/0.png", ok = "Line B/OK/1.png";
        const auto rowsOf = [](const Dataset& dataset, const std::string& path) {
            std::vector<std::size_t> rows;
            for (std::size_t row = 0; row < dataset.size(); ++row)
                if (dataset.paths[row] == path)
                    rows.push_back(row);
            return rows;
        };
        const auto classOf = [](const Dataset& dataset, std::size_t row) {
            return dataset.label.values[std::size_t(dataset.label.codes[row])];
        };
        const std::array<std::uint64_t, 2> samples { first->ids[rowsOf(*first, crack)[0]],
            first->ids[rowsOf(*first, ok)[0]] };
        VERIFY_OK(
            shop.project->edit("/labels", relabelled({}, samples, "Dent"), "test", Json::object(), true));
        VERIFY_OK(
            shop.project->edit("/okClasses", Json::array({ "OK", "Crack" }), "test", Json::object(), true));
        VERIFY_OK(shop.png(ok, 77)); // another photo under the same name
        VERIFY_OK(shop.png("Line A/OK/9.png", 9)); // and one more
        const auto tiled = shop.dataset({ .tiles = "2x1" });
        VERIFY_OK(tiled);
        QCOMPARE(tiled->size(), std::size_t(18));
        QCOMPARE(rowsOf(*tiled, crack).size(), std::size_t(2));
        for (const auto row : rowsOf(*tiled, crack))
            QCOMPARE(classOf(*tiled, row), std::string("Dent"));
        for (const auto row : rowsOf(*tiled, ok))
            QCOMPARE(classOf(*tiled, row), std::string("OK"));
        QCOMPARE(tiled->okClasses.size(), std::size_t(2));
        // One tile alone is corrected: it stays as long as the cut does, and says nothing of the whole photo.
        const std::array<std::uint64_t, 1> tile { tiled->ids[rowsOf(*tiled, crack)[0]] };
        VERIFY_OK(shop.project->edit("/labels", relabelled({}, tile, "Stain"), "test", Json::object(), true));
        VERIFY_OK(shop.png("Line A/OK/10.png", 10));
        const auto more = shop.dataset({ .tiles = "2x1" });
        VERIFY_OK(more);
        QCOMPARE(classOf(*more, rowsOf(*more, crack)[0]), std::string("Stain"));
        QCOMPARE(classOf(*more, rowsOf(*more, crack)[1]), std::string("Crack"));
        const auto whole = shop.dataset({ .ok = { "OK" } });
        VERIFY_OK(whole);
        QCOMPARE(classOf(*whole, rowsOf(*whole, crack)[0]), std::string("Crack"));
        QCOMPARE(whole->okClasses.size(), std::size_t(1)); // said anew
    }
};

QTEST_APPLESS_MAIN(TestImportStage)
#include "test_import_stage.moc"
