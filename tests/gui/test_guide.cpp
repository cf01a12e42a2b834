#include "Arguments.h"
#include "GuideBrowser.h"
#include "GuideWindow.h"
#include "WindowFixture.h"
#include "theme/Messages.h"

#include <QImage>
#include <QLineEdit>
#include <QListWidget>
#include <QTextBlock>

using namespace minamo;

namespace {

GuideWindow* guideOf(WindowFixture& fixture)
{
    return fixture.window->findChild<GuideWindow*>();
}

GuideBrowser& browserOf(const GuideWindow& guide)
{
    return *guide.findChild<GuideBrowser*>();
}

/// Formats of all pieces of the page that is shown.
QList<QTextCharFormat> formatsOf(const GuideWindow& guide)
{
    QList<QTextCharFormat> formats;
    const auto* document = browserOf(guide).document();
    for (auto block = document->begin(); block.isValid(); block = block.next())
        for (auto it = block.begin(); !it.atEnd(); ++it)
            formats << it.fragment().charFormat();
    return formats;
}

/// Names of the pages in the list that are not hidden.
QStringList shownPages(const GuideWindow& guide)
{
    QStringList pages;
    const auto* list = guide.findChild<QListWidget*>();
    for (int row = 0; row < list->count(); ++row)
        if (const auto page = list->item(row)->data(Qt::UserRole).toString();
            !list->item(row)->isHidden() && !page.isEmpty())
            pages << page;
    return pages;
}

} // namespace

/// The guide's window: F1, every page in both languages, search, way back, language and colours.
class TestGuide : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void helpOpensThePageOfThePlace()
    {
        WindowFixture fixture;
        fixture.window->show();
        auto* help = fixture.window->commands().action("help");
        QCOMPARE(help->shortcut(), QKeySequence("F1"));
        for (const auto& name : placeNames()) {
            fixture.window->showPlace(name);
            help->trigger();
            QVERIFY(guideOf(fixture) && guideOf(fixture)->isVisible() && !guideOf(fixture)->isModal());
            QCOMPARE(guideOf(fixture)->page(), name);
            QVERIFY2(browserOf(*guideOf(fixture)).toPlainText().size() > 200, qPrintable(name));
        }
        QCOMPARE(fixture.window->findChildren<GuideWindow*>().size(), 1); // one window, not one per call
        fixture.window->commands().action("guide")->trigger();
        QCOMPARE(guideOf(fixture)->page(), QString("contents"));
        guideOf(fixture)->showPage("no-such-page");
        QCOMPARE(guideOf(fixture)->page(), QString("contents"));
    }

    void everyPageIsSetInBothLanguages()
    {
        WindowFixture fixture;
        GuideWindow guide;
        for (const auto language : { Language::ja, Language::en }) {
            fixture.appearance.setLanguage(language);
            const auto entries = guideEntries(language);
            VERIFY_OK(entries);
            QVERIFY(entries->size() > 15);
            for (const auto& entry : *entries) {
                if (entry.page.isEmpty())
                    continue;
                guide.showPage(entry.page);
                const auto text = browserOf(guide).toPlainText();
                // Markdown that was not understood (Japanese beside punctuation) would stay in the text.
                QVERIFY2(text.size() > 200 && !text.contains("**") && !text.contains("]("),
                    qPrintable(entry.page));
                QCOMPARE(text.section('\n', 0, 0).trimmed(), entry.title);
                for (const auto& format : formatsOf(guide))
                    if (format.isImageFormat())
                        QCOMPARE(browserOf(guide)
                                     .document()
                                     ->resource(QTextDocument::ImageResource, format.toImageFormat().name())
                                     .value<QImage>()
                                     .deviceIndependentSize()
                                     .width(),
                            720.0);
            }
        }
    }

    void searchFiltersThePages()
    {
        WindowFixture fixture;
        GuideWindow guide;
        guide.showPage("start");
        const auto all = shownPages(guide);
        auto* search = guide.findChild<QLineEdit*>();
        QTest::keyClicks(search, "mcnemar");
        QVERIFY(shownPages(guide).contains("glossary") && shownPages(guide).size() < all.size());
        QCOMPARE(guide.page(), shownPages(guide).first()); // "start" says nothing about it
        QCOMPARE(browserOf(guide).textCursor().selectedText().toLower(), QString("mcnemar"));
        search->setText("zebra");
        QVERIFY(shownPages(guide).isEmpty());
        search->clear();
        QCOMPARE(shownPages(guide), all);
    }

    void listAndWayBack()
    {
        WindowFixture fixture;
        GuideWindow guide;
        guide.showPage("data");
        auto* list = guide.findChild<QListWidget*>();
        QCOMPARE(list->currentItem()->data(Qt::UserRole).toString(), QString("data"));
        QTest::keyClick(list, Qt::Key_Down);
        QCOMPARE(guide.page(), QString("model"));
        browserOf(guide).setSource(QUrl("glossary.md")); // as a link does
        QCOMPARE(guide.page(), QString("glossary"));
        QCOMPARE(list->currentItem()->data(Qt::UserRole).toString(), QString("glossary"));
        browserOf(guide).backward();
        QCOMPARE(guide.page(), QString("model"));
        browserOf(guide).forward();
        QCOMPARE(guide.page(), QString("glossary"));
        QTest::keyClick(&guide, Qt::Key_Escape);
        QVERIFY(!guide.isVisible());
    }

    void followsLanguageAndColours()
    {
        WindowFixture fixture;
        GuideWindow guide;
        guide.showPage("trouble");
        const auto english = browserOf(guide).toPlainText();
        fixture.appearance.setLanguage(Language::ja);
        QTRY_VERIFY(browserOf(guide).toPlainText() != english);
        QCOMPARE(guide.page(), QString("trouble"));
        QVERIFY(guide.windowTitle().contains(QString::fromUtf8("使い方")));
        for (const auto kind : { ThemeKind::dark, ThemeKind::light }) {
            fixture.appearance.setTheme(kind);
            int links = 0;
            for (const auto& format : formatsOf(guide))
                if (format.isAnchor()) {
                    QCOMPARE(format.foreground().color(), Theme::of(kind).accent);
                    ++links;
                }
            QVERIFY(links > 3);
        }
    }

    void missingPagesAreSaid()
    {
        WindowFixture fixture;
        qputenv("MINAMO_SHARE", "/nonexistent");
        GuideWindow guide;
        qunsetenv("MINAMO_SHARE");
        guide.showPage("data");
        QVERIFY(guide.findChild<Banner*>()->isVisible() && !browserOf(guide).isVisible());
        VERIFY_OK(guideEntries(Language::ja));
    }
};

QTEST_MAIN(TestGuide)
#include "test_guide.moc"
