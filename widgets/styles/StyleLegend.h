#pragma once
#include <QStringList>
#include <QWidget>

class QPainter;

namespace minamo {

/// Legend of the map: glyph, code, name, "selected / all". Click hides or shows, double-click isolates; arrow
/// keys move, Space hides, Enter isolates.
class StyleLegend : public QWidget {
    Q_OBJECT

public:
    struct Entry {
        QString code, name;
        int slot = 0; ///< colour and shape
        int selected = 0, all = 0;
    };
    explicit StyleLegend(QWidget* parent = nullptr);
    void setEntries(const QList<Entry>& entries);
    const QList<Entry>& entries() const { return m_entries; }
    void setHidden(const QList<bool>& hidden);
    bool isHidden(int entry) const { return m_hidden.value(entry); }
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;
    QRect rowRect(int entry) const;

Q_SIGNALS:
    void toggled(int entry);
    void isolated(int entry);

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    bool event(QEvent* event) override;

private:
    int rowAt(const QPoint& place) const;
    void paintEntry(QPainter& painter, int row) const;
    double codeWidth() const;
    static QString counts(const Entry& entry);

    QList<Entry> m_entries;
    QList<bool> m_hidden;
    int m_hovered = -1, m_focused = 0;
};

} // namespace minamo
