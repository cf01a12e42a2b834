#include "TestSupport.h"
#include "map/DensityImage.h"
#include "map/SceneRenderer.h"

#include <QImage>
#include <random>

using namespace minamo;

namespace {

constexpr int perCluster = 60;

ScenePalette palette()
{
    ScenePalette p;
    for (int i = 0; i < categorySlots; ++i)
        p.categories[i]
            = { static_cast<std::uint8_t>(20 * i), static_cast<std::uint8_t>(200 - 12 * i), 90, 255 };
    p.categories[0] = { 64, 89, 193, 255 };
    p.categories[1] = { 197, 133, 20, 255 };
    p.other = { 94, 107, 116, 255 };
    p.unselected = { 195, 203, 208, 255 };
    p.outline = { 26, 35, 40, 255 };
    p.background = { 255, 255, 255, 255 };
    return p;
}

/// Three planted clusters around (0,0), (10,0), (0,10).
ClusterScene plantedScene()
{
    std::mt19937 random(5);
    std::normal_distribution<float> spread(0, 0.8f);
    std::vector<float> xy;
    std::vector<int> categories;
    const float centres[3][2] = { { 0, 0 }, { 10, 0 }, { 0, 10 } };
    for (int c = 0; c < 3; ++c)
        for (int i = 0; i < perCluster; ++i) {
            xy.push_back(centres[c][0] + spread(random));
            xy.push_back(centres[c][1] + spread(random));
            categories.push_back(c);
        }
    ClusterScene scene;
    scene.setPositions(std::move(xy));
    scene.setCategories(std::move(categories));
    scene.setPalette(palette());
    scene.setViewport(400, 300, 1);
    scene.fit();
    return scene;
}

/// One point of each shape, far apart, opaque.
ClusterScene shapeScene(bool selected)
{
    ClusterScene scene;
    scene.setPositions({ 0, 0, 1, 0, 2, 0, 3, 0, 4, 0 });
    scene.setCategories({ 0, 1, 2, 3, -1 });
    scene.setPalette(palette());
    scene.setMarkSize(32);
    scene.setViewport(500, 100, 1);
    scene.fit();
    scene.setSelected(std::vector<char>(5, selected ? 1 : 0));
    return scene;
}

std::uint32_t word(Rgba c)
{
    return 0xff000000u | c.r << 16 | c.g << 8 | c.b;
}

/// Largest difference of a channel.
int difference(std::uint32_t a, std::uint32_t b)
{
    int most = 0;
    for (int shift = 0; shift < 24; shift += 8)
        most = std::max(
            most, std::abs(static_cast<int>(a >> shift & 255) - static_cast<int>(b >> shift & 255)));
    return most;
}

double meanDifference(const SceneImage& a, const SceneImage& b)
{
    double sum = 0;
    for (std::size_t i = 0; i < a.pixels.size(); ++i)
        sum += difference(a.pixels[i], b.pixels[i]);
    return sum / static_cast<double>(a.pixels.size());
}

} // namespace

class TestMapScene : public QObject {
    Q_OBJECT

    std::unique_ptr<SceneRenderer> m_vtk;

private Q_SLOTS:
    void initTestCase()
    {
        auto renderer = makeVtkRenderer();
        VERIFY_OK(renderer);
        m_vtk = std::move(*renderer);
        qInfo("%s", m_vtk->name().c_str());
    }

    void coloursAreWhereThePointsAre_data()
    {
        QTest::addColumn<bool>("vtk");
        QTest::newRow("VTK") << true;
        QTest::newRow("CPU") << false;
    }

    void coloursAreWhereThePointsAre()
    {
        QFETCH(bool, vtk);
        const auto scene = shapeScene(true);
        const auto splat = makeSplatRenderer();
        const auto image = vtk ? m_vtk->render(scene) : splat->render(scene);
        if (const auto folder = qEnvironmentVariable("MINAMO_TEST_PICTURES"); !folder.isEmpty())
            QImage(reinterpret_cast<const uchar*>(image.pixels.data()), image.width, image.height,
                QImage::Format_RGB32)
                .save(folder + (vtk ? "/vtk.png" : "/cpu.png"));
        for (int i = 0; i < 4; ++i) {
            const auto place = scene.toScreen(scene.position(i));
            const auto pixel = image.at(static_cast<int>(place.x), static_cast<int>(place.y));
            QVERIFY2(difference(pixel, word(scene.colourOfCategory(i))) <= 2,
                qPrintable(QString::number(pixel, 16)));
            // Negative control: between the marks there is only background.
            QCOMPARE(image.at(static_cast<int>(place.x) + 40, static_cast<int>(place.y)),
                word(palette().background));
        }
        const auto ring = scene.toScreen(scene.position(4));
        QCOMPARE(image.at(static_cast<int>(ring.x), static_cast<int>(ring.y)), word(palette().background));
    }

