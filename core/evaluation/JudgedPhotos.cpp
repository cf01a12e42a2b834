#include "evaluation/JudgedPhotos.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

namespace minamo {
namespace {

using ByPhoto = std::map<std::uint64_t, std::vector<const Prediction*>>;

ByPhoto byPhoto(const std::vector<Prediction>& predictions)
{
    ByPhoto found;
    for (const auto& p : predictions)
        found[p.id].push_back(&p);
    return found;
}

int seedsOf(const std::vector<Prediction>& predictions)
{
    int seeds = 1;
    for (const auto& p : predictions)
        seeds = std::max(seeds, p.seed + 1);
    return seeds;
}

float defectOf(const Prediction& prediction, const std::vector<int>& okClasses)
{
    if (okClasses.empty())
        return std::numeric_limits<float>::quiet_NaN();
    double ok = 0;
    for (const int c : okClasses)
        ok += prediction.probabilities.at(std::size_t(c));
    return float(std::clamp(1 - ok, 0.0, 1.0));
}

void addAnswers(JudgedPhotos& table, int which, const std::vector<const Prediction*>& answers,
    const std::vector<int>& okClasses)
{
    const auto seeds = std::size_t(table.seeds[which]);
    auto& said = table.said[which];
    auto& defect = table.defect[which];
    const auto first = said.size();
    said.resize(first + seeds, -1);
    defect.resize(first + seeds, std::numeric_limits<float>::quiet_NaN());
    for (const auto* answer : answers) {
        said[first + std::size_t(answer->seed)] = answer->predicted;
        defect[first + std::size_t(answer->seed)] = defectOf(*answer, okClasses);
    }
}

} // namespace

PhotoTally JudgedPhotos::tally(std::size_t photo, int which, const std::vector<int>& okClasses) const
{
    PhotoTally sum;
    const auto count = std::size_t(seeds[which]);
    for (std::size_t s = 0; s < count; ++s)
        if (const int answer = said[which][photo * count + s]; answer >= 0)
            sum.add(truth[photo], answer, okClasses);
    return sum;
}

double JudgedPhotos::meanDefect(std::size_t photo, int which) const
{
    double sum = 0;
    int judged = 0;
    const auto count = std::size_t(seeds[which]);
    for (std::size_t s = 0; s < count; ++s)
        if (const float p = defect[which][photo * count + s]; !std::isnan(p)) {
            sum += p;
            ++judged;
        }
    return judged ? sum / judged : std::numeric_limits<double>::quiet_NaN();
}

int JudgedPhotos::mainAnswer(std::size_t photo, int which) const
{
    std::map<int, int> votes;
    const auto count = std::size_t(seeds[which]);
    for (std::size_t s = 0; s < count; ++s)
        if (const int answer = said[which][photo * count + s]; answer >= 0)
            ++votes[answer];
    int best = -1;
    for (const auto& [answer, number] : votes)
        if (best < 0 || number > votes.at(best))
            best = answer;
    return best;
}

JudgedPhotos judgedPhotos(const std::vector<Prediction>& before, const std::vector<Prediction>& after,
    const Dataset& dataset, const std::vector<std::int32_t>& styles)
{
    JudgedPhotos table;
    table.seeds = { seedsOf(before), seedsOf(after) };
    const auto first = byPhoto(before), second = byPhoto(after);
    for (std::size_t row = 0; row < dataset.size(); ++row) {
        const auto a = first.find(dataset.ids[row]), b = second.find(dataset.ids[row]);
        if (a == first.end() || b == second.end())
            continue;
        const auto& answer = *b->second.front();
        table.ids.push_back(answer.id);
        table.row.push_back(std::int32_t(row));
        table.fold.push_back(answer.fold);
        table.truth.push_back(answer.truth);
        table.good.push_back(isOneOf(answer.truth, dataset.okClasses));
        table.style.push_back(styles.empty() ? -1 : styles[row]);
        table.environment.push_back(dataset.environment.known() ? dataset.environment.codes[row] : -1);
        addAnswers(table, 0, a->second, dataset.okClasses);
        addAnswers(table, 1, b->second, dataset.okClasses);
    }
    return table;
}

} // namespace minamo
