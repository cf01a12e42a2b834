#pragma once
#include <QList>
#include <QWidget>

namespace minamo {

/// Widgets in lines like words: what does not fit goes to the next line, nothing is cut.
class FlowRow : public QWidget {
    Q_OBJECT

public:
    explicit FlowRow(QWidget* parent = nullptr);
    void add(QWidget* widget);
    void clear();
    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override { return arrange(width, false); }
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    int arrange(int width, bool move) const;
    QList<QWidget*> m_items;
};

} // namespace minamo