    void shapesDiffer()
    {
        const auto scene = shapeScene(true);
        const auto image = m_vtk->render(scene);
        // The corner of the square is filled where the circle's square corner is not.
        const auto corner = [&](int i) {
            const auto p = scene.toScreen(scene.position(i));
            return image.at(static_cast<int>(p.x) + 12, static_cast<int>(p.y) + 12);
        };
        QVERIFY(difference(corner(1), word(scene.colourOfCategory(1))) <= 2);
        QVERIFY(difference(corner(0), word(scene.colourOfCategory(0))) > 60);
        // The triangle stands on its base: more of it below the centre than above.
        const auto p = scene.toScreen(scene.position(2));
        QCOMPARE(image.at(static_cast<int>(p.x) + 14, static_cast<int>(p.y) - 7), word(palette().background));
        QVERIFY(difference(image.at(static_cast<int>(p.x) + 14, static_cast<int>(p.y) + 7),
                    word(scene.colourOfCategory(2)))
            <= 2);
    }

    void selectionHasAnOutline()
    {
        const auto with = m_vtk->render(shapeScene(true));
        const auto without = m_vtk->render(shapeScene(false));
        const auto dark = [](const SceneImage& image) {
            return std::count_if(image.pixels.begin(), image.pixels.end(),
                [](std::uint32_t p) { return difference(p, word(palette().outline)) < 40; });
        };
        QVERIFY(dark(with) > 100);
        QCOMPARE(dark(without), 0);
    }

    void bothRenderersDrawTheSame()
    {
        const auto splat = makeSplatRenderer();
        for (const bool selected : { false, true }) {
            const auto scene = shapeScene(selected);
            const double same = meanDifference(m_vtk->render(scene), splat->render(scene));
            QVERIFY2(same < 1.0, qPrintable(QString::number(same)));
        }
        auto scene = plantedScene();
        const auto before = m_vtk->render(scene);
        QVERIFY(meanDifference(before, splat->render(scene)) < 1.0);
        // Negative control: a scene moved by five pixels is another picture.
        scene.pan(5, 0);
        QVERIFY(meanDifference(before, splat->render(scene)) > 2.0);
    }

    void unselectedTurnGrey()
    {
        auto scene = plantedScene();
        std::vector<char> selected(scene.size(), 0);
        std::fill(selected.begin(), selected.begin() + perCluster, 1);
        scene.setSelected(selected);
        scene.setEmphasis(SceneEmphasis::selection);
        const auto marks = scene.marks();
        for (std::size_t i = 0; i < marks.size(); ++i) {
            const bool last = i >= marks.size() - perCluster; // selected are drawn last
            QCOMPARE(marks[i].outlined, last);
            QVERIFY(marks[i].colour == (last ? palette().categories[0] : palette().unselected));
        }
        scene.setEmphasis(SceneEmphasis::drawing);
        QCOMPARE(int(scene.marks().front().colour.a), 158); // 62 % while the lasso is drawn
    }

    void pickFindsTheNearestVisible()
    {
        auto scene = plantedScene();
        for (const int point : { 0, 61, 150 }) {
            auto at = scene.toScreen(scene.position(point));
            const auto found = scene.pick(at, 10);
            QVERIFY(found.has_value());
            QCOMPARE(*found, point);
            // Hidden points are not picked.
            std::vector<char> visible(scene.size(), 1);
            visible[point] = 0;
            scene.setVisible(visible);
            const auto other = scene.pick(at, 10);
            QVERIFY(!other || *other != point);
            scene.setVisible(std::vector<char>(scene.size(), 1));
        }
        // Negative control: a corner without points.
        QVERIFY(!scene.pick(scene.toScreen({ 10, 10 }), 10).has_value());
        // Brute force agrees everywhere.
        std::mt19937 random(2);
        std::uniform_real_distribution<double> x(0, 400), y(0, 300);
        for (int trial = 0; trial < 300; ++trial) {
            const ScenePosition place { x(random), y(random) };
            std::optional<int> best;
            double least = 10;
            for (int i = 0; i < static_cast<int>(scene.size()); ++i) {
                const auto p = scene.toScreen(scene.position(i));
                if (const double d = std::hypot(p.x - place.x, p.y - place.y); d <= least) {
                    least = d;
                    best = i;
                }
            }
            QCOMPARE(scene.pick(place, 10), best);
        }
    }

