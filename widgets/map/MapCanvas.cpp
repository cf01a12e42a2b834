#include "MapCanvas.h"

#include "DensityImage.h"
#include "bridge/ThumbnailCache.h"
#include "gallery/SelectionModel.h"
#include "theme/Fonts.h"
#include "theme/Scales.h"
#include "theme/Theme.h"

#include <QEvent>
#include <QPainter>

namespace minamo {

namespace {

constexpr int tileSide = 58; // logical px of a photo on the map, with its frame
constexpr double slowFrame = 16; // ms: above this the quick renderer draws while the camera moves
constexpr std::size_t manyPoints = 60000; // software OpenGL needs too long from here on

Rgba rgba(const QColor& c)
{
    return { static_cast<std::uint8_t>(c.red()), static_cast<std::uint8_t>(c.green()),
        static_cast<std::uint8_t>(c.blue()), 255 };
}

ScenePalette scenePalette(const Theme& theme)
{
    ScenePalette palette;
    for (int i = 0; i < categorySlots; ++i)
        palette.categories[static_cast<std::size_t>(i)]
            = rgba(theme.categorical[static_cast<std::size_t>(i)]);
    palette.other = rgba(theme.text3);
    palette.unselected = rgba(theme.unselected);
    palette.outline = rgba(theme.text);
    palette.background = rgba(theme.panel);
    return palette;
}

} // namespace

MapCanvas::MapCanvas(QWidget* parent) : QWidget(parent), m_quick(makeSplatRenderer())
{
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    setAttribute(Qt::WA_OpaquePaintEvent);
    m_scene.setPalette(scenePalette(Theme::current()));
}

MapCanvas::~MapCanvas() = default;

void MapCanvas::setPoints(std::vector<float> xy, std::vector<char> placed)
{
    const bool sameRows = m_scene.size() == xy.size() / 2;
    if (!sameRows)
        endStroke();
    m_placed = std::move(placed);
    m_placed.resize(xy.size() / 2, 1);
    m_scene.setPositions(std::move(xy));
    m_hidden.assign(m_scene.size(), 0);
    m_hovered = -1;
    applyVisibility();
    applySelection();
    // A map that grows while it is looked at keeps the place that is looked at.
    if (!sameRows || !m_userCamera)
        fit();
}

/// Other rows: what was being drawn means nothing any more.
void MapCanvas::endStroke()
{
    m_pressed = m_dragged = false;
    m_brushed.clear();
    m_region.cancel();
}

void MapCanvas::setCategories(std::vector<int> categories, QStringList labels)
{
    m_labels = std::move(labels);
    m_scene.setCategories(std::move(categories));
    refresh();
}

void MapCanvas::setHidden(std::vector<char> hidden)
{
    hidden.resize(m_scene.size(), 0);
    m_hidden = std::move(hidden);
    applyVisibility();
}

void MapCanvas::applyVisibility()
{
    std::vector<char> visible(m_scene.size());
    for (std::size_t i = 0; i < visible.size(); ++i)
        visible[i] = m_placed[i] && !m_hidden[i];
    m_scene.setVisible(std::move(visible));
    if (m_hovered >= 0 && !m_scene.isVisible(m_hovered))
        m_hovered = -1;
    refresh();
}

void MapCanvas::setSelection(SelectionModel* selection)
{
    m_selection = selection;
    connect(selection, &SelectionModel::selectionChanged, this, &MapCanvas::applySelection);
    connect(selection, &SelectionModel::currentChanged, this, qOverload<>(&QWidget::update));
    applySelection();
}

void MapCanvas::setThumbnails(ThumbnailCache* thumbnails)
{
    m_thumbnails = thumbnails;
    connect(thumbnails, &ThumbnailCache::thumbnailReady, this, [this](int row) {
        if (row == m_hovered || m_mode == MapMode::photos)
            update();
    });
}

void MapCanvas::applySelection()
{
    if (m_selection && m_selection->size() == static_cast<int>(m_scene.size()))
        m_scene.setSelected(m_selection->flags());
    updateEmphasis();
    refresh();
}

void MapCanvas::updateEmphasis()
{
    const bool drawing = m_region.isActive();
    const bool any = m_selection && m_selection->count() > 0;
    m_scene.setEmphasis(drawing ? SceneEmphasis::drawing
            : any               ? SceneEmphasis::selection
                                : SceneEmphasis::plain);
}

void MapCanvas::setTool(MapTool tool)
{
    m_region.setTool(tool);
    updateEmphasis();
    refresh();
    Q_EMIT toolChanged();
}

void MapCanvas::setMode(MapMode mode)
{
    m_mode = mode;
    refresh();
}

void MapCanvas::fit()
{
    m_userCamera = false;
    m_scene.fit();
    refresh();
}

void MapCanvas::fitSelection()
{
    m_userCamera = true;
    m_scene.fit(true);
    refresh();
}

void MapCanvas::refresh()
{
    m_stale = true;
    m_tiles = m_mode == MapMode::photos ? photoTiles(m_scene, static_cast<int>(tileSide * m_scene.scale()))
                                        : std::vector<int> {};
    update();
    Q_EMIT shownChanged();
}

int MapCanvas::placedCount() const
{
    return static_cast<int>(m_scene.visibleCount());
}

int MapCanvas::shownCount() const
{
    return m_mode == MapMode::photos ? static_cast<int>(m_tiles.size()) : placedCount();
}

QPointF MapCanvas::position(int row) const
{
    const auto place = m_scene.toScreen(m_scene.position(row));
    return QPointF(place.x, place.y) / m_scene.scale();
}

ScenePosition MapCanvas::toDevice(QPointF place) const
{
    return { place.x() * m_scene.scale(), place.y() * m_scene.scale() };
}

void MapCanvas::renderScene()
{
    m_scene.setMarkSize(m_scene.size() > 20000 ? 4 : m_scene.size() > 3000 ? 5.5 : 7.5);
    if (!m_renderer) {
        auto vtk = makeVtkRenderer();
        if (!vtk)
            m_problem = vtk.error();
        m_renderer = vtk ? std::move(*vtk) : makeSplatRenderer();
    }
    const bool soft = !m_renderer->accelerated();
    const bool quick = soft && (m_scene.size() > manyPoints || (m_moving && m_renderMs > slowFrame));
    QElapsedTimer clock;
    clock.start();
    const auto image = m_mode == MapMode::density ? densityImage(m_scene)
                                                  : (quick ? m_quick : m_renderer)->render(m_scene);
    if (!quick && m_mode != MapMode::density)
        m_renderMs = static_cast<double>(clock.nsecsElapsed()) / 1e6;
    m_image = QImage(reinterpret_cast<const uchar*>(image.pixels.data()), image.width, image.height,
        image.width * 4, QImage::Format_RGB32)
                  .copy();
    m_image.setDevicePixelRatio(m_scene.scale());
    // What the quick renderer drew is drawn again when the camera rests.
    m_stale = quick && m_moving;
}

void MapCanvas::paintEvent(QPaintEvent*)
{
    if (m_stale)
        renderScene();
    QPainter painter(this);
    painter.drawImage(QPointF(0, 0), m_image);
    painter.setRenderHint(QPainter::Antialiasing);
    if (m_scene.size() == 0) {
        painter.setFont(textFont());
        painter.setPen(Theme::current().text2);
        painter.drawText(rect().adjusted(24, 0, -24, 0), Qt::AlignCenter | Qt::TextWordWrap,
            tr("The map appears here as soon as it is computed."));
    } else if (m_mode == MapMode::photos)
        paintPhotos(painter);
    else
        paintLabels(painter);
    if (m_selection && m_selection->current() >= 0 && m_scene.size()
        && m_scene.isVisible(m_selection->current())) {
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(Theme::current().accent, 2));
        painter.drawEllipse(position(m_selection->current()), 8, 8);
    }
    m_region.paint(painter, m_cursor, m_cursorInside);
    paintHover(painter);
    if (hasFocus() && window()->testAttribute(Qt::WA_KeyboardFocusChange)) {
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(Theme::current().accent, 2));
        painter.drawRect(QRectF(rect()).adjusted(1, 1, -1, -1));
    }
}

