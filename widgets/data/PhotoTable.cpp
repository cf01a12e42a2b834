#include "data/PhotoTable.h"

#include "bridge/ThumbnailCache.h"
#include "theme/Format.h"

#include <algorithm>
#include <numeric>

namespace minamo {

namespace {

/// What sorting needs of one column, copied for the background: numbers or texts.
struct SortKeys {
    std::vector<double> numbers;
    std::vector<const std::string*> texts;
};

std::vector<int> orderOf(const SortKeys& keys, std::vector<int> rows, bool descending)
{
    const auto by = [&](auto less) {
        std::stable_sort(
            rows.begin(), rows.end(), [&](int a, int b) { return descending ? less(b, a) : less(a, b); });
    };
    if (!keys.texts.empty())
        by([&](int a, int b) {
            return *keys.texts[static_cast<std::size_t>(a)] < *keys.texts[static_cast<std::size_t>(b)];
        });
    else if (!keys.numbers.empty())
        by([&](int a, int b) {
            return keys.numbers[static_cast<std::size_t>(a)] < keys.numbers[static_cast<std::size_t>(b)];
        });
    return rows;
}

} // namespace

PhotoTable::PhotoTable(ProjectModel& model, QObject* parent) : QAbstractTableModel(parent), m_model(model)
{
    connect(&model, &ProjectModel::datasetChanged, this, &PhotoTable::readDataset);
    connect(&model, &ProjectModel::closed, this, &PhotoTable::readDataset);
    readDataset();
}

void PhotoTable::readDataset()
{
    const bool samePhotos
        = m_dataset && m_model.dataset() && m_dataset->artifact == m_model.dataset()->artifact;
    if (samePhotos) { // only what counts as OK has changed
        m_dataset = m_model.dataset();
        return;
    }
    beginResetModel();
    m_dataset = m_model.dataset();
    m_facts = m_model.facts();
    m_columns.clear();
    m_order.clear();
    m_label = m_environment = m_sortColumn = -1;
    if (m_dataset) {
        m_columns = { { Kind::photo }, { Kind::path }, { Kind::label } };
        if (m_dataset->environment.known())
            m_columns.push_back({ Kind::environment });
        for (std::size_t i = 0; i < m_dataset->tags.size(); ++i)
            if (m_dataset->tags[i].known())
                m_columns.push_back({ Kind::tag, static_cast<int>(i) });
        m_columns.push_back({ Kind::size });
        if (m_facts && m_facts->size() == m_dataset->size())
            for (const int fact : { 0, 1, 5 }) // brightness, contrast, sharpness
                m_columns.push_back({ Kind::fact, fact });
        m_order.resize(m_dataset->size());
        std::iota(m_order.begin(), m_order.end(), 0);
    }
    ++m_generation;
    m_pending = false;
    endResetModel();
    Q_EMIT ordered();
}

int PhotoTable::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_order.size());
}
int PhotoTable::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_columns.size());
}

const Category* PhotoTable::category(const Column& column) const
{
    return column.kind == Kind::label      ? &m_dataset->label
        : column.kind == Kind::environment ? &m_dataset->environment
        : column.kind == Kind::tag         ? &m_dataset->tags[static_cast<std::size_t>(column.index)]
                                           : nullptr;
}

QString PhotoTable::text(const Column& column, std::size_t sample) const
{
    if (column.kind == Kind::path)
        return QString::fromStdString(m_dataset->paths[sample]);
    if (column.kind == Kind::size)
        return QString("%1 × %2").arg(m_dataset->widths[sample]).arg(m_dataset->heights[sample]);
    if (column.kind == Kind::fact)
        return formatNumber(
            factValue((*m_facts)[sample], static_cast<std::size_t>(column.index)), column.index == 1 ? 1 : 0);
    if (const auto* words = category(column)) {
        const int code = words->codes[sample];
        return code < 0 ? QString(QChar(0x2013))
                        : QString::fromStdString(words->values[static_cast<std::size_t>(code)]);
    }
    return {};
}

