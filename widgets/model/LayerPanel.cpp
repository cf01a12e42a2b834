#include "LayerPanel.h"

#include "DiagramView.h"
#include "TimestepAxis.h"
#include "heatmap/HeatGrid.h"
#include "theme/Format.h"

#include <QEvent>
#include <QGridLayout>
#include <QVBoxLayout>

namespace minamo {

LayerPanel::LayerPanel(QWidget* parent) :
    QWidget(parent), m_name(new TextLabel(TextSize::title, true)),
    m_path(new TextLabel(TextSize::caption, false, TextColor::text2)), m_rows(new QGridLayout),
    m_measuredTitle(new TextLabel(TextSize::body, true)), m_measured(new TextLabel),
    m_axisTitle(new TextLabel(TextSize::body, true)), m_axis(new TimestepAxis)
{
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(12, 10, 12, 12);
    layout->setSpacing(6);
    auto* head = new QHBoxLayout;
    head->setSpacing(12);
    head->addWidget(m_name);
    head->addWidget(m_path, 1, Qt::AlignBottom);
    layout->addLayout(head);
    auto* card = new QFrame;
    card->setProperty("card", "sunken");
    auto* words = new QVBoxLayout(card);
    words->setContentsMargins(12, 8, 12, 10);
    words->setSpacing(2);
    words->addWidget(m_measuredTitle);
    words->addWidget(m_measured);
    m_measured->setWordWrap(true);
    layout->addWidget(card);
    m_rows->setHorizontalSpacing(12);
    m_rows->setVerticalSpacing(2);
    m_rows->setColumnStretch(1, 1);
    layout->addLayout(m_rows);
    layout->addSpacing(2);
    layout->addWidget(m_axisTitle);
    layout->addWidget(m_axis);
    layout->addStretch();
    showLayer();
}

void LayerPanel::setLayer(const ModelFacts& facts, const std::string& tap)
{
    m_facts = facts;
    m_tap = tap;
    showLayer();
}

void LayerPanel::addRow(const QString& name, const QString& value)
{
    const int row = m_rows->rowCount();
    auto* left = new TextLabel(TextSize::body, false, TextColor::text2);
    left->setText(name);
    auto* rightLabel = new TextLabel;
    rightLabel->setText(value);
    rightLabel->setWordWrap(true);
    m_rows->addWidget(left, row, 0, Qt::AlignTop);
    m_rows->addWidget(rightLabel, row, 1);
}

QString LayerPanel::inputText(const ModelLayer& layer) const
{
    if (layer.skip < 0)
        return formatCount(layer.inChannels);
    const auto& joined = m_facts.diagram.layers[static_cast<std::size_t>(layer.skip)];
    return tr("%1, of which %2 skipped over from %3")
        .arg(formatCount(layer.inChannels), formatCount(joined.channels),
            QString::fromStdString(shortTap(joined.anyTap())));
}

void LayerPanel::showLayer()
{
    while (auto* item = m_rows->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    const int at = m_facts.diagram.find(m_tap);
    m_measuredTitle->setText(tr("What this layer answers to"));
    m_axisTitle->setText(tr("Noise level"));
    if (at < 0)
        return;
    const auto& layer = m_facts.diagram.layers[static_cast<std::size_t>(at)];
    m_name->setText(QString::fromStdString(shortTap(m_tap)));
    m_path->setText(QString::fromStdString(m_tap));
    addRow(tr("Kind"), layerName(layer) + (layer.heads > 1 ? tr(", %1 heads").arg(layer.heads) : QString()));
    addRow(tr("Output"),
        layer.width > 0
            ? QString::fromUtf8("%1 × %2 × %3").arg(layer.height).arg(layer.width).arg(layer.channels)
            : formatCount(layer.channels));
    addRow(tr("Input channels"), inputText(layer));
    std::int64_t parameters = 0;
    for (const auto& tensor : m_facts.tensors)
        if (tensor.name.starts_with(layer.module + "."))
            parameters += tensor.elements;
    addRow(tr("Parameters"), formatCount(parameters));
    const auto found = m_facts.measured.find(m_tap);
    const bool known = found != m_facts.measured.end() && (found->second.styleNmi || found->second.classNmi);
    const auto figure = [](const std::optional<double>& value) {
        return value ? formatNumber(*value, 2) : QString::fromUtf8("–");
    };
    m_measured->setText(known
            ? tr("Style %1, class %2 (NMI at t = %3, photos of this project)")
                  .arg(figure(found->second.styleNmi), figure(found->second.classNmi))
                  .arg(found->second.timestep)
            : tr("Not measured here. The analysis measures the blocks; more layers by its option “Layers”."));
}

void LayerPanel::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange)
        showLayer();
    QWidget::changeEvent(event);
}

} // namespace minamo
