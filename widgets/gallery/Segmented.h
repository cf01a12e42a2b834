#pragma once
#include <QAbstractButton>
#include <QVector>
#include <QWidget>

namespace minamo {

/// A few choices side by side in one frame; exactly one is on. Left / right move, as in a group of radio
/// buttons.
class Segmented : public QWidget {
    Q_OBJECT

public:
    explicit Segmented(QWidget* parent = nullptr);
    /// `key` names the choice in signals; an empty icon name shows text only.
    void addSegment(const QString& key, const QString& iconName = {});
    void setText(const QString& key, const QString& text, const QString& toolTip = {});
    /// Removes all segments.
    void clear();
    QStringList keys() const;
    QString current() const { return m_current; }
    /// Says nothing (only a user's click is a signal).
    void setCurrent(const QString& key);
    QAbstractButton* segment(const QString& key) const;
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

Q_SIGNALS:
    void chosen(const QString& key);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    class Segment;
    QVector<Segment*> m_segments;
    QString m_current;
};

} // namespace minamo
