#include "TestSupport.h"
#include "theme/Format.h"
#include "theme/Icons.h"
#include "theme/Scales.h"

#include <QApplication>
#include <set>

using namespace minamo;

/// The design's promises about colours, icons and numbers.
class TestTheme : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QLocale::setDefault(QLocale(QLocale::English)); }

    void textIsReadable()
    {
        for (const auto kind : { ThemeKind::light, ThemeKind::dark }) {
            const Theme& t = Theme::of(kind);
            for (const auto& ink : { t.text, t.text2, t.text3, t.accent, t.caution, t.danger, t.ok })
                QVERIFY(contrastRatio(ink, t.panel) >= 4.5);
            QVERIFY(contrastRatio(t.onAccent, t.accent) >= 4.5);
            QVERIFY(contrastRatio(t.border, t.panel) >= 3.0);
            QVERIFY(contrastRatio(t.caution, t.cautionSoft) >= 4.5);
            QVERIFY(contrastRatio(t.danger, t.dangerSoft) >= 4.5);
            for (const auto& color : t.categorical)
                QVERIFY(contrastRatio(color, t.panel) >= 2.99);
        }
        QVERIFY(contrastRatio(QColor(0xbbbbbb), Qt::white) < 3.0); // the measure can say no
    }
    void numbersInCellsAreReadable()
    {
        for (const auto kind : { ThemeKind::light, ThemeKind::dark })
            for (int i = 0; i <= 100; ++i) {
                const auto cell = sequentialColor(Theme::of(kind), i / 100.0);
                QVERIFY(contrastRatio(readableOn(cell), cell) >= 4.5);
            }
    }
    void neighboursDifferInShapeOrColour()
    {
        const Theme& t = Theme::of(ThemeKind::light);
        std::set<std::pair<int, QRgb>> looks;
        for (int slot = 0; slot < 12; ++slot)
            looks.insert({ static_cast<int>(categoryShape(slot)), categoryColor(t, slot).rgb() });
        QCOMPARE(looks.size(), std::size_t(12));
        QCOMPARE(categoryShape(12), Shape::ring);
        QCOMPARE(categoryShape(0), Shape::circle);
    }
    void everyIconPaintsSomething()
    {
        const auto names = iconNames();
        QVERIFY(names.size() > 40);
        const auto inkOf = [](const QString& name) {
            const QImage image = iconPixmap(name, 24, Qt::red, 1).toImage();
            int painted = 0;
            for (int y = 0; y < 24; ++y)
                for (int x = 0; x < 24; ++x)
                    painted += qAlpha(image.pixel(x, y)) > 128;
            return painted;
        };
        for (const auto& name : names)
            QVERIFY2(inkOf(name) > 8, qPrintable(name));
        QCOMPARE(inkOf("no-such-icon"), 0);
    }
    void themeSwitchesEverything()
    {
        applyTheme(*qApp, ThemeKind::dark);
        QVERIFY(Theme::current().dark());
        applyTheme(*qApp, ThemeKind::light);
        QVERIFY(!Theme::current().dark());
    }
    void numbers()
    {
        QCOMPARE(formatCount(1206), QString("1,206"));
        QCOMPARE(formatPercent(0.124), QString("12.4%"));
        QCOMPARE(formatInterval(0.098, 0.156), QString::fromUtf8("[9.8–15.6]"));
        QCOMPARE(formatNumber(-0.12, 2), QString::fromUtf8("−0.12"));
        QCOMPARE(formatNumber(-0.001, 2), QString("0.00"));
        QCOMPARE(formatSigned(0.71, 2), QString("+0.71"));
        QCOMPARE(formatPValue(0.0004), QString("p < 0.001"));
        QCOMPARE(formatPValue(0.004), QString("p = 0.004"));
        QCOMPARE(formatBytes(2.8e9), QString::fromUtf8("2.8\u202fGB"));
        QCOMPARE(formatDuration(130), QString("2 min 10 s"));
        QCOMPARE(formatDuration(3000), QString("about 50 min"));
        QCOMPARE(formatDate({ 2024, 4, 2 }), QString("2 Apr 2024"));
        QLocale::setDefault(QLocale(QLocale::Japanese));
        QCOMPARE(formatDate({ 2024, 4, 2 }), QString::fromUtf8("2024年4月2日"));
        QCOMPARE(formatCount(1206), QString("1,206")); // digits stay after a switch
    }
};

QTEST_MAIN(TestTheme)
#include "test_theme.moc"
