#include "DemoProject.h"
#include "TestSupport.h"
#include "bridge/JobStarter.h"
#include "bridge/ThumbnailCache.h"
#include "gallery/PhotoStrip.h"
#include "gallery/PhotoViewer.h"
#include "map/MapView.h"
#include "styles/Inspector.h"
#include "styles/StyleCard.h"
#include "styles/StyleLegend.h"
#include "styles/StylesPlace.h"
#include "theme/Theme.h"

#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QSignalSpy>
#include <cmath>
#include <ctime>

using namespace minamo;

class TestStylesPlace : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    std::unique_ptr<ProjectModel> m_model;
    std::unique_ptr<JobStarter> m_starter;
    std::unique_ptr<StylesPlace> m_place;

    SelectionModel& selection() { return m_place->selection(); }
    MapCanvas* canvas() { return m_place->map()->canvas(); }
    /// Rows of one style, by the model's own data.
    QVector<int> rowsOf(int style)
    {
        QVector<int> rows;
        for (int i = 0; i < static_cast<int>(canvas()->scene().size()); ++i)
            if (canvas()->scene().category(i) == style)
                rows << i;
        return rows;
    }
    /// A closed drag around all points of a style, on the screen.
    void lasso(int style, Qt::KeyboardModifiers modifiers = {})
    {
        QRectF box;
        for (const int row : rowsOf(style))
            box |= QRectF(canvas()->position(row) - QPointF(3, 3), QSizeF(6, 6));
        canvas()->setTool(MapTool::rectangle);
        QTest::mousePress(canvas(), Qt::LeftButton, modifiers, box.topLeft().toPoint());
        QTest::mouseMove(canvas(), box.center().toPoint());
        QTest::mouseMove(canvas(), box.bottomRight().toPoint());
        QTest::mouseRelease(canvas(), Qt::LeftButton, modifiers, box.bottomRight().toPoint() + QPoint(1, 1));
    }

