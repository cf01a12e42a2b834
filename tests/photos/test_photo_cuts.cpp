#include "TestSupport.h"
#include "photos/PhotoCuts.h"

using namespace minamo;

namespace {

bool covers(const std::vector<Cut>& cuts, double x, double y)
{
    return std::ranges::any_of(cuts, [&](const Cut& cut) {
        return x >= cut.left - 1e-9 && x <= cut.left + cut.width + 1e-9 && y >= cut.top - 1e-9
            && y <= cut.top + cut.height + 1e-9;
    });
}

} // namespace

class TestPhotoCuts : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void withoutOptionsAPhotoStaysWhole()
    {
        const auto cuts = PhotoCuts::make(ImportOptions {});
        VERIFY_OK(cuts);
        QVERIFY(cuts->areWhole());
        QCOMPARE(cuts->of("any").size(), std::size_t(1));
        QCOMPARE(regionOf(cuts->of("any")[0], 640, 480), (Region { 0, 0, 640, 480 }));
    }
    void aRegionIsOfItsEnvironment()
    {
        const auto cuts = PhotoCuts::make({ .roi = { "10:20:50:60", "Line=1=0:0:25:50" } });
        VERIFY_OK(cuts);
        QCOMPARE(regionOf(cuts->of("Line 2")[0], 200, 100), (Region { 20, 20, 100, 60 }));
        QCOMPARE(regionOf(cuts->of("Line=1")[0], 200, 100), (Region { 0, 0, 50, 50 }));
        QCOMPARE(cuts->environments(), std::vector<std::string> { "Line=1" });
    }
    void tilesCoverTheRegionAndOverlap()
    {
        const auto cuts = PhotoCuts::make({ .roi = { "10:10:80:80" }, .tiles = "3x2", .overlap = 20 });
        VERIFY_OK(cuts);
        const auto tiles = cuts->of("");
        QCOMPARE(tiles.size(), std::size_t(6));
        for (double x = 0.1; x <= 0.9; x += 0.05)
            for (double y = 0.1; y <= 0.9; y += 0.05)
                QVERIFY(covers(tiles, x, y));
        QVERIFY(!covers(tiles, 0.05, 0.5)); // outside the region
        QVERIFY(std::abs(tiles[0].left + tiles[0].width - tiles[1].left - 0.2 * tiles[0].width) < 1e-12);
    }
    void tinyPhotosKeepAPixelPerTile()
    {
        const auto cuts = PhotoCuts::make({ .tiles = "32x32", .overlap = 0 });
        VERIFY_OK(cuts);
        for (const auto& cut : cuts->of("")) {
            const auto region = regionOf(cut, 3, 2);
            QVERIFY(region.width >= 1 && region.height >= 1 && region.x + region.width <= 3
                && region.y + region.height <= 2);
        }
    }
    void partsHaveTheirOwnContent()
    {
        const Region left { 0, 0, 10, 10 }, right { 10, 0, 10, 10 };
        QVERIFY(contentOfRegion(1, left) != contentOfRegion(1, right));
        QVERIFY(contentOfRegion(1, left) != contentOfRegion(2, left));
        QCOMPARE(contentOfRegion(1, left), contentOfRegion(1, left));
    }
    void everyRegionCanBeWrittenAndReadBack()
    {
        QCOMPARE(regionText("", { 0.1, 0.05, 0.8, 0.9 }), std::string("10:5:80:90"));
        QCOMPARE(regionText("Line 1", { 0.123, 0, 0.5004, 1 }), std::string("Line 1=12.3:0:50:100"));
        QCOMPARE(regionText("", { 0.5, 0.5, 0, 0 }), std::string("50:50:0.1:0.1")); // never nothing
        for (int left = 0; left < 1000; ++left)
            for (const int right : { left + 1, (left + 1001) / 2, 1000 }) {
                const Cut region { left / 1000.0, 0, (right - left) / 1000.0, 1 };
                const auto text = regionText("A=B", region);
                const auto cuts = PhotoCuts::make({ .roi = { text } });
                VERIFY_OK(cuts);
                QVERIFY(std::abs(cuts->region("A=B").left - region.left) < 1e-9);
                QVERIFY(std::abs(cuts->region("A=B").width - region.width) < 1e-9);
                QCOMPARE(regionText("A=B", cuts->region("A=B")), text);
                QVERIFY(cuts->region("C").isWhole());
            }
    }
    void whatCannotBeReadIsSaid_data()
    {
        QTest::addColumn<QString>("roi");
        QTest::addColumn<QString>("tiles");
        QTest::addColumn<QString>("code");
        const auto add = [](const char* roi, const char* tiles, const char* code) {
            QTest::addRow("%s %s", roi, tiles) << roi << tiles << code;
        };
        for (const char* roi :
            { "", "10:10:80", "10:10:95:10", "a:0:10:10", "0:0:0:10", "-1:0:10:10", "nan:0:1:1" })
            add(roi, "1x1", "import.bad-region");
        for (const char* tiles : { "", "0x1", "3", "2x2x2", "33x1", "1.5x1", "-1x2" })
            add("0:0:100:100", tiles, "import.bad-tiles");
    }
    void whatCannotBeReadIsSaid()
    {
        QFETCH(QString, roi);
        QFETCH(QString, tiles);
        QFETCH(QString, code);
        const auto cuts = PhotoCuts::make({ .roi = { roi.toStdString() }, .tiles = tiles.toStdString() });
        QVERIFY(!cuts.has_value());
        QCOMPARE(QString::fromStdString(cuts.error().code), code);
    }
};

QTEST_APPLESS_MAIN(TestPhotoCuts)
#include "test_photo_cuts.moc"
