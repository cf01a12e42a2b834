// Titles, empty states, keys and layout of StylesPlace.
#include "StylesPlace.h"

#include "Inspector.h"
#include "LinkPanel.h"
#include "StyleCard.h"
#include "StyleLegend.h"
#include "gallery/PhotoStrip.h"
#include "heatmap/HeatGrid.h"
#include "map/MapView.h"
#include "stages/EmbedOptions.h"
#include "theme/Format.h"

#include <QKeyEvent>
#include <numeric>

namespace minamo {

bool StylesPlace::sameCell() const
{
    const auto cell = m_model.isOpen() ? m_model.project()->cell() : std::nullopt;
    return !cell || !m_data->hasStyles()
        || (cell->tap == m_data->styles.tap && cell->timestep == m_data->styles.timestep);
}

void StylesPlace::updateTitles()
{
    QString context;
    if (m_data->hasStyles())
        context = tr("%1 pseudo-domains in %2 styles")
                      .arg(m_data->styles.pseudoDomains())
                      .arg(m_data->styles.styles.size())
            + tr(", %1", "behind another number").arg(formatPhotos(static_cast<qint64>(m_data->size())));
    header()->setTitle(title(), context);
    QString cell;
    if (m_data->hasStyles())
        cell = QString("%1, t = %2")
                   .arg(QString::fromStdString(shortTap(m_data->styles.tap)))
                   .arg(m_data->styles.timestep);
    if (!sameCell())
        cell += tr(" (the chosen cell's map follows)");
    m_mapPanel->setTitle(tr("Map of styles"), cell);
    m_legendPanel->setTitle(tr("Legend"));
    m_legendPanel->title()->setStatus(tr("selected / all"));
    m_linkPanel->setTitle(tr("What it goes with"));
    m_cardPanel->setTitle(tr("Style cards"));
    m_inspectorPanel->setTitle(tr("Inspector"));
    const bool any = m_selection.count() > 0;
    m_galleryPanel->setTitle(
        any ? tr("Selected photos") : tr("Photos"), formatPhotos(m_gallery->rows().size()));
    m_order->setText(m_data->hasStyles() ? tr("Order: nearest to the centre first") : QString());
    m_train->setVisible(m_data->hasStyles());
}

void StylesPlace::decideWhatToShow()
{
    const bool running = m_starter.anyRunning();
    if (!m_model.dataset())
        m_empty->setTexts(
            tr("No photos yet"), tr("Open a folder of photos; styles are found in them."), tr("To Start"));
    else if (running)
        m_empty->setTexts(tr("Styles are being found"), tr("The map appears here by itself."));
    else if (m_model.document().contains("scores"))
        m_empty->setTexts(
            tr("No styles yet"), tr("Choose a cell in Latents; its map appears here."), tr("To Latents"));
    else
        m_empty->setTexts(tr("No styles yet"),
            tr("The analysis looks at every photo and groups those that were shot alike."),
            tr("Start the analysis"));
    showInstead(m_data->hasStyles() && m_model.dataset() ? nullptr : m_empty);
}

void StylesPlace::fillMethodChoices()
{
    QList<QPair<QString, QString>> choices;
    for (const auto& method : EmbedOptions::methods())
        choices << QPair(QString::fromStdString(method), phrase("option.embed.method." + method));
    m_map->setMethodChoices(choices);
    m_map->setMethod(QString::fromStdString(m_data->mapMethod));
}

void StylesPlace::showQuality()
{
    if (!m_data->hasMap() || m_data->mapMethod.empty())
        return m_map->setQuality({}, {});
    QStringList parts { phrase("option.embed.method." + m_data->mapMethod),
        tr("seed %1").arg(m_data->mapSeed) };
    if (const auto& quality = m_data->mapQuality)
        parts << tr("trustworthiness %1").arg(formatNumber(quality->trustworthiness, 3))
              << tr("%1 of the %2 nearest kept")
                     .arg(formatPercent(quality->neighboursKept, 0))
                     .arg(quality->neighbours);
    m_map->setQuality(parts.join(QStringLiteral(" · ")),
        tr("Trustworthiness: 1 means that photos side by side on the map look alike for the model too. Kept: "
           "how "
           "many of a photo's nearest ones in the features are nearest on the map as well."));
}

QList<QPair<QString, QString>> StylesPlace::shortcuts() const
{
    return { { "R / L / P / B", tr("Select by rectangle, lasso, polygon, brush") },
        { "Shift", tr("Add to the selection") }, { "Ctrl", tr("Remove from the selection") },
        { "Ctrl+A", tr("Select all photos") }, { "Ctrl+I", tr("Invert the selection") },
        { "Esc", tr("Clear the selection") }, { "F / H", tr("Show everything / the selection") },
        { "1 / 2 / 3", tr("Points / density / photos") }, { "Space", tr("Hold and drag to move the map") } };
}

void StylesPlace::retranslate()
{
    m_train->setText(tr("Train with these styles"));
    m_legend->setAccessibleName(tr("Legend"));
    m_gallery->setAccessibleName(tr("Photos"));
    fillColourChoices();
    fillMethodChoices();
    showQuality();
    fillLegend();
    for (auto* card : m_cards)
        card->retranslate();
    m_map->update();
    updateTitles();
    decideWhatToShow();
}

bool StylesPlace::event(QEvent* event)
{
    // Inside this place the keys of the selection come before the menu's.
    if (event->type() == QEvent::ShortcutOverride) {
        auto* key = static_cast<QKeyEvent*>(event);
        const bool control = key->modifiers() == Qt::ControlModifier;
        if ((control && (key->key() == Qt::Key_A || key->key() == Qt::Key_I))
            || key->key() == Qt::Key_Escape) {
            event->accept();
            return true;
        }
    }
    return Place::event(event);
}

void StylesPlace::keyPressEvent(QKeyEvent* event)
{
    const bool control = event->modifiers() == Qt::ControlModifier;
    if (control && event->key() == Qt::Key_A) {
        QVector<int> rows(m_selection.size());
        std::iota(rows.begin(), rows.end(), 0);
        m_selection.select(rows);
    } else if (control && event->key() == Qt::Key_I) {
        m_selection.invert();
    } else if (event->key() == Qt::Key_Escape) {
        m_selection.clear();
    } else {
        Place::keyPressEvent(event);
    }
}

void StylesPlace::setInspectorTabbed(bool tabbed)
{
    if (tabbed == m_tabbed || m_inspectorPanel->isFloating() || m_cardPanel->isFloating())
        return;
    m_tabbed = tabbed;
    if (tabbed)
        tabPanel(m_cardPanel, m_inspectorPanel);
    else
        splitPanel(m_cardPanel, m_inspectorPanel, Qt::Horizontal);
    askSizes();
}

void StylesPlace::askSizes()
{
    if (m_tabbed)
        resizePanels({ m_legendPanel, m_mapPanel, m_cardPanel }, { 230, 700, 300 }, Qt::Horizontal);
    else
        resizePanels({ m_legendPanel, m_mapPanel, m_cardPanel, m_inspectorPanel }, { 250, 640, 310, 280 },
            Qt::Horizontal);
}

void StylesPlace::resizeEvent(QResizeEvent* event)
{
    Place::resizeEvent(event);
    // Narrow windows: the inspector becomes a tab of the cards, so that the map has room for its tools.
    setInspectorTabbed(window()->width() < 1440);
}

} // namespace minamo