private Q_SLOTS:
    void initTestCase()
    {
        applyTheme(*qApp, ThemeKind::light);
        const Path folder = (m_folder.path() + "/demo").toStdString();
        VERIFY_OK(makeDemoProject(folder, "demo"));
        m_model = std::make_unique<ProjectModel>();
        m_starter = std::make_unique<JobStarter>(*m_model);
        m_place = std::make_unique<StylesPlace>(*m_model, *m_starter);
        m_place->resize(1500, 900);
        m_place->show();
        m_model->open(QString::fromStdString(folder.string()));
        QTRY_VERIFY(m_place->cards().size() == 5);
        QTRY_VERIFY(m_place->isReady());
    }
    void init()
    {
        selection().clear();
        selection().setCurrent(-1);
    }
    void cleanupTestCase()
    {
        m_place.reset();
        m_starter.reset();
        m_model.reset();
    }

    /// Every method of the list is offered; under the map stands how this one was made and how true it is.
    void methodsAndTheirQuality()
    {
        QComboBox* methods = nullptr;
        for (auto* box : m_place->map()->findChildren<QComboBox*>())
            if (box->findData("tsne") >= 0)
                methods = box;
        QVERIFY(methods);
        QStringList offered;
        for (int i = 0; i < methods->count(); ++i)
            offered << methods->itemText(i);
        QCOMPARE(offered, (QStringList { "UMAP", "t-SNE", "PCA" }));
        QCOMPARE(methods->currentData().toString(), QString("umap"));
        QStringList texts;
        for (const auto* label : m_place->map()->findChildren<QLabel*>())
            texts << label->text();
        const auto said = texts.filter("UMAP").join("");
        for (const char* part : { "seed 0", "0.962", "54%", "15" })
            QVERIFY2(said.contains(part), qPrintable(texts.join("|")));

        QSignalSpy started(m_starter.get(), &JobStarter::jobStarted);
        methods->setCurrentIndex(methods->findData("tsne"));
        Q_EMIT methods->activated(methods->currentIndex());
        QVERIFY(started.wait(5000));
        const auto id = started.front().front().toString();
        QCOMPARE(m_starter->stage(id), std::string("embed"));
        const auto options = m_starter->options(id);
        const auto cell = m_model->project()->cell();
        QCOMPARE(options.at("method").get<std::string>(), std::string("tsne"));
        QCOMPARE(options.at("tap").get<std::string>(), cell->tap);
        QCOMPARE(options.at("timestep").get<int>(), cell->timestep);
    }

    void everyPhotoIsOnTheMap()
    {
        QCOMPARE(canvas()->placedCount(), 120);
        QCOMPARE(m_place->gallery()->rows().size(), 120);
        QCOMPARE(m_place->legend()->entries().size(), 5);
        for (const auto& anchor : canvas()->scene().anchors())
            QCOMPARE(anchor.count, int(rowsOf(anchor.category).size()));
    }

    void regionOnTheMapReachesEverything()
    {
        lasso(1);
        const auto chosen = selection().rows();
        QVERIFY(chosen.size() >= rowsOf(1).size());
        for (const int row : rowsOf(1))
            QVERIFY(chosen.contains(row));
        QVERIFY(chosen.size() < 120);
        auto shown = m_place->gallery()->rows();
        std::sort(shown.begin(), shown.end());
        QCOMPARE(shown, chosen);
        QCOMPARE(m_place->legend()->entries()[1].selected, int(rowsOf(1).size()));
        for (const int row : chosen)
            QVERIFY(canvas()->scene().isSelected(row));
    }

    void shiftAddsCtrlRemoves()
    {
        lasso(0);
        const auto first = selection().rows();
        lasso(3, Qt::ShiftModifier);
        QVERIFY(selection().count() > first.size());
        for (const int row : first)
            QVERIFY(selection().contains(row));
        lasso(0, Qt::ControlModifier);
        for (const int row : rowsOf(0))
            QVERIFY(!selection().contains(row));
    }

    void keysOfTheSelection()
    {
        canvas()->setFocus();
        QTest::keyClick(canvas(), Qt::Key_A, Qt::ControlModifier);
        QCOMPARE(selection().count(), 120);
        QTest::keyClick(canvas(), Qt::Key_Escape);
        QCOMPARE(selection().count(), 0);
        selection().select({ 1, 2, 3 });
        QTest::keyClick(canvas(), Qt::Key_I, Qt::ControlModifier);
        QCOMPARE(selection().count(), 117);
        QVERIFY(!selection().contains(2));
    }

    void clickOnThePointShowsThePhoto()
    {
        const int row = rowsOf(2).front();
        canvas()->setTool(MapTool::lasso);
        QTest::mouseClick(canvas(), Qt::LeftButton, {}, canvas()->position(row).toPoint());
        const int current = selection().current();
        QVERIFY(current >= 0);
        QVERIFY(QLineF(canvas()->position(current), canvas()->position(row)).length() <= 2);
        QCOMPARE(m_place->inspector()->row(), current);
        QVERIFY(m_place->cards()[canvas()->scene().category(current)]->isChosen());
        // Negative control: a click into the water changes nothing.
        QTest::mouseClick(canvas(), Qt::LeftButton, {}, QPoint(2, 2));
        QCOMPARE(selection().current(), current);
    }

    void galleryAndCardsReachTheMap()
    {
        auto* gallery = m_place->gallery();
        QTest::mouseClick(gallery->viewport(), Qt::LeftButton, {}, gallery->itemRect(0).center());
        QCOMPARE(selection().current(), gallery->rows().front());
        QCOMPARE(m_place->inspector()->row(), gallery->rows().front());
        auto* card = m_place->cards()[4];
        QTest::mouseClick(card, Qt::LeftButton, {}, QPoint(card->width() - 20, card->height() - 6));
        auto wanted = rowsOf(4);
        QCOMPARE(selection().rows(), wanted);
        QVERIFY(card->isChosen());
    }

    void hoverFindsThePhotoAtOnce()
    {
        const int row = rowsOf(3).front();
        canvas()->grab();
        // Time of the processor, so that a busy machine does not count.
        const auto before = std::clock();
        QTest::mouseMove(canvas(), canvas()->position(row).toPoint());
        canvas()->grab();
        const double spent = 1000.0 * static_cast<double>(std::clock() - before) / CLOCKS_PER_SEC;
        QVERIFY2(spent < 100, qPrintable(QString::number(spent)));
        QVERIFY(canvas()->hovered() >= 0);
        QVERIFY(QLineF(canvas()->position(canvas()->hovered()), canvas()->position(row)).length() <= 2);
    }

    void legendHidesAndIsolates()
    {
        auto* legend = m_place->legend();
        QTest::mouseClick(legend, Qt::LeftButton, {}, legend->rowRect(0).center());
        QVERIFY(legend->isHidden(0));
        QCOMPARE(canvas()->placedCount(), 120 - int(rowsOf(0).size()));
        QTest::mouseClick(legend, Qt::LeftButton, {}, legend->rowRect(0).center());
        QCOMPARE(canvas()->placedCount(), 120);
        QTest::mouseDClick(legend, Qt::LeftButton, {}, legend->rowRect(2).center());
        QCOMPARE(selection().rows(), rowsOf(2));
        QCOMPARE(canvas()->placedCount(), 120);
    }

    void coloursByOtherColumns()
    {
        m_place->setColour("label");
        QCOMPARE(m_place->legend()->entries().size(), qsizetype(m_model->dataset()->label.values.size()));
        QCOMPARE(m_place->legend()->entries()[0].name,
            QString::fromStdString(m_model->dataset()->label.values[0]));
        m_place->setColour("style");
        QCOMPARE(m_place->legend()->entries().size(), 5);
    }

    void modesShowWhatTheySay()
    {
        const auto points = canvas()->grab().toImage();
        canvas()->setMode(MapMode::density);
        QCOMPARE(canvas()->shownCount(), 120);
        QVERIFY(canvas()->grab().toImage() != points);
        canvas()->setMode(MapMode::photos);
        QVERIFY(canvas()->shownCount() > 5 && canvas()->shownCount() <= 120);
        canvas()->setMode(MapMode::points);
        QCOMPARE(canvas()->grab().toImage(), points);
    }

    void wheelZoomsAtTheCursor()
    {
        const int row = rowsOf(1).front();
        const QPointF before = canvas()->position(row);
        QWheelEvent wheel(
            before, canvas()->mapToGlobal(before), {}, { 0, 120 }, {}, {}, Qt::NoScrollPhase, false);
        QApplication::sendEvent(canvas(), &wheel);
        QVERIFY(QLineF(canvas()->position(row), before).length() < 0.01);
        const int other = rowsOf(3).front();
        const QPointF far = canvas()->position(other);
        QTest::keyClick(canvas(), Qt::Key_F);
        QVERIFY(QLineF(canvas()->position(other), far).length() > 5);
    }

    void middleDragPans()
    {
        const QPointF before = canvas()->position(0);
        QTest::mousePress(canvas(), Qt::MiddleButton, {}, QPoint(100, 100));
        QTest::mouseMove(canvas(), QPoint(130, 80));
        QTest::mouseRelease(canvas(), Qt::MiddleButton, {}, QPoint(130, 80));
        QVERIFY(QLineF(canvas()->position(0), before + QPointF(30, -20)).length() < 0.01);
        QTest::keyClick(canvas(), Qt::Key_F);
    }

    void renameIsAnEditThatCanBeUndone()
    {
        auto* card = m_place->cards()[1];
        const QString automatic = card->shownName();
        card->rename();
        card->nameEditor()->setText(QString::fromUtf8("朝のライン"));
        QTest::keyClick(card->nameEditor(), Qt::Key_Return);
        QTRY_COMPARE(card->shownName(), QString::fromUtf8("朝のライン"));
        QCOMPARE(m_place->legend()->entries()[1].name, QString::fromUtf8("朝のライン"));
        QVERIFY(m_model->canUndo());
        m_model->undo();
        QTRY_COMPARE(card->shownName(), automatic);
        QCOMPARE(m_place->legend()->entries()[1].name, automatic);
        m_model->redo();
        QTRY_COMPARE(card->shownName(), QString::fromUtf8("朝のライン"));
        m_model->undo();
        QTRY_COMPARE(card->shownName(), automatic);
        // Escape keeps the old name.
        card->rename();
        card->nameEditor()->setText("x");
        QTest::keyClick(card->nameEditor(), Qt::Key_Escape);
        QTest::qWait(50);
        QCOMPARE(card->shownName(), automatic);
    }

    /// The brush holds a mark per row: other rows end its stroke.
    void strokeEndsWhenOtherRowsCome()
    {
        MapCanvas map;
        SelectionModel chosen;
        map.resize(400, 300);
        map.show();
        map.setSelection(&chosen);
        map.setTool(MapTool::brush);
        const auto show = [&](int rows) {
            std::vector<float> xy;
            for (int i = 0; i < rows; ++i)
                xy.insert(xy.end(), { static_cast<float>(i % 20), static_cast<float>(i / 20) });
            chosen.reset(rows);
            map.setPoints(std::move(xy), {});
        };
        const auto stroke = [&](int row) {
            const auto place = map.position(row).toPoint();
            QTest::mousePress(&map, Qt::LeftButton, {}, place);
            QTest::mouseMove(&map, place + QPoint(8, 0));
        };
        show(40);
        stroke(21);
        QVERIFY(chosen.count() > 0);
        show(4000);
        QTest::mouseMove(&map, map.position(2010).toPoint());
        QCOMPARE(chosen.count(), 0);
        QTest::mouseRelease(&map, Qt::LeftButton, {}, map.position(2010).toPoint());
        stroke(3990);
        QVERIFY(chosen.count() > 0 && chosen.flags()[3990]);
        QTest::mouseRelease(&map, Qt::LeftButton);
    }

    void doubleClickOpensThePhoto()
    {
        auto* gallery = m_place->gallery();
        QTest::mouseDClick(gallery->viewport(), Qt::LeftButton, {}, gallery->itemRect(1).center());
        QCOMPARE(m_place->viewer()->row(), gallery->rows()[1]);
        QVERIFY(m_place->viewer()->isVisible());
        QTest::keyClick(m_place->viewer(), Qt::Key_Right);
        QCOMPARE(m_place->viewer()->row(), gallery->rows()[2]);
        QCOMPARE(selection().current(), gallery->rows()[2]);
        m_place->viewer()->close();
    }
};

QTEST_MAIN(TestStylesPlace)
#include "test_styles_place.moc"
