#include "theme/Place.h"

#include <QEvent>
#include <QStackedLayout>
#include <QTimer>
#include <QVBoxLayout>
#include <utility>

namespace minamo {

PlaceHeader::PlaceHeader(QWidget* parent) :
    QWidget(parent), m_title(new TextLabel(TextSize::place, true)),
    m_context(new TextLabel(TextSize::body, false, TextColor::text2)), m_left(new QHBoxLayout),
    m_right(new QHBoxLayout)
{
    setFixedHeight(52);
    setProperty("surface", "window");
    setAttribute(Qt::WA_StyledBackground);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(16, 0, 16, 0);
    layout->setSpacing(12);
    m_left->setSpacing(12);
    m_right->setSpacing(12);
    m_left->addWidget(m_title);
    m_left->addWidget(m_context);
    m_left->addStretch();
    layout->addLayout(m_left, 1);
    layout->addLayout(m_right);
    m_context->setMinimumWidth(1);
}

void PlaceHeader::setTitle(const QString& title, const QString& context)
{
    m_title->setText(title);
    m_context->setText(context);
    m_context->setToolTip(context);
}

void PlaceHeader::addAction(QWidget* widget)
{
    m_right->addWidget(widget);
}
void PlaceHeader::addAfterTitle(QWidget* widget)
{
    m_left->insertWidget(m_left->count() - 1, widget);
}

Place::Place(const QString& name, const QString& iconName, QWidget* parent) :
    QWidget(parent), m_name(name), m_iconName(iconName), m_header(new PlaceHeader), m_docks(new QMainWindow)
{
    setObjectName("place-" + name);
    m_docks->setObjectName("docks-" + name);
    m_docks->setWindowFlags(Qt::Widget);
    m_docks->setDockNestingEnabled(true);
    m_docks->setDockOptions(QMainWindow::AllowNestedDocks | QMainWindow::AllowTabbedDocks);
    m_docks->setCorner(Qt::BottomRightCorner, Qt::RightDockWidgetArea);
    m_docks->setCorner(Qt::BottomLeftCorner, Qt::LeftDockWidgetArea);
    m_docks->setContextMenuPolicy(Qt::NoContextMenu);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_header);
    layout->addWidget(separatorLine());
    layout->addWidget(m_docks, 1);
}

Panel* Place::addPanel(const QString& name, QWidget* content, Qt::DockWidgetArea area)
{
    auto* panel = new Panel(m_name + "-" + name, content, m_docks);
    m_docks->addDockWidget(area, panel);
    m_panels.push_back(panel);
    return panel;
}

void Place::splitPanel(Panel* first, Panel* panel, Qt::Orientation orientation)
{
    m_docks->splitDockWidget(first, panel, orientation);
}

void Place::tabPanel(Panel* first, Panel* panel)
{
    m_docks->setTabPosition(Qt::AllDockWidgetAreas, QTabWidget::North);
    m_docks->tabifyDockWidget(first, panel);
    first->raise();
}

void Place::resizePanels(const QList<Panel*>& panels, const QList<int>& sizes, Qt::Orientation orientation)
{
    QList<QDockWidget*> docks;
    for (auto* panel : panels)
        docks.push_back(panel);
    m_sizes.push_back({ docks, sizes, orientation });
    applySizes();
}

void Place::applySizes()
{
    // Hidden docks would forget it: while something is shown instead of them the sizes wait.
    if (!m_docks->isVisible())
        return;
    for (const auto& asked : std::exchange(m_sizes, {}))
        m_docks->resizeDocks(asked.panels, asked.sizes, asked.orientation);
}

void Place::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    if (m_restored)
        m_sizes.clear();
    // The layout of the docks is only made in the next round of the event loop.
    QTimer::singleShot(0, this, &Place::applySizes);
}

void Place::setCentre(QWidget* widget)
{
    m_docks->setCentralWidget(widget);
}

void Place::showInstead(QWidget* widget)
{
    if (m_instead == widget)
        return;
    if (m_instead)
        m_instead->hide();
    m_instead = widget;
    m_docks->setVisible(!widget);
    QTimer::singleShot(0, this, &Place::applySizes);
    if (!widget)
        return;
    if (layout()->indexOf(widget) < 0)
        static_cast<QVBoxLayout*>(layout())->addWidget(widget, 1);
    widget->show();
}

void Place::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QWidget::changeEvent(event);
}

} // namespace minamo
