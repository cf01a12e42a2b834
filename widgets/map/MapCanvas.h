#pragma once
#include "ClusterScene.h"
#include "HoverCard.h"
#include "MapRegion.h"
#include "SceneRenderer.h"

#include <QElapsedTimer>
#include <QPointer>
#include <QWidget>
#include <functional>

namespace minamo {

class SelectionModel;
class ThumbnailCache;

enum class MapMode { points, density, photos };

/// The map itself: a ClusterScene rendered into an image, with labels, region and hover card painted over it.
/// Mouse and keys as in every map tool (design: experience, section 2).
class MapCanvas : public QWidget {
    Q_OBJECT

public:
    explicit MapCanvas(QWidget* parent = nullptr);
    ~MapCanvas() override;

    /// Positions of all rows; rows that are not on the map come with `placed` 0.
    void setPoints(std::vector<float> xy, std::vector<char> placed);
    /// Category of each row and the short label of each category ("S1").
    void setCategories(std::vector<int> categories, QStringList labels);
    /// Rows hidden by the legend.
    void setHidden(std::vector<char> hidden);
    void setSelection(SelectionModel* selection);
    void setThumbnails(ThumbnailCache* thumbnails);
    void setHoverText(std::function<HoverText(int)> text) { m_hoverText = std::move(text); }
    void setTool(MapTool tool);
    MapTool tool() const { return m_region.tool(); }
    void setMode(MapMode mode);
    MapMode mode() const { return m_mode; }
    void fit();
    void fitSelection();

    const ClusterScene& scene() const { return m_scene; }
    int hovered() const { return m_hovered; }
    /// Points on the map now, and how many of them are drawn (fewer only when photos would cover each other).
    int placedCount() const;
    int shownCount() const;
    /// Where a row is, logical px.
    QPointF position(int row) const;
    /// One sentence if the map is drawn without OpenGL, else nothing.
    std::optional<Error> problem() const { return m_problem; }
    QSize sizeHint() const override { return { 640, 480 }; }
    QSize minimumSizeHint() const override { return { 160, 120 }; }

Q_SIGNALS:
    void shownChanged();
    void toolChanged();
    void opened(int row); ///< double-click

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void keyReleaseEvent(QKeyEvent* event) override;
    void leaveEvent(QEvent* event) override;

private:
    void applyVisibility();
    void applySelection();
    void refresh(); ///< the scene changed: render again with the next paint
    void renderScene();
    void updateEmphasis();
    void hover(QPointF place);
    void takeRegion(Qt::KeyboardModifiers modifiers);
    void brush(QPointF place);
    void endStroke();
    void click(QPointF place, Qt::KeyboardModifiers modifiers);
    void paintLabels(QPainter& painter) const;
    QHash<int, QRectF> islands() const;
    void paintPhotos(QPainter& painter);
    void paintHover(QPainter& painter);
    ScenePosition toDevice(QPointF place) const;

    ClusterScene m_scene;
    std::unique_ptr<SceneRenderer> m_renderer, m_quick;
    std::optional<Error> m_problem;
    QImage m_image;
    bool m_stale = true;
    bool m_moving = false; ///< the camera follows the mouse: speed before everything
    double m_renderMs = 0;
    bool m_userCamera = false; ///< zoomed or panned by hand: a resize keeps it

    std::vector<char> m_placed, m_hidden;
    QStringList m_labels;
    QPointer<SelectionModel> m_selection;
    QPointer<ThumbnailCache> m_thumbnails;
    std::function<HoverText(int)> m_hoverText;
    MapMode m_mode = MapMode::points;
    MapRegion m_region;
    std::vector<int> m_tiles; ///< rows shown as photos

    QPointF m_press, m_last, m_cursor;
    bool m_cursorInside = false, m_pressed = false, m_dragged = false, m_panning = false, m_space = false;
    std::vector<char> m_brushed;
    int m_hovered = -1;
};

} // namespace minamo
