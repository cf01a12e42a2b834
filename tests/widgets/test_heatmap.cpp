#include "TestSupport.h"
#include "heatmap/HeatMapWidget.h"
#include "theme/Theme.h"

#include <QApplication>
#include <QSignalSpy>

using namespace minamo;

namespace {

const std::vector<std::string> taps { "down_blocks.0", "mid_block", "up_blocks.0", "up_blocks.1" };
const std::vector<int> timesteps { 10, 50, 100, 200 };

Json scoreEvent(const std::string& tap, int timestep, double value)
{
    return { { "event", "score" }, { "tap", tap }, { "timestep", timestep }, { "dimension", 64 }, { "styleNmi", value },
        { "classNmi", 0.1 }, { "balance", value - 0.1 }, { "labelFree", 0.2 }, { "silhouette", 0.3 }, { "stability", 0.6 } };
}

CellScores plantedScores()
{
    CellScores scores;
    for (const auto& tap : taps)
        for (const int t : timesteps) {
            CellScore score;
            score.tap = tap;
            score.timestep = t;
            score.dimension = 64;
            score.styleNmi = tap == "up_blocks.0" && t == 50 ? 0.71 : 0.2;
            score.classNmi = 0.05;
            score.balance = *score.styleNmi - 0.05;
            scores.cells.push_back(score);
        }
    scores.best = 9;
    scores.criterion = "style-nmi";
    scores.reason = "cell.best-style-nmi";
    scores.values = { { "score", 0.71 }, { "classNmi", 0.05 }, { "cells", 16 } };
    return scores;
}

} // namespace

class TestHeatMap : public QObject {
    Q_OBJECT

    std::unique_ptr<HeatMapWidget> shown(const HeatGrid& grid, QSize size = { 560, 320 })
    {
        auto widget = std::make_unique<HeatMapWidget>();
        widget->setGrid(grid);
        widget->resize(size);
        widget->show();
        return widget;
    }
    QColor middleOf(HeatMapWidget& widget, int row, int column, QPointF offset = { 0, 8 })
    {
        return widget.grab().toImage().pixelColor((widget.cellRect(row, column).center() + offset).toPoint());
    }

private Q_SLOTS:
    void initTestCase() { applyTheme(*qApp, ThemeKind::light); }

    void gridFillsFromEvents()
    {
        HeatGrid grid;
        grid.plan(taps, timesteps);
        QCOMPARE(grid.total(), 16);
        QCOMPARE(grid.count(HeatState::notComputed), 16);
        QVERIFY(grid.apply({ { "event", "cell" }, { "tap", "mid_block" }, { "timestep", 50 }, { "done", 1 }, { "total", 4 } }));
        QCOMPARE(grid.count(HeatState::running), 1);
        QCOMPARE(grid.cell(1, 1).progress, 0.25);
        QVERIFY(grid.apply({ { "event", "cell" }, { "tap", "mid_block" }, { "timestep", 50 } }));
        QCOMPARE(grid.count(HeatState::extracted), 1);
        QVERIFY(!grid.value(1, 1, "styleNmi"));
        QVERIFY(grid.apply(scoreEvent("mid_block", 50, 0.44)));
        QCOMPARE(*grid.value(1, 1, "styleNmi"), 0.44);
        QCOMPARE(*grid.rowMaximum(1, "styleNmi"), 0.44);
        // Negative control: other events change nothing.
        QVERIFY(!grid.apply({ { "event", "progress" }, { "stage", "score" }, { "done", 3 }, { "total", 9 } }));
        QCOMPARE(grid.count(HeatState::scored), 1);
    }

    void rowsComeInTheOrderOfTheNetwork()
    {
        HeatGrid grid;
        for (const char* tap : { "up_blocks.1", "down_blocks.0", "mid_block" })
            grid.apply({ { "event", "cell" }, { "tap", tap }, { "timestep", 100 } });
        QCOMPARE(grid.taps(), (std::vector<std::string> { "down_blocks.0", "mid_block", "up_blocks.1" }));
        grid.apply({ { "event", "cell" }, { "tap", "mid_block" }, { "timestep", 10 } });
        QCOMPARE(grid.timesteps(), (std::vector<int> { 10, 100 }));
    }

