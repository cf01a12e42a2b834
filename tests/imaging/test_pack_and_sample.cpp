#include "PhotoFixtures.h"
#include "TestSupport.h"
#include "data/ImageFacts.h"
#include "data/ImagePack.h"
#include "data/factory/Factory.h"
#include "imaging/ImportStage.h"
#include "imaging/PackStage.h"
#include "imaging/PhotoDecoder.h"
#include "imaging/SampleStage.h"

#include <cmath>
#include <set>

using namespace minamo;

namespace fs = std::filesystem;

namespace {

class Listener : public SilentContext {
public:
    void progress(std::string_view, std::int64_t done, std::int64_t total) override
    {
        rising = rising && done >= last && done <= total;
        last = done;
        stop = stop || (stopAt >= 0 && done >= stopAt);
    }
    void event(std::string_view kind, const Json& values) override
    {
        if (kind == "estimate")
            estimate = values;
    }
    bool cancelled() const override { return stop; }
    std::int64_t last = 0, stopAt = -1;
    bool rising = true, stop = false;
    Json estimate;
};

struct Workshop {
    QTemporaryDir folder;
    Path root = Path(folder.path().toStdString());
    Path photos = root / "photos";
    Result<Project> project = Project::create(root / "project", "");
    SilentContext silent;

    Result<void> import(ImportOptions options = {})
    {
        options.folder = photos.string();
        MINAMO_TRY(const auto result, runImport(*project, options, silent));
        return adopt(*project, "import", result);
    }
    Result<ImagePack> pack(const PackOptions& options)
    {
        MINAMO_TRY(const auto id, ensurePack(*project, options, silent));
        return ImagePack::open(project->artifacts().folder(id));
    }
};

/// Value of one pixel of a pack.
int value(const ImagePack& pack, std::size_t row, int channel, int x, int y)
{
    const int side = pack.size();
    return pack.pixels(row)[static_cast<std::size_t>((channel * side + y) * side + x)];
}

double number(const PlantTruth& truth, const std::string& name)
{
    for (const auto& [key, value] : truth.numbers)
        if (key == name)
            return value;
    return std::nan("");
}

/// Pearson correlation.
double correlation(const std::vector<double>& a, const std::vector<double>& b)
{
    double meanA = 0, meanB = 0, ab = 0, aa = 0, bb = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        meanA += a[i] / static_cast<double>(a.size());
        meanB += b[i] / static_cast<double>(a.size());
    }
    for (std::size_t i = 0; i < a.size(); ++i) {
        ab += (a[i] - meanA) * (b[i] - meanB);
        aa += (a[i] - meanA) * (a[i] - meanA);
        bb += (b[i] - meanB) * (b[i] - meanB);
    }
    return ab / std::sqrt(aa * bb);
}

} // namespace

