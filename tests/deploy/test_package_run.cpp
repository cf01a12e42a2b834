#include "CliRunner.h"
#include "TestSupport.h"
#include "data/ClassNames.h"
#include "data/ImagePack.h"
#include "data/Styles.h"
#include "engine/deploy/PackageRunner.h"
#include "package/Package.h"
#include "project/Project.h"
#include "stages/PackOptions.h"

#include <algorithm>
#include <cmath>
#include <fstream>

using namespace minamo;
namespace fs = std::filesystem;

/// The way of a user, by command line: a plant's photos, styles, training, export, and the package on the
/// photo files.
class TestPackageRun : public QObject {
    Q_OBJECT
    QTemporaryDir m_dir;

    QString path(const char* name) const { return m_dir.filePath(name); }
    Path at(const char* name) const { return Path(path(name).toStdString()); }
    void run(const QStringList& arguments)
    {
        const auto result = runCli(arguments);
        QVERIFY2(result.exitCode == 0, (arguments.join(' ').toUtf8() + ": " + result.errors).constData());
    }

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY(m_dir.isValid());
        run({ "project", "new", path("p"), "--name", "工場" });
        run({ "sample", path("p"), "--count", "90", "--size", "72" });
        run({ "extract", path("p"), "--timesteps", "10", "--taps", "mid_block,up_blocks.1", "--device",
            "cpu" });
        run({ "score", path("p") });
        run({ "discover", path("p") });
        run({ "train", path("p"), "--fast", "--steps", "60" });
        run({ "class", "name", path("p"), "Chip", "--ja", "欠け", "--en", "chipped edge" });
        const auto exported = runCli({ "export", path("p"), "-o", path("out"), "--zip", "--json" });
        QVERIFY2(exported.exitCode == 0, exported.errors.constData());
        QCOMPARE(exported.json().at("checked").get<int>(), 90);
        QVERIFY(exported.json().at("licences").at("data").get<std::string>().starts_with("Apache-2.0"));
        QVERIFY(exported.json().at("licences").at("model").get<std::string>().starts_with("apache"));
    }

    void everyPhotoIsJudgedAsInTheWorkbench()
    {
        const auto project = Project::open(at("p"));
        VERIFY_OK(project);
        const auto dataset = project->dataset();
        VERIFY_OK(dataset);
        QStringList files;
        for (const auto& name : dataset->paths)
            files << QString::fromStdString((dataset->root / name).string());
        const auto result = runCli(QStringList { "package", "run", path("out"), "--json" } + files);
        QVERIFY2(result.exitCode == 0, result.errors.constData());
        const auto judged = result.json().at("photos");
        QCOMPARE(judged.size(), dataset->size());

        // The workbench: stored features, packed pixels, the same weights.
        const auto package = Package::open(at("out"));
        VERIFY_OK(package);
        const auto runner = PackageRunner::load(package->folder(), package->manifest());
        VERIFY_OK(runner);
        const FeatureStore store(project->artifacts());
        const auto records
            = store.records(project->document().at("features").get<std::vector<std::string>>());
        VERIFY_OK(records);
        PackageRunner::Features features;
        for (const auto& record : *records)
            features[record.cell] = store.matrix(record).value();
        std::vector<PackagePhoto> photos(dataset->size());
        const auto expected = runner->judge(features, photos);
        VERIFY_OK(expected);
        const auto styles = readStyles(project->artifacts().folder(project->text("/discover")));
        VERIFY_OK(styles);
        for (std::size_t i = 0; i < judged.size(); ++i) {
            const auto& verdict = (*expected)[i];
            for (std::size_t c = 0; c < verdict.probabilities.size(); ++c) {
                const auto& name = dataset->label.values[c];
                QVERIFY(
                    std::abs(judged[i].at("probabilities").at(name).get<double>() - verdict.probabilities[c])
                    <= 1e-5);
            }
            QCOMPARE(judged[i].at("style").at("number").get<int>(),
                styles->styles[std::size_t(styles->style[i])].number);
            QCOMPARE(judged[i].at("verdict").get<std::string>(),
                dataset->label.values[std::size_t(verdict.label)]);
            QVERIFY(judged[i].at("ms").get<double>() > 0);
        }
    }

    void classesAreCalledAsPeopleReadThem()
    {
        const auto package = Package::open(at("out"));
        VERIFY_OK(package);
        const auto& labels = package->manifest().labels;
        const auto chip = std::ranges::find(labels, "Chip", &PackageLabel::name);
        QVERIFY(chip != labels.end());
        QCOMPARE(chip->ja, std::string("欠け"));
        QCOMPARE(chip->en, std::string("chipped edge"));
        QCOMPARE(std::ranges::find(labels, "Dent", &PackageLabel::name)->ja, std::string("Dent"));
        const auto card = readFile(at("out") / "MODEL_CARD.md").value();
        for (const char* word : { "欠け", "chipped edge", "OK（良品）", "OK (good)" })
            QVERIFY2(card.find(word) != std::string::npos, word);
        QCOMPARE(runCli({ "class", "name", path("p"), "Hole", "--ja", "穴" }).exitCode, 1);
        QCOMPARE(runCli({ "class", "name", path("p"), "Chip" }).exitCode, 1);
        // An edit like any other: the name in the other language stays, and it can be undone.
        run({ "class", "name", path("p"), "Chip", "--ja", "カケ" });
        auto project = Project::open(at("p"));
        VERIFY_OK(project);
        const auto shown = [&](Language language) {
            return shownClass(project->document().value("classNames", Json()), "Chip", language);
        };
        QCOMPARE(shown(Language::ja), std::string("カケ"));
        QCOMPARE(shown(Language::en), std::string("chipped edge"));
        VERIFY_OK(project->undo());
        QCOMPARE(shown(Language::ja), std::string("欠け"));
    }

    void somethingElseIsOutside()
    {
        const Path file = at("noise.ppm.png");
        // A BMP of black and white squares, by hand: 64 x 64, 24 bit.
        std::string bmp("BM\x36\x30\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0\x40\0\0\0\x40\0\0\0\x01\0\x18\0\0\0\0\0\0"
                        "\x30\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0",
            54);
        for (int y = 0; y < 64; ++y)
            for (int x = 0; x < 64; ++x)
                bmp += std::string(3, (x / 4 + y / 4) % 2 ? '\xff' : '\0');
        std::ofstream(file, std::ios::binary) << bmp;
        const auto result = runCli(
            { "package", "run", path("out.minamopkg"), QString::fromStdString(file.string()), "--json" });
        QVERIFY2(result.exitCode == 0, result.errors.constData());
        const auto photo = result.json().at("photos").at(0);
        QVERIFY(photo.at("outside").get<bool>());
        QVERIFY(photo.at("review").get<bool>());
        QVERIFY(photo.at("distance").get<double>() > photo.at("limit").get<double>());
        const auto text = runCli(
            { "package", "run", path("out"), QString::fromStdString(file.string()), "--language", "ja" });
        QVERIFY(text.output.contains("どのスタイルにも当てはまりません"));
    }

    void unreadablePhotosAreReportedAndTheOthersJudged()
    {
        std::ofstream(at("letter.jpg")) << "hello";
        const auto dataset = Project::open(at("p"))->dataset().value();
        const auto good = QString::fromStdString((dataset.root / dataset.paths[0]).string());
        const auto result = runCli({ "package", "run", path("out"), path("letter.jpg"), good, "--json" });
        QCOMPARE(result.exitCode, 1);
        QCOMPARE(int(result.json().at("photos").size()), 1);
        QCOMPARE(int(result.json().at("failed").size()), 1);
        QVERIFY(result.errors.contains("letter.jpg"));
    }

    void verifySpeaksBothLanguages()
    {
        QCOMPARE(runCli({ "package", "verify", path("out") }).exitCode, 0);
        QCOMPARE(
            runCli({ "package", "verify", path("out.minamopkg"), "--json" }).json().at("photos").get<int>(),
            8);
        fs::copy(at("out"), at("bad"), fs::copy_options::recursive);
        std::fstream file(
            at("bad") / "classifier.safetensors", std::ios::binary | std::ios::in | std::ios::out);
        file.seekp(-3, std::ios::end);
        file.put('\x55');
        file.close();
        const auto english = runCli({ "package", "verify", path("bad"), "--language", "en" });
        QCOMPARE(english.exitCode, 1);
        QVERIFY(english.errors.contains("classifier.safetensors") && english.errors.contains("has changed"));
        const auto japanese
            = runCli({ "package", "run", path("bad"), path("letter.jpg"), "--language", "ja" });
        QCOMPARE(japanese.exitCode, 1);
        QVERIFY(japanese.errors.contains("変わっています"));
    }

    void ownPhotosNeedALicence()
    {
        run({ "project", "new", path("own") });
        fs::copy(Project::open(at("p"))->dataset()->root, at("photos"), fs::copy_options::recursive);
        run({ "import", path("own"), path("photos") });
        const auto refused = runCli({ "export", path("own"), "-o", path("own-out"), "--language", "en" });
        QCOMPARE(refused.exitCode, 1);
        QVERIFY(!fs::exists(at("own-out")));
    }
};

QTEST_GUILESS_MAIN(TestPackageRun)
#include "test_package_run.moc"