/// Where each category's visible points lie on the screen; nothing for maps so large that an island is larger
/// than its label anyway.
QHash<int, QRectF> MapCanvas::islands() const
{
    QHash<int, QRectF> islands;
    constexpr int most = 20000;
    const int points = static_cast<int>(m_scene.size());
    for (int row = 0; points <= most && row < points; ++row)
        if (m_scene.isVisible(row) && m_scene.category(row) >= 0)
            islands[m_scene.category(row)] |= QRectF(position(row) - QPointF(4, 4), QSizeF(8, 8));
    return islands;
}

void MapCanvas::paintLabels(QPainter& painter) const
{
    const auto placed = islands();
    const auto& theme = Theme::current();
    const QFont font = textFont(TextSize::caption, true);
    const QFontMetricsF metrics(font);
    QList<QRectF> taken;
    for (const auto& anchor : m_scene.anchors()) {
        if (anchor.category >= m_labels.size())
            continue;
        const auto place = m_scene.toScreen(anchor.place);
        const QString words = metrics.elidedText(m_labels[anchor.category], Qt::ElideRight, 130);
        QRectF box(0, 0, metrics.horizontalAdvance(words) + 14, 20);
        box.moveCenter(QPointF(place.x, place.y) / m_scene.scale());
        const auto island = placed.value(anchor.category);
        if (island.isValid() && island.width() < 4 * box.width() && island.height() < 4 * box.height())
            box.moveCenter(
                { island.center().x(), island.top() - box.height() / 2 - 3 }); // else it hides them all
        for (const auto& other : taken)
            if (box.intersects(other))
                box.moveTop(other.bottom() + 3);
        if (!QRectF(rect()).intersects(box))
            continue;
        taken << box;
        painter.setPen(QPen(categoryColor(theme, anchor.category), 1.5));
        painter.setBrush(theme.panel);
        painter.drawRoundedRect(box, 3, 3);
        painter.setFont(font);
        painter.setPen(theme.text);
        painter.drawText(box, Qt::AlignCenter, words);
    }
}

