#include "PhotoFolder.h"
#include "TestSupport.h"
#include "intake/ImportPage.h"
#include "intake/RegionEditor.h"

#include <QLineEdit>
#include <QListWidget>
#include <QMouseEvent>
#include <QPushButton>
#include <QSignalSpy>

using namespace minamo;
using Texts = std::vector<std::string>;

namespace {

void drag(QWidget& widget, QPoint from, QPoint to)
{
    QTest::mousePress(&widget, Qt::LeftButton, Qt::NoModifier, from);
    QTest::mouseMove(&widget, (from + to) / 2);
    QTest::mouseMove(&widget, to);
    QTest::mouseRelease(&widget, Qt::LeftButton, Qt::NoModifier, to);
}

/// A photo of 400 x 300 px painted 1:1, its corner at (10, 10).
class EditorFixture {
public:
    EditorFixture()
    {
        QImage photo(400, 300, QImage::Format_RGB888);
        photo.fill(Qt::gray);
        editor.setPhoto(photo);
        editor.resize(420, 320);
        editor.show();
    }
    QPoint at(double percentX, double percentY) const
    {
        return QPoint(10 + qRound(4 * percentX), 10 + qRound(3 * percentY));
    }
    std::string text() const { return regionText({}, editor.region()); }

    RegionEditor editor;
};

/// The page on a folder of two lines, read.
class PageFixture {
public:
    PageFixture()
    {
        page.resize(1200, 760);
        page.show();
    }
    bool ask(Json options = Json::object())
    {
        options["folder"] = folder.path().toStdString();
        if (!savePhotosOfTwoLines(folder.path()))
            return false;
        page.ask(options, true);
        return QTest::qWaitFor([this] { return page.isReady(); }, 10000);
    }
    RegionEditor& editor() { return *page.findChild<RegionEditor*>(); }
    QListWidget& environments() { return *page.findChild<QListWidget*>("environments"); }
    QLineEdit& roi() { return *page.findChild<QLineEdit*>("roi"); }
    void press(const char* button) { page.findChild<QPushButton*>(button)->click(); }
    Texts texts() { return page.options().at("roi").get<Texts>(); }
    bool choose(int environment)
    {
        environments().setCurrentRow(environment);
        return QTest::qWaitFor([this] { return page.isReady(); }, 10000);
    }
    /// From and to in percent of the photo shown.
    void draw(QPointF from, QPointF to)
    {
        const auto photo = editor().photoRect();
        const auto send = [&](QEvent::Type type, QPointF percent) { // between the px, as a fine mouse does
            const QPointF at(photo.left() + percent.x() / 100 * photo.width(),
                photo.top() + percent.y() / 100 * photo.height());
            QMouseEvent event(
                type, at, editor().mapToGlobal(at), Qt::LeftButton, Qt::LeftButton, Qt::NoModifier);
            QCoreApplication::sendEvent(&editor(), &event);
        };
        send(QEvent::MouseButtonPress, from);
        send(QEvent::MouseMove, to);
        send(QEvent::MouseButtonRelease, to);
    }

    QTemporaryDir folder;
    ImportPage page;
};

} // namespace