    void lassoTakesThePlantedCluster()
    {
        const auto scene = plantedScene();
        const auto middle = scene.toScreen({ 10, 0 });
        std::vector<ScenePosition> lasso;
        for (int i = 0; i < 40; ++i)
            lasso.push_back({ middle.x + 4 * scene.pixelsPerUnit() * std::cos(i * 0.157),
                middle.y + 4 * scene.pixelsPerUnit() * std::sin(i * 0.157) });
        const auto found = scene.inside(lasso);
        QCOMPARE(found.size(), std::size_t(perCluster));
        QCOMPARE(found.front(), perCluster);
        QCOMPARE(found.back(), 2 * perCluster - 1);
        // Negative control: the same lasso between the clusters takes nothing.
        for (auto& corner : lasso)
            corner.y -= 10 * scene.pixelsPerUnit();
        QVERIFY(scene.inside(lasso).empty());
    }

    void cameraKeepsThePlaceUnderTheCursor()
    {
        auto scene = plantedScene();
        const ScenePosition cursor { 123, 45 };
        const auto before = scene.toData(cursor);
        scene.zoomAt(cursor, 3.7);
        const auto after = scene.toData(cursor);
        QVERIFY(std::abs(before.x - after.x) < 1e-9 && std::abs(before.y - after.y) < 1e-9);
        QVERIFY(std::abs(scene.toData({ 200, 150 }).x - before.x) < 20);
        scene.pan(10, -20);
        const auto moved = scene.toScreen(after);
        QVERIFY(std::abs(moved.x - 133) < 1e-9 && std::abs(moved.y - 25) < 1e-9);
    }

    void fitShowsEverything()
    {
        auto scene = plantedScene();
        scene.zoomAt({ 5, 5 }, 40);
        scene.fit();
        for (int i = 0; i < static_cast<int>(scene.size()); ++i) {
            const auto p = scene.toScreen(scene.position(i));
            QVERIFY(p.x > 5 && p.x < 395 && p.y > 5 && p.y < 295);
        }
        // Fit of the selection looks closer.
        const double whole = scene.pixelsPerUnit();
        std::vector<char> selected(scene.size(), 0);
        std::fill(selected.begin(), selected.begin() + perCluster, 1);
        scene.setSelected(selected);
        scene.fit(true);
        QVERIFY(scene.pixelsPerUnit() > 1.8 * whole);
    }

    /// Marks lie further away than an int can say; the one that is looked at is there all the same.
    void farZoomShowsOnlyWhatIsThere()
    {
        auto scene = plantedScene();
        const auto place = scene.toScreen(scene.position(7));
        scene.zoomAt(place, 1e12);
        const auto splat = makeSplatRenderer();
        for (const auto& image : { splat->render(scene), densityImage(scene) }) {
            const auto painted = std::count_if(image.pixels.begin(), image.pixels.end(),
                [](std::uint32_t pixel) { return pixel != word(palette().background); });
            QVERIFY(painted > 10 && painted < 4000);
        }
        scene.pan(5000, 0); // negative control: nothing is near here
        for (const auto& image : { splat->render(scene), densityImage(scene) })
            QVERIFY(std::all_of(image.pixels.begin(), image.pixels.end(),
                [](std::uint32_t pixel) { return pixel == word(palette().background); }));
    }

    void labelsStandOnTheirStyle()
    {
        const auto scene = plantedScene();
        const auto anchors = scene.anchors();
        QCOMPARE(anchors.size(), std::size_t(3));
        QVERIFY(std::hypot(anchors[1].place.x - 10, anchors[1].place.y) < 0.8);
        QCOMPARE(anchors[2].count, perCluster);
    }
};

QTEST_GUILESS_MAIN(TestMapScene)
#include "test_map_scene.moc"