void MapCanvas::paintPhotos(QPainter& painter)
{
    const auto& theme = Theme::current();
    for (const int row : m_tiles) {
        QRectF frame(0, 0, tileSide - 6, tileSide - 6);
        frame.moveCenter(position(row));
        paintPhoto(painter, frame, m_thumbnails ? m_thumbnails->thumbnail(row) : QImage());
        painter.setBrush(Qt::NoBrush);
        painter.setPen(
            QPen(categoryColor(theme, m_scene.category(row) < 0 ? categorySlots : m_scene.category(row)), 2));
        painter.drawRect(frame);
        if (m_scene.isSelected(row)) {
            painter.setPen(QPen(theme.text, 1));
            painter.drawRect(frame.adjusted(-1.5, -1.5, 1.5, 1.5));
        }
    }
}

void MapCanvas::paintHover(QPainter& painter)
{
    if (m_hovered < 0 || m_panning || m_dragged || !m_hoverText)
        return;
    const auto text = m_hoverText(m_hovered);
    QPolygonF avoid;
    const auto selected = m_selection ? m_selection->rows() : QVector<int> {};
    for (const int row : selected)
        if (m_scene.isVisible(row))
            avoid << position(row);
    const auto point = position(m_hovered);
    HoverCard::paint(painter, HoverCard::place(text, rect(), point, avoid), point, text,
        m_thumbnails ? m_thumbnails->thumbnail(m_hovered) : QImage());
}

void MapCanvas::resizeEvent(QResizeEvent*)
{
    const double scale = devicePixelRatioF();
    m_scene.setViewport(static_cast<int>(std::lround(width() * scale)),
        static_cast<int>(std::lround(height() * scale)), scale);
    if (!m_userCamera)
        m_scene.fit();
    refresh();
}

void MapCanvas::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::StyleChange) {
        m_scene.setPalette(scenePalette(Theme::current()));
        refresh();
    }
    QWidget::changeEvent(event);
}

} // namespace minamo