QVariant PhotoTable::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || !m_dataset)
        return {};
    const Column& column = m_columns[static_cast<std::size_t>(index.column())];
    const auto sample = static_cast<std::size_t>(m_order[static_cast<std::size_t>(index.row())]);
    if (role == Qt::DisplayRole && column.kind != Kind::photo)
        return text(column, sample);
    if (role == Qt::ToolTipRole && column.kind == Kind::path)
        return QString::fromStdString((m_dataset->root / m_dataset->paths[sample]).string());
    if (role == Qt::UserRole && column.kind == Kind::photo)
        return m_model.thumbnails().thumbnail(static_cast<int>(sample));
    if (role == Qt::TextAlignmentRole && (column.kind == Kind::fact || column.kind == Kind::size))
        return static_cast<int>(Qt::AlignRight | Qt::AlignVCenter);
    return {};
}

QVariant PhotoTable::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section >= static_cast<int>(m_columns.size()))
        return {};
    const Column& column = m_columns[static_cast<std::size_t>(section)];
    const bool number = column.kind == Kind::fact || column.kind == Kind::size;
    if (role == Qt::TextAlignmentRole)
        return static_cast<int>((number ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    switch (column.kind) {
    case Kind::photo:
        return tr("Photo");
    case Kind::path:
        return tr("File");
    case Kind::label:
        return tr("Class");
    case Kind::environment:
        return tr("Environment");
    case Kind::size:
        return tr("Size (px)");
    case Kind::fact:
        return column.index == 0 ? tr("Brightness") : column.index == 1 ? tr("Contrast") : tr("Sharpness");
    case Kind::tag: {
        const auto name = m_dataset->tags[static_cast<std::size_t>(column.index)].name;
        return name == "camera"                       ? tr("Camera")
            : name == "site"                          ? tr("Site")
            : name == "shift"                         ? tr("Shift")
            : name == "lot"                           ? tr("Lot")
            : name == "captured_at" || name == "date" ? tr("Taken at")
                                                      : QString::fromStdString(name);
    }
    }
    return {};
}

void PhotoTable::setFilter(int label, int environment)
{
    if (label == m_label && environment == m_environment)
        return;
    m_label = label;
    m_environment = environment;
    order();
}

void PhotoTable::sort(int column, Qt::SortOrder order)
{
    m_sortColumn = column;
    m_descending = order == Qt::DescendingOrder;
    this->order();
}

void PhotoTable::order()
{
    if (!m_dataset)
        return;
    m_pending = true;
    const auto column
        = m_sortColumn >= 0 ? m_columns[static_cast<std::size_t>(m_sortColumn)] : Column { Kind::photo };
    const auto work = [data = m_dataset, facts = m_facts, column, label = m_label,
                          environment = m_environment, descending = m_descending, words = category(column)] {
        SortKeys keys;
        std::vector<int> rows;
        for (std::size_t i = 0; i < data->size(); ++i) {
            if ((label < 0 || data->label.codes[i] == label)
                && (environment < 0 || data->environment.codes[i] == environment))
                rows.push_back(static_cast<int>(i));
            if (column.kind == Kind::path)
                keys.texts.push_back(&data->paths[i]);
            else if (column.kind == Kind::size)
                keys.numbers.push_back(static_cast<double>(data->widths[i]) * data->heights[i]);
            else if (column.kind == Kind::fact)
                keys.numbers.push_back(factValue((*facts)[i], static_cast<std::size_t>(column.index)));
            else if (words)
                keys.numbers.push_back(words->codes[i]);
        }
        return orderOf(keys, std::move(rows), descending);
    };
    m_model.background().run(this, work, [this, generation = ++m_generation](std::vector<int> rows) {
        if (generation != m_generation)
            return;
        beginResetModel();
        m_order = std::move(rows);
        m_pending = false;
        endResetModel();
        Q_EMIT ordered();
    });
}

void PhotoTable::retranslate()
{
    if (!m_columns.empty())
        Q_EMIT headerDataChanged(Qt::Horizontal, 0, static_cast<int>(m_columns.size()) - 1);
}

} // namespace minamo
