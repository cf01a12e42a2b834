#include "DemoProject.h"
#include "TestSupport.h"
#include "bridge/ProjectModel.h"
#include "data/ClassMenu.h"
#include "theme/Theme.h"

#include <QApplication>
#include <QMenu>

using namespace minamo;

class TestDataPlace : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

    static QAction* actionOf(const QMenu& menu, const QString& text)
    {
        for (auto* action : menu.actions())
            if (action->text() == text)
                return action;
        return nullptr;
    }

private Q_SLOTS:
    void initTestCase()
    {
        applyTheme(*qApp, ThemeKind::light);
        VERIFY_OK(makeDemoProject((m_folder.path() + "/demo").toStdString(), "demo"));
    }
    void photosGetAnotherClassAndBack()
    {
        ProjectModel model;
        model.open(m_folder.path() + "/demo");
        QTRY_VERIFY(model.dataset() != nullptr);
        const auto before = model.dataset()->label.codes;
        const auto artifact = model.dataset()->labelled();
        const QVector<int> rows { 0, 1, 2 };
        const auto choose = [&](const QString& text) {
            QWidget parent;
            QMenu menu;
            addClassActions(menu, model, rows, &parent);
            auto* action = actionOf(menu, text);
            QVERIFY2(action && action->isEnabled(), qPrintable(text));
            action->trigger();
        };
        QWidget parent;
        QMenu nothing, first;
        addClassActions(nothing, model, {}, &parent);
        QVERIFY(nothing.isEmpty());
        addClassActions(first, model, rows, &parent);
        QVERIFY(!actionOf(first, "Back to the imported class")->isEnabled()); // nothing was changed yet
        const int wanted = before[0] == 0 ? 1 : 0;
        choose(QString::fromStdString(model.dataset()->label.values[static_cast<std::size_t>(wanted)]));
        QTRY_COMPARE(model.dataset()->label.codes[0], wanted);
        for (const int row : rows)
            QCOMPARE(model.dataset()->label.codes[static_cast<std::size_t>(row)], wanted);
        QCOMPARE(model.dataset()->label.codes[3], before[3]);
        QVERIFY(model.dataset()->labelled() != artifact);
        QVERIFY(model.canUndo());
        model.undo();
        QTRY_COMPARE(model.dataset()->label.codes, before);
        model.redo();
        QTRY_COMPARE(model.dataset()->label.codes[2], wanted);
        choose("Back to the imported class");
        QTRY_COMPARE(model.dataset()->label.codes, before);
        QCOMPARE(model.dataset()->labelled(), artifact);
    }
};

QTEST_MAIN(TestDataPlace)
#include "test_data_place.moc"
