#include "DiagramView.h"

#include "heatmap/HeatGrid.h"
#include "theme/Fonts.h"
#include "theme/Format.h"
#include "theme/Scales.h"

#include <QCoreApplication>
#include <QHelpEvent>
#include <QMouseEvent>
#include <QPainter>
#include <algorithm>

namespace minamo {

namespace {

constexpr double margin = 12, sizes = 62; // px: left of the rows stands their resolution
constexpr double head = 20, inside = 6, boxGap = 4, middle = 64; // of a block; between the two sides
constexpr double lowestRow = 52, highestRow = 84, narrowestBox = 26, widestBox = 64;

QString boxText(const ModelLayer& layer)
{
    switch (layer.kind) {
    case LayerKind::convolution:
        return "conv";
    case LayerKind::attention:
    case LayerKind::transformer:
        return "attn";
    case LayerKind::feedForward:
        return "ff";
    case LayerKind::resnetWithAttention:
        return "res+a";
    case LayerKind::projection:
        return "proj";
    case LayerKind::downsample:
        return QString::fromUtf8("↓");
    case LayerKind::upsample:
        return QString::fromUtf8("↑");
    default:
        return "res";
    }
}

} // namespace

QString layerName(const ModelLayer& layer)
{
    const auto words
        = [](const char* text) { return QCoreApplication::translate("minamo::DiagramView", text); };
    switch (layer.kind) {
    case LayerKind::convolution:
        return words(QT_TRANSLATE_NOOP("minamo::DiagramView", "Convolution"));
    case LayerKind::attention:
        return words(QT_TRANSLATE_NOOP("minamo::DiagramView", "Attention"));
    case LayerKind::transformer:
        return words(QT_TRANSLATE_NOOP("minamo::DiagramView", "Transformer"));
    case LayerKind::resnetWithAttention:
        return words(QT_TRANSLATE_NOOP("minamo::DiagramView", "ResNet layer with attention"));
    case LayerKind::feedForward:
        return words(QT_TRANSLATE_NOOP("minamo::DiagramView", "Feed-forward"));
    case LayerKind::projection:
        return words(QT_TRANSLATE_NOOP("minamo::DiagramView", "Projection"));
    case LayerKind::downsample:
        return words(QT_TRANSLATE_NOOP("minamo::DiagramView", "Halving"));
    case LayerKind::upsample:
        return words(QT_TRANSLATE_NOOP("minamo::DiagramView", "Doubling"));
    default:
        return words(QT_TRANSLATE_NOOP("minamo::DiagramView", "ResNet layer"));
    }
}

DiagramView::DiagramView(QWidget* parent) : QWidget(parent)
{
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
}

void DiagramView::setModel(const ModelFacts& facts)
{
    m_facts = facts;
    collectBlocks();
    updateGeometry();
    update();
}

void DiagramView::setSelected(const std::string& tap)
{
    m_selected = tap;
    update();
}

void DiagramView::collectBlocks()
{
    m_blocks.clear();
    const auto& layers = m_facts.diagram.layers;
    for (std::size_t i = 0; i < layers.size(); ++i) {
        const auto& layer = layers[i];
        const bool same = !m_blocks.empty() && m_blocks.back().part == layer.part
            && layers[static_cast<std::size_t>(m_blocks.back().layers.front())].block == layer.block;
        if (!same) // a halving still stands in its block's row, a doubling too
            m_blocks.push_back(
                { layer.part, layer.part == ModelPart::mid ? m_facts.diagram.levels : layer.level, {}, {} });
        m_blocks.back().layers.push_back(static_cast<int>(i));
        if (!layer.blockTap.empty())
            m_blocks.back().tap = layer.blockTap;
    }
}

double DiagramView::rowHeight() const
{
    const double rows = m_facts.diagram.isColumn ? blocksPerColumn() : m_facts.diagram.levels + 1.0;
    return std::clamp((height() - 2 * margin) / rows, lowestRow, highestRow);
}

/// As many columns as the height asks for, equally long.
int DiagramView::blocksPerColumn() const
{
    const int blocks = static_cast<int>(m_blocks.size());
    const int most = std::max(1, static_cast<int>((height() - 2 * margin) / lowestRow));
    const int columns = (blocks + most - 1) / most;
    return (blocks + columns - 1) / columns;
}

double DiagramView::columnWidth() const
{
    const int columns = (static_cast<int>(m_blocks.size()) + blocksPerColumn() - 1) / blocksPerColumn();
    return (width() - 2 * margin - sizes) / columns;
}

/// From top to bottom, then the next column: the order in which they compute.
QRectF DiagramView::frameInColumn(const Block& block) const
{
    const auto number = static_cast<int>(&block - m_blocks.data());
    const double x = margin + sizes + number / blocksPerColumn() * columnWidth();
    const double y = margin + number % blocksPerColumn() * rowHeight();
    return { x, y, 2 * (boxWidth() + boxGap) - boxGap + 2 * inside, rowHeight() - 8 };
}

/// So wide that the fullest row fills the room.
double DiagramView::boxWidth() const
{
    if (m_facts.diagram.isColumn)
        return std::clamp((columnWidth() - 3 * boxGap - 2 * inside) / 2, narrowestBox, widestBox);
    double fixed = sizes + middle + 2 * margin;
    std::size_t most = 1;
    for (int level = 0; level < m_facts.diagram.levels; ++level) {
        std::size_t boxes = 0;
        for (const auto& block : m_blocks)
            if (block.level == level)
                boxes += block.layers.size();
        most = std::max(most, boxes);
    }
    fixed += 4 * 2 * inside + 2 * boxGap;
    return std::clamp((width() - fixed) / static_cast<double>(most) - boxGap, narrowestBox, widestBox);
}

QSize DiagramView::minimumSizeHint() const
{
    return { 480, static_cast<int>(2 * margin + lowestRow * (m_facts.diagram.levels + 1)) };
}

/// Left: input and down, flush left; right: up and output, flush right; the middle between them.
QRectF DiagramView::frame(const Block& block) const
{
    if (m_facts.diagram.isColumn)
        return frameInColumn(block);
    const auto wide = [&](const Block& b) {
        return static_cast<double>(b.layers.size()) * (boxWidth() + boxGap) - boxGap + 2 * inside;
    };
    const double y = margin + block.level * rowHeight(), high = rowHeight() - 8;
    double x = margin + sizes;
    if (block.part == ModelPart::mid)
        x = (x + width() - margin - wide(block)) / 2;
    else if (block.part == ModelPart::down && block.level == 0)
        x += wide(m_blocks.front()) + boxGap;
    else if (block.part == ModelPart::up || block.part == ModelPart::output)
        x = width() - margin - wide(block)
            - (block.part == ModelPart::up && block.level == 0 ? wide(m_blocks.back()) + boxGap : 0);
    return { x, y, wide(block), high };
}

QRectF DiagramView::box(int layer) const
{
    for (const auto& block : m_blocks)
        for (std::size_t i = 0; i < block.layers.size(); ++i)
            if (block.layers[i] == layer) {
                const QRectF area = frame(block);
                return { area.x() + inside + static_cast<double>(i) * (boxWidth() + boxGap), area.y() + head,
                    boxWidth(), area.height() - head - inside };
            }
    return {};
}

int DiagramView::layerAt(QPointF point) const
{
    for (int i = 0; i < static_cast<int>(m_facts.diagram.layers.size()); ++i)
        if (box(i).contains(point))
            return i;
    return -1;
}

const DiagramView::Block* DiagramView::blockAt(QPointF point) const
{
    const auto found
        = std::ranges::find_if(m_blocks, [&](const Block& block) { return frame(block).contains(point); });
    return found == m_blocks.end() ? nullptr : &*found;
}

void DiagramView::mousePressEvent(QMouseEvent* event)
{
    const int layer = layerAt(event->position());
    const auto* block = blockAt(event->position());
    std::string tap = layer >= 0 ? m_facts.diagram.layers[static_cast<std::size_t>(layer)].anyTap() : "";
    if (layer < 0 && block)
        tap = block->tap;
    if (!tap.empty() && event->button() == Qt::LeftButton)
        Q_EMIT tapChosen(QString::fromStdString(tap));
}

void DiagramView::mouseMoveEvent(QMouseEvent* event)
{
    const int layer = layerAt(event->position());
    const auto* block = blockAt(event->position());
    const bool tap = layer >= 0 ? !m_facts.diagram.layers[static_cast<std::size_t>(layer)].anyTap().empty()
                                : block && !block->tap.empty();
    setCursor(tap ? Qt::PointingHandCursor : Qt::ArrowCursor);
}

bool DiagramView::event(QEvent* event)
{
    if (event->type() == QEvent::ToolTip) {
        const int at = layerAt(static_cast<QHelpEvent*>(event)->pos());
        setToolTip({});
        if (at >= 0) {
            const auto& layer = m_facts.diagram.layers[static_cast<std::size_t>(at)];
            setToolTip(QString::fromStdString(layer.module) + "\n" + layerName(layer)
                + QString::fromUtf8("　%1 → %2").arg(layer.inChannels).arg(layer.channels));
        }
    }
    return QWidget::event(event);
}

void DiagramView::paintEvent(QPaintEvent*)
{
    if (m_blocks.empty())
        return;
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    paintRows(painter);
    paintSkips(painter);
    for (const auto& block : m_blocks)
        paintBlock(painter, block);
}

void DiagramView::paintRows(QPainter& painter) const
{
    const auto& theme = Theme::current();
    painter.setFont(textFont(TextSize::caption));
    painter.setPen(theme.text2);
    for (const auto& block : m_blocks) {
        if (block.part != ModelPart::down && block.part != ModelPart::mid)
            continue;
        const auto& layer = m_facts.diagram.layers[static_cast<std::size_t>(block.layers.front())];
        const QRectF area = frame(block);
        const QString text = layer.width > 0 ? QString::fromUtf8("%1 × %2").arg(layer.height).arg(layer.width)
                                             : QString("1/%1").arg(1 << layer.level);
        painter.drawText(
            QRectF(margin, area.y(), sizes - 8, area.height()), Qt::AlignLeft | Qt::AlignVCenter, text);
        if (m_facts.diagram.isColumn)
            return; // all blocks have the same size
    }
}

/// Of each row: from the left side to the right one, with how many outputs are joined.
void DiagramView::paintSkips(QPainter& painter) const
{
    const auto& theme = Theme::current();
    for (const auto& up : m_blocks) {
        if (up.part != ModelPart::up)
            continue;
        const auto joined = std::ranges::count_if(
            up.layers, [&](int i) { return m_facts.diagram.layers[static_cast<std::size_t>(i)].skip >= 0; });
        const auto down = std::ranges::find_if(
            m_blocks, [&](const Block& b) { return b.part == ModelPart::down && b.level == up.level; });
        if (down == m_blocks.end() || joined == 0)
            continue;
        const double y = frame(up).center().y() + head / 2, from = frame(*down).right(),
                     to = frame(up).left();
        painter.setPen(QPen(theme.border, 1, Qt::DashLine));
        painter.drawLine(QPointF(from + 4, y), QPointF(to - 8, y));
        painter.setPen(QPen(theme.border, 1));
        painter.drawPolyline(QPolygonF({ { to - 9, y - 4 }, { to - 4, y }, { to - 9, y + 4 } }));
        painter.setFont(textFont(TextSize::caption));
        painter.setPen(theme.text3);
        painter.drawText(QRectF(from, y - 19, to - from, 16), Qt::AlignCenter, tr("skip × %1").arg(joined));
    }
}

void DiagramView::paintBlock(QPainter& painter, const Block& block) const
{
    const auto& theme = Theme::current();
    const QRectF area = frame(block);
    const bool chosen = !block.tap.empty() && block.tap == m_selected;
    painter.setPen(QPen(chosen ? theme.accent : theme.line, chosen ? 2 : 1));
    painter.setBrush(theme.sunken);
    painter.drawRoundedRect(area.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4);
    const QRectF words = area.adjusted(inside + 1, 1, -inside, 0);
    painter.setFont(textFont(TextSize::caption, true));
    painter.setPen(chosen ? theme.accent : theme.text);
    const QString name = block.tap.empty() ? QString::fromStdString(
                             m_facts.diagram.layers[static_cast<std::size_t>(block.layers.front())].module)
                                           : QString::fromStdString(shortTap(block.tap));
    const double used = painter.fontMetrics().horizontalAdvance(name) + 8.0;
    const bool tight = used - 8 > words.width(); // then up to the frame, before anything is cut off
    const QRectF room = tight ? area.adjusted(2, 1, -2, 0) : words;
    painter.drawText(QRectF(room.x(), room.y(), room.width(), head),
        (tight ? Qt::AlignHCenter : Qt::AlignLeft) | Qt::AlignVCenter,
        painter.fontMetrics().elidedText(name, Qt::ElideRight, static_cast<int>(room.width())));
    if (const auto found = m_facts.measured.find(block.tap); found != m_facts.measured.end()) {
        painter.setFont(textFont(TextSize::caption));
        painter.setPen(theme.text2);
        const QString figures = tr("style %1").arg(formatNumber(found->second.styleNmi.value_or(0), 2));
        if (found->second.styleNmi && used + painter.fontMetrics().horizontalAdvance(figures) < words.width())
            painter.drawText(QRectF(words.x(), words.y(), words.width(), head),
                Qt::AlignRight | Qt::AlignVCenter, figures);
    }
    for (const int layer : block.layers)
        paintLayer(painter, layer);
}

void DiagramView::paintLayer(QPainter& painter, int number) const
{
    const auto& theme = Theme::current();
    const auto& layer = m_facts.diagram.layers[static_cast<std::size_t>(number)];
    const QRectF area = box(number);
    const bool chosen = !m_selected.empty() && (layer.tap == m_selected || layer.blockTap == m_selected);
    const auto measured = m_facts.measured.find(layer.anyTap());
    QColor fill = theme.panel, ink = layer.anyTap().empty() ? theme.text3 : theme.text;
    if (measured != m_facts.measured.end() && measured->second.styleNmi) {
        fill = sequentialColor(theme, *measured->second.styleNmi);
        ink = readableOn(fill);
    }
    painter.setPen(QPen(chosen ? theme.accent : theme.border, chosen ? 2 : 1));
    painter.setBrush(fill);
    painter.drawRoundedRect(area.adjusted(0.5, 0.5, -0.5, -0.5), 3, 3);
    painter.setFont(textFont(TextSize::caption, chosen));
    painter.setPen(ink);
    const bool two = area.height() >= 34;
    const QRectF first = two ? QRectF(area.x(), area.y() + 1, area.width(), area.height() / 2) : area;
    painter.drawText(first, Qt::AlignCenter, boxText(layer));
    if (two)
        painter.drawText(QRectF(area.x(), area.center().y() - 2, area.width(), area.height() / 2),
            Qt::AlignCenter, QString::number(layer.channels));
}

} // namespace minamo
