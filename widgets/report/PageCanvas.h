#pragma once
#include "report/ReportData.h"
#include "theme/Fonts.h"
#include "theme/Scales.h"

#include <QFont>
#include <QPainter>
#include <QStringList>

namespace minamo {

/// Sizes of an A4 page in its unit, a tenth of a millimetre (design: style, section 7).
namespace page {
constexpr double width = 2100, height = 2970, left = 180, right = 160, top = 150, bottom = 2780,
                 footer = 2800;
constexpr double room = width - left - right; ///< for content
} // namespace page

/// A run of text in one look.
struct TextRun {
    QString text;
    bool bold = false;
    QColor colour;
};
using TextRuns = QList<TextRun>;
TextRuns runsOf(const RichText& text, const QColor& colour);

/// A font of a report's page: `points` on paper, not scaled with the screen.
QFont pageFont(double points, bool bold = false);
/// Height of one line of this size, with the report's leading.
double lineHeight(double points, double leading = 1.6);

/// Draws on one page and remembers the words, in the order of drawing.
class PageCanvas {
public:
    PageCanvas(QPainter& painter, QStringList* words) : m_painter(painter), m_words(words) { }

    QPainter& painter() { return m_painter; }
    const Theme& theme() const { return Theme::of(ThemeKind::light); }
    /// One line inside `box` (single line, elided on the right if there is no room).
    void line(const QRectF& box, const QString& text, double points, bool bold, const QColor& colour,
        Qt::Alignment alignment = Qt::AlignLeft | Qt::AlignVCenter);
    /// Wrapped text from `at` on.
    void paragraph(QPointF at, double width, const TextRuns& runs, double points, double leading = 1.6,
        Qt::Alignment alignment = Qt::AlignLeft);
    static double paragraphHeight(double width, const TextRuns& runs, double points, double leading = 1.6);
    void rule(double x, double y, double width, const QColor& colour, double thickness = 2.5);
    void frame(const QRectF& box, const QColor& colour, double thickness = 3, bool dashed = false);

private:
    QPainter& m_painter;
    QStringList* m_words;
};

} // namespace minamo
