#pragma once
#include "bridge/ProjectModel.h"

#include <QAbstractTableModel>

namespace minamo {

/// The photos as rows of a table, read column by column from the data set: nothing is made per row before it
/// is seen. Sorting and filtering make an index in the background.
class PhotoTable : public QAbstractTableModel {
    Q_OBJECT

public:
    explicit PhotoTable(ProjectModel& model, QObject* parent = nullptr);

    /// Only photos of this class / environment (code; -1 = all).
    void setFilter(int label, int environment);
    int labelFilter() const { return m_label; }
    int environmentFilter() const { return m_environment; }
    /// Row of the data set that is shown in this table row.
    int sample(int row) const { return m_order[static_cast<std::size_t>(row)]; }
    bool isOrdering() const { return m_pending; }

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    void sort(int column, Qt::SortOrder order) override;
    /// Column texts again, after a switch of language.
    void retranslate();

Q_SIGNALS:
    void ordered();

private:
    enum class Kind { photo, path, label, environment, tag, size, fact };
    struct Column {
        Kind kind;
        int index = 0; ///< of the tag or the fact
    };
    void readDataset();
    void order();
    QString text(const Column& column, std::size_t sample) const;
    const Category* category(const Column& column) const;

    ProjectModel& m_model;
    std::shared_ptr<const Dataset> m_dataset;
    std::shared_ptr<const std::vector<ImageFacts>> m_facts;
    std::vector<Column> m_columns;
    std::vector<int> m_order;
    int m_label = -1, m_environment = -1;
    int m_sortColumn = -1;
    bool m_descending = false;
    bool m_pending = false;
    int m_generation = 0;
};

} // namespace minamo
