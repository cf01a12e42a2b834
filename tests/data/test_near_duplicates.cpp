#include "TestSupport.h"
#include "base/Random.h"
#include "data/NearDuplicates.h"

#include <numeric>

using namespace minamo;

namespace {

/// Looks of independent photos; the second half shows the parts of the first half again, with noise, for
/// every `every`-th photo.
struct Planted {
    Looks looks;
    std::vector<std::int32_t> environments;
    std::vector<std::pair<std::int64_t, std::int64_t>> pairs;

    Planted(int photos, int every, float noise, bool common = false) :
        looks(photos, lookSide * lookSide), environments(static_cast<std::size_t>(photos))
    {
        std::vector<float> numbers(static_cast<std::size_t>(looks.cols())), shape = numbers;
        fillNormal(shape, 5, 0);
        for (int i = 0; i < photos; ++i) {
            const bool again = i >= photos / 2 && (i - photos / 2) % every == 0;
            const int part = again ? i - photos / 2 : i;
            environments[static_cast<std::size_t>(i)] = i >= photos / 2;
            if (again)
                pairs.emplace_back(part, i);
            fillNormal(numbers, 1, static_cast<std::uint64_t>(part));
            for (Eigen::Index k = 0; k < looks.cols(); ++k)
                looks(i, k) = numbers[static_cast<std::size_t>(k)]
                    + (common ? 6 * shape[static_cast<std::size_t>(k)] : 0);
            fillNormal(numbers, 2, static_cast<std::uint64_t>(i));
            for (Eigen::Index k = 0; k < looks.cols(); ++k)
                looks(i, k) += noise * numbers[static_cast<std::size_t>(k)];
        }
    }
    std::int64_t found() const
    {
        const auto result = nearDuplicates(looks, environments);
        return std::ranges::count_if(
            pairs, [&](const auto& pair) { return std::ranges::find(result, pair) != result.end(); });
    }
};

} // namespace

class TestNearDuplicates : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void plantedPairsAreFoundAndNoOthers()
    {
        const Planted planted(600, 3, 0.1F);
        const auto found = nearDuplicates(planted.looks, planted.environments);
        QVERIFY(planted.found() >= static_cast<std::int64_t>(planted.pairs.size()) * 9 / 10);
        for (const auto& pair : found)
            QVERIFY(std::ranges::find(planted.pairs, pair) != planted.pairs.end());
    }
    void whatAllPhotosHaveInCommonSaysNothing()
    {
        const Planted planted(600, 3, 0.1F, true);
        const auto found = nearDuplicates(planted.looks, planted.environments);
        QVERIFY(planted.found() >= static_cast<std::int64_t>(planted.pairs.size()) * 9 / 10);
        QVERIFY(found.size() <= planted.pairs.size());
    }
    void otherPartsOneEnvironmentOrNoStructureAreNoPairs()
    {
        Planted noisy(200, 3, 1); // correlation 0.5: another part
        QCOMPARE(nearDuplicates(noisy.looks, noisy.environments).size(), std::size_t(0));
        Planted one(200, 3, 0.1F);
        QVERIFY(!nearDuplicates(one.looks, one.environments).empty());
        std::ranges::fill(one.environments, 0);
        QVERIFY(nearDuplicates(one.looks, one.environments).empty());
        std::ranges::fill(one.environments, -1);
        QVERIFY(nearDuplicates(one.looks, one.environments).empty());
        Planted flat(200, 3, 0.1F);
        flat.looks.setZero();
        QVERIFY(nearDuplicates(flat.looks, flat.environments).empty());
    }
    void mostAlikeComeFirst()
    {
        const Planted planted(200, 2, 0.1F);
        const auto found = nearDuplicates(planted.looks, planted.environments);
        double last = 1;
        const Eigen::RowVectorXf mean = planted.looks.colwise().mean();
        for (const auto& [a, b] : found) {
            const double now
                = (planted.looks.row(a) - mean).normalized().dot((planted.looks.row(b) - mean).normalized());
            QVERIFY(now <= last + 1e-5);
            last = now;
        }
    }
};

QTEST_APPLESS_MAIN(TestNearDuplicates)
#include "test_near_duplicates.moc"
