#include "statistics/Contingency.h"

#include "base/Assert.h"

#include <map>
#include <set>

namespace minamo {

Contingency contingency(Labels a, Labels b)
{
    MINAMO_ASSERT(a.size() == b.size());
    std::map<std::int32_t, Eigen::Index> rows, columns;
    for (std::size_t i = 0; i < a.size(); ++i) {
        if (a[i] < 0 || b[i] < 0)
            continue;
        rows.emplace(a[i], 0);
        columns.emplace(b[i], 0);
    }
    Eigen::Index next = 0;
    for (auto& [code, row] : rows)
        row = next++;
    next = 0;
    for (auto& [code, column] : columns)
        column = next++;
    Contingency table { Eigen::MatrixXd::Zero(static_cast<Eigen::Index>(rows.size()),
                            static_cast<Eigen::Index>(columns.size())),
        0 };
    for (std::size_t i = 0; i < a.size(); ++i)
        if (a[i] >= 0 && b[i] >= 0)
            table.counts(rows.at(a[i]), columns.at(b[i])) += 1;
    table.total = table.counts.sum();
    return table;
}

int distinctLabels(Labels labels)
{
    std::set<std::int32_t> seen;
    for (const auto code : labels)
        if (code >= 0)
            seen.insert(code);
    return static_cast<int>(seen.size());
}

} // namespace minamo
