#include "PlantedPhotos.h"
#include "TestSupport.h"
#include "data/PhotoTiles.h"

#include <cmath>

using namespace minamo;

namespace {

const std::vector<int> oneStyle(6, 0);

/// `photos` of each kind: good ones without a suspicious tile and bad ones with a single one, of six.
PlantedPhotos oneBadTile(int photos)
{
    PlantedPhotos planted(2, 2);
    for (int i = 0; i < photos; ++i) {
        planted.addTiled(0, std::vector<float>(6, 0.2f), std::vector<float>(6, 0.1f), oneStyle, i % 2);
        std::vector<float> tiles(6, 0.1f);
        tiles[std::size_t(i % 6)] = 0.9f;
        planted.addTiled(1, std::vector<float>(6, 0.3f), tiles, oneStyle, i % 2);
    }
    return planted;
}

} // namespace

/// A photo in tiles is one photo, and its worst tile speaks for it.
class TestTiles : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void theWorstTileSpeaks()
    {
        const std::vector<TileVerdict> tiles { { 0.2, 0.8 }, { 0.7, 0.7 }, { 0.7, 0.9 }, { 0.1, 0.95 } };
        QCOMPARE(worstTile(tiles), std::size_t(1)); // the first of equals
        const double none = std::nan("");
        const std::vector<TileVerdict> noOkClass { { none, 0.5 }, { none, 0.9 }, { none, 0.6 } };
        QCOMPARE(worstTile(noOkClass), std::size_t(1)); // the most certain
    }
    void oneBadTileMakesThePhotoBad()
    {
        const auto planted = oneBadTile(30);
        QCOMPARE(planted.dataset.size(), std::size_t(360));
        const auto table = planted.table();
        QCOMPARE(table.size(), std::size_t(60)); // photos, not tiles
        QCOMPARE(table.tilesPerPhoto(), 6);
        for (std::size_t i = 0; i < table.size(); ++i) {
            const bool bad = table.truth[i] == 1;
            QCOMPARE(table.said[1][i], bad ? 1 : 0);
            QVERIFY(std::abs(table.defect[1][i] - (bad ? 0.9 : 0.1)) < 1e-6);
            QCOMPARE(table.said[0][i], 0); // before sees no bad tile at all
            QCOMPARE(table.tiles[i], 6);
            QCOMPARE(table.tile[i], bad ? int(i / 2 % 6) : 0); // where it was planted
            QCOMPARE(std::size_t(table.row[i]), 6 * i + std::size_t(table.tile[i]));
        }
    }
    void everyFigureCountsPhotos()
    {
        const auto e = oneBadTile(30).evaluate();
        QCOMPARE(e.all.photos, std::int64_t(60));
        QCOMPARE(e.all.ok, std::int64_t(30));
        QCOMPARE(e.all.figures[0].errors.miss.count, 30.0);
        QCOMPARE(e.all.figures[1].errors.miss.count, 0.0);
        QCOMPARE(e.all.miss.onlyAfter, 30); // McNemar's pairs
        QCOMPARE(e.confusion[0][1][0], 30.0);
        QCOMPARE(e.confusion[1][1][1], 30.0);
        QCOMPARE(e.byStyle.front().photos, std::int64_t(60));
        QCOMPARE(e.byEnvironment.front().photos, std::int64_t(30));
        QCOMPARE(e.byEnvironment.front().figures[0].errors.miss.of, std::int64_t(15));
        for (const auto& point : e.curve)
            if (point.threshold > 0.35 && point.threshold < 0.85) {
                QCOMPARE(point.miss[1], 0.0);
                QCOMPARE(point.miss[0], 1.0);
            }
        QVERIFY(e.recommended[1].threshold > 0.1 && e.recommended[1].threshold <= 0.9001);
    }
    void falseAlarmOfOneTileRejectsTheWholePhoto()
    {
        PlantedPhotos planted(1, 1);
        for (int i = 0; i < 24; ++i) {
            std::vector<float> tiles(6, 0.05f);
            tiles[3] = i < 8 ? 0.8f : 0.05f;
            planted.addTiled(0, tiles, tiles, oneStyle);
        }
        const auto overReject = planted.evaluate().all.figures[1].errors.overReject;
        QCOMPARE(overReject.of, std::int64_t(24));
        QCOMPARE(overReject.count, 8.0); // of tiles it would be 8 of 144
    }
    void aPhotoHasTheStyleOfMostOfItsTiles()
    {
        PlantedPhotos planted(2, 1);
        const std::vector<float> tiles { 0.1f, 0.1f, 0.1f, 0.1f, 0.1f, 0.9f };
        planted.addTiled(1, tiles, tiles, { 1, 1, 1, 1, 0, 0 }); // the worst tile is of style 0
        planted.addTiled(1, tiles, tiles, { 1, 0, 1, 0, 1, 0 }); // as many: the smaller number
        const auto table = planted.table();
        QCOMPARE(table.style, (std::vector<std::int32_t> { 1, 0 }));
    }
    void aTileRelabelledOkDoesNotMakeThePhotoGood()
    {
        PlantedPhotos planted(1, 1);
        const std::vector<float> tiles { 0.1f, 0.9f };
        planted.addTiled(1, tiles, tiles, { 0, 0 });
        planted.before[0].truth = planted.after[0].truth = 0;
        QCOMPARE(planted.table().truth, std::vector<std::int32_t> { 1 });
        planted.before[1].truth = planted.after[1].truth = 0;
        QCOMPARE(planted.table().truth, std::vector<std::int32_t> { 0 });
    }
    void tilesOfEverySeedDecideOnTheirOwn()
    {
        PlantedPhotos planted(1, 1);
        planted.addTiled(1, { 0.1f, 0.1f }, { 0.2f, 0.6f }, { 0, 0 });
        planted.after.push_back(PlantedPhotos::prediction(planted.dataset.ids[0], 0, 1, 1, 0.9f));
        planted.after.push_back(PlantedPhotos::prediction(planted.dataset.ids[1], 0, 1, 1, 0.1f));
        const auto table = planted.table();
        QCOMPARE(table.size(), std::size_t(1));
        QCOMPARE(table.seeds[1], 2);
        QVERIFY(std::abs(table.defect[1][0] - 0.6f) < 1e-6 && std::abs(table.defect[1][1] - 0.9f) < 1e-6);
        QCOMPARE(table.tile[0], 0); // mean 0.55 against 0.35
    }
    void withoutTilesNothingChanges()
    {
        PlantedPhotos planted(1, 1);
        for (int i = 0; i < 4; ++i)
            planted.add(i % 2, 0, 0, 0.4f, i % 2 ? 0.9f : 0.1f);
        planted.dataset.paths[1] = planted.dataset.paths[0]; // the same name is no tile where there are none
        const auto table = planted.table();
        QCOMPARE(table.size(), std::size_t(4));
        QCOMPARE(table.tilesPerPhoto(), 1);
        QCOMPARE(table.row, (std::vector<std::int32_t> { 0, 1, 2, 3 }));
    }
    void filesKeepTheTiles()
    {
        QTemporaryDir folder;
        const Path to = folder.path().toStdString();
        const auto table = oneBadTile(3).table();
        VERIFY_OK(writeJudgedPhotos(to, table));
        const auto again = readJudgedPhotos(to);
        VERIFY_OK(again);
        QCOMPARE(again->tile, table.tile);
        QCOMPARE(again->tiles, table.tiles);
        QCOMPARE(again->tilesPerPhoto(), 6);
    }
};

QTEST_GUILESS_MAIN(TestTiles)
#include "test_tiles.moc"
