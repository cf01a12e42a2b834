#include "DemoProject.h"
#include "TestSupport.h"
#include "bridge/ClassText.h"
#include "bridge/ProjectModel.h"
#include "data/ClassMenu.h"
#include "data/ClassNames.h"
#include "data/ClassNamesDialog.h"
#include "theme/Theme.h"

#include <QApplication>
#include <QLineEdit>
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
    void classesGetNamesForPeople()
    {
        ProjectModel model;
        model.open(m_folder.path() + "/demo");
        QTRY_VERIFY(model.dataset() != nullptr);
        const auto& classes = model.dataset()->label.values;
        const auto apply = [&](const QString& field, const QString& text) {
            auto* dialog = new ClassNamesDialog(model, classes, nullptr);
            for (auto* edit : dialog->findChildren<QLineEdit*>())
                if (edit->accessibleName() == field)
                    edit->setText(text);
            dialog->accept();
        };
        const auto first = QString::fromStdString(classes.front());
        const auto shown = [&](Language language) {
            return shownClass(model.document().value("classNames", Json()), classes.front(), language);
        };
        const auto edits = [&] { return model.project()->history().size(); };
        const auto before = edits();
        apply(first + " 日本語", "欠け");
        QTRY_COMPARE(shown(Language::ja), std::string("欠け"));
        apply(first + " English", " chipped edge ");
        QTRY_COMPARE(shown(Language::en), std::string("chipped edge"));
        QCOMPARE(shown(Language::ja), std::string("欠け"));
        QCOMPARE(classText(model, classes.back()), QString::fromStdString(classes.back()));
        QVERIFY(classText(model, classes.front()) != first);
        apply(first + " English", "chipped edge"); // nothing changed: no edit
        model.undo();
        QTRY_COMPARE(shown(Language::en), classes.front());
        model.undo();
        QTRY_COMPARE(shown(Language::ja), classes.front());
        QCOMPARE(edits(), before + 2);
    }
};

QTEST_MAIN(TestDataPlace)
#include "test_data_place.moc"
