#include "ExtractFixture.h"

#include <QCoreApplication>
#include <QProcess>
#include <zip.h>

using namespace minamo;

namespace {

const ExtractOptions twoSteps { .timesteps = { 50, 10 }, .device = "cpu", .threads = 2 };

} // namespace

/// Extraction on a tiny random network: what is stored, what survives a kill, what is refused.
class TestExtract : public QObject {
    Q_OBJECT
    QTemporaryDir m_dir;
    int m_count = 0;
    Path m_model;
    std::map<std::string, std::string> m_unbroken;
    Path fresh() { return Path(m_dir.path().toStdString()) / ("p" + std::to_string(m_count++)); }

private Q_SLOTS:
    void initTestCase()
    {
        m_model = fresh();
        writeTinyModel(m_model);
    }

    void everyCellIsThere()
    {
        auto project = makeProject(fresh(), m_model);
        Recorder said;
        const auto result = runExtract(project, twoSteps, said);
        VERIFY_OK(result);
        VERIFY_OK(adopt(project, "extract", *result));
        const FeatureStore store(project.artifacts());
        const auto records = store.records(project.document().at("features"));
        VERIFY_OK(records);
        const std::vector<std::string> taps { "down_blocks.0", "down_blocks.1", "mid_block", "up_blocks.0",
            "up_blocks.1" };
        const std::vector<int> widths { 8, 16, 16, 16, 8 };
        QCOMPARE(records->size(), 10u);
        for (std::size_t i = 0; i < 10; ++i) { // network order, then timestep
            QCOMPARE(records->at(i).cell.tap, taps[i / 2]);
            QCOMPARE(records->at(i).cell.timestep, i % 2 == 0 ? 10 : 50);
            QCOMPARE(records->at(i).dimension, widths[i / 2]);
            const auto matrix = store.matrix(records->at(i));
            VERIFY_OK(matrix);
            QCOMPARE(matrix->rows(), fixturePhotos);
            QVERIFY(matrix->allFinite() && matrix->norm() > 0.1);
        }
        QCOMPARE(said.events.front().at("kind"), Json("estimate"));
        QCOMPARE(said.events.front().at("cells"), Json(10));
        QVERIFY(said.events.front().contains("gigabytes") && said.events.front().contains("seconds"));
        int complete = 0;
        for (const auto& event : said.events)
            complete += event.contains("artifact");
        QCOMPARE(complete, 10);
        m_unbroken = cellFiles(project);
    }
    void progressCountsTheWhole()
    {
        auto project = makeProject(fresh(), m_model);
        Recorder said;
        VERIFY_OK(runExtract(project, twoSteps, said));
        QCOMPARE(said.steps.back().first, said.steps.back().second);
        const auto lines = Json(said.steps).dump();
        for (std::size_t i = 1; i < said.steps.size(); ++i) {
            QVERIFY2(said.steps[i].first > said.steps[i - 1].first, lines.c_str());
            QVERIFY2(said.steps[i].first - said.steps[i - 1].first <= fixturePhotos / 2, lines.c_str());
            QCOMPARE(said.steps[i].second, 2 * fixturePhotos);
        }
        Recorder again; // nothing is computed twice
        const auto result = runExtract(project, twoSteps, again);
        VERIFY_OK(result);
        QCOMPARE(again.count("cell"), 0);
        QCOMPARE(again.steps.size(), 1u);
        QVERIFY(again.steps.front() == said.steps.back());
        QVERIFY(cellFiles(project) == m_unbroken);
    }
    void cellsEqualTheDefinition();
    void threadsDoNotMatter()
    {
        for (const int threads : { 1, 3 }) {
            auto project = makeProject(fresh(), m_model);
            SilentContext silent;
            ExtractOptions options = twoSteps;
            options.threads = threads;
            VERIFY_OK(runExtract(project, options, silent));
            QVERIFY(cellFiles(project) == m_unbroken);
        }
    }

