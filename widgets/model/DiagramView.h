#pragma once
#include "model/ModelReading.h"

#include <QWidget>

namespace minamo {

/// The network as a U (a transformer as columns of its blocks): down on the left, the middle below, up on the
/// right, a line per resolution for what is joined across. Every layer that can be looked into is a box to
/// click; blocks whose features were measured carry their figures.
class DiagramView : public QWidget {
    Q_OBJECT

public:
    explicit DiagramView(QWidget* parent = nullptr);
    void setModel(const ModelFacts& facts);
    void setSelected(const std::string& tap);
    const std::string& selected() const { return m_selected; }
    /// Where a layer's box is, px.
    QRectF box(int layer) const;
    QSize sizeHint() const override { return { 760, 420 }; }
    QSize minimumSizeHint() const override;

Q_SIGNALS:
    void tapChosen(const QString& tap);

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    bool event(QEvent* event) override;

private:
    struct Block {
        ModelPart part = ModelPart::down;
        int level = 0; ///< row
        std::vector<int> layers;
        std::string tap; ///< "" for conv_in and conv_out
    };
    void collectBlocks();
    double rowHeight() const;
    double boxWidth() const;
    QRectF frame(const Block& block) const;
    int blocksPerColumn() const;
    double columnWidth() const;
    QRectF frameInColumn(const Block& block) const;
    int layerAt(QPointF point) const;
    const Block* blockAt(QPointF point) const;
    void paintRows(QPainter& painter) const;
    void paintSkips(QPainter& painter) const;
    void paintBlock(QPainter& painter, const Block& block) const;
    void paintLayer(QPainter& painter, int layer) const;

    ModelFacts m_facts;
    std::vector<Block> m_blocks;
    std::string m_selected;
};

/// What a layer is, in words of the language in force: "ResNet", "attention" ...
QString layerName(const ModelLayer& layer);

} // namespace minamo
