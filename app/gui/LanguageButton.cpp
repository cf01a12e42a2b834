#include "LanguageButton.h"

#include "theme/Fonts.h"
#include "theme/Format.h"
#include "theme/Icons.h"
#include "theme/Theme.h"

#include <QEvent>
#include <QMenu>
#include <QPainter>

namespace minamo {

LanguageButton::LanguageButton(QAction* japanese, QAction* english, QWidget* parent) : QToolButton(parent)
{
    auto* menu = new QMenu(this);
    menu->addAction(japanese);
    menu->addAction(english);
    setMenu(menu);
    setPopupMode(QToolButton::InstantPopup);
    setFont(textFont(TextSize::caption));
    setFixedSize(sizeHint());
    setFocusPolicy(Qt::TabFocus);
    retranslate();
}

void LanguageButton::retranslate()
{
    setText(uiLanguage() == Language::ja ? QString::fromUtf8("日本語") : QString("English"));
    setToolTip(tr("Language of the window"));
    setAccessibleName(toolTip());
    update();
}

void LanguageButton::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QToolButton::changeEvent(event);
}

void LanguageButton::paintEvent(QPaintEvent*)
{
    const Theme& theme = Theme::current();
    QPainter painter(this);
    painter.setFont(font());
    painter.setPen(underMouse() ? theme.text : theme.text2);
    painter.drawText(rect().adjusted(0, 0, -32, 0), Qt::AlignRight | Qt::AlignVCenter, text());
    painter.drawPixmap(width() - 27, (height() - 11) / 2 + 1,
        iconPixmap("chevron-down", 11, theme.text2, devicePixelRatioF()));
    painter.fillRect(0, height() - 1, width(), 1, theme.line);
}

} // namespace minamo
