#include "PhotoFolder.h"
#include "WindowFixture.h"
#include "intake/ImportPage.h"

#include <QDragEnterEvent>
#include <QMimeData>
#include <QPushButton>
#include <QSignalSpy>

using namespace minamo;

/// From a dropped folder to the job that imports it.
class TestWindowImport : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void enterImportsADroppedFolderAtOnce()
    {
        WindowFixture f;
        f.window->show();
        const auto photos = f.folder.filePath("photos");
        QVERIFY(savePhotosOfTwoLines(photos));
        QMimeData data;
        data.setUrls({ QUrl::fromLocalFile(photos) });
        QDragEnterEvent enter({ 300, 300 }, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(f.window.get(), &enter);
        QDropEvent drop(QPointF(300, 300), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(f.window.get(), &drop);
        auto* page = f.window->findChild<ImportPage*>();
        QTRY_VERIFY_WITH_TIMEOUT(page->isVisible(), 10000);
        QCOMPARE(f.window->currentPlace()->name(), QString("data"));
        QVERIFY(!f.model.isOpen()); // nothing is made before it is asked for
        QTest::keyClick(page, Qt::Key_Return);
        QTRY_COMPARE_WITH_TIMEOUT(f.starter.jobs().size(), 1, 10000);
        const auto id = f.starter.jobs().first();
        QCOMPARE(f.starter.stage(id), std::string("import"));
        QCOMPARE(f.starter.options(id).at("folder").get<std::string>(), photos.toStdString());
        QCOMPARE(f.starter.options(id).at("roi"), Json::array());
        QVERIFY(!page->isVisible());
    }
    void cancelGoesBackWithoutAProject()
    {
        WindowFixture f;
        f.window->show();
        const auto photos = f.folder.filePath("photos");
        QVERIFY(savePhotosOfTwoLines(photos));
        f.flow.openAny(photos);
        auto* page = f.window->findChild<ImportPage*>();
        QTRY_VERIFY_WITH_TIMEOUT(page->isVisible(), 10000);
        QTest::keyClick(page, Qt::Key_Escape);
        QVERIFY(!page->isVisible());
        QCOMPARE(f.window->currentPlace()->name(), QString("start"));
        QVERIFY(!QDir(ProjectFlow::projectsFolder()).exists());
    }
    void importedPhotosAreOfferedAgain()
    {
        WindowFixture f;
        f.window->show();
        QVERIFY(f.openDemo());
        QSignalSpy asked(&f.flow, &ProjectFlow::importAsked);
        f.flow.importAgain();
        QTRY_COMPARE_WITH_TIMEOUT(asked.count(), 1, 10000);
        const auto* page = f.window->findChild<ImportPage*>();
        QCOMPARE(page->isVisible(), true);
        QVERIFY(!page->isForNewProject());
        QCOMPARE(page->folder().toStdString(), f.model.dataset()->root.string());
    }
};

QTEST_MAIN(TestWindowImport)
#include "test_window_import.moc"
