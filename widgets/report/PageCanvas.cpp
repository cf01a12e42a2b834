#include "PageCanvas.h"

#include "theme/Fonts.h"

#include <QTextLayout>
#include <cmath>

namespace minamo {
namespace {

constexpr double unitsPerPoint = 254.0 / 72;

/// Lays text out; draws it if there is a painter. Gives the height.
double layOut(QPainter* painter, QPointF at, double width, const TextRuns& runs, double points,
    double leading, Qt::Alignment alignment)
{
    QString text;
    QList<QTextLayout::FormatRange> formats;
    for (const auto& run : runs) {
        QTextCharFormat format;
        format.setFont(pageFont(points, run.bold));
        if (run.colour.isValid())
            format.setForeground(run.colour);
        formats.push_back({ int(text.size()), int(run.text.size()), format });
        text += run.text;
    }
    QTextLayout layout(text, pageFont(points));
    QTextOption option(alignment);
    option.setWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    layout.setTextOption(option);
    layout.setFormats(formats);
    layout.setCacheEnabled(true);
    const double step = lineHeight(points, leading);
    double y = 0;
    layout.beginLayout();
    for (auto line = layout.createLine(); line.isValid(); line = layout.createLine()) {
        line.setLineWidth(width);
        line.setPosition({ 0, y + (step - line.height()) / 2 });
        y += step;
    }
    layout.endLayout();
    if (painter)
        layout.draw(painter, at);
    return y;
}

} // namespace

TextRuns runsOf(const RichText& text, const QColor& colour)
{
    TextRuns runs;
    for (const auto& piece : text)
        runs << TextRun { QString::fromStdString(piece.text), piece.bold, colour };
    return runs;
}

QFont pageFont(double points, bool bold)
{
    QFont font = textFont(TextSize::body, bold);
    font.setPixelSize(int(std::lround(points * unitsPerPoint)));
    font.setHintingPreference(QFont::PreferNoHinting);
    return font;
}

double lineHeight(double points, double leading)
{
    return points * unitsPerPoint * leading;
}

void PageCanvas::line(const QRectF& box, const QString& text, double points, bool bold, const QColor& colour,
    Qt::Alignment alignment)
{
    if (text.isEmpty())
        return;
    const QFont font = pageFont(points, bold);
    m_painter.setFont(font);
    m_painter.setPen(colour);
    m_painter.drawText(box, int(alignment) | Qt::TextSingleLine | Qt::TextDontClip,
        QFontMetricsF(font).elidedText(text, Qt::ElideRight, box.width() + 1));
    if (m_words)
        *m_words << text;
}

void PageCanvas::paragraph(
    QPointF at, double width, const TextRuns& runs, double points, double leading, Qt::Alignment alignment)
{
    layOut(&m_painter, at, width, runs, points, leading, alignment);
    if (!m_words)
        return;
    QString text;
    for (const auto& run : runs)
        text += run.text;
    if (!text.isEmpty())
        *m_words << text;
}

double PageCanvas::paragraphHeight(double width, const TextRuns& runs, double points, double leading)
{
    return layOut(nullptr, {}, width, runs, points, leading, Qt::AlignLeft);
}

void PageCanvas::rule(double x, double y, double width, const QColor& colour, double thickness)
{
    m_painter.fillRect(QRectF(x, y - thickness / 2, width, thickness), colour);
}

void PageCanvas::frame(const QRectF& box, const QColor& colour, double thickness, bool dashed)
{
    m_painter.setRenderHint(QPainter::Antialiasing);
    m_painter.setPen(QPen(colour, thickness, dashed ? Qt::DashLine : Qt::SolidLine));
    m_painter.setBrush(Qt::NoBrush);
    m_painter.drawRoundedRect(box, 12, 12);
}

} // namespace minamo
