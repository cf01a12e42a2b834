#include "Translations.h"
#include "base/Phrases.h"

#include <QDir>
#include <QRegularExpression>
#include <QSet>

using namespace minamo;

namespace {

constexpr const char* languages[] = { "ja", "en" };

QString folderOf(const QString& language)
{
    return "resources/help/" + language;
}

/// Names of the pages without ".md".
QStringList pagesOf(const QString& language)
{
    auto names
        = QDir(sourceFolder() + '/' + folderOf(language)).entryList({ "*.md" }, QDir::Files, QDir::Name);
    return names.replaceInStrings(".md", "");
}

QString pageText(const QString& language, const QString& page)
{
    return QString::fromUtf8(sourceFile(folderOf(language) + '/' + page + ".md"));
}

QStringList capturedIn(const QString& text, const QRegularExpression& what)
{
    QStringList all;
    for (auto match = what.globalMatch(text); match.hasNext();)
        all << match.next().captured(1);
    return all;
}

/// Targets of links and pictures.
QStringList targetsIn(const QString& text)
{
    static const QRegularExpression target("\\]\\(([^)]*)\\)");
    return capturedIn(text, target);
}

/// Targets that lead nowhere, or out of the guide.
QStringList deadTargetsIn(const QString& text, const QString& language)
{
    QStringList dead;
    const QDir folder(sourceFolder() + '/' + folderOf(language));
    for (const auto& target : targetsIn(text)) {
        const bool picture = target.startsWith("../pictures/" + language + '/') && target.endsWith(".png");
        const bool page = target.endsWith(".md") && !target.contains('/');
        if (!(picture || page) || !folder.exists(target))
            dead << target;
    }
    return dead;
}

/// A text of the window as people read it: without the marks of keys, of dialogs and of figures.
QString plainWords(QString text)
{
    static const QRegularExpression key("\\(&.\\)|&|%\\d");
    return text.remove(key).remove(QString::fromUtf8("…")).replace(QChar(0x202F), ' ').trimmed();
}

/// Everything the window says in a language.
QSet<QString> windowWords(const QString& language)
{
    QSet<QString> words;
    for (const auto& entry : translationFile("ja")) {
        if (language == "en")
            words << plainWords(entry.source);
        else
            for (const auto& text : entry.texts)
                words << plainWords(text);
    }
    for (const auto& [key, texts] : allPhrases().items())
        words << plainWords(QString::fromStdString(texts.at(language.toStdString()).get<std::string>()));
    return words;
}

/// Words in bold are words of the window; those it does not say.
QStringList unknownWordsIn(const QString& text, const QSet<QString>& known)
{
    static const QRegularExpression bold("\\*\\*([^*]+)\\*\\*");
    QStringList unknown;
    for (const auto& words : capturedIn(text, bold))
        if (!known.contains(plainWords(words)))
            unknown << words;
    return unknown;
}

} // namespace

/// The user guide as files: both languages complete, every link alive, every button it names there.
class TestGuidePages : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void bothLanguagesHaveTheSamePages()
    {
        QCOMPARE(pagesOf("ja"), pagesOf("en"));
        QVERIFY(pagesOf("ja").size() >= 15);
        for (const auto& page : pagesOf("ja"))
            QVERIFY2(targetsIn(pageText("ja", page)).size() == targetsIn(pageText("en", page)).size(),
                qPrintable(page));
    }
    void pagesAreShortButNotEmpty()
    {
        for (const char* language : languages)
            for (const auto& page : pagesOf(language)) {
                const auto text = pageText(language, page);
                QVERIFY2(text.startsWith("# "), qPrintable(page));
                // two or three minutes: about 500 characters of Japanese or 200 words a minute
                QVERIFY2(text.size() > 400 && text.size() < (language == QString("ja") ? 2200 : 3600),
                    qPrintable(QString("%1 %2: %3").arg(language, page).arg(text.size())));
            }
    }
    void everyLinkAndPictureIsThere()
    {
        for (const char* language : languages)
            for (const auto& page : pagesOf(language)) {
                const auto dead = deadTargetsIn(pageText(language, page), language);
                QVERIFY2(dead.isEmpty(), qPrintable(page + ": " + dead.join(' ')));
            }
        QCOMPARE(deadTargetsIn("[a](none.md) [b](https://example.org) [c](data.md)", "ja").size(), 2);
        QCOMPARE(deadTargetsIn("![x](../pictures/en/data.png)", "ja").size(), 1); // the other language's
    }
    void contentsNameEveryPageOnce()
    {
        for (const char* language : languages) {
            auto named = targetsIn(pageText(language, "contents")).replaceInStrings(".md", "");
            named << "contents";
            named.sort();
            QCOMPARE(named, pagesOf(language));
        }
    }
    void picturesAreSmall()
    {
        qint64 bytes = 0;
        for (const char* language : languages)
            for (const auto& file :
                QDir(sourceFolder() + "/resources/help/pictures/" + language).entryInfoList(QDir::Files))
                bytes += file.size();
        QVERIFY2(bytes < 4'000'000, qPrintable(QString::number(bytes)));
    }
    void wordsInBoldAreWordsOfTheWindow()
    {
        for (const char* language : languages) {
            const auto known = windowWords(language);
            for (const auto& page : pagesOf(language)) {
                if (page == "glossary")
                    continue; // there the terms are bold
                const auto unknown = unknownWordsIn(pageText(language, page), known);
                QVERIFY2(unknown.isEmpty(), qPrintable(page + ": " + unknown.join(", ")));
            }
        }
        QCOMPARE(unknownWordsIn("**Start** **No such button**", windowWords("en")),
            QStringList { "No such button" });
    }
};

QTEST_APPLESS_MAIN(TestGuidePages)
#include "test_guide_pages.moc"
