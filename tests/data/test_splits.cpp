#include "TestSupport.h"
#include "base/Random.h"
#include "data/Splits.h"

#include <map>
#include <set>

using namespace minamo;

namespace {

/// environments x classes x photos; no groups, no copies.
Dataset plain(int environments, int classes, int photos)
{
    Dataset dataset;
    for (int e = 0; e < environments; ++e)
        dataset.environment.values.push_back("env" + std::to_string(e));
    for (int c = 0; c < classes; ++c)
        dataset.label.values.push_back("class" + std::to_string(c));
    for (int e = 0; e < environments; ++e)
        for (int c = 0; c < classes; ++c)
            for (int i = 0; i < photos; ++i) {
                dataset.environment.codes.push_back(e);
                dataset.label.codes.push_back(c);
                dataset.ids.push_back(mixKeys(std::uint64_t(e * 100 + c), std::uint64_t(i)));
                dataset.contents.push_back(mixKeys(dataset.ids.back(), 1));
            }
    return dataset;
}

std::vector<int> allRows(const Dataset& dataset)
{
    std::vector<int> rows(dataset.size());
    for (std::size_t i = 0; i < rows.size(); ++i)
        rows[i] = int(i);
    return rows;
}

std::set<std::uint64_t> idsOf(const Dataset& dataset, const std::vector<int>& rows)
{
    std::set<std::uint64_t> ids;
    for (const int row : rows)
        ids.insert(dataset.ids[std::size_t(row)]);
    return ids;
}

bool overlap(const std::vector<int>& a, const std::vector<int>& b, const std::vector<std::int32_t>& codes)
{
    std::set<int> first;
    for (const int row : a)
        first.insert(codes[std::size_t(row)]);
    return std::any_of(b.begin(), b.end(), [&](int row) { return first.contains(codes[std::size_t(row)]); });
}

} // namespace