class TestPackAndSample : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void packHoldsThePhotosAsPlanarRgb()
    {
        Workshop shop;
        VERIFY_OK(save(shop.photos / "a.png", encoded(".png", fourFields(160, 80))));
        VERIFY_OK(save(shop.photos / "b.png", encoded(".png", fourFields(4, 4)))); // grows
        VERIFY_OK(shop.import());
        Listener listener;
        const auto id = ensurePack(*shop.project, { .size = 16 }, listener);
        VERIFY_OK(id);
        QCOMPARE(listener.estimate["bytes"].get<int>(), 2 * 3 * 16 * 16);
        QCOMPARE(*id, packKey(shop.project->text("/samples"), { .size = 16 }).id());
        const auto pack = shop.pack({ .size = 16 });
        VERIFY_OK(pack);
        QCOMPARE(pack->count(), std::size_t { 2 });
        QCOMPARE(pack->size(), 16);
        for (const std::size_t row : { 0, 1 }) {
            QCOMPARE(value(*pack, row, 0, 1, 1), 255); // red above left
            QCOMPARE(value(*pack, row, 1, 1, 1), 0);
            QCOMPARE(value(*pack, row, 1, 14, 1), 255); // green above right
            QCOMPARE(value(*pack, row, 2, 1, 14), 255); // blue below left
            QCOMPARE(value(*pack, row, 0, 14, 14), 128);
        }
        Listener second;
        VERIFY_OK(ensurePack(*shop.project, { .size = 16 }, second));
        QVERIFY(second.estimate.is_null()); // it was there
    }
    void shrinkingAveragesAreas()
    {
        Workshop shop;
        cv::Mat stripes(64, 64, CV_8UC3, cv::Scalar::all(0));
        for (int x = 0; x < 64; x += 4)
            stripes.col(x).setTo(
                cv::Scalar::all(200)); // one column in four: point sampling would see 0 or 200
        VERIFY_OK(save(shop.photos / "stripes.png", encoded(".png", stripes)));
        VERIFY_OK(shop.import());
        const auto pack = shop.pack({ .size = 16 });
        VERIFY_OK(pack);
        for (int x = 0; x < 16; ++x)
            QCOMPARE(value(*pack, 0, 0, x, 5), 50);
    }
    void cropKeepsTheShape()
    {
        Workshop shop;
        VERIFY_OK(save(shop.photos / "a.png", encoded(".png", fourFields(160, 80))));
        VERIFY_OK(shop.import());
        const auto crop = shop.pack({ .size = 16, .fit = "crop" });
        const auto stretch = shop.pack({ .size = 16 });
        VERIFY_OK(crop);
        VERIFY_OK(stretch);
        QCOMPARE(value(*crop, 0, 0, 1, 1), 255);
        QCOMPARE(value(*crop, 0, 1, 14, 1), 255);
        QVERIFY(shop.project->artifacts().list("pack").size() == 2);
    }
    void tilesAndRegionsAreSamples()
    {
        Workshop shop;
        VERIFY_OK(save(shop.photos / "OK" / "a.png", encoded(".png", fourFields(80, 40))));
        VERIFY_OK(save(shop.photos / "NG" / "b.png", encoded(".png", numbered(3, 60))));
        VERIFY_OK(shop.import({ .tiles = "2x2", .overlap = 0 }));
        const auto dataset = shop.project->dataset();
        VERIFY_OK(dataset);
        QCOMPARE(dataset->size(), std::size_t(8));
        QCOMPARE(dataset->regions[5], (Region { 40, 0, 40, 20 })); // NG/b.png stands first
        QCOMPARE(dataset->widths[5], 40);
        QCOMPARE(std::set(dataset->ids.begin(), dataset->ids.end()).size(), std::size_t(8));
        QCOMPARE(std::set(dataset->contents.begin(), dataset->contents.end()).size(), std::size_t(8));
        QCOMPARE(dataset->group.codes, (std::vector<std::int32_t> { 0, 0, 0, 0, 1, 1, 1, 1 }));
        const auto pack = shop.pack({ .size = 16 });
        VERIFY_OK(pack);
        QCOMPARE(pack->count(), std::size_t(8));
        const int expected[4][3] { { 255, 0, 0 }, { 0, 255, 0 }, { 0, 0, 255 }, { 128, 128, 128 } };
        for (std::size_t tile = 0; tile < 4; ++tile)
            for (int channel = 0; channel < 3; ++channel)
                for (const int place : { 0, 15 })
                    QCOMPARE(value(*pack, 4 + tile, channel, place, 15 - place), expected[tile][channel]);
        VERIFY_OK(shop.import({ .roi = { "50:0:50:50" } })); // the green field alone
        const auto region = shop.pack({ .size = 16 });
        VERIFY_OK(region);
        QCOMPARE(region->count(), std::size_t(2));
        QCOMPARE(value(*region, 1, 1, 0, 0), 255);
        QCOMPARE(value(*region, 1, 0, 15, 15), 0);
        VERIFY_FAILS(
            runImport(*shop.project, { .folder = shop.photos.string(), .roi = { "X=0:0:9:9" } }, shop.silent),
            "import.no-such-environment");
    }
    void photosThatWentAwayOrChanged()
    {
        Workshop shop;
        VERIFY_FAILS(ensurePack(*shop.project, {}, shop.silent), "project.no-samples");
        VERIFY_OK(save(shop.photos / "a.png", encoded(".png", numbered(1))));
        VERIFY_OK(save(shop.photos / "b.png", encoded(".png", numbered(2))));
        VERIFY_OK(shop.import());
        VERIFY_OK(save(shop.photos / "b.png", encoded(".png", numbered(3))));
        const auto changed = shop.pack({});
        VERIFY_FAILS(changed, "pack.photo-changed");
        QCOMPARE(changed.error().values["path"].get<std::string>(), (shop.photos / "b.png").string());
        fs::remove(shop.photos / "b.png");
        VERIFY_FAILS(shop.pack({}), "pack.photo-missing");
        QVERIFY(shop.project->artifacts().list("pack").empty());
        VERIFY_OK(save(shop.photos / "b.png", encoded(".png", numbered(2))));
        VERIFY_OK(shop.pack({}));
    }
    void samplePlantIsPhotographedAndImported()
    {
        Workshop shop;
        const SampleOptions options { .seed = 5, .count = 60, .size = 64 };
        Listener stopping;
        stopping.stopAt = 1;
        VERIFY_FAILS(runSample(*shop.project, options, stopping), "cancelled");
        Listener listener;
        const auto result = runSample(*shop.project, options, listener);
        VERIFY_OK(result);
        QVERIFY(listener.rising);
        QCOMPARE(listener.last, std::int64_t { 60 });
        VERIFY_OK(adopt(*shop.project, "sample", *result));
        const auto dataset = shop.project->dataset();
        VERIFY_OK(dataset);
        QCOMPARE(dataset->size(), std::size_t { 60 });
        QCOMPARE(dataset->environment.values.size(), std::size_t { 5 });
        QCOMPARE(dataset->label.values.size(), std::size_t { 6 });
        QVERIFY(dataset->group.known());
        for (const char* tag : { "camera", "site", "shift", "captured_at", "part", "lamp_azimuth" })
            QVERIFY2(dataset->tag(tag), tag);
        QCOMPARE(dataset->okClasses.size(), std::size_t { 1 });
        QCOMPARE(dataset->label.values[static_cast<std::size_t>(dataset->okClasses[0])], std::string("OK"));
        // Every row says what is true of its own photo, and the photo is the rendered one.
        const PlantSettings settings { .seed = 5, .count = 60, .size = 64 };
        for (std::int64_t index = 0; index < 60; ++index) {
            const auto truth = plantTruth(settings, index);
            const auto found = std::ranges::find(dataset->paths, plantPhotoPath(truth, index));
            QVERIFY(found != dataset->paths.end());
            const auto row = static_cast<std::size_t>(found - dataset->paths.begin());
            QCOMPARE(dataset->label.values[static_cast<std::size_t>(dataset->label.codes[row])], truth.label);
            const auto* camera = dataset->tag("camera");
            QCOMPARE(camera->values[static_cast<std::size_t>(camera->codes[row])], truth.camera);
        }
        const auto rendered = renderPlantPhoto(settings, 7);
        const auto photo = decodePhoto(dataset->root / plantPhotoPath(rendered.truth, 7));
        VERIFY_OK(photo);
        QVERIFY(std::equal(rendered.pixels.begin(), rendered.pixels.end(), photo->rgb.data));
        // The same settings again: the same samples. Another seed: other photos, and the old ones stay.
        const auto again = runSample(*shop.project, options, shop.silent);
        VERIFY_OK(again);
        QCOMPARE(again->adoptions[0].value.get<std::string>(), dataset->artifact);
        const auto other = runSample(*shop.project, { .seed = 6, .count = 60, .size = 64 }, shop.silent);
        VERIFY_OK(other);
        QVERIFY(other->adoptions[0].value.get<std::string>() != dataset->artifact);
        VERIFY_OK(shop.pack({ .size = 32 }));
    }
    void factsFollowThePlantedLamp()
    {
        Workshop shop;
        const SampleOptions options { .seed = 3, .severity = 2, .count = 100, .size = 64 };
        const auto result = runSample(*shop.project, options, shop.silent);
        VERIFY_OK(result);
        VERIFY_OK(adopt(*shop.project, "sample", *result));
        const auto dataset = shop.project->dataset();
        VERIFY_OK(dataset);
        const auto facts = readImageFacts(shop.project->artifacts().folder(dataset->artifact));
        VERIFY_OK(facts);
        const PlantSettings settings { .seed = 3, .severity = 2, .count = 100, .size = 64 };
        std::vector<double> gradientX, gradientY, sharpness, lampX, lampY, blur, shuffled;
        for (std::int64_t index = 0; index < 100; ++index) {
            const auto truth = plantTruth(settings, index);
            const auto found = std::ranges::find(dataset->paths, plantPhotoPath(truth, index));
            const auto& fact = (*facts)[static_cast<std::size_t>(found - dataset->paths.begin())];
            gradientX.push_back(fact.gradientX / fact.brightness);
            gradientY.push_back(fact.gradientY / fact.brightness);
            sharpness.push_back(std::log(fact.sharpness));
            lampX.push_back(std::cos(number(truth, "lamp_azimuth")));
            lampY.push_back(std::sin(number(truth, "lamp_azimuth")));
            blur.push_back(std::log(number(truth, "blur")));
            shuffled.push_back(
                std::cos(number(plantTruth(settings, (index * 37 + 11) % 100), "lamp_azimuth")));
        }
        qInfo("gradient against lamp: x %.2f, y %.2f, shuffled %.2f; sharpness against blur %.2f",
            correlation(gradientX, lampX), correlation(gradientY, lampY), correlation(gradientX, shuffled),
            correlation(sharpness, blur));
        QVERIFY(correlation(gradientX, lampX) > 0.7);
        QVERIFY(correlation(gradientY, lampY) > 0.7);
        QVERIFY(correlation(sharpness, blur) < -0.6);
        QVERIFY(std::abs(correlation(gradientX, shuffled)) < 0.4);
    }
};

QTEST_APPLESS_MAIN(TestPackAndSample)
#include "test_pack_and_sample.moc"