    void stoppedCellsAreNotComputed()
    {
        HeatGrid grid;
        grid.apply({ { "event", "cell" }, { "tap", "mid_block" }, { "timestep", 50 }, { "done", 1 }, { "total", 4 } });
        grid.endRunning();
        QCOMPARE(grid.count(HeatState::running), 0);
        QCOMPARE(grid.count(HeatState::notComputed), 1);
    }

    void namesAreShort()
    {
        QCOMPARE(shortTap("up_blocks.1"), std::string("up.1"));
        QCOMPARE(shortTap("down_blocks.2.resnets.0"), std::string("down.2.0"));
        QCOMPARE(shortTap("mid_block.attentions.0"), std::string("mid.attn.0"));
        QCOMPARE(tapGroup("up_blocks.1.resnets.0"), std::string("up"));
    }

    void coloursFollowTheValues()
    {
        HeatGrid grid;
        grid.addScores(plantedScores());
        QVERIFY(grid.recommended() == (CellId { "up_blocks.0", 50 }));
        const auto widget = shown(grid);
        const QColor best = middleOf(*widget, 2, 1), other = middleOf(*widget, 0, 0);
        QCOMPARE(best, widget->colourOf(0.71));
        QCOMPARE(other, widget->colourOf(0.2));
        QVERIFY(best.lightness() < other.lightness());   // more = further from the panel
        // The other figure is another picture.
        widget->setFigure("classNmi");
        QVERIFY(middleOf(*widget, 2, 1) != best);
    }

    void notComputedIsHatched()
    {
        HeatGrid grid;
        grid.plan(taps, timesteps);
        grid.apply(scoreEvent("mid_block", 50, 0.4));
        const auto widget = shown(grid);
        const auto image = widget->grab().toImage();
        const auto colours = [&](int row, int column) {
            QSet<QRgb> seen;
            const QRect box = widget->cellRect(row, column).toRect().adjusted(3, 3, -3, -3);
            for (int x = box.left(); x < box.right(); ++x)
                seen << image.pixel(x, box.top());
            return seen.size();
        };
        QVERIFY(colours(0, 0) > 2);       // lines on the ground, with soft edges
        QCOMPARE(colours(1, 1), 1);       // plain
    }

    void clickAndArrowsSelect()
    {
        HeatGrid grid;
        grid.addScores(plantedScores());
        const auto widget = shown(grid);
        QSignalSpy selected(widget.get(), &HeatMapWidget::cellSelected);
        QTest::mouseClick(widget.get(), Qt::LeftButton, {}, widget->cellRect(1, 2).center().toPoint());
        QCOMPARE(selected.size(), 1);
        QCOMPARE(selected.last()[0].toString(), QString("mid_block"));
        QCOMPARE(selected.last()[1].toInt(), 100);
        QTest::keyClick(widget.get(), Qt::Key_Right);
        QTest::keyClick(widget.get(), Qt::Key_Down);
        QVERIFY(widget->selected() == (CellId { "up_blocks.0", 200 }));
        QTest::keyClick(widget.get(), Qt::Key_Right);     // the edge holds
        QVERIFY(widget->selected() == (CellId { "up_blocks.0", 200 }));
        QSignalSpy activated(widget.get(), &HeatMapWidget::cellActivated);
        QTest::keyClick(widget.get(), Qt::Key_Return);
        QCOMPARE(activated.size(), 1);
        // Negative control: a click beside the grid selects nothing.
        const auto count = selected.size();
        QTest::mouseClick(widget.get(), Qt::LeftButton, {}, QPoint(3, 3));
        QCOMPARE(selected.size(), count);
    }

    void numbersOnlyWhereTheyFit()
    {
        HeatGrid grid;
        grid.addScores(plantedScores());
        QVERIFY(shown(grid, { 560, 320 })->numbersFit());
        QVERIFY(!shown(grid, { 200, 320 })->numbersFit());
    }
};

QTEST_MAIN(TestHeatMap)
#include "test_heatmap.moc"
