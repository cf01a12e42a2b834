#include "TestSupport.h"
#include "data/Dataset.h"
#include "data/ImageFacts.h"
#include "data/ImagePack.h"
#include "data/TextColumn.h"
#include "data/ThumbnailPack.h"

using namespace minamo;

namespace {

Dataset threePhotos()
{
    Dataset dataset;
    dataset.ids = { 11, 22, 0xffffffffffffffffULL };
    dataset.contents = { 1, 2, 1 };
    dataset.paths = { "ライン１/良品/a.png", "", "b, c.png" };
    dataset.widths = { 640, 1, 30000 };
    dataset.heights = { 480, 2, 30000 };
    dataset.label = { "label", { "NG", "良品" }, { 1, -1, 0 } };
    dataset.tags = { { "camera", { "CAM-1" }, { 0, 0, -1 } }, { "lot", {}, { -1, -1, -1 } } };
    dataset.okClasses = { 1 };
    return dataset;
}

} // namespace

class TestDataset : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everyColumnComesBack()
    {
        const QTemporaryDir folder;
        const Path path(folder.path().toStdString());
        const Dataset written = threePhotos();
        VERIFY_OK(writeDataset(path, written));
        const auto read = readDataset(path);
        VERIFY_OK(read);
        QCOMPARE(read->ids, written.ids);
        QCOMPARE(read->contents, written.contents);
        QCOMPARE(read->paths, written.paths);
        QCOMPARE(read->widths, written.widths);
        QCOMPARE(read->heights, written.heights);
        QCOMPARE(read->label.values, written.label.values);
        QCOMPARE(read->label.codes, written.label.codes);
        QVERIFY(!read->environment.known());
        QCOMPARE(read->environment.codes, (std::vector<std::int32_t> { -1, -1, -1 }));
        QCOMPARE(read->tags.size(), std::size_t { 2 });
        QVERIFY(read->tag("camera") && read->tag("camera")->codes == written.tags[0].codes);
        QVERIFY(!read->tag("site"));
        QCOMPARE(read->okClasses, written.okClasses);
        QCOMPARE(read->artifact, path.filename().string());
    }
    void codesOutsideTheirValuesAreRefused()
    {
        const QTemporaryDir folder;
        const Path path(folder.path().toStdString());
        Dataset broken = threePhotos();
        broken.label.codes[0] = 2;
        VERIFY_OK(writeDataset(path, broken));
        const auto read = readDataset(path);
        VERIFY_FAILS(read, "data.damaged");
        QCOMPARE(read.error().values["column"].get<std::string>(), std::string("label"));
        broken = threePhotos();
        broken.okClasses = { 2 };
        VERIFY_OK(writeDataset(path, broken));
        VERIFY_FAILS(readDataset(path), "data.damaged");
    }
    void offsetsThatLieAreRefused()
    {
        const QTemporaryDir folder;
        const Path path = Path(folder.path().toStdString()) / "thumbnails.safetensors";
        const std::vector<std::uint8_t> bytes { 1, 2, 3, 4 };
        const auto writeOffsets = [&](const std::vector<std::uint64_t>& offsets) {
            return writeSafetensors(
                path, { tensorOf("bytes", DType::u8, bytes), tensorOf("offsets", DType::u64, offsets) });
        };
        VERIFY_OK(writeOffsets({ 0, 1, 4 }));
        const auto good = ThumbnailPack::open(path.parent_path());
        VERIFY_OK(good);
        QCOMPARE(good->count(), std::size_t { 2 });
        QCOMPARE(good->jpeg(1).size(), std::size_t { 3 });
        QCOMPARE(static_cast<int>(good->jpeg(1)[0]), 2);
        for (const auto& lie :
            std::vector<std::vector<std::uint64_t>> { { 0, 1, 5 }, { 0, 3, 2, 4 }, { 1, 4 }, {} }) {
            VERIFY_OK(writeOffsets(lie));
            VERIFY_FAILS(ThumbnailPack::open(path.parent_path()), "data.damaged");
        }
    }
    void packRowsAreThePhotos()
    {
        const QTemporaryDir folder;
        const Path path(folder.path().toStdString());
        std::vector<std::uint8_t> pixels(2 * 3 * 4 * 4);
        pixels[48] = 77;
        VERIFY_OK(writeSafetensors(
            path / "pixels.safetensors", { tensorOf("pixels", DType::u8, pixels, { 2, 3, 4, 4 }) }));
        const auto pack = ImagePack::open(path);
        VERIFY_OK(pack);
        QCOMPARE(pack->count(), std::size_t { 2 });
        QCOMPARE(pack->size(), 4);
        QCOMPARE(pack->pixels(0).size(), std::size_t { 48 });
        QCOMPARE(static_cast<int>(pack->pixels(1)[0]), 77);
        VERIFY_OK(writeSafetensors(
            path / "pixels.safetensors", { tensorOf("pixels", DType::u8, pixels, { 2, 3, 2, 8 }) }));
        VERIFY_FAILS(ImagePack::open(path), "data.damaged");
    }
    void factsComeBackByName()
    {
        const QTemporaryDir folder;
        const Path path(folder.path().toStdString());
        ImageFacts facts;
        facts.brightness = 12.5f;
        facts.gradientY = -3;
        VERIFY_OK(writeImageFacts(path, { ImageFacts {}, facts }));
        const auto read = readImageFacts(path);
        VERIFY_OK(read);
        QCOMPARE(read->size(), std::size_t { 2 });
        QCOMPARE((*read)[1].brightness, 12.5f);
        QCOMPARE((*read)[1].gradientY, -3.0f);
        QCOMPARE(imageFactNames().size(), std::size_t { 9 });
        QCOMPARE(factValue((*read)[1], 0), 12.5f);
        QCOMPARE(factValue((*read)[1], 8), -3.0f);
        QCOMPARE(imageFactNames()[8], std::string("gradientY"));
    }
};

QTEST_APPLESS_MAIN(TestDataset)
#include "test_dataset.moc"
