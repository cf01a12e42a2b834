#include "DemoProject.h"
#include "TestSupport.h"
#include "bridge/InteractiveClient.h"
#include "bridge/JobStarter.h"
#include "evaluation/EvaluateStage.h"
#include "jobs/JobContext.h"
#include "latents/LatentsPlace.h"
#include "results/ResultsPlace.h"
#include "styles/StylesPlace.h"
#include "theme/Theme.h"
#include "training/TrainPlace.h"

#include <QAbstractButton>
#include <QApplication>
#include <QComboBox>
#include <QLabel>
#include <QSignalSpy>
#include <QTranslator>

using namespace minamo;

namespace {

/// True if a label, button or list shows its whole text.
bool showsAll(const QWidget* widget)
{
    if (const auto* label = qobject_cast<const QLabel*>(widget)) {
        if (label->text().isEmpty() || label->sizePolicy().horizontalPolicy() == QSizePolicy::Ignored)
            return true; // those give way on purpose and have a tooltip
        if (label->wordWrap())
            return label->heightForWidth(label->width()) <= label->height() + 1;
        return label->width() + 1 >= label->sizeHint().width();
    }
    if (qobject_cast<const QAbstractButton*>(widget) || qobject_cast<const QComboBox*>(widget))
        return widget->width() + 1 >= widget->sizeHint().width();
    return true;
}

QStringList clippedIn(const QWidget& place)
{
    QStringList clipped;
    const auto widgets = place.findChildren<QWidget*>();
    for (const auto* widget : widgets)
        if (widget->isVisible() && !showsAll(widget))
            clipped << QString("%1 '%2' %3 of %4")
                           .arg(widget->metaObject()->className(), widget->property("text").toString())
                           .arg(widget->width())
                           .arg(widget->sizeHint().width());
    return clipped;
}

} // namespace

class TestGalleryTexts : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    QTranslator m_japanese;

    void setLanguage(bool japanese)
    {
        QCoreApplication::removeTranslator(&m_japanese);
        QLocale::setDefault(
            japanese ? QLocale(QLocale::Japanese, QLocale::Japan) : QLocale(QLocale::English));
        if (japanese)
            QCoreApplication::installTranslator(&m_japanese);
    }

private Q_SLOTS:
    void initTestCase()
    {
        applyTheme(*qApp, ThemeKind::light);
        QVERIFY(m_japanese.load("minamo_ja", ":/i18n"));
        auto project = makeDemoProject((m_folder.path() + "/demo").toStdString(), "demo");
        VERIFY_OK(project);
        SilentContext silent;
        const auto evaluated = runEvaluate(*project, EvaluateOptions {}, silent);
        VERIFY_OK(evaluated);
        VERIFY_OK(adopt(*project, EvaluateOptions::stage, *evaluated));
    }
    void cleanupTestCase() { setLanguage(false); }

    void negativeControl()
    {
        QWidget place;
        auto* label = new QLabel("A text that is far too long for its place", &place);
        label->setGeometry(0, 0, 40, 20);
        place.show();
        QCOMPARE(clippedIn(place).size(), 1);
    }

    void nothingIsClippedInEitherLanguage_data()
    {
        QTest::addColumn<bool>("japanese");
        QTest::addColumn<QSize>("size");
        for (const bool japanese : { false, true })
            for (const QSize size : { QSize(1520, 900), QSize(1290, 760) })
                QTest::addRow("%s %d", japanese ? "ja" : "en", size.width()) << japanese << size;
    }

    void nothingIsClippedInEitherLanguage()
    {
        QFETCH(bool, japanese);
        QFETCH(QSize, size);
        setLanguage(japanese);
        ProjectModel model;
        JobStarter starter(model);
        InteractiveClient client(model);
        LatentsPlace latents(model, starter, client);
        StylesPlace styles(model, starter);
        TrainPlace train(model, starter);
        ResultsPlace results(model, starter);
        model.open(m_folder.path() + "/demo");
        QTRY_VERIFY(
            styles.cards().size() > 0 && latents.isReady() && train.isReady() && results.data().evaluated);
        for (Place* place : { static_cast<Place*>(&latents), static_cast<Place*>(&styles),
                 static_cast<Place*>(&train), static_cast<Place*>(&results) }) {
            place->resize(size);
            place->show();
            // Docks settle in a few rounds of the event loop.
            QTRY_VERIFY2(
                clippedIn(*place).isEmpty(), qPrintable(place->name() + ": " + clippedIn(*place).join("; ")));
            place->hide();
        }
    }

    void everythingFollowsTheLanguage()
    {
        setLanguage(false);
        ProjectModel model;
        JobStarter starter(model);
        StylesPlace place(model, starter);
        place.resize(1520, 900);
        place.show();
        model.open(m_folder.path() + "/demo");
        QTRY_VERIFY(place.cards().size() > 0);
        const auto texts = [&place] {
            QStringList all;
            const auto labels = place.findChildren<QLabel*>();
            for (const auto* label : labels)
                all << label->text();
            return all.join('\n');
        };
        QVERIFY(texts().contains("Style cards"));
        setLanguage(true);
        QTest::qWait(80);
        QVERIFY2(texts().contains(QString::fromUtf8("スタイルカード")), qPrintable(texts()));
        QVERIFY(!texts().contains("Style cards"));
        QVERIFY(!texts().contains("Legend"));
        setLanguage(false);
    }
};

QTEST_MAIN(TestGalleryTexts)
#include "test_gallery_texts.moc"