class TestSplits : public QObject {
    Q_OBJECT
private Q_SLOTS:
    /// The classifier that is exported learns from every environment.
    void noneHoldsNothingOut()
    {
        const auto dataset = plain(3, 2, 20);
        const auto folds = trainFolds(dataset, "none", 1);
        VERIFY_OK(folds);
        QCOMPARE(int(folds->size()), 1);
        const auto& fold = folds->front();
        QVERIFY(fold.test.empty() && fold.holdout.empty());
        QCOMPARE(fold.train.size() + fold.validation.size(), dataset.size());
        std::set<int> environments;
        for (const int row : fold.train)
            environments.insert(dataset.environment.codes[std::size_t(row)]);
        QCOMPARE(int(environments.size()), 3);
        QVERIFY(!fold.validation.empty());
        QVERIFY(!trainFolds(dataset, "", 1)->front().test.empty()); // the plain split does hold photos out
    }
    void twentyPercentOfEveryEnvironmentAndClass()
    {
        const auto dataset = plain(3, 4, 23);
        const auto sides = splitInOut(dataset, allRows(dataset), 5);
        std::map<std::pair<int, int>, int> out;
        std::map<int, int> outOfEnvironment;
        for (const int row : sides.out) {
            ++out[{ dataset.environment.codes[std::size_t(row)], dataset.label.codes[std::size_t(row)] }];
            ++outOfEnvironment[dataset.environment.codes[std::size_t(row)]];
        }
        for (const auto& [environment, count] : outOfEnvironment)
            QCOMPARE(count, 18); // floor(0.2 * 92), as DomainBed
        for (const auto& [where, count] : out)
            QVERIFY(count == 4 || count == 5); // 0.2 * 23 = 4.6
        QCOMPARE(sides.in.size() + sides.out.size(), dataset.size());
        QVERIFY(std::is_sorted(sides.in.begin(), sides.in.end()));
    }
    void dependsOnSeedAndOwnEnvironmentOnly()
    {
        const auto dataset = plain(3, 2, 20);
        const auto rows = allRows(dataset);
        const auto sides = splitInOut(dataset, rows, 5);
        QVERIFY(splitInOut(dataset, rows, 5).out == sides.out);
        QVERIFY(splitInOut(dataset, rows, 6).out != sides.out);
        // Without the other environments, and in another order of rows, an environment is split alike.
        std::vector<int> second(rows.begin() + 40, rows.begin() + 80);
        std::reverse(second.begin(), second.end());
        std::vector<int> expected;
        for (const int row : sides.out)
            if (row >= 40 && row < 80)
                expected.push_back(row);
        QVERIFY(splitInOut(dataset, second, 5).out == expected);
    }
    void partsAndCopiesStayTogether()
    {
        auto dataset = plain(2, 2, 30);
        dataset.group.values.assign(60, "part");
        for (std::size_t i = 0; i < dataset.size(); ++i)
            dataset.group.codes.push_back(int(i / 2));
        dataset.contents[0] = dataset.contents[10]; // a copy joins two parts
        for (std::uint64_t seed = 0; seed < 20; ++seed) {
            const auto sides = splitInOut(dataset, allRows(dataset), seed);
            QVERIFY(!overlap(sides.in, sides.out, dataset.group.codes));
            const std::set<int> out(sides.out.begin(), sides.out.end());
            QCOMPARE(out.contains(0), out.contains(10));
            QVERIFY(!sides.out.empty());
        }
        // The check is able to fail: without the column, parts are torn.
        auto loose = dataset;
        loose.group.values.clear();
        const auto sides = splitInOut(loose, allRows(loose), 1);
        QVERIFY(overlap(sides.in, sides.out, dataset.group.codes));
    }
    void everyEnvironmentIsTheTargetOnce()
    {
        const auto dataset = plain(4, 3, 20);
        const auto folds = trainFolds(dataset, "all", 3);
        VERIFY_OK(folds);
        QCOMPARE(int(folds->size()), 4);
        for (const auto& fold : *folds) {
            QVERIFY(!overlap(fold.train, fold.test, dataset.environment.codes));
            QVERIFY(!overlap(fold.validation, fold.test, dataset.environment.codes));
            QCOMPARE(int(fold.test.size()), 60);
            QCOMPARE(int(std::count(fold.testIn.begin(), fold.testIn.end(), 1)), 48);
            QCOMPARE(int(fold.train.size()), 3 * 48);
            QCOMPARE(int(fold.validation.size()), 3 * 12);
        }
        const auto one = trainFolds(dataset, "env2", 3);
        VERIFY_OK(one);
        QVERIFY(one->front().train == (*folds)[2].train);
        VERIFY_FAILS(trainFolds(dataset, "env9", 3), "train.unknown-environment");
    }
    void aPartSeenInTheTargetIsNotLearnedFrom()
    {
        auto dataset = plain(2, 2, 40); // the same 80 parts under two exposures
        dataset.group.values.assign(80, "part");
        for (int i = 0; i < 160; ++i)
            dataset.group.codes.push_back(i % 80);
        const auto folds = trainFolds(dataset, "all", 1);
        VERIFY_OK(folds);
        for (const auto& fold : *folds) {
            QVERIFY(!overlap(fold.train, fold.test, dataset.group.codes));
            QVERIFY(!overlap(fold.validation, fold.test, dataset.group.codes));
            QVERIFY(fold.test.size() > 20 && fold.train.size() > 20);
            QCOMPARE(
                std::size_t(fold.leftOut) + fold.train.size() + fold.validation.size() + fold.test.size(),
                dataset.size());
        }
    }
    void oneEnvironmentGivesAPlainSplitOfThree()
    {
        const auto dataset = plain(1, 3, 50);
        const auto folds = trainFolds(dataset, "all", 1);
        VERIFY_OK(folds);
        QCOMPARE(int(folds->size()), 1);
        const auto& fold = folds->front();
        QVERIFY(fold.holdout.empty());
        QCOMPARE(int(fold.test.size()), 30);
        QCOMPARE(int(fold.validation.size()), 24);
        auto all = idsOf(dataset, fold.train);
        all.merge(idsOf(dataset, fold.validation));
        all.merge(idsOf(dataset, fold.test));
        QCOMPARE(all.size(), dataset.size());
        VERIFY_FAILS(trainFolds(dataset, "env0", 1), "train.only-environment");
    }
    void unknownLabelsAndEnvironmentsTakeNoPart()
    {
        auto dataset = plain(3, 2, 20);
        dataset.label.codes[5] = -1;
        dataset.environment.codes[50] = -1;
        const auto folds = trainFolds(dataset, "all", 1);
        VERIFY_OK(folds);
        for (const auto& fold : *folds)
            for (const auto* rows : { &fold.train, &fold.validation, &fold.test })
                QVERIFY(std::find(rows->begin(), rows->end(), 5) == rows->end()
                    && std::find(rows->begin(), rows->end(), 50) == rows->end());
    }
    void whatCannotBeTrainedIsRefused()
    {
        VERIFY_FAILS(trainFolds(plain(2, 1, 20), "all", 1), "train.one-class");
        VERIFY_FAILS(trainFolds(plain(2, 2, 2), "all", 1), "train.too-few-photos");
        auto none = plain(2, 2, 20);
        none.label.codes.assign(none.size(), -1);
        VERIFY_FAILS(trainFolds(none, "all", 1), "train.no-labels");
        auto torn = plain(2, 2, 20); // class 1 exists in env1 only
        for (int i = 20; i < 40; ++i)
            torn.label.codes[std::size_t(i)] = 0;
        VERIFY_FAILS(trainFolds(torn, "env1", 1), "train.one-class-in-fold");
    }
};

QTEST_APPLESS_MAIN(TestSplits)
#include "test_splits.moc"
