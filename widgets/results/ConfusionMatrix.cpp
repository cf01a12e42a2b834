#include "ConfusionMatrix.h"

#include "theme/Fonts.h"
#include "theme/Format.h"
#include "theme/Scales.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <algorithm>
#include <cmath>
#include <numeric>

namespace minamo {

namespace {

constexpr double margin = 16, headHeight = 52, cellHeight = 36;

} // namespace

ConfusionMatrix::ConfusionMatrix(QWidget* parent) : QWidget(parent)
{
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void ConfusionMatrix::setCounts(
    std::vector<std::vector<double>> counts, const QStringList& classes, const std::vector<int>& okClasses)
{
    m_counts = std::move(counts);
    m_classes = classes;
    m_okClasses = okClasses;
    updateGeometry();
    update();
}

void ConfusionMatrix::setChosen(int truth, int said)
{
    m_truth = truth;
    m_said = said;
    update();
}

double ConfusionMatrix::labelWidth() const
{
    const QFontMetricsF metrics(textFont(TextSize::body));
    double room = 60;
    for (const auto& name : m_classes)
        room = std::max(room, metrics.horizontalAdvance(name) + 70);
    return std::min(room, 240.0);
}

double ConfusionMatrix::cellWidth() const
{
    return std::clamp((width() - 2 * margin - labelWidth()) / std::max(1, classes()), 34.0, 110.0);
}

QRectF ConfusionMatrix::cellRect(int truth, int said) const
{
    return { margin + labelWidth() + said * cellWidth(), headHeight + truth * cellHeight, cellWidth() - 2,
        cellHeight - 2 };
}

QString ConfusionMatrix::cellText(int truth, int said) const
{
    const double count = m_counts[static_cast<std::size_t>(truth)][static_cast<std::size_t>(said)];
    return formatNumber(count, std::abs(count - std::round(count)) < 0.05 ? 0 : 1);
}

QSize ConfusionMatrix::sizeHint() const
{
    return { static_cast<int>(2 * margin + labelWidth() + 34 * std::max(2, classes())),
        static_cast<int>(headHeight + classes() * cellHeight + margin) };
}

void ConfusionMatrix::paintEvent(QPaintEvent*)
{
    const auto& theme = Theme::current();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setFont(textFont(TextSize::caption));
    painter.setPen(theme.text2);
    painter.drawText(QRectF(margin, 8, labelWidth(), 18), Qt::AlignLeft | Qt::AlignVCenter, tr("True class"));
    painter.drawText(
        QRectF(margin + labelWidth(), 8, width(), 18), Qt::AlignLeft | Qt::AlignVCenter, tr("Called"));
    const auto elided = [&](const QString& text, double room) {
        return painter.fontMetrics().elidedText(text, Qt::ElideRight, static_cast<int>(room));
    };
    for (int i = 0; i < classes(); ++i) {
        painter.setPen(theme.text);
        const auto head = cellRect(0, i);
        painter.drawText(QRectF(head.left(), 28, head.width(), 20), Qt::AlignCenter,
            elided(m_classes.value(i), head.width()));
        const auto row = cellRect(i, 0);
        const bool ok = std::find(m_okClasses.begin(), m_okClasses.end(), i) != m_okClasses.end();
        painter.drawText(QRectF(margin, row.top(), labelWidth() - 8, row.height()),
            Qt::AlignLeft | Qt::AlignVCenter,
            elided(ok ? tr("%1 (good)").arg(m_classes.value(i)) : m_classes.value(i), labelWidth() - 8));
        const auto& counts = m_counts[static_cast<std::size_t>(i)];
        const double all = std::max(1.0, std::accumulate(counts.begin(), counts.end(), 0.0));
        for (int said = 0; said < classes(); ++said) {
            const auto box = cellRect(i, said);
            const double share = counts[static_cast<std::size_t>(said)] / all;
            const auto fill = sequentialColor(theme, share * 0.85);
            painter.fillRect(box, fill);
            painter.setPen(readableOn(fill));
            painter.setFont(textFont(TextSize::body, i == said));
            painter.drawText(box, Qt::AlignCenter, cellText(i, said));
            painter.setFont(textFont(TextSize::caption));
        }
    }
    if (m_truth >= 0 && m_truth < classes() && m_said < classes()) {
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(theme.accent, 2));
        painter.drawRect(cellRect(m_truth, m_said).adjusted(1, 1, -1, -1));
    }
}

void ConfusionMatrix::choose(int truth, int said)
{
    if (truth < 0 || said < 0 || truth >= classes() || said >= classes())
        return;
    setChosen(truth, said);
    Q_EMIT chosen(truth, said);
}

void ConfusionMatrix::mousePressEvent(QMouseEvent* event)
{
    const auto place = event->position();
    choose(static_cast<int>(std::floor((place.y() - headHeight) / cellHeight)),
        static_cast<int>(std::floor((place.x() - margin - labelWidth()) / cellWidth())));
}

void ConfusionMatrix::keyPressEvent(QKeyEvent* event)
{
    switch (event->key()) {
    case Qt::Key_Up:
        return choose(m_truth - 1, std::max(0, m_said));
    case Qt::Key_Down:
        return choose(m_truth + 1, std::max(0, m_said));
    case Qt::Key_Left:
        return choose(std::max(0, m_truth), m_said - 1);
    case Qt::Key_Right:
        return choose(std::max(0, m_truth), m_said + 1);
    default:
        QWidget::keyPressEvent(event);
    }
}

void ConfusionMatrix::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange)
        update();
    QWidget::changeEvent(event);
}

} // namespace minamo
