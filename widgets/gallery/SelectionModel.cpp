#include "SelectionModel.h"

#include <algorithm>

namespace minamo {

SelectionMode selectionMode(Qt::KeyboardModifiers modifiers)
{
    if (modifiers & Qt::ControlModifier)
        return SelectionMode::remove;
    return modifiers & Qt::ShiftModifier ? SelectionMode::add : SelectionMode::replace;
}

SelectionModel::SelectionModel(QObject* parent) : QObject(parent) { }

void SelectionModel::reset(int count)
{
    m_flags.assign(static_cast<std::size_t>(count), 0);
    m_count = 0;
    m_current = -1;
    Q_EMIT selectionChanged();
    Q_EMIT currentChanged(m_current);
}

QVector<int> SelectionModel::rows() const
{
    QVector<int> rows;
    rows.reserve(m_count);
    for (int i = 0; i < size(); ++i)
        if (m_flags[i])
            rows.push_back(i);
    return rows;
}

void SelectionModel::select(const QVector<int>& rows, SelectionMode mode)
{
    auto flags = mode == SelectionMode::replace ? std::vector<char>(m_flags.size(), 0) : m_flags;
    for (const int row : rows)
        if (row >= 0 && row < size())
            flags[row] = mode != SelectionMode::remove;
    if (flags == m_flags)
        return;
    m_flags = std::move(flags);
    m_count = static_cast<int>(std::count(m_flags.begin(), m_flags.end(), 1));
    Q_EMIT selectionChanged();
}

void SelectionModel::clear()
{
    select({});
}

void SelectionModel::invert()
{
    for (char& flag : m_flags)
        flag = !flag;
    m_count = size() - m_count;
    Q_EMIT selectionChanged();
}

void SelectionModel::setCurrent(int row)
{
    if (row < -1 || row >= size() || row == m_current)
        return;
    m_current = row;
    Q_EMIT currentChanged(row);
}

} // namespace minamo