class TestImportPage : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aDragDrawsTheRegion()
    {
        EditorFixture f;
        QSignalSpy changed(&f.editor, &RegionEditor::regionChanged);
        drag(f.editor, f.at(10, 20), f.at(60, 80));
        QCOMPARE(f.text(), std::string("10:20:50:60"));
        QVERIFY(changed.count() > 0);
        drag(f.editor, f.at(90, 90), f.at(70, 85)); // outside it: a new one, backwards
        QCOMPARE(f.text(), std::string("70:85:20:5"));
        QTest::mouseClick(&f.editor, Qt::LeftButton, Qt::NoModifier, f.at(20, 20));
        QCOMPARE(f.text(), std::string("70:85:20:5")); // a click draws nothing
        QTest::mouseDClick(&f.editor, Qt::LeftButton, Qt::NoModifier, f.at(20, 20));
        QVERIFY(f.editor.region().isWhole());
    }
    void insideMovesAndEdgesResize()
    {
        EditorFixture f;
        f.editor.setRegion({ 0.1, 0.2, 0.5, 0.6 });
        drag(f.editor, f.at(30, 40), f.at(40, 30));
        QCOMPARE(f.text(), std::string("20:10:50:60"));
        drag(f.editor, f.at(30, 40), f.at(0, 0)); // stops at the border
        QCOMPARE(f.text(), std::string("0:0:50:60"));
        drag(f.editor, f.at(50, 60), f.at(80, 90)); // lower right handle
        QCOMPARE(f.text(), std::string("0:0:80:90"));
        drag(f.editor, f.at(0, 50), f.at(25, 70)); // left edge: x alone
        QCOMPARE(f.text(), std::string("25:0:55:90"));
        drag(f.editor, f.at(80, 90), f.at(200, 200)); // never beyond the photo
        QCOMPARE(f.text(), std::string("25:0:75:100"));
    }
    void keysNudge()
    {
        EditorFixture f;
        f.editor.setRegion({ 0.1, 0.2, 0.5, 0.6 });
        QTest::keyClick(&f.editor, Qt::Key_Right);
        QTest::keyClick(&f.editor, Qt::Key_Up, Qt::ControlModifier);
        QCOMPARE(f.text(), std::string("11:19.9:50:60"));
        QTest::keyClick(&f.editor, Qt::Key_Down, Qt::ShiftModifier);
        QTest::keyClick(&f.editor, Qt::Key_Left, Qt::ShiftModifier | Qt::ControlModifier);
        QCOMPARE(f.text(), std::string("11:19.9:49.9:61"));
        QTest::keyClick(&f.editor, Qt::Key_Delete);
        QVERIFY(f.editor.region().isWhole());
    }
    void regionsBecomeTheFewestTexts()
    {
        EnvironmentRegions regions;
        regions.setEnvironments({ "A", "B=2", "C" });
        QCOMPARE(regions.texts(), Texts {});
        regions.setRegion("B=2", { 0.1, 0.1, 0.5, 0.5 });
        QCOMPARE(regions.texts(), Texts { "B=2=10:10:50:50" });
        regions.setForAll({ 0.1, 0.1, 0.5, 0.5 });
        QCOMPARE(regions.texts(), Texts { "10:10:50:50" });
        regions.setTexts({ "0:0:50:50", "C=0:0:100:100" });
        QCOMPARE(regions.texts(), (Texts { "A=0:0:50:50", "B=2=0:0:50:50" })); // the same, said by name
        for (const Texts& texts :
            { Texts {}, Texts { "10:10:50:50" }, Texts { "A=1:2:3:4", "C=5:6:7:8.5" } }) {
            regions.setTexts(texts);
            QCOMPARE(regions.texts(), texts);
            QVERIFY(!regions.problem());
        }
        regions.setTexts({ "D=1:1:1:1" });
        QCOMPARE(regions.problem()->code, std::string("import.no-such-environment"));
        regions.setTexts({ "1:1:1" });
        QCOMPARE(regions.problem()->code, std::string("import.bad-region"));
        QCOMPARE(regions.texts(), Texts { "1:1:1" }); // as it was written
        regions.setEnvironments({ "", "A" }); // photos without an environment are all others
        regions.setTexts({ "1:1:50:50" });
        regions.setRegion("A", {});
        QCOMPARE(regions.texts(), (Texts { "1:1:50:50", "A=0:0:100:100" }));
    }
    void theFolderIsLookedThrough()
    {
        PageFixture f;
        QVERIFY(f.ask());
        QCOMPARE(f.environments().count(), 2);
        QCOMPARE(f.environments().item(0)->text(), QString("Line 1\nwhole photo"));
        QVERIFY(!f.environments().item(1)->icon().isNull());
        QVERIFY(!f.page.problem());
        auto expected = optionsToJson(ImportOptions {});
        expected["folder"] = f.folder.path().toStdString();
        QCOMPARE(f.page.options(), expected); // Enter at once = as the command line without options
    }
    void whatIsDrawnIsTheOptionOfTheCommandLine()
    {
        PageFixture f;
        QVERIFY(f.ask({ { "tiles", "3x2" } }));
        f.draw({ 10, 20 }, { 60, 80 });
        QCOMPARE(f.texts(), Texts { "Line 1=10:20:50:60" });
        QCOMPARE(f.roi().text(), QString("Line 1=10:20:50:60"));
        QVERIFY(f.choose(1));
        QVERIFY(f.editor().region().isWhole());
        f.draw({ 25, 50 }, { 75, 90 });
        QCOMPARE(f.texts(), (Texts { "Line 1=10:20:50:60", "ライン2=25:50:50:40" }));
        const auto cuts = PhotoCuts::make(*optionsFromJson<ImportOptions>(f.page.options())); // and back
        VERIFY_OK(cuts);
        QCOMPARE(cuts->perPhoto(), 6);
        QCOMPARE(regionText({}, cuts->region("ライン2")), std::string("25:50:50:40"));
        f.press("regionForAll");
        QCOMPARE(f.texts(), Texts { "25:50:50:40" });
        f.press("wholePhoto");
        QCOMPARE(f.texts(), Texts { "Line 1=25:50:50:40" });
    }
    void whatIsWrittenIsDrawn()
    {
        PageFixture f;
        QVERIFY(f.ask());
        f.roi().setText("Line 1=10:20:50:60");
        QCOMPARE(regionText({}, f.editor().region()), std::string("10:20:50:60"));
        f.roi().setText("Line 9=10:20:50:60");
        QCOMPARE(f.page.problem()->code, std::string("import.no-such-environment"));
        QVERIFY(!f.page.findChild<QPushButton*>("importPhotos")->isEnabled());
        f.roi().setText("");
        QVERIFY(!f.page.problem());
        f.page.findChild<QLineEdit*>("tiles")->setText("3");
        QCOMPARE(f.page.problem()->code, std::string("import.bad-tiles"));
        QTest::keyClick(&f.page, Qt::Key_Return); // does nothing, the banner says why
    }
    void enterImportsAndEscapeLeaves()
    {
        PageFixture f;
        QVERIFY(f.ask());
        QSignalSpy accepted(&f.page, &ImportPage::accepted), cancelled(&f.page, &ImportPage::cancelled);
        QTest::keyClick(&f.page, Qt::Key_Return);
        QCOMPARE(accepted.count(), 1);
        QTest::keyClick(&f.roi(), Qt::Key_Return);
        QCOMPARE(accepted.count(), 2);
        QTest::keyClick(&f.page, Qt::Key_Escape);
        QCOMPARE(cancelled.count(), 1);
    }
    void aFolderWithoutPhotosIsSaid()
    {
        QTemporaryDir empty;
        ImportPage page;
        page.ask({ { "folder", empty.path().toStdString() } }, true);
        QTRY_VERIFY_WITH_TIMEOUT(page.isReady(), 10000);
        QCOMPARE(page.problem()->code, std::string("import.folder-empty"));
    }
};

QTEST_MAIN(TestImportPage)
#include "test_import_page.moc"
