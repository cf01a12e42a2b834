#include "CellPanel.h"

#include "RowCurve.h"
#include "heatmap/HeatMapWidget.h"
#include "theme/Format.h"
#include "theme/Theme.h"

#include <QEvent>
#include <QPainter>
#include <QVBoxLayout>

namespace minamo {

namespace {

constexpr int rowHeight = 32;

} // namespace

FigureRows::FigureRows(QWidget* parent) : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void FigureRows::setCell(const HeatGrid& grid, const CellId& cell)
{
    m_rows.clear();
    const int row = grid.rowOf(cell.tap), column = grid.columnOf(cell.timestep);
    if (row >= 0 && column >= 0)
        for (const char* figure : { "styleNmi", "classNmi", "labelFree", "silhouette", "stability", "probe" })
            if (const auto value = grid.value(row, column, figure))
                m_rows.push_back({ figureName(figure), *value });
    updateGeometry();
    update();
}

double FigureRows::nameWidth() const
{
    const QFontMetricsF metrics(textFont());
    double width = 0;
    for (const auto& row : m_rows)
        width = std::max(width, metrics.horizontalAdvance(row.name));
    return width + 12;
}

QSize FigureRows::sizeHint() const
{
    return { static_cast<int>(nameWidth()) + 140, static_cast<int>(m_rows.size()) * rowHeight };
}

void FigureRows::paintEvent(QPaintEvent*)
{
    const auto& theme = Theme::current();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const double left = nameWidth(), right = width() - 56;
    for (qsizetype i = 0; i < m_rows.size(); ++i) {
        const QRectF row(0, static_cast<double>(i) * rowHeight, width(), rowHeight);
        painter.setFont(textFont());
        painter.setPen(theme.text2);
        painter.drawText(row, Qt::AlignLeft | Qt::AlignVCenter, m_rows[i].name);
        painter.setPen(QPen(theme.line, 1));
        painter.drawLine(QPointF(left, row.center().y()), QPointF(right, row.center().y()));
        for (const double end : { left, right })
            painter.drawLine(QPointF(end, row.center().y() - 3), QPointF(end, row.center().y() + 3));
        painter.setPen(Qt::NoPen);
        painter.setBrush(theme.accent);
        painter.drawEllipse(
            QPointF(left + std::clamp(m_rows[i].value, 0.0, 1.0) * (right - left), row.center().y()), 4.5,
            4.5);
        painter.setFont(textFont(TextSize::body, true));
        painter.setPen(theme.text);
        painter.drawText(row, Qt::AlignRight | Qt::AlignVCenter, formatNumber(m_rows[i].value, 2));
    }
}

CellPanel::CellPanel(QWidget* parent) :
    QWidget(parent), m_name(new TextLabel(TextSize::title, true)), m_timestep(new TextLabel(TextSize::title)),
    m_seal(new Seal), m_facts(new TextLabel(TextSize::caption, false, TextColor::text2)),
    m_figures(new FigureRows), m_note(new TextLabel(TextSize::caption, false, TextColor::text3)),
    m_curveTitle(new TextLabel(TextSize::body, true)), m_curve(new RowCurve),
    m_open(new Button(ButtonKind::primary))
{
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(12, 12, 12, 12);
    layout->setSpacing(8);
    auto* head = new QHBoxLayout;
    head->setSpacing(10);
    head->addWidget(m_name);
    head->addWidget(m_timestep);
    head->addStretch();
    head->addWidget(m_seal);
    layout->addLayout(head);
    m_facts->setWordWrap(true);
    layout->addWidget(m_facts);
    layout->addWidget(makeReason());
    layout->addWidget(m_figures);
    m_note->setWordWrap(true);
    layout->addWidget(m_note);
    layout->addSpacing(4);
    layout->addWidget(m_curveTitle);
    layout->addWidget(m_curve);
    layout->addSpacing(4);
    auto* actions = new QHBoxLayout;
    actions->addWidget(m_open);
    actions->addStretch();
    layout->addLayout(actions);
    layout->addStretch();
    connect(m_open, &QPushButton::clicked, this, &CellPanel::mapAsked);
    retranslate();
}

QWidget* CellPanel::makeReason()
{
    auto* card = new QFrame;
    card->setProperty("card", "sunken");
    auto* layout = new QHBoxLayout(card);
    layout->setContentsMargins(12, 8, 12, 10);
    layout->setSpacing(10);
    m_reasonIcon = new IconLabel("star", 16, TextColor::accent);
    layout->addWidget(m_reasonIcon, 0, Qt::AlignTop);
    auto* texts = new QVBoxLayout;
    texts->setSpacing(2);
    m_reasonTitle = new TextLabel(TextSize::body, true);
    m_reasonText = new TextLabel(TextSize::body, false, TextColor::text);
    m_reasonText->setWordWrap(true);
    texts->addWidget(m_reasonTitle);
    texts->addWidget(m_reasonText);
    layout->addLayout(texts, 1);
    m_reason = card;
    return card;
}

void CellPanel::setCell(const HeatGrid& grid, const std::optional<CellId>& cell, const std::string& figure,
    const std::optional<CellChoice>& chosen)
{
    m_grid = grid;
    m_cell = cell;
    m_figure = figure;
    m_chosen = chosen;
    showCell();
}

void CellPanel::setBusy(bool busy)
{
    m_busy = busy;
    showCell();
}

namespace {

/// Figures with two decimals, as everywhere on this panel.
Json inWords(Json values)
{
    for (auto& value : values)
        if (value.is_number_float())
            value = formatNumber(value.get<double>(), 2).toStdString();
    return values;
}

} // namespace

void CellPanel::showCell()
{
    const int row = m_cell ? m_grid.rowOf(m_cell->tap) : -1;
    const int column = m_cell ? m_grid.columnOf(m_cell->timestep) : -1;
    const bool known = row >= 0 && column >= 0;
    const auto state = known ? m_grid.cell(row, column).state : HeatState::notComputed;
    const bool computed = state == HeatState::extracted || state == HeatState::scored;
    m_name->setText(known ? QString::fromStdString(shortTap(m_cell->tap)) : tr("No cell selected"));
    m_timestep->setText(known ? QString("t = %1").arg(m_cell->timestep) : QString());
    const auto stability = known ? m_grid.value(row, column, "stability") : std::nullopt;
    m_seal->setVisible(stability.has_value());
    m_seal->setStability(std::clamp(stability.value_or(0), 0.0, 1.0));
    QString facts = known ? QString::fromStdString(m_cell->tap) : tr("Click a cell of the heat map.");
    if (known && m_grid.cell(row, column).dimension > 0)
        facts += QStringLiteral("\u2003")
            + tr("%1 features per photo").arg(formatCount(m_grid.cell(row, column).dimension));
    m_facts->setText(facts);

    const bool best = known && m_grid.recommended() == *m_cell;
    const bool inUse = known && m_chosen && CellId { m_chosen->tap, m_chosen->timestep } == *m_cell;
    m_reason->setVisible(best || inUse);
    m_reasonIcon->setIconName(best ? "star" : "check");
    m_reasonTitle->setText(best ? tr("Why this cell is recommended") : tr("The map shows this cell"));
    m_reasonText->setText(best ? phrase(m_grid.reason(), inWords(m_grid.reasonValues()))
            : inUse            ? phrase(m_chosen->reason, inWords(m_chosen->values))
                               : QString());
    if (known)
        m_figures->setCell(m_grid, *m_cell);
    m_figures->setVisible(known);
    m_note->setText(!known ? QString()
            : !computed    ? tr("This cell is not computed yet.")
            : state == HeatState::extracted
            ? tr("The features are there; the figures follow with the scores.")
            : tr("All figures lie between 0 and 1. Grouped by look; not proof of a cause."));
    m_note->setVisible(known);
    if (known)
        m_curve->setRow(m_grid, *m_cell, m_figure);
    m_curve->setVisible(known && state == HeatState::scored);
    m_curveTitle->setVisible(known && state == HeatState::scored);
    m_open->setVisible(known);
    m_open->setEnabled(computed && !m_busy);
    m_open->setToolTip(m_busy ? tr("Possible as soon as the running job is done.") : QString());
}

void CellPanel::retranslate()
{
    m_curveTitle->setText(tr("Along this layer"));
    m_open->setText(tr("Open this cell's map"));
    showCell();
}

void CellPanel::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QWidget::changeEvent(event);
}

} // namespace minamo
