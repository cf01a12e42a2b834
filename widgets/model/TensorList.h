#pragma once
#include "model/ModelReading.h"
#include "theme/Controls.h"

class QLineEdit;
class QSortFilterProxyModel;
class QStandardItemModel;
class QTableView;

namespace minamo {

/// The stored arrays of the model: name, shape, type, size; searched by any part of a name.
class TensorList : public QWidget {
    Q_OBJECT

public:
    explicit TensorList(QWidget* parent = nullptr);
    void setTensors(const std::vector<ModelTensor>& tensors);
    int shown() const;
    QLineEdit* search() const { return m_search; }

protected:
    void changeEvent(QEvent* event) override;

private:
    void retranslate();

    QLineEdit* m_search;
    TextLabel* m_count;
    QStandardItemModel* m_items;
    QSortFilterProxyModel* m_found;
    QTableView* m_table;
};

} // namespace minamo
