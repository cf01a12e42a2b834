#include "theme/Panel.h"

#include "theme/Theme.h"

#include <QEvent>
#include <QPainter>
#include <QVBoxLayout>

namespace minamo {

DockTitle::DockTitle(QDockWidget* dock) :
    QWidget(dock), m_dock(dock), m_title(new TextLabel(TextSize::body, true)),
    m_context(new TextLabel(TextSize::caption, false, TextColor::text2)),
    m_status(new TextLabel(TextSize::caption, false, TextColor::text2)), m_right(new QHBoxLayout),
    m_left(new QHBoxLayout), m_float(new IconButton("float", this, 14)),
    m_close(new IconButton("close", this, 14))
{
    setFixedHeight(30);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(12, 0, 4, 1);
    layout->setSpacing(10);
    m_left->setSpacing(10);
    m_right->setSpacing(8);
    m_left->addWidget(m_title);
    m_left->addWidget(m_context);
    layout->addLayout(m_left);
    layout->addStretch();
    m_right->addWidget(m_status);
    layout->addLayout(m_right);
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(0);
    for (auto* button : { m_float, m_close }) {
        button->setFixedSize(22, 22);
        button->setFocusPolicy(Qt::TabFocus);
        buttons->addWidget(button);
    }
    layout->addLayout(buttons);
    m_title->setMinimumHeight(29); // a dock asks its title bar for the size hint, not for the fixed height
    m_context->setMinimumWidth(0);
    m_context->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_title->setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Preferred);
    layout->setStretchFactor(m_left, 1);
    connect(m_float, &QToolButton::clicked, dock, [dock] { dock->setFloating(!dock->isFloating()); });
    connect(m_close, &QToolButton::clicked, dock, &QDockWidget::close);
    connect(dock, &QDockWidget::windowTitleChanged, m_title, &QLabel::setText);
    setContext({});
    setStatus({});
    retranslate();
}

void DockTitle::setContext(const QString& context)
{
    m_context->setText(context);
    m_context->setToolTip(context);
}

void DockTitle::setStatus(const QString& status)
{
    m_status->setText(status);
    m_status->setVisible(!status.isEmpty());
}

void DockTitle::addWidget(QWidget* widget)
{
    m_right->addWidget(widget);
}
void DockTitle::addAfterTitle(QWidget* widget)
{
    m_left->insertWidget(2, widget);
}

void DockTitle::paintEvent(QPaintEvent*)
{
    const Theme& theme = Theme::current();
    QPainter painter(this);
    painter.fillRect(rect(), theme.sunken);
    painter.fillRect(0, height() - 1, width(), 1, theme.line);
}

void DockTitle::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QWidget::changeEvent(event);
}

void DockTitle::retranslate()
{
    m_float->setToolTip(tr("Detach or attach this panel"));
    m_close->setToolTip(tr("Close this panel (back through the menu View)"));
    m_float->setAccessibleName(m_float->toolTip());
    m_close->setAccessibleName(m_close->toolTip());
}

Panel::Panel(const QString& name, QWidget* content, QWidget* parent) : QDockWidget(parent)
{
    setObjectName(name);
    m_title = new DockTitle(this);
    setTitleBarWidget(m_title);
    auto* frame = new QWidget;
    frame->setProperty("surface", "panel");
    frame->setAttribute(Qt::WA_StyledBackground);
    auto* layout = new QVBoxLayout(frame);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(content);
    setWidget(frame);
}

void Panel::setTitle(const QString& title, const QString& context)
{
    setWindowTitle(title);
    m_title->setContext(context);
}

} // namespace minamo
