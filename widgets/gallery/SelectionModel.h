#pragma once
#include <QObject>
#include <QVector>
#include <vector>

namespace minamo {

/// How a new choice meets the old one: Shift adds, Ctrl removes.
enum class SelectionMode { replace, add, remove };
SelectionMode selectionMode(Qt::KeyboardModifiers modifiers);

/// The one selection that links map, gallery, legend, cards and inspector: a set of rows of the data set and
/// the current photo. Knows nothing of who shows it.
class SelectionModel : public QObject {
    Q_OBJECT

public:
    explicit SelectionModel(QObject* parent = nullptr);
    /// A new data set of `count` photos: nothing selected, no current photo.
    void reset(int count);

    int size() const { return static_cast<int>(m_flags.size()); }
    int count() const { return m_count; }
    bool contains(int row) const { return row >= 0 && row < size() && m_flags[row]; }
    const std::vector<char>& flags() const { return m_flags; } ///< one per row: 1 = selected
    QVector<int> rows() const; ///< ascending
    int current() const { return m_current; } ///< -1 = none

    void select(const QVector<int>& rows, SelectionMode mode = SelectionMode::replace);
    void clear();
    void invert();
    void setCurrent(int row);

Q_SIGNALS:
    void selectionChanged();
    void currentChanged(int row);

private:
    std::vector<char> m_flags;
    int m_count = 0;
    int m_current = -1;
};

} // namespace minamo
