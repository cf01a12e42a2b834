#include "TimestepAxis.h"

#include "theme/Fonts.h"
#include "theme/Format.h"
#include "theme/Theme.h"

#include <QEvent>
#include <QMouseEvent>
#include <QPainter>
#include <algorithm>
#include <cmath>

namespace minamo {

namespace {
constexpr double names = 70, right = 22, line = 26, row = 18;
constexpr int ticks = 5;
}

TimestepAxis::TimestepAxis(QWidget* parent) : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void TimestepAxis::setSchedule(int steps, const std::vector<double>& logSigma)
{
    m_steps = std::max(steps, 2);
    m_logSigma = logSigma;
    update();
}

void TimestepAxis::setTimestep(int timestep)
{
    m_timestep = timestep;
    update();
}

double TimestepAxis::at(int timestep) const
{
    return names + (width() - names - right) * timestep / (m_steps - 1.0);
}

void TimestepAxis::choose(double x)
{
    const double share = (x - names) / (width() - names - right);
    Q_EMIT timestepChosen(static_cast<int>(std::lround(std::clamp(share, 0.0, 1.0) * (m_steps - 1))));
}

void TimestepAxis::mousePressEvent(QMouseEvent* event)
{
    choose(event->position().x());
}

void TimestepAxis::mouseMoveEvent(QMouseEvent* event)
{
    if (event->buttons() & Qt::LeftButton)
        choose(event->position().x());
}

QString TimestepAxis::sigmaText(int timestep) const
{
    const auto i = static_cast<std::size_t>(timestep);
    return i < m_logSigma.size() && std::isfinite(m_logSigma[i]) ? formatNumber(m_logSigma[i], 2)
                                                                 : QString::fromUtf8("–");
}

void TimestepAxis::paintEvent(QPaintEvent*)
{
    const auto& theme = Theme::current();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(theme.border, 1));
    painter.drawLine(QPointF(at(0), line), QPointF(at(m_steps - 1), line));
    const auto column = [&](int timestep, bool strong) {
        const double x = at(timestep);
        painter.setPen(QPen(theme.border, 1));
        painter.drawLine(QPointF(x, line - 3), QPointF(x, line + 3));
        painter.setFont(textFont(TextSize::caption, strong));
        painter.setPen(strong ? theme.accent : theme.text2);
        const QString texts[] = { QString::number(timestep), sigmaText(timestep),
            formatPercent(timestep / (m_steps - 1.0), 0) };
        for (int i = 0; i < 3; ++i)
            painter.drawText(QRectF(x - 30, line + 7 + i * row, 60, row), Qt::AlignCenter, texts[i]);
    };
    for (int i = 0; i < ticks; ++i) {
        const int timestep = static_cast<int>(std::int64_t { m_steps - 1 } * i / (ticks - 1));
        if (std::abs(at(timestep) - at(m_timestep)) > 34)
            column(timestep, false);
    }
    column(m_timestep, true);
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme.accent);
    painter.drawEllipse(QPointF(at(m_timestep), line), 5.5, 5.5);
    painter.setFont(textFont(TextSize::caption));
    painter.setPen(theme.text2);
    const QString rows[] = { QString("t"), QString::fromUtf8("log σ"), QString("%") };
    for (int i = 0; i < 3; ++i)
        painter.drawText(
            QRectF(0, line + 7 + i * row, names - 28, row), Qt::AlignLeft | Qt::AlignVCenter, rows[i]);
    painter.setPen(theme.text3);
    painter.drawText(QRectF(at(0), 0, 150, 18), Qt::AlignLeft | Qt::AlignVCenter, tr("← less noise"));
    painter.drawText(
        QRectF(width() - right - 150, 0, 150, 18), Qt::AlignRight | Qt::AlignVCenter, tr("more noise →"));
}

void TimestepAxis::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange)
        update();
    QWidget::changeEvent(event);
}

} // namespace minamo
