#pragma once
#include <QObject>
#include <QPointer>
#include <QProxyStyle>

class QFocusFrame;

namespace minamo {

/// The one style of the window: Fusion with the design's focus ring, check marks, arrows and measures.
/// Everything a style sheet says better is in StyleSheet.cpp.
class MinamoStyle : public QProxyStyle {
    Q_OBJECT

public:
    MinamoStyle();
    int pixelMetric(PixelMetric metric, const QStyleOption* option, const QWidget* widget) const override;
    int styleHint(StyleHint hint, const QStyleOption* option, const QWidget* widget,
        QStyleHintReturn* returned) const override;
    void drawControl(ControlElement element, const QStyleOption* option, QPainter* painter,
        const QWidget* widget) const override;
    void drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter,
        const QWidget* widget) const override;
};

/// Shows the ring around whatever has the focus since it came there by keyboard; the mouse shows none.
class FocusRing : public QObject {
    Q_OBJECT

public:
    explicit FocusRing(QObject* application);
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void showOn(QWidget* widget);
    QPointer<QFocusFrame> m_frame;
};

} // namespace minamo
