#include "Translations.h"

#include <QRegularExpression>

using namespace minamo;

namespace {

/// "" if the entry is complete, else what is wrong with it.
QString faultOf(const Translation& entry)
{
    static const QRegularExpression place("%L?(\\d|n)");
    if (!entry.type.isEmpty())
        return entry.type;
    if (entry.texts.isEmpty())
        return "no text";
    for (const auto& text : entry.texts) {
        if (text.trimmed().isEmpty())
            return "empty";
        for (auto match = place.globalMatch(entry.source); match.hasNext();)
            if (const auto mark = match.next().captured(); mark != "%n" && !text.contains(mark))
                return mark + " is missing";
    }
    return {};
}

} // namespace

/// The translations are complete: nothing unfinished, vanished, empty or without its numbers.
class TestTranslations : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void nothingIsUnfinished_data()
    {
        QTest::addColumn<QString>("language");
        QTest::newRow("ja") << "ja";
        QTest::newRow("en") << "en";
    }
    void nothingIsUnfinished()
    {
        QFETCH(QString, language);
        const auto entries = translationFile(language);
        QVERIFY(entries.size() > (language == "ja" ? 150 : 5));
        for (const auto& entry : entries)
            QVERIFY2(faultOf(entry).isEmpty(),
                qPrintable(entry.context + " | " + entry.source + ": " + faultOf(entry)));
    }
    /// A Japanese text that is still the English sentence has been forgotten.
    void japaneseIsJapanese()
    {
        static const QRegularExpression words("[a-z]{3,} [a-z]{3,}");
        static const QRegularExpression japanese("[\\x{3040}-\\x{30ff}\\x{4e00}-\\x{9fff}]");
        for (const auto& entry : translationFile("ja"))
            if (entry.source.contains(words))
                for (const auto& text : entry.texts)
                    QVERIFY2(text.contains(japanese),
                        qPrintable(entry.context + " | " + entry.source + " -> " + text));
    }
    /// The check can fail.
    void faultsAreSeen()
    {
        const auto faults = [](const QByteArray& message) {
            return faultOf(translationsOf("<TS><context><name>A</name>" + message + "</context></TS>").at(0));
        };
        QCOMPARE(
            faults("<message><source>x</source><translation type=\"unfinished\">y</translation></message>"),
            QString("unfinished"));
        QCOMPARE(
            faults("<message><source>x</source><translation type=\"vanished\">y</translation></message>"),
            QString("vanished"));
        QCOMPARE(
            faults("<message><source>x</source><translation></translation></message>"), QString("empty"));
        QCOMPARE(faults("<message><source>x %1</source><translation>y</translation></message>"),
            QString("%1 is missing"));
        QVERIFY(faults("<message><source>x %1</source><translation>y %1</translation></message>").isEmpty());
    }
};

QTEST_APPLESS_MAIN(TestTranslations)
#include "test_translations.moc"