    void killedRunResumesToTheSameBytes_data()
    {
        QTest::addColumn<QString>("share");
        for (const char* share : { "0.2", "0.4", "0.6" })
            QTest::newRow(share) << QString(share);
    }
    void killedRunResumesToTheSameBytes()
    {
        QFETCH(QString, share);
        auto project = makeProject(fresh(), m_model);
        QProcess child;
        child.start(QCoreApplication::applicationFilePath(),
            { "--killed-at", share, QString::fromStdString(project.folder().string()) });
        QVERIFY(child.waitForFinished(60000));
        QCOMPARE(child.exitStatus(), QProcess::CrashExit);
        QVERIFY(cellFiles(project) != m_unbroken);
        Recorder said;
        VERIFY_OK(runExtract(project, twoSteps, said));
        QVERIFY(
            said.steps.front().first >= (share.toDouble() - 0.11) * 2 * fixturePhotos); // kept what was whole
        QVERIFY(said.steps.front().first < 2 * fixturePhotos);
        QVERIFY(cellFiles(project) == m_unbroken);
        for (const auto& entry : std::filesystem::directory_iterator(project.folder() / "artifacts"))
            QVERIFY(!entry.path().filename().string().starts_with(".work"));
    }

    void cancelledRunResumes()
    {
        auto project = makeProject(fresh(), m_model);
        Recorder said;
        said.cancelAt = 0.5;
        VERIFY_FAILS(runExtract(project, twoSteps, said), "cancelled");
        QVERIFY(cellFiles(project) != m_unbroken);
        SilentContext silent;
        VERIFY_OK(runExtract(project, twoSteps, silent));
        QVERIFY(cellFiles(project) == m_unbroken);
    }

    void laterCallsAddCells()
    {
        auto project = makeProject(fresh(), m_model);
        SilentContext silent;
        ExtractOptions options = twoSteps;
        for (const int t : { 200, 10 }) {
            options.timesteps = { t };
            options.taps = { "up_blocks.1", "down_blocks.0" };
            const auto result = runExtract(project, options, silent);
            VERIFY_OK(result);
            VERIFY_OK(adopt(project, "extract", *result));
        }
        const auto records = FeatureStore(project.artifacts()).records(project.document().at("features"));
        VERIFY_OK(records);
        std::string names;
        for (const auto& record : *records)
            names += cellName(record.cell) + " ";
        QCOMPARE(names, std::string("down_blocks.0@10 down_blocks.0@200 up_blocks.1@10 up_blocks.1@200 "));
        const Path other = fresh(); // cells of another model do not mix
        writeTinyModel(other, Json::object(), 4);
        VERIFY_OK(adopt(project, "model", addModel(project, other).value()));
        const auto result = runExtract(project, options, silent);
        VERIFY_OK(result);
        QCOMPARE(result->adoptions.front().value.size(), 2u);
    }
    void addedPhotosAloneAreComputed()
    {
        std::vector<int> more { 90, 3, 91 }; // some of the old ones, in another order, between new ones
        for (int i = fixturePhotos - 1; i >= 8; --i)
            more.push_back(i);
        more.push_back(92);
        ExtractOptions options = twoSteps;
        options.batch = 2;
        auto grown = makeProject(fresh(), m_model), anew = makeProject(fresh(), m_model);
        SilentContext silent;
        VERIFY_OK(runExtract(grown, options, silent));
        setPhotos(grown, more);
        setPhotos(anew, more);
        Recorder saving, whole;
        VERIFY_OK(runExtract(grown, options, saving));
        VERIFY_OK(runExtract(anew, options, whole));
        const auto passes = [](const Recorder& heard) {
            for (const auto& event : heard.events)
                if (event.at("kind") == "estimate")
                    return event.at("passes").get<int>();
            return -1;
        };
        QCOMPARE(passes(saving), 3 * 2); // new photos x timesteps
        QCOMPARE(passes(whole), static_cast<int>(more.size()) * 2); // the control
        auto files = cellFiles(grown);
        for (const auto& [name, bytes] : cellFiles(anew)) {
            if (name.ends_with("manifest.json"))
                continue;
            QVERIFY2(files.contains(name), name.c_str());
            QVERIFY2(files[name] == bytes, name.c_str());
        }
    }
    void sameNamesWithOtherContentAreNotTaken()
    {
        auto project = makeProject(fresh(), m_model);
        SilentContext silent;
        VERIFY_OK(runExtract(project, twoSteps, silent));
        setPhotos(project, { 100, 101, 102 });
        Recorder heard;
        VERIFY_OK(runExtract(project, twoSteps, heard));
        QCOMPARE(heard.events.front().at("passes").get<int>(), 3 * 2);
    }
    void innerTapsAreThere()
    {
        auto project = makeProject(fresh(), m_model);
        SilentContext silent;
        ExtractOptions options = twoSteps;
        options.taps = { "all" };
        options.timesteps = { 50 };
        const auto result = runExtract(project, options, silent);
        VERIFY_OK(result);
        const auto taps = result->summary.at("taps");
        QVERIFY(std::ranges::find(taps, Json("up_blocks.0.attentions.0")) != taps.end());
        QVERIFY(std::ranges::find(taps, Json("down_blocks.0.resnets.0")) == taps.end());
        QCOMPARE(result->summary.at("cells"), Json(taps.size()));
    }
    void dumpIsNumpy()
    {
        auto project = makeProject(fresh(), m_model);
        const Path file = project.folder() / "f.npz";
        VERIFY_FAILS(dumpFeatures(project, file), "extract.none-yet");
        SilentContext silent;
        VERIFY_OK(adopt(project, "extract", runExtract(project, twoSteps, silent).value()));
        VERIFY_OK(dumpFeatures(project, file));
        zip_t* archive = zip_open(file.c_str(), ZIP_RDONLY, nullptr);
        QVERIFY(archive);
        QCOMPARE(zip_get_num_entries(archive, 0), 11);
        zip_stat_t stat {};
        QCOMPARE(zip_stat(archive, "mid_block@50.npy", 0, &stat), 0);
        QCOMPARE(stat.size, 128u + fixturePhotos * 16 * sizeof(float));
        QCOMPARE(zip_stat(archive, "ids.npy", 0, &stat), 0);
        QCOMPARE(stat.size, 128u + fixturePhotos * sizeof(std::uint64_t));
        zip_discard(archive);
    }

