#include "ReportFixture.h"
#include "report/BuildReport.h"
#include "report/HtmlReport.h"
#include "report/PageCanvas.h"
#include "report/Palette.h"
#include "report/ReportPages.h"

#include <QBuffer>
#include <QFile>
#include <QPainter>
#include <QPdfWriter>

using namespace minamo;

namespace {

/// The numbers of both renderings that only one of them has.
QStringList onlyInOne(const QStringList& a, const QStringList& b)
{
    QStringList left = a, right = b, odd;
    left.sort();
    right.sort();
    while (!left.isEmpty() || !right.isEmpty()) {
        if (!left.isEmpty() && !right.isEmpty() && left.first() == right.first()) {
            left.removeFirst();
            right.removeFirst();
        } else if (right.isEmpty() || (!left.isEmpty() && left.first() < right.first())) {
            odd << left.takeFirst();
        } else {
            odd << right.takeFirst();
        }
    }
    return odd;
}

/// What pages have and HTML has not: heads repeated on a new page, footers, numbers of lists.
QStringList pageWords(const ReportPages& pages)
{
    QStringList words;
    for (const auto& text : pages.words())
        if (!QRegularExpression("^\\d+ / \\d+$|^\\d\\.$").match(text).hasMatch()
            && text != QString::fromStdString(pages.report().footer)
            && text != QString::fromStdString(pages.report().footerNote))
            words << text;
    return words;
}

/// Figures with a decimal point: the measured ones. Whole numbers also stand on axes, which a page repeats.
QStringList measured(const QStringList& numbers)
{
    return numbers.filter(".");
}

QByteArray contentOf(const QString& name)
{
    QFile file(name);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// What the maps from glyphs to characters of a PDF name: what a reader finds and copies.
QSet<QChar> namedCharacters(const QByteArray& pdf)
{
    static const QRegularExpression list(
        "beginbfrange(.*?)endbfrange", QRegularExpression::DotMatchesEverythingOption),
        entries("\\[([^\\]]*)\\]"), entry("<([0-9A-F]{4})>");
    QSet<QChar> named;
    for (auto part = list.globalMatch(QString::fromLatin1(pdf)); part.hasNext();)
        for (auto in = entries.globalMatch(part.next().captured(1)); in.hasNext();)
            for (auto code = entry.globalMatch(in.next().captured(1)); code.hasNext();)
                named.insert(QChar(code.next().captured(1).toUShort(nullptr, 16)));
    return named;
}

/// A text as QPdfWriter alone writes it.
QByteArray plainPdf(const QString& text)
{
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    QPdfWriter writer(&buffer);
    QPainter painter(&writer);
    painter.setFont(pageFont(40));
    painter.drawText(QPointF(200, 400), text);
    painter.end();
    return bytes;
}

} // namespace

/// The painted pages say what the HTML says, number by number; they are A4 and nothing runs off them.
class TestReportPages : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void sameNumbersAsHtml_data()
    {
        QTest::addColumn<bool>("japanese");
        QTest::newRow("ja") << true;
        QTest::newRow("en") << false;
    }
    void sameNumbersAsHtml()
    {
        QFETCH(bool, japanese);
        const auto pages = draw("helps", japanese ? Language::ja : Language::en);
        const auto painted = measured(numbersIn(pageWords(*pages).join("\n")));
        QString html = visibleText(htmlReport(pages->report()));
        html.remove(html.indexOf("</head>"), 0);
        QVERIFY(painted.size() > 150);
        QCOMPARE(onlyInOne(painted, measured(numbersIn(html))), QStringList());
        // The comparison can fail.
        QCOMPARE(
            onlyInOne(painted + QStringList { "9.9" }, measured(numbersIn(html))), QStringList { "9.9" });
    }
    void everyFigureIsPainted()
    {
        const auto pages = draw("helps", Language::en);
        const auto words = pages->words().join("\n");
        for (const auto& figure : pages->report().figures)
            QVERIFY2(words.contains(QString::fromStdString(figure.text).remove(QString("p\u00a0=\u00a0"))),
                figure.name.c_str());
    }
    void managerHasTwoPages()
    {
        for (const auto language : { Language::ja, Language::en }) {
            const auto pages = draw("helps", language);
            const auto annex = QString::fromStdString(Phrases(language).text("report.annex"));
            const auto check = QString::fromStdString(Phrases(language).text("report.check"));
            QVERIFY(wordsOf(*pages, 2).contains(annex));
            QVERIFY(wordsOf(*pages, 1).contains(check));
            QVERIFY(!wordsOf(*pages, 0).contains(check));
        }
    }
    void nothingRunsOffThePage()
    {
        const auto pages = draw("helps", Language::ja);
        for (int i = 0; i < pages->count(); ++i) {
            const QImage image = pages->image(i, 1050);
            QCOMPARE(image.height(), 1485);
            QVERIFY(isWhite(image, { 0, 0, 86, 1485 }) && isWhite(image, { 974, 0, 76, 1485 }));
            QVERIFY(isWhite(image, { 0, 0, 1050, 72 }) && isWhite(image, { 0, 1428, 1050, 57 }));
            QVERIFY(!isWhite(image, { 90, 75, 870, 1350 }));
        }
    }
    void pdfIsWhole()
    {
        const auto pages = draw("no-difference", Language::ja);
        const auto file = m_folder.filePath("report.pdf");
        VERIFY_OK(writePdf(*pages, file));
        QFile pdf(file);
        QVERIFY(pdf.open(QIODevice::ReadOnly));
        const auto bytes = pdf.readAll();
        QVERIFY(bytes.startsWith("%PDF-") && bytes.trimmed().endsWith("%%EOF"));
        QVERIFY(bytes.size() < 5'000'000);
        QVERIFY(bytes.contains("ToUnicode")); // text is text: it can be selected
        QCOMPARE(bytes.count("/Type /Page\n"), pages->count());
        VERIFY_FAILS(writePdf(*pages, m_folder.filePath("no/such/folder/a.pdf")), "file.cannot-write");
    }
    /// Search and copy give the characters that were written, not the radicals that share their glyphs.
    void textIsFoundAsItWasWritten()
    {
        const auto pages = draw("helps", Language::ja);
        const auto file = m_folder.filePath("found.pdf");
        VERIFY_OK(writePdf(*pages, file));
        const auto named = namedCharacters(contentOf(file));
        QSet<QChar> written;
        for (const auto c : pages->words().join(QString()))
            if (c.unicode() >= 0x2e80)
                written.insert(c);
        QVERIFY(written.size() > 200);
        QVERIFY(written.contains(QChar(0x6708))); // 月
        for (const auto c : written)
            QVERIFY2(named.contains(c), QString(c).toUtf8().constData());
        for (const auto c : named)
            QVERIFY2(c.unicode() < 0x2e80 || c.unicode() > 0x2fdf, QString::number(c.unicode(), 16).toUtf8());
        QVERIFY(!namedCharacters(plainPdf(QString(QChar(0x6708)))).contains(QChar(0x6708))); // as Qt has it
    }
    void paperHasTheWindowsColours()
    {
        const auto& theme = Theme::of(ThemeKind::light);
        const auto same = [](const char* css, const QColor& colour) { return colour.name() == css; };
        QVERIFY(same(Palette::text, theme.text) && same(Palette::text2, theme.text2)
            && same(Palette::text3, theme.text3) && same(Palette::line, theme.line)
            && same(Palette::border, theme.border) && same(Palette::well, theme.well)
            && same(Palette::accent, theme.accent) && same(Palette::caution, theme.caution)
            && same(Palette::danger, theme.danger) && same(Palette::ok, theme.ok));
        const std::map<char, Shape> shapes { { 'c', Shape::circle }, { 's', Shape::square },
            { 't', Shape::triangle }, { 'd', Shape::diamond } };
        for (std::size_t i = 0; i < Palette::categorical.size(); ++i) {
            QVERIFY(same(Palette::categorical[i], theme.categorical[i]));
            QVERIFY(shapes.at(Palette::shapes[i]) == categoryShape(int(i)));
        }
        for (std::size_t i = 0; i < Palette::sequential.size(); ++i)
            QCOMPARE(QColor(QRgb(Palette::sequential[i])), theme.sequential[i]);
    }

private:
    std::unique_ptr<ReportPages> draw(const char* verdict, Language language)
    {
        auto project = evaluatedProject(
            Path(m_folder.path().toStdString()) / std::to_string(++m_count), "Line 2", verdict);
        if (!project)
            qFatal("%s", explain(project).constData());
        auto report = buildReport(*project, language, "2026-11-25T08:33:36.932Z");
        if (!report)
            qFatal("%s", explain(report).constData());
        return std::make_unique<ReportPages>(std::make_shared<const ReportData>(std::move(*report)));
    }
    static QStringList wordsOf(const ReportPages& pages, int index)
    {
        QStringList words;
        QImage image(8, 8, QImage::Format_RGB32);
        QPainter painter(&image);
        pages.paint(painter, index, &words);
        return words;
    }
    static bool isWhite(const QImage& image, const QRect& box)
    {
        for (int y = box.top(); y <= box.bottom(); ++y)
            for (int x = box.left(); x <= box.right(); ++x)
                if (image.pixel(x, y) != qRgb(255, 255, 255))
                    return false;
        return true;
    }

    QTemporaryDir m_folder;
    int m_count = 0;
};

QTEST_MAIN(TestReportPages)
#include "test_report_pages.moc"
