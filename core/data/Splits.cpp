#include "data/Splits.h"

#include "base/Hash.h"
#include "base/Random.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <set>

namespace minamo {
namespace {

constexpr int fewestPhotos = 10; // below this neither side of a split says anything

/// Photos that must stay together: position in `rows` -> smallest sample id of its unit.
class Units {
public:
    Units(const Dataset& dataset, const std::vector<int>& rows) : m_parent(rows.size())
    {
        std::iota(m_parent.begin(), m_parent.end(), 0);
        std::map<std::int32_t, std::size_t> byGroup;
        std::map<std::uint64_t, std::size_t> byContent;
        for (std::size_t i = 0; i < rows.size(); ++i) {
            const auto row = static_cast<std::size_t>(rows[i]);
            if (dataset.group.known() && dataset.group.codes[row] >= 0)
                join(i, byGroup.emplace(dataset.group.codes[row], i).first->second);
            if (dataset.contents.size() > row)
                join(i, byContent.emplace(dataset.contents[row], i).first->second);
        }
        for (std::size_t i = 0; i < rows.size(); ++i) {
            const auto id = dataset.ids[static_cast<std::size_t>(rows[i])];
            const auto [entry, isNew] = m_key.emplace(root(i), id);
            if (!isNew)
                entry->second = std::min(entry->second, id);
        }
    }
    std::uint64_t key(std::size_t position) { return m_key.at(root(position)); }

private:
    std::size_t root(std::size_t i)
    {
        while (m_parent[i] != i)
            i = m_parent[i] = m_parent[m_parent[i]];
        return i;
    }
    void join(std::size_t a, std::size_t b) { m_parent[root(a)] = root(b); }

