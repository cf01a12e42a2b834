#include "TestSupport.h"
#include "base/Random.h"
#include "engine/clustering/Ward.h"

#include <limits>
#include <set>

using namespace minamo;

namespace {

Eigen::MatrixXd randomPoints(int count, int width, std::uint64_t key)
{
    CounterRandom random(key);
    Eigen::MatrixXd points(count, width);
    for (int i = 0; i < count; ++i)
        for (int j = 0; j < width; ++j)
            points(i, j) = random.normal();
    return points;
}

/// The definition itself: of all pairs of groups the union that raises the sum of squares least, again and
/// again.
std::vector<double> slowCosts(const Eigen::MatrixXd& points, const std::vector<double>& sizes)
{
    std::vector<std::vector<int>> groups;
    for (int i = 0; i < points.rows(); ++i)
        groups.push_back({ i });
    const auto squares = [&](const std::vector<int>& members) {
        double weight = 0, sum = 0;
        Eigen::RowVectorXd middle = Eigen::RowVectorXd::Zero(points.cols());
        for (const int i : members) {
            middle += sizes[static_cast<std::size_t>(i)] * points.row(i);
            weight += sizes[static_cast<std::size_t>(i)];
        }
        middle /= weight;
        for (const int i : members)
            sum += sizes[static_cast<std::size_t>(i)] * (points.row(i) - middle).squaredNorm();
        return sum;
    };
    std::vector<double> costs;
    while (groups.size() > 1) {
        double least = std::numeric_limits<double>::infinity();
        std::size_t first = 0, second = 1;
        for (std::size_t a = 0; a < groups.size(); ++a)
            for (std::size_t b = a + 1; b < groups.size(); ++b) {
                auto both = groups[a];
                both.insert(both.end(), groups[b].begin(), groups[b].end());
                if (const double cost = squares(both) - squares(groups[a]) - squares(groups[b]);
                    cost < least) {
                    least = cost;
                    first = a;
                    second = b;
                }
            }
        groups[first].insert(groups[first].end(), groups[second].begin(), groups[second].end());
        groups.erase(groups.begin() + static_cast<std::ptrdiff_t>(second));
        costs.push_back(least);
    }
    return costs;
}

} // namespace

class TestWard : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void equalsTheDefinition()
    {
        const auto points = randomPoints(18, 3, 2);
        std::vector<double> sizes;
        for (int i = 0; i < 18; ++i)
            sizes.push_back(1 + i % 5);
        const auto merges = wardLinkage(points, sizes);
        const auto expected = slowCosts(points, sizes);
        QCOMPARE(merges.size(), expected.size());
        for (std::size_t i = 0; i < merges.size(); ++i)
            QVERIFY(std::abs(merges[i].cost - expected[i]) < 1e-9);
        const auto unweighted = wardLinkage(points, std::vector<double>(18, 1));
        QVERIFY(std::abs(unweighted.back().cost - merges.back().cost) > 1e-3); // sizes count
    }

    void findsPlantedGroupsHeaviestFirst()
    {
        auto points = randomPoints(12, 4, 3);
        std::vector<double> sizes(12, 5);
        for (int i = 0; i < 12; ++i)
            points(i, 0) += i % 3 * 30;
        for (int i = 1; i < 12; i += 3)
            sizes[static_cast<std::size_t>(i)] = 50; // group 1 is the heaviest
        const auto groups = cutLinkage(wardLinkage(points, sizes), sizes, 3);
        for (int i = 0; i < 12; ++i)
            QCOMPARE(groups[static_cast<std::size_t>(i)], groups[static_cast<std::size_t>(i % 3)]);
        QCOMPARE(groups[1], 0);
        QCOMPARE(std::set<int>(groups.begin(), groups.end()).size(), std::size_t(3));
    }

    void edges()
    {
        const auto points = randomPoints(5, 2, 4);
        const std::vector<double> sizes(5, 1);
        const auto merges = wardLinkage(points, sizes);
        QCOMPARE(cutLinkage(merges, sizes, 1), std::vector<std::int32_t>(5, 0));
        QCOMPARE(cutLinkage(merges, sizes, 5), (std::vector<std::int32_t> { 0, 1, 2, 3, 4 }));
        QVERIFY(wardLinkage(points.topRows(1), { 3 }).empty());
        const auto same = wardLinkage(Eigen::MatrixXd::Ones(6, 2), std::vector<double>(6, 1)); // ties only
        QCOMPARE(same.size(), std::size_t(5));
    }
};

QTEST_APPLESS_MAIN(TestWard)
#include "test_ward.moc"
