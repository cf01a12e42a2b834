#pragma once
#include <QAbstractButton>
#include <QList>
#include <QWidget>

class QCheckBox;

namespace minamo {

/// Values of one column with how many photos have each; a click filters by it. With checks, each value can be
/// marked (which class means OK).
class CountList : public QWidget {
    Q_OBJECT

public:
    explicit CountList(QWidget* parent = nullptr);
    struct Item {
        QString name;
        int count = 0;
        bool checked = false;
    };
    void setItems(const QList<Item>& items, bool withChecks);
    int current() const { return m_current; } ///< -1 = none
    void setCurrent(int index);
    /// What the check of every row means, for its tooltip and for screen readers.
    void setCheckMeaning(const QString& meaning);

Q_SIGNALS:
    void chosen(int index); ///< -1 = the filter was taken away
    void checksChanged(const QList<bool>& checks);

private:
    class Row;
    QList<Row*> m_rows;
    int m_current = -1;
};

} // namespace minamo