    std::vector<std::size_t> m_parent;
    std::map<std::size_t, std::uint64_t> m_key;
};

struct Unit {
    std::uint64_t order = 0;
    std::vector<int> rows;
};
using Strata = std::map<int, std::vector<Unit>>; // class -> units

std::string environmentName(const Dataset& dataset, int code)
{
    return code < 0 ? std::string() : dataset.environment.values[static_cast<std::size_t>(code)];
}

int environmentOf(const Dataset& dataset, int row)
{
    return dataset.environment.known() ? dataset.environment.codes[static_cast<std::size_t>(row)] : -1;
}

int labelOf(const Dataset& dataset, int row)
{
    return dataset.label.codes[static_cast<std::size_t>(row)];
}

int photosOf(const std::vector<Unit>& units)
{
    return std::accumulate(units.begin(), units.end(), 0,
        [](int sum, const Unit& unit) { return sum + static_cast<int>(unit.rows.size()); });
}

/// floor(share * n) photos of the whole environment, spread over the classes by largest remainder.
std::map<int, int> quotas(const Strata& strata, double share)
{
    int total = 0, given = 0;
    std::map<int, int> quota;
    std::vector<std::pair<double, int>> remainders;
    for (const auto& [label, units] : strata) {
        const double wanted = share * photosOf(units);
        total += photosOf(units);
        quota[label] = static_cast<int>(wanted + 1e-9);
        given += quota[label];
        remainders.emplace_back(-(wanted - quota[label]), label);
    }
    std::sort(remainders.begin(), remainders.end());
    const int wanted = static_cast<int>(share * total + 1e-9);
    for (std::size_t i = 0; i < remainders.size() && given < wanted; ++i, ++given)
        ++quota[remainders[i].second];
    return quota;
}

void splitEnvironment(Strata& strata, double share, SplitSides& sides)
{
    const auto quota = quotas(strata, share);
    for (auto& [label, units] : strata) {
        std::sort(units.begin(), units.end(), [](const Unit& a, const Unit& b) { return a.order < b.order; });
        int left = quota.at(label);
        for (const auto& unit : units) {
            const bool goesOut = static_cast<int>(unit.rows.size()) <= left;
            left -= goesOut ? static_cast<int>(unit.rows.size()) : 0;
            auto& side = goesOut ? sides.out : sides.in;
            side.insert(side.end(), unit.rows.begin(), unit.rows.end());
        }
    }
}

std::vector<int> labelledRows(const Dataset& dataset)
{
    std::vector<int> rows;
    for (std::size_t row = 0; row < dataset.size() && dataset.label.known(); ++row)
        if (dataset.label.codes[row] >= 0)
            rows.push_back(static_cast<int>(row));
    return rows;
}

} // namespace

SplitSides splitInOut(const Dataset& dataset, const std::vector<int>& rows, std::uint64_t seed, double share)
{
    std::vector<int> labelled;
    std::copy_if(rows.begin(), rows.end(), std::back_inserter(labelled),
        [&](int row) { return labelOf(dataset, row) >= 0; });
    std::sort(labelled.begin(), labelled.end(),
        [&](int a, int b) { return dataset.ids[std::size_t(a)] < dataset.ids[std::size_t(b)]; });

    Units together(dataset, labelled);
    std::map<std::uint64_t, Unit> units;
    for (std::size_t i = 0; i < labelled.size(); ++i)
        units[together.key(i)].rows.push_back(labelled[i]);

    std::map<int, Strata> environments;
    for (auto& [key, unit] : units) {
        const int environment = environmentOf(dataset, unit.rows.front());
        unit.order = mixKeys(mixKeys(seed, hash64(environmentName(dataset, environment))), key);
        environments[environment][labelOf(dataset, unit.rows.front())].push_back(std::move(unit));
    }
    SplitSides sides;
    for (auto& [environment, strata] : environments)
        splitEnvironment(strata, share, sides);
    std::sort(sides.in.begin(), sides.in.end());
    std::sort(sides.out.begin(), sides.out.end());
    return sides;
}

std::vector<int> usedEnvironments(const Dataset& dataset)
{
    std::set<int> codes;
    for (const int row : labelledRows(dataset))
        if (environmentOf(dataset, row) >= 0)
            codes.insert(environmentOf(dataset, row));
    return { codes.begin(), codes.end() };
}

namespace {

TrainFold plainFold(const Dataset& dataset, std::uint64_t seed)
{
    TrainFold fold;
    const auto outer = splitInOut(dataset, labelledRows(dataset), mixKeys(seed, 1));
    const auto inner = splitInOut(dataset, outer.in, mixKeys(seed, 2));
    fold.train = inner.in;
    fold.validation = inner.out;
    fold.test = outer.out;
    fold.testIn.assign(fold.test.size(), 1);
    return fold;
}

/// Everything is learned from; validation still chooses the checkpoint.
TrainFold wholeFold(const Dataset& dataset, std::uint64_t seed)
{
    TrainFold fold;
    const auto split = splitInOut(dataset, labelledRows(dataset), seed);
    fold.train = split.in;
    fold.validation = split.out;
    return fold;
}

/// Target and training rows of one fold; parts and copies on both sides are settled by a coin keyed on the
/// unit.
TrainFold leaveOneOut(const Dataset& dataset, int target, std::uint64_t seed)
{
    TrainFold fold;
    fold.holdout = environmentName(dataset, target);
    std::vector<int> rows, others;
    for (const int row : labelledRows(dataset))
        if (environmentOf(dataset, row) >= 0)
            rows.push_back(row);
    Units together(dataset, rows);
    std::map<std::uint64_t, int> sides; // bit 1: in the target, bit 2: elsewhere
    for (std::size_t i = 0; i < rows.size(); ++i)
        sides[together.key(i)] |= environmentOf(dataset, rows[i]) == target ? 1 : 2;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const bool isTarget = environmentOf(dataset, rows[i]) == target;
        const auto key = together.key(i);
        const bool keptByTarget = (mixKeys(mixKeys(hash64(fold.holdout), key), 7) & 1) != 0;
        if (sides[key] == 3 && keptByTarget != isTarget)
            ++fold.leftOut;
        else
            (isTarget ? fold.test : others).push_back(rows[i]);
    }
    const auto split = splitInOut(dataset, others, seed);
    fold.train = split.in;
    fold.validation = split.out;
    const auto targetSplit = splitInOut(dataset, fold.test, seed);
    for (const int row : fold.test)
        fold.testIn.push_back(std::binary_search(targetSplit.in.begin(), targetSplit.in.end(), row) ? 1 : 0);
    return fold;
}

Result<void> checkFold(const Dataset& dataset, const TrainFold& fold, bool isWhole)
{
    std::set<int> classes;
    for (const int row : fold.train)
        classes.insert(labelOf(dataset, row));
    const Json where { { "environment", fold.holdout } };
    if (classes.size() == 1 || (classes.empty() && !fold.train.empty()))
        return fail("train.one-class-in-fold", where);
    if (fold.train.size() + fold.validation.size() < fewestPhotos || fold.test.empty() != isWhole)
        return fail("train.too-few-photos",
            { { "photos", fold.train.size() + fold.validation.size() }, { "needed", fewestPhotos } });
    return {};
}

Result<std::vector<int>> targets(const Dataset& dataset, const std::string& holdout)
{
    const auto used = usedEnvironments(dataset);
    if (holdout.empty() || holdout == "none" || (holdout == "all" && used.size() < 2))
        return std::vector<int> {};
    if (holdout == "all")
        return used;
    for (const int code : used)
        if (environmentName(dataset, code) == holdout) {
            if (used.size() < 2)
                return fail("train.only-environment", { { "environment", holdout } });
            return std::vector<int> { code };
        }
    return fail(
        "train.unknown-environment", { { "environment", holdout }, { "known", dataset.environment.values } });
}

} // namespace

Result<std::vector<TrainFold>> trainFolds(
    const Dataset& dataset, const std::string& holdout, std::uint64_t seed)
{
    const auto rows = labelledRows(dataset);
    if (rows.empty())
        return fail("train.no-labels");
    std::set<int> classes;
    for (const int row : rows)
        classes.insert(labelOf(dataset, row));
    if (classes.size() < 2)
        return fail("train.one-class", { { "class", dataset.label.values[std::size_t(*classes.begin())] } });

    MINAMO_TRY(const auto held, targets(dataset, holdout));
    std::vector<TrainFold> folds;
    for (const int target : held)
        folds.push_back(leaveOneOut(dataset, target, seed));
    const bool isWhole = holdout == "none";
    if (held.empty())
        folds.push_back(isWhole ? wholeFold(dataset, seed) : plainFold(dataset, seed));
    for (std::size_t i = 0; i < folds.size(); ++i) {
        folds[i].number = static_cast<int>(i);
        MINAMO_DO(checkFold(dataset, folds[i], isWhole));
    }
    return folds;
}

} // namespace minamo
