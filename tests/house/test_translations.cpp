#include "TestSupport.h"

#include <QFile>
#include <QRegularExpression>
#include <QXmlStreamReader>

using namespace minamo;

namespace {

struct Entry {
    QString context, source, type;
    QStringList texts;
    bool numerus = false;
};

QList<Entry> entriesOf(const QByteArray& xml)
{
    QList<Entry> entries;
    QXmlStreamReader reader(xml);
    QString context;
    while (!reader.atEnd()) {
        if (reader.readNext() != QXmlStreamReader::StartElement)
            continue;
        const auto name = reader.name();
        if (name == u"name")
            context = reader.readElementText();
        else if (name == u"message")
            entries.push_back({ context, {}, {}, {}, reader.attributes().value("numerus") == u"yes" });
        else if (name == u"source")
            entries.back().source = reader.readElementText();
        else if (name == u"translation") {
            entries.back().type = reader.attributes().value("type").toString();
            if (!entries.back().numerus)
                entries.back().texts.push_back(
                    reader.readElementText(QXmlStreamReader::IncludeChildElements));
        } else if (name == u"numerusform")
            entries.back().texts.push_back(reader.readElementText());
    }
    return entries;
}

/// "" if the entry is complete, else what is wrong with it.
QString faultOf(const Entry& entry)
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

QByteArray fileOf(const char* language)
{
    const Path path = goldenFolder().parent_path().parent_path() / "translations"
        / (std::string("minamo_") + language + ".ts");
    QFile file(QString::fromStdString(path.string()));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
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
        const auto entries = entriesOf(fileOf(language.toLatin1().constData()));
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
        for (const auto& entry : entriesOf(fileOf("ja")))
            if (entry.source.contains(words))
                for (const auto& text : entry.texts)
                    QVERIFY2(text.contains(japanese),
                        qPrintable(entry.context + " | " + entry.source + " -> " + text));
    }
    /// The check can fail.
    void faultsAreSeen()
    {
        const auto faults = [](const QByteArray& message) {
            return faultOf(entriesOf("<TS><context><name>A</name>" + message + "</context></TS>").at(0));
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