    void refusals()
    {
        auto project = makeProject(fresh(), m_model);
        SilentContext silent;
        const auto with = [&](auto change) {
            ExtractOptions options = twoSteps;
            change(options);
            return runExtract(project, options, silent);
        };
        VERIFY_FAILS(with([](auto& o) { o.taps = { "up_blocks.7" }; }), "extract.unknown-tap");
        VERIFY_FAILS(with([](auto& o) { o.timesteps = { 10, 1000 }; }), "extract.bad-timestep");
        VERIFY_FAILS(with([](auto& o) { o.timesteps = {}; }), "extract.nothing-asked");
        VERIFY_FAILS(with([](auto& o) { o.device = "tpu"; }), "device.unknown");
        std::filesystem::remove_all(project.artifacts().folder(project.artifacts().list("pack").front()));
        VERIFY_FAILS(with([](auto&) {}), "extract.no-pack");
    }
    void modelsThatDoNotFit()
    {
        auto project = makeProject(fresh(), m_model);
        SilentContext silent;
        const Path other = fresh();
        writeTinyModel(other, { { "in_channels", 1 }, { "out_channels", 1 } });
        VERIFY_FAILS(addModel(project, other), "extract.not-rgb");
        const Path moved = fresh();
        writeTinyModel(moved);
        VERIFY_OK(adopt(project, "model", addModel(project, moved).value()));
        writeTinyModel(moved, Json::object(), 5);
        VERIFY_FAILS(runExtract(project, twoSteps, silent), "model.changed");
        std::filesystem::remove_all(moved);
        VERIFY_FAILS(runExtract(project, twoSteps, silent), "model.gone");
        VERIFY_OK(project.edit("/model", nullptr, "result-adopted", Json::object(), false));
        qputenv("MINAMO_SHARE", "/nonexistent");
        VERIFY_FAILS(modelImageSize(project), "model.no-built-in");
        qunsetenv("MINAMO_SHARE");
    }
    void overflowNamesTheTap()
    {
        const Path hot = fresh();
        writeTinyModel(hot, Json::object(), 3, [](DiffusionNetwork& network) {
            network.parametersByKey().at("up_blocks.0.resnets.1.conv2.weight").mul_(3e38);
        });
        auto project = makeProject(fresh(), hot);
        SilentContext silent;
        const auto result = runExtract(project, twoSteps, silent);
        VERIFY_FAILS(result, "extract.not-finite");
        QCOMPARE(result.error().values.at("tap"), Json("up_blocks.0"));
        QVERIFY(result.error().values.at("photo").get<std::string>().ends_with(".png"));
    }
    void classInputIsLeftOut()
    {
        const Path labelled = fresh();
        writeTinyModel(labelled, { { "num_class_embeds", 5 } });
        auto project = makeProject(fresh(), labelled);
        Recorder said;
        VERIFY_OK(runExtract(project, twoSteps, said));
        QVERIFY(std::ranges::find(said.warnings, "extract.no-class-label") != said.warnings.end());
    }
    void damagedChunkIsNamed()
    {
        auto project = makeProject(fresh(), m_model);
        SilentContext silent;
        VERIFY_OK(adopt(project, "extract", runExtract(project, twoSteps, silent).value()));
        const FeatureStore store(project.artifacts());
        auto record = store.records(project.document().at("features")).value().front();
        std::filesystem::remove(project.artifacts().folder(record.artifact) / chunkName(2));
        QVERIFY(!store.matrix(record).has_value());
        record.dimension += 1;
        VERIFY_FAILS(store.matrix(record), "features.damaged");
        VERIFY_FAILS(store.records({ project.text("/samples") }), "features.damaged");
        VERIFY_FAILS(store.records({ "cell-0" }), "project.no-artifact");
    }
};

