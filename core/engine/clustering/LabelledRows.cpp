#include "engine/clustering/LabelledRows.h"

namespace minamo {

std::vector<int> rowsOf(const ScoreLabels& labels, Eigen::Index total)
{
    if (!labels.rows.empty())
        return labels.rows;
    std::vector<int> rows(static_cast<std::size_t>(total));
    for (std::size_t i = 0; i < rows.size(); ++i)
        rows[i] = static_cast<int>(i);
    return rows;
}

std::vector<int> knownRows(const std::vector<int>& rows, const std::vector<std::int32_t>& codes)
{
    std::vector<int> known;
    for (const int row : rows)
        if (!codes.empty() && codes[static_cast<std::size_t>(row)] >= 0)
            known.push_back(row);
    return known;
}

std::vector<std::int32_t> codesAt(const std::vector<std::int32_t>& codes, const std::vector<int>& rows)
{
    std::vector<std::int32_t> some;
    for (const int row : rows)
        some.push_back(codes[static_cast<std::size_t>(row)]);
    return some;
}

} // namespace minamo
