#include "theme/MinamoStyle.h"

#include "theme/Icons.h"
#include "theme/Theme.h"

#include <QAbstractItemView>
#include <QApplication>
#include <QFocusEvent>
#include <QFocusFrame>
#include <QPainter>
#include <QStyleFactory>
#include <QStyleOption>

namespace minamo {

namespace {

constexpr int ringWidth = 2, ringGap = 2;

void drawFocusRing(QPainter* painter, const QRect& rect)
{
    const Theme& theme = Theme::current();
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(QPen(theme.dark() ? theme.accentHover : theme.accent, ringWidth));
    painter->setBrush(Qt::NoBrush);
    painter->drawRoundedRect(QRectF(rect).adjusted(1, 1, -1, -1), 5, 5);
    painter->restore();
}

void drawCheckBox(const QStyleOption* option, QPainter* painter, bool round)
{
    const Theme& theme = Theme::current();
    const bool on = option->state & (QStyle::State_On | QStyle::State_NoChange);
    const bool enabled = option->state & QStyle::State_Enabled;
    const QRectF box = QRectF(option->rect).adjusted(0.5, 0.5, -0.5, -0.5);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(QPen(!enabled ? theme.line : on ? theme.accent : theme.border, 1));
    painter->setBrush(!enabled ? theme.sunken : on && !round ? theme.accent : theme.panel);
    const double radius = round ? box.height() / 2 : 3;
    painter->drawRoundedRect(box, radius, radius);
    if (on && round) {
        painter->setPen(Qt::NoPen);
        painter->setBrush(enabled ? theme.accent : theme.text3);
        painter->drawEllipse(box.adjusted(4, 4, -4, -4));
    } else if (on) {
        painter->drawPixmap(option->rect.topLeft() + QPoint(1, 1),
            iconPixmap("check", option->rect.width() - 2, enabled ? theme.onAccent : theme.text3,
                painter->device()->devicePixelRatioF()));
    }
    painter->restore();
}

} // namespace

MinamoStyle::MinamoStyle() : QProxyStyle(QStyleFactory::create("Fusion")) { }

int MinamoStyle::pixelMetric(PixelMetric metric, const QStyleOption* option, const QWidget* widget) const
{
    switch (metric) {
    case PM_FocusFrameHMargin:
    case PM_FocusFrameVMargin:
        return ringWidth + ringGap;
    case PM_IndicatorWidth:
    case PM_IndicatorHeight:
    case PM_ExclusiveIndicatorWidth:
    case PM_ExclusiveIndicatorHeight:
        return 16;
    case PM_DockWidgetSeparatorExtent:
    case PM_SplitterWidth:
        return 1;
    case PM_DockWidgetFrameWidth:
    case PM_DockWidgetTitleMargin:
        return 0;
    case PM_SmallIconSize:
        return 16;
    case PM_ButtonShiftHorizontal:
    case PM_ButtonShiftVertical:
        return 0;
    default:
        return QProxyStyle::pixelMetric(metric, option, widget);
    }
}

int MinamoStyle::styleHint(
    StyleHint hint, const QStyleOption* option, const QWidget* widget, QStyleHintReturn* returned) const
{
    switch (hint) {
    case SH_FocusFrame_AboveWidget:
    case SH_UnderlineShortcut:
        return 1;
    case SH_EtchDisabledText:
    case SH_DitherDisabledText:
    case SH_Widget_Animate:
    case SH_MainWindow_SpaceBelowMenuBar:
        return 0;
    case SH_Widget_Animation_Duration:
        return 0;
    case SH_ToolTip_WakeUpDelay:
        return 400;
    case SH_Slider_AbsoluteSetButtons:
        return Qt::LeftButton;
    default:
        return QProxyStyle::styleHint(hint, option, widget, returned);
    }
}

void MinamoStyle::drawControl(
    ControlElement element, const QStyleOption* option, QPainter* painter, const QWidget* widget) const
{
    if (element == CE_FocusFrame)
        drawFocusRing(painter, option->rect);
    else
        QProxyStyle::drawControl(element, option, painter, widget);
}

void MinamoStyle::drawPrimitive(
    PrimitiveElement element, const QStyleOption* option, QPainter* painter, const QWidget* widget) const
{
    switch (element) {
    case PE_FrameFocusRect: // the ring is a QFocusFrame
        return;
    case PE_IndicatorCheckBox:
    case PE_IndicatorItemViewItemCheck:
        return drawCheckBox(option, painter, false);
    case PE_IndicatorRadioButton:
        return drawCheckBox(option, painter, true);
    case PE_IndicatorDockWidgetResizeHandle:
        return painter->fillRect(option->rect, Theme::current().line);
    default:
        return QProxyStyle::drawPrimitive(element, option, painter, widget);
    }
}

FocusRing::FocusRing(QObject* application) : QObject(application)
{
    application->installEventFilter(this);
}

bool FocusRing::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::FocusIn && watched->isWidgetType()) {
        const auto reason = static_cast<QFocusEvent*>(event)->reason();
        const bool keyboard = reason == Qt::TabFocusReason || reason == Qt::BacktabFocusReason
            || reason == Qt::ShortcutFocusReason;
        if (keyboard)
            showOn(static_cast<QWidget*>(watched));
        else if (m_frame && reason != Qt::ActiveWindowFocusReason && reason != Qt::PopupFocusReason)
            m_frame->setWidget(nullptr);
    } else if (event->type() == QEvent::MouseButtonPress && m_frame) {
        m_frame->setWidget(nullptr);
    }
    return false;
}

void FocusRing::showOn(QWidget* widget)
{
    if (widget->property("ownFocus").toBool() || widget->isWindow()) { // paints its own mark
        if (m_frame)
            m_frame->setWidget(nullptr);
        return;
    }
    if (!m_frame)
        m_frame = new QFocusFrame(widget->window());
    m_frame->setWidget(widget);
}

} // namespace minamo