/// Psi written out: alpha-bar, x_t and the mean in double, the whole network without early exit.
void TestExtract::cellsEqualTheDefinition()
{
    auto project = makeProject(fresh(), m_model);
    SilentContext silent;
    VERIFY_OK(adopt(project, "extract", runExtract(project, twoSteps, silent).value()));
    const FeatureStore store(project.artifacts());
    const auto records = store.records(project.document().at("features")).value();
    const auto pack
        = ImagePack::open(project.artifacts().folder(project.artifacts().list("pack").front())).value();
    const auto dataset = project.dataset().value();
    auto model = loadDiffusionModel(m_model).value();
    model.network->eval();
    const torch::NoGradGuard guard;
    for (const int t : { 10, 50 }) {
        double bar = 1;
        for (int i = 0; i <= t; ++i)
            bar *= 1 - (0.0001 + (0.02 - 0.0001) * i / 999);
        constexpr std::size_t row = 17, numbers = 3 * fixtureSide * fixtureSide;
        std::vector<float> noise(numbers), x(numbers);
        fillNormal(noise, dataset.contents[row], mixKeys(static_cast<std::uint64_t>(t), 0));
        for (std::size_t i = 0; i < numbers; ++i)
            x[i] = static_cast<float>(
                std::sqrt(bar) * (pack.pixels(row)[i] / 127.5 - 1) + std::sqrt(1 - bar) * noise[i]);
        std::map<std::string, at::Tensor> means;
        TapRequest request(
            { "down_blocks.0", "mid_block", "up_blocks.1" },
            [&](const std::string& tap, const at::Tensor& value) {
                means[tap] = value.to(at::kDouble).mean({ 2, 3 });
            },
            false);
        model.network->forward(torch::tensor(x).view({ 1, 3, fixtureSide, fixtureSide }),
            torch::full({ 1 }, t, at::kLong), {}, request);
        for (const auto& record : records) {
            if (record.cell.timestep != t || !means.contains(record.cell.tap))
                continue;
            const auto matrix = store.matrix(record).value();
            const at::Tensor mean = means.at(record.cell.tap);
            double same = 0, other = 0;
            for (Eigen::Index c = 0; c < matrix.cols(); ++c) {
                const double expected = mean[0][c].item<double>();
                same = std::max(same, std::abs(matrix(row, c) - expected));
                other
                    = std::max(other, std::abs(matrix(row + 1, c) - expected)); // the control: another photo
            }
            QVERIFY2(same < 1e-5, cellName(record.cell).c_str());
            QVERIFY(other > 1e-3);
        }
    }
}

int main(int argc, char** argv)
{
    if (argc == 4 && std::string(argv[1]) == "--killed-at") {
        const auto project = Project::open(argv[3]);
        Recorder context;
        context.killAt = std::stod(argv[2]);
        return project && runExtract(*project, twoSteps, context) ? 0 : 1;
    }
    QCoreApplication application(argc, argv);
    TestExtract test;
    return QTest::qExec(&test, argc, argv);
}
#include "test_extract.moc"
