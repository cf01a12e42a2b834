#include "StylesPlace.h"

#include "Inspector.h"
#include "LinkPanel.h"
#include "StyleCard.h"
#include "StyleLegend.h"
#include "bridge/ThumbnailCache.h"
#include "data/MapLayout.h"
#include "gallery/PhotoStrip.h"
#include "gallery/PhotoViewer.h"
#include "heatmap/HeatGrid.h"
#include "map/MapView.h"
#include "theme/Format.h"

#include <QFileInfo>
#include <QKeyEvent>
#include <QScrollArea>
#include <QVBoxLayout>
#include <algorithm>

namespace minamo {

Place* createStylesPlace(ProjectModel& model, JobStarter& starter)
{
    return new StylesPlace(model, starter);
}

namespace {

/// Nothing to read before the photos are known.
ProjectReading<StyleData>::Read readerOf(const ProjectModel& model)
{
    if (!model.dataset())
        return {};
    return [dataset = model.dataset(), facts = model.facts()](
               const Project& project) { return readStyleData(project, dataset, facts); };
}

} // namespace

StylesPlace::StylesPlace(ProjectModel& model, JobStarter& starter, QWidget* parent) :
    Place("styles", "styles", parent), m_model(model), m_starter(starter),
    m_data(std::make_shared<StyleData>()), m_map(new MapView), m_legend(new StyleLegend),
    m_links(new LinkPanel), m_gallery(new PhotoStrip), m_inspector(new Inspector(model)),
    m_viewer(new PhotoViewer(model, this)), m_cardList(new QWidget),
    m_cardLayout(new QVBoxLayout(m_cardList)), m_seal(new Seal), m_problem(new Banner(BannerKind::danger)),
    m_empty(new EmptyState("styles")), m_train(new Button(ButtonKind::primary)),
    m_reading(
        model, this, { "/discover", "/embed" }, [this] { return readerOf(m_model); },
        [this](Result<StyleData> data) { take(std::move(data)); })
{
    buildPanels();
    connectParts();
    retranslate();
    m_reading.again();
    decideWhatToShow();
}

QString StylesPlace::title() const
{
    return tr("Styles");
}

bool StylesPlace::isReady() const
{
    return !m_reading.isReading() && !m_model.isOpening() && !m_model.isReading()
        && !m_model.thumbnails().isPending();
}

namespace {

QScrollArea* scrolling(QWidget* content, int minimumWidth)
{
    auto* area = new QScrollArea;
    content->setProperty("surface", "panel");
    content->setAttribute(Qt::WA_StyledBackground);
    area->setWidgetResizable(true);
    area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    area->setWidget(content);
    area->setMinimumWidth(minimumWidth);
    return area;
}

} // namespace

void StylesPlace::buildPanels()
{
    header()->addAction(m_train);
    m_cardLayout->setContentsMargins(12, 12, 12, 12);
    m_cardLayout->setSpacing(10);
    m_cardLayout->addStretch();
    auto* mapContent = new QWidget;
    auto* mapLayout = new QVBoxLayout(mapContent);
    mapLayout->setContentsMargins(0, 0, 0, 0);
    mapLayout->setSpacing(0);
    mapLayout->addWidget(m_problem);
    mapLayout->addWidget(m_map, 1);
    m_problem->hide();
    m_legendPanel = addPanel("legend", scrolling(m_legend, 190), Qt::LeftDockWidgetArea);
    m_mapPanel = addPanel("map", mapContent, Qt::LeftDockWidgetArea);
    m_cardPanel = addPanel("cards", scrolling(m_cardList, 240), Qt::LeftDockWidgetArea);
    m_inspectorPanel = addPanel("inspector", scrolling(m_inspector, 200), Qt::LeftDockWidgetArea);
    m_linkPanel = addPanel("links", scrolling(m_links, 180), Qt::LeftDockWidgetArea);
    m_galleryPanel = addPanel("gallery", m_gallery, Qt::LeftDockWidgetArea);
    splitPanel(m_legendPanel, m_mapPanel, Qt::Horizontal);
    splitPanel(m_mapPanel, m_cardPanel, Qt::Horizontal);
    splitPanel(m_cardPanel, m_inspectorPanel, Qt::Horizontal);
    splitPanel(m_legendPanel, m_linkPanel, Qt::Vertical);
    splitPanel(m_mapPanel, m_galleryPanel, Qt::Vertical);
    askSizes();
    resizePanels({ m_legendPanel, m_linkPanel }, { 420, 420 }, Qt::Vertical);
    resizePanels({ m_mapPanel, m_galleryPanel }, { 640, 200 }, Qt::Vertical);
    m_mapPanel->title()->addWidget(m_seal);
    m_order = new TextLabel(TextSize::caption, false, TextColor::text2);
    m_galleryPanel->title()->addWidget(m_order);
}

void StylesPlace::connectParts()
{
    m_map->setSelection(&m_selection);
    m_map->canvas()->setThumbnails(&m_model.thumbnails());
    m_map->canvas()->setHoverText([this](int row) { return hoverText(row); });
    m_gallery->setThumbnails(&m_model.thumbnails());
    m_gallery->setSelection(&m_selection);
    m_gallery->setCaption([this](int row) {
        return QPair(QString::fromStdString(m_data->className(row)), m_data->styleOf(row));
    });
    connect(m_train, &QPushButton::clicked, this, [this] { Q_EMIT placeAsked("train"); });
    connect(m_map, &MapView::colourChosen, this, &StylesPlace::setColour);
    connect(m_map, &MapView::methodChosen, this, &StylesPlace::makeMap);
    connect(m_map->canvas(), &MapCanvas::opened, this, &StylesPlace::openPhoto);
    connect(m_gallery, &PhotoStrip::opened, this, &StylesPlace::openPhoto);
    connect(m_inspector, &Inspector::opened, this, &StylesPlace::openPhoto);
    connect(m_viewer, &PhotoViewer::rowChanged, &m_selection, &SelectionModel::setCurrent);
    connect(m_legend, &StyleLegend::toggled, this, &StylesPlace::toggleCategory);
    connect(m_legend, &StyleLegend::isolated, this, &StylesPlace::isolateCategory);
    connect(&m_selection, &SelectionModel::selectionChanged, this, &StylesPlace::showSelection);
    connect(&m_selection, &SelectionModel::currentChanged, this, &StylesPlace::showCurrent);
    connect(&m_model, &ProjectModel::datasetChanged, this, [this] {
        m_reading.again();
        decideWhatToShow();
    });
    connect(&m_model, &ProjectModel::documentChanged, this, &StylesPlace::followDocument);
    connect(&m_model.thumbnails(), &ThumbnailCache::thumbnailReady, this, [this] {
        if (isReady())
            Q_EMIT ready();
    });
    connect(&m_starter, &JobStarter::jobsChanged, this, &StylesPlace::decideWhatToShow);
    connect(&m_starter, &JobStarter::jobEvent, this, &StylesPlace::hear);
    const auto sameMapAsBefore = [this] { m_map->setMethod(QString::fromStdString(m_data->mapMethod)); };
    connect(&m_starter, &JobStarter::startFailed, this, sameMapAsBefore);
    connect(&m_starter, &JobStarter::jobFinished, this, [this, sameMapAsBefore](const QString& id) {
        if (m_starter.stage(id) == "embed" && m_starter.status(id).state != JobState::done)
            sameMapAsBefore();
    });
    connect(m_empty, &EmptyState::clicked, this, [this] {
        if (!m_model.dataset())
            Q_EMIT placeAsked("start");
        else if (m_model.document().contains("scores"))
            Q_EMIT placeAsked("latents");
        else
            m_starter.start("run", Json::object());
    });
}

void StylesPlace::followDocument(const QStringList& pointers)
{
    if (pointers.contains("/cell") && !m_reading.isReading())
        updateTitles();
    if (!pointers.contains("/styleNames"))
        return;
    for (auto* card : m_cards)
        card->retranslate();
    fillLegend();
    m_inspector->setRow(m_selection.current());
}

void StylesPlace::take(Result<StyleData> data)
{
    m_problem->setVisible(!data);
    if (data)
        adopt(std::move(*data));
    else
        m_problem->setError(data.error());
    if (isReady())
        Q_EMIT ready();
}

void StylesPlace::adopt(StyleData data)
{
    const bool sameRows
        = m_data->dataset && data.dataset && m_data->dataset->artifact == data.dataset->artifact;
    const bool sameStyles = sameRows && m_data->styles.artifact == data.styles.artifact;
    m_data = std::make_shared<StyleData>(std::move(data));
    if (!sameRows)
        m_selection.reset(static_cast<int>(m_data->size()));
    // The first look shows something: the most typical photo of the first style.
    if (m_selection.current() < 0 && m_data->hasStyles() && !m_data->styles.styles.front().typical.empty())
        m_selection.setCurrent(static_cast<int>(m_data->styles.styles.front().typical.front()));
    if (!sameStyles)
        m_hidden.clear();
    m_inspector->setData(m_data);
    m_links->setStyles(m_data->styles);
    m_seal->setVisible(m_data->hasStyles());
    m_seal->setStability(std::clamp(m_data->styles.stability, 0.0, 1.0));
    fillColourChoices();
    fillMap();
    fillCards();
    showCurrent(m_selection.current());
    fillGallery();
    updateTitles();
    decideWhatToShow();
}

void StylesPlace::hear(const QString& id, const Json& event)
{
    // A running `embed` names a file with the map so far.
    if (event.value("event", "") != "layout" || !event.contains("file") || !m_data->dataset)
        return;
    Q_UNUSED(id);
    const Path file = m_model.project()->folder() / event.at("file").get<std::string>();
    m_model.background().run(
        this, [file] { return readMapLayout(file); },
        [this, generation = m_reading.generation()](const Result<MapLayout>& layout) {
            if (!layout || generation != m_reading.generation() || !m_data->hasStyles())
                return;
            auto data = std::make_shared<StyleData>(*m_data);
            placeRows(*data, layout->ids, layout->xy);
            m_data = data;
            fillMap();
            decideWhatToShow();
        });
}

std::vector<int> StylesPlace::categories() const
{
    const auto& dataset = *m_data->dataset;
    const auto& codes = m_colour == "label" ? dataset.label.codes
        : m_colour == "environment"         ? dataset.environment.codes
                                            : m_data->styles.style;
    std::vector<int> result(codes.begin(), codes.end());
    result.resize(m_data->size(), -1);
    return result;
}

QStringList StylesPlace::categoryLabels() const
{
    QStringList labels;
    if (m_colour == "style")
        for (std::size_t i = 0; i < m_data->styles.styles.size(); ++i)
            labels << styleCode(static_cast<int>(i));
    else if (m_data->dataset)
        for (const auto& value :
            (m_colour == "label" ? m_data->dataset->label : m_data->dataset->environment).values)
            labels << QString::fromStdString(value);
    return labels;
}

void StylesPlace::fillColourChoices()
{
    QList<QPair<QString, QString>> choices { { "style", tr("style") } };
    if (m_data->dataset && m_data->dataset->label.known())
        choices << QPair<QString, QString>("label", tr("class"));
    if (m_data->dataset && m_data->dataset->environment.known())
        choices << QPair<QString, QString>("environment", tr("environment"));
    m_map->setColourChoices(choices);
    m_map->setColour(m_colour);
    m_colour = m_map->colour();
}

/// The same cell drawn in another way: a job, whose result takes the place of this map by itself.
void StylesPlace::makeMap(const QString& method)
{
    const auto& styles = m_data->styles;
    if (m_data->hasStyles())
        m_starter.start("embed",
            { { "tap", styles.tap }, { "timestep", styles.timestep }, { "method", method.toStdString() } });
}

void StylesPlace::setColour(const QString& key)
{
    m_colour = key;
    m_map->setColour(key);
    m_hidden.clear();
    if (m_data->dataset)
        m_map->canvas()->setCategories(categories(), categoryLabels());
    fillLegend();
    applyHidden();
    updateTitles();
}

void StylesPlace::fillMap()
{
    auto* canvas = m_map->canvas();
    canvas->setPoints(m_data->hasMap() ? m_data->xy : std::vector<float>(), m_data->placed);
    if (m_data->hasMap())
        canvas->setCategories(categories(), categoryLabels());
    m_map->setMethod(QString::fromStdString(m_data->mapMethod));
    showQuality();
    fillLegend();
    applyHidden();
}

void StylesPlace::fillLegend()
{
    QList<StyleLegend::Entry> entries;
    const auto labels = categoryLabels();
    for (int i = 0; i < labels.size(); ++i) {
        StyleLegend::Entry entry;
        const bool style = m_colour == "style";
        entry.code = style ? labels[i] : QString();
        entry.name = style ? styleName(*m_data, m_model, i) : labels[i];
        entry.slot = i;
        entries << entry;
    }
    if (m_data->dataset) {
        const auto codes = categories();
        for (std::size_t i = 0; i < codes.size(); ++i)
            if (codes[i] >= 0 && codes[i] < entries.size()) {
                ++entries[codes[i]].all;
                entries[codes[i]].selected += m_selection.contains(static_cast<int>(i));
            }
    }
    m_hidden.resize(entries.size());
    m_legend->setEntries(entries);
    m_legend->setHidden(m_hidden);
}

void StylesPlace::fillCards()
{
    qDeleteAll(m_cards);
    m_cards.clear();
    if (!m_data->hasStyles())
        return;
    for (int i = 0; i < static_cast<int>(m_data->styles.styles.size()); ++i) {
        auto* card = new StyleCard(m_model, m_data, i);
        m_cardLayout->insertWidget(i, card);
        m_cards << card;
        connect(card, &StyleCard::clicked, this, [this](int style) {
            if (m_colour != "style")
                setColour("style");
            isolateCategory(style);
        });
        connect(card, &StyleCard::photoClicked, &m_selection, &SelectionModel::setCurrent);
        connect(card, &StyleCard::photoOpened, this, &StylesPlace::openPhoto);
    }
}

void StylesPlace::fillGallery()
{
    QVector<int> rows = m_selection.rows();
    if (rows.isEmpty()) {
        const auto codes = m_data->dataset ? categories() : std::vector<int>();
        for (int i = 0; i < static_cast<int>(m_data->size()); ++i)
            if (const int code = codes[static_cast<std::size_t>(i)]; code < 0 || !m_hidden.value(code))
                rows << i;
    }
    const auto& distance = m_data->styles.distance;
    if (distance.size() == m_data->size())
        std::stable_sort(rows.begin(), rows.end(), [&](int a, int b) {
            return distance[static_cast<std::size_t>(a)] < distance[static_cast<std::size_t>(b)];
        });
    m_gallery->setRows(rows);
}

void StylesPlace::showSelection()
{
    fillGallery();
    fillLegend();
    updateTitles();
}

void StylesPlace::showCurrent(int row)
{
    m_inspector->setRow(row);
    const int style = row >= 0 ? m_data->styleOf(row) : -1;
    for (auto* card : m_cards)
        card->setChosen(card->style() == style);
}

void StylesPlace::toggleCategory(int category)
{
    m_hidden[category] = !m_hidden[category];
    applyHidden();
}

void StylesPlace::isolateCategory(int category)
{
    m_hidden.fill(false);
    QVector<int> rows;
    const auto codes = categories();
    for (std::size_t i = 0; i < codes.size(); ++i)
        if (codes[i] == category)
            rows << static_cast<int>(i);
    m_selection.select(rows);
    applyHidden();
    for (auto* card : m_cards)
        card->setChosen(m_colour == "style" && card->style() == category);
}

void StylesPlace::applyHidden()
{
    m_legend->setHidden(m_hidden);
    if (!m_data->dataset)
        return;
    const auto codes = categories();
    std::vector<char> hidden(codes.size(), 0);
    for (std::size_t i = 0; i < codes.size(); ++i)
        hidden[i] = codes[i] >= 0 && m_hidden.value(codes[i]);
    if (m_data->hasMap())
        m_map->canvas()->setHidden(std::move(hidden));
    if (m_selection.count() == 0)
        fillGallery();
}

HoverText StylesPlace::hoverText(int row) const
{
    HoverText text;
    text.title = QString::fromStdString(m_data->className(row));
    if (text.title.isEmpty())
        text.title = QFileInfo(QString::fromStdString(m_data->dataset->paths[static_cast<std::size_t>(row)]))
                         .fileName();
    if (const int style = m_data->styleOf(row); style >= 0) {
        text.slot = style;
        text.group = styleCode(style) + QChar(0x3000) + styleName(*m_data, m_model, style);
    }
    if (const auto& environment = m_data->environmentName(row); !environment.empty())
        text.lines << QString::fromStdString(environment);
    if (m_data->facts && m_data->facts->size() == m_data->size())
        text.lines << factName("brightness") + " "
                + factValueText("brightness", (*m_data->facts)[static_cast<std::size_t>(row)].brightness);
    return text;
}

QString StylesPlace::photoCaption(int row) const
{
    QStringList parts { QString::fromStdString(m_data->className(row)) };
    if (const int style = m_data->styleOf(row); style >= 0)
        parts << styleCode(style) + " " + styleName(*m_data, m_model, style);
    parts << QString::fromStdString(m_data->environmentName(row));
    parts.removeAll(QString());
    return parts.join(QStringLiteral("\u2003"));
}

void StylesPlace::openPhoto(int row)
{
    QVector<int> order = m_gallery->rows();
    if (!order.contains(row))
        order = { row };
    m_viewer->open(row, order, [this](int shown) { return photoCaption(shown); });
}

} // namespace minamo
