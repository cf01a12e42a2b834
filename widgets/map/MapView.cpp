#include "MapView.h"

#include "gallery/Segmented.h"
#include "gallery/SelectionModel.h"
#include "theme/Controls.h"
#include "theme/Format.h"
#include "theme/Theme.h"

#include <QComboBox>
#include <QEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QVBoxLayout>

namespace minamo {

namespace {

constexpr int compactWidth = 790;

QWidget* uprightLine()
{
    auto* line = new QWidget;
    line->setFixedSize(1, 20);
    line->setProperty("line", true);
    line->setAttribute(Qt::WA_StyledBackground);
    return line;
}

} // namespace

/// Key caps with what they do; leaves out from the right what does not fit.
class MapView::KeyHints : public QWidget {
public:
    using QWidget::QWidget;
    void setHints(const QList<QPair<QString, QString>>& hints)
    {
        m_hints = hints;
        updateGeometry();
        update();
    }
    QSize sizeHint() const override { return { static_cast<int>(layoutHints(nullptr, 10000)), 28 }; }
    QSize minimumSizeHint() const override { return { 0, 28 }; }

protected:
    void paintEvent(QPaintEvent*) override
    {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        layoutHints(&painter, width());
    }

private:
    double layoutHints(QPainter* painter, double room) const
    {
        const auto& theme = Theme::current();
        const QFont font = textFont(TextSize::caption);
        const QFontMetricsF metrics(font);
        double x = 0;
        for (const auto& [key, meaning] : m_hints) {
            const double cap = metrics.horizontalAdvance(key) + 10,
                         words = metrics.horizontalAdvance(meaning);
            const double end = x + cap + 5 + words + 14;
            if (end > room + 1)
                break;
            if (painter) {
                painter->setFont(font);
                painter->setPen(theme.line);
                painter->setBrush(theme.sunken);
                const QRectF box(x + 0.5, (height() - 19) / 2.0, cap, 19);
                painter->drawRoundedRect(box, 3, 3);
                painter->setPen(theme.text2);
                painter->drawText(box, Qt::AlignCenter, key);
                painter->drawText(
                    QRectF(x + cap + 5, 0, words + 4, height()), Qt::AlignLeft | Qt::AlignVCenter, meaning);
            }
            x = end;
        }
        return x;
    }
    QList<QPair<QString, QString>> m_hints;
};

MapView::MapView(QWidget* parent) : QWidget(parent), m_canvas(new MapCanvas)
{
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(makeToolbar());
    layout->addWidget(separatorLine());
    layout->addWidget(m_canvas, 1);
    layout->addWidget(separatorLine());
    layout->addWidget(makeFooter());
    m_quality = new TextLabel(TextSize::caption, false, TextColor::text2);
    m_quality->setContentsMargins(12, 0, 12, 6);
    m_quality->hide();
    layout->addWidget(m_quality);
    connect(m_canvas, &MapCanvas::shownChanged, this, &MapView::updateFooter);
    connect(m_canvas, &MapCanvas::toolChanged, this, [this] {
        for (const auto& [tool, button] : m_tools)
            button->setChecked(tool == m_canvas->tool());
    });
    m_canvas->setTool(MapTool::lasso);
    retranslate();
}

QToolButton* MapView::addTool(const QString& iconName, QWidget* bar)
{
    auto* button = new IconButton(iconName, bar);
    button->setFocusPolicy(Qt::TabFocus);
    bar->layout()->addWidget(button);
    return button;
}

QWidget* MapView::makeToolbar()
{
    auto* bar = new QWidget;
    bar->setFixedHeight(40);
    bar->setMinimumWidth(500); // narrow maps show the kinds of picture without words
    auto* layout = new QHBoxLayout(bar);
    layout->setContentsMargins(12, 0, 12, 0);
    layout->setSpacing(4);
    const QPair<MapTool, const char*> tools[] = { { MapTool::rectangle, "rectangle" },
        { MapTool::lasso, "lasso" }, { MapTool::polygon, "polygon" }, { MapTool::brush, "brush" } };
    for (const auto& [tool, iconName] : tools) {
        auto* button = addTool(iconName, bar);
        button->setCheckable(true);
        connect(button, &QToolButton::clicked, m_canvas, [this, tool = tool] { m_canvas->setTool(tool); });
        m_tools.push_back({ tool, button });
    }
    layout->addSpacing(4);
    layout->addWidget(uprightLine());
    layout->addSpacing(4);
    m_fit = addTool("fit", bar);
    m_fitSelection = addTool("focus", bar);
    connect(m_fit, &QToolButton::clicked, m_canvas, &MapCanvas::fit);
    connect(m_fitSelection, &QToolButton::clicked, m_canvas, &MapCanvas::fitSelection);
    layout->addSpacing(4);
    layout->addWidget(uprightLine());
    layout->addSpacing(4);
    m_modes = new Segmented;
    for (const char* mode : { "points", "density", "photos" })
        m_modes->addSegment(mode, mode);
    connect(m_modes, &Segmented::chosen, this, [this](const QString& key) {
        m_canvas->setMode(key == "points" ? MapMode::points
                : key == "density"        ? MapMode::density
                                          : MapMode::photos);
    });
    layout->addWidget(m_modes);
    layout->addStretch(1);
    m_method = new QComboBox;
    m_method->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    connect(m_method, &QComboBox::activated, this,
        [this] { Q_EMIT methodChosen(m_method->currentData().toString()); });
    layout->addWidget(m_method);
    layout->addSpacing(4);
    m_colour = new QComboBox;
    m_colour->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    connect(m_colour, &QComboBox::activated, this, [this] { Q_EMIT colourChosen(colour()); });
    layout->addWidget(m_colour);
    return bar;
}

QWidget* MapView::makeFooter()
{
    auto* bar = new QWidget;
    bar->setFixedHeight(28);
    auto* layout = new QHBoxLayout(bar);
    layout->setContentsMargins(12, 0, 0, 0);
    layout->setSpacing(16);
    m_selected = new TextLabel(TextSize::caption, true, TextColor::accent);
    m_shown = new TextLabel(TextSize::caption, false, TextColor::text2);
    m_hints = new KeyHints;
    layout->addWidget(m_selected);
    layout->addWidget(m_shown);
    layout->addStretch(1);
    layout->addWidget(m_hints);
    return bar;
}

void MapView::setSelection(SelectionModel* selection)
{
    m_selection = selection;
    m_canvas->setSelection(selection);
    connect(selection, &SelectionModel::selectionChanged, this, &MapView::updateFooter);
    updateFooter();
}

void MapView::setColourChoices(const QList<QPair<QString, QString>>& choices)
{
    const QString before = colour();
    m_colour->clear();
    for (const auto& [key, word] : choices)
        m_colour->addItem(tr("Colour: %1").arg(word), key);
    m_colour->setMinimumWidth(m_colour->sizeHint().width());
    setColour(before);
}

QString MapView::colour() const
{
    return m_colour->currentData().toString();
}

void MapView::setColour(const QString& key)
{
    m_colour->setCurrentIndex(std::max(0, m_colour->findData(key)));
}

void MapView::setMethodChoices(const QList<QPair<QString, QString>>& choices)
{
    const auto before = m_method->currentData().toString();
    m_method->clear();
    for (const auto& [key, word] : choices)
        m_method->addItem(word, key);
    m_method->setMinimumWidth(m_method->sizeHint().width());
    setMethod(before);
}

void MapView::setMethod(const QString& key)
{
    m_method->setCurrentIndex(std::max(0, m_method->findData(key)));
}

void MapView::setQuality(const QString& text, const QString& meaning)
{
    m_quality->setText(text);
    m_quality->setToolTip(meaning);
    m_quality->setVisible(!text.isEmpty());
}

void MapView::updateFooter()
{
    const int selected = m_selection ? m_selection->count() : 0;
    m_selected->setText(tr("%1 selected").arg(formatCount(selected)));
    m_selected->setVisible(selected > 0);
    const int all = m_selection ? m_selection->size() : 0;
    const int placed = m_canvas->placedCount(), shown = m_canvas->shownCount();
    if (m_canvas->mode() == MapMode::photos)
        m_shown->setText(
            tr("%1 of %2 as photos, the others as points").arg(formatCount(shown), formatCount(placed)));
    else if (m_canvas->scene().size() == 0)
        m_shown->clear();
    else if (placed < all)
        m_shown->setText(tr("%1 of %2 shown (others hidden)").arg(formatCount(placed), formatCount(all)));
    else
        m_shown->setText(tr("All %1 shown, none thinned").arg(formatCount(all)));
    const auto problem = m_canvas->problem();
    m_shown->setToolTip(problem ? QString::fromStdString(uiPhrases().sentence(*problem)) : QString());
}

void MapView::retranslate()
{
    const QString tips[] = { tr("Select by rectangle (R)"), tr("Select by lasso (L)"),
        tr("Select by polygon (P)"), tr("Select by brush (B); the wheel changes its size") };
    for (qsizetype i = 0; i < m_tools.size(); ++i) {
        m_tools[i].second->setToolTip(tips[i]);
        m_tools[i].second->setAccessibleName(tips[i]);
    }
    m_fit->setToolTip(tr("Show everything (F)"));
    m_fitSelection->setToolTip(tr("Zoom to the selection (H)"));
    m_fit->setAccessibleName(m_fit->toolTip());
    m_fitSelection->setAccessibleName(m_fitSelection->toolTip());
    const auto word = [this](const QString& text) { return m_compact ? QString() : text; };
    m_modes->setText("points", word(tr("Points")), tr("One point per photo (1)"));
    m_modes->setText("density", word(tr("Density")), tr("Clouds where many photos lie (2)"));
    m_modes->setText("photos", word(tr("Photos")), tr("The photos themselves, as many as fit (3)"));
    m_hints->setHints({ { "Shift", tr("add") }, { "Ctrl", tr("remove") }, { "Esc", tr("clear") } });
    m_canvas->setAccessibleName(tr("Map of the photos"));
    m_colour->setAccessibleName(tr("Colour of the points"));
    m_method->setAccessibleName(tr("How the map is made"));
    m_method->setToolTip(tr("How the map is made"));
    updateFooter();
}

void MapView::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    const bool compact = width() < compactWidth;
    if (compact == m_compact)
        return;
    m_compact = compact;
    retranslate();
}

void MapView::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QWidget::changeEvent(event);
}

void MapView::keyPressEvent(QKeyEvent* event)
{
    if (event->key() >= Qt::Key_1 && event->key() <= Qt::Key_3 && !event->modifiers()) {
        m_modes->segment(m_modes->keys().at(event->key() - Qt::Key_1))->setChecked(true);
        return;
    }
    QWidget::keyPressEvent(event);
}

} // namespace minamo
