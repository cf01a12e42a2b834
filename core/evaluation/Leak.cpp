#include "evaluation/Evaluate.h"
#include "statistics/Tests.h"

#include <algorithm>
#include <map>

namespace minamo {
namespace {

using Counts = std::map<std::int32_t, std::int64_t>; // answer -> photos

/// The most frequent answer without this photo; of equals the one that is more frequent over all.
std::int32_t guessWithout(std::int32_t own, const Counts& style, const Counts& all)
{
    std::int32_t best = -1;
    std::pair<std::int64_t, std::int64_t> most { -1, -1 };
    for (const auto& [answer, total] : all) {
        const auto found = style.find(answer);
        const auto here = (found == style.end() ? 0 : found->second) - (answer == own ? 1 : 0);
        if (std::pair { here, total } > most) {
            most = { here, total };
            best = answer;
        }
    }
    return best;
}

} // namespace

LeakCheck leakCheck(const JudgedPhotos& table, bool okKnown)
{
    std::vector<std::int32_t> styles, answers;
    std::map<std::int32_t, Counts> byStyle;
    Counts all;
    for (std::size_t i = 0; i < table.size(); ++i) {
        if (table.style[i] < 0)
            continue;
        styles.push_back(table.style[i]);
        answers.push_back(okKnown ? table.good[i] : table.truth[i]);
        ++byStyle[styles.back()][answers.back()];
        ++all[answers.back()];
    }
    if (styles.empty())
        return {};
    std::int64_t right = 0, most = 0;
    for (std::size_t i = 0; i < styles.size(); ++i)
        right += guessWithout(answers[i], byStyle.at(styles[i]), all) == answers[i];
    for (const auto& [answer, count] : all)
        most = std::max(most, count);
    const auto link = associate(contingency(styles, answers));
    const double photos = double(styles.size());
    return { okKnown ? "defect" : "class", link.corrected, link.pValue, double(right) / photos,
        double(most) / photos, std::int64_t(styles.size()),
        link.corrected >= 0.5       ? "strong"
            : link.corrected >= 0.3 ? "medium"
                                    : "weak" };
}

} // namespace minamo
