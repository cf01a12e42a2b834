#pragma once
#include <QAbstractButton>
#include <QList>
#include <QWidget>

namespace minamo {

class Place;

/// One item of the rail: icon over word; 3 px accent bar, soft fill and bold when chosen.
class RailItem : public QAbstractButton {
    Q_OBJECT

public:
    explicit RailItem(Place* place, QWidget* parent = nullptr);
    QSize sizeHint() const override { return { 80, 62 }; }
    void retranslate(int number);

protected:
    void paintEvent(QPaintEvent* event) override;
    void enterEvent(QEnterEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;

private:
    Place* m_place;
    bool m_ring = false; ///< the focus came by keyboard
};

/// The places of the window from top to bottom. Up and down move, Ctrl+1 to Ctrl+5 jump.
class Rail : public QWidget {
    Q_OBJECT

public:
    explicit Rail(const QList<Place*>& places, QWidget* parent = nullptr);
    void setCurrent(int index);

Q_SIGNALS:
    void chosen(int index);

protected:
    void paintEvent(QPaintEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    QList<RailItem*> m_items;
};

} // namespace minamo
