#include "TestSupport.h"
#include "engine/training/MiniBatches.h"

#include <algorithm>
#include <set>

using namespace minamo;

namespace {

std::vector<EnvironmentRows> threeLines()
{
    std::vector<EnvironmentRows> lines { { "A", {} }, { "B", {} }, { "C", {} } };
    for (int row = 0; row < 100; ++row) // 70, 25 and 5 photos
        lines[row < 70 ? 0 : row < 95 ? 1 : 2].rows.push_back(row);
    return lines;
}

} // namespace

/// DomainBed's sampling: the same number from every environment, with replacement, endless.
class TestMiniBatches : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void environmentsCountEqually()
    {
        std::vector<int> seen(100);
        for (int step = 0; step < 200; ++step) {
            const auto batch = drawMiniBatch(threeLines(), 8, 3, step);
            QCOMPARE(batch.size(), std::size_t { 24 });
            for (std::size_t i = 0; i < batch.size(); ++i) {
                const int row = batch[i];
                QCOMPARE(std::size_t(row < 70 ? 0
                                 : row < 95   ? 1
                                              : 2),
                    i / 8); // one environment after the other
                ++seen[static_cast<std::size_t>(row)];
            }
        }
        QVERIFY(std::ranges::min(seen) > 0); // nothing is never drawn
        for (int row = 95; row < 100; ++row) // 1600 draws of 5: 320 each, within 5 deviations
            QVERIFY(std::abs(seen[static_cast<std::size_t>(row)] - 320) < 80);
        for (int row = 0; row < 70; ++row) // 1600 draws of 70: 23 each
            QVERIFY(seen[static_cast<std::size_t>(row)] < 50);
    }
    /// A draw depends on seed, environment and step alone.
    void drawsAreKeyed()
    {
        const auto all = drawMiniBatch(threeLines(), 8, 3, 17);
        QCOMPARE(drawMiniBatch(threeLines(), 8, 3, 17), all);
        QVERIFY(drawMiniBatch(threeLines(), 8, 4, 17) != all);
        QVERIFY(drawMiniBatch(threeLines(), 8, 3, 18) != all);
        const auto alone = drawMiniBatch({ threeLines()[1] }, 8, 3, 17);
        QVERIFY(std::equal(alone.begin(), alone.end(), all.begin() + 8));
        const auto withEmpty = drawMiniBatch({ { "nobody", {} }, threeLines()[1] }, 8, 3, 17);
        QCOMPARE(withEmpty, alone);
        QVERIFY(drawMiniBatch({ { "Z", threeLines()[1].rows } }, 8, 3, 17) != alone);
    }
    /// The figures of the published code for 5001 steps (design: PACS, VLCS, TerraIncognita, OfficeHome,
    /// DomainNet).
    void refreshesFollowThePublishedSteps()
    {
        using Steps = std::vector<int>;
        QCOMPARE(refreshSteps(198 * 32, 5001), (Steps { 0, 198, 396, 792, 1584, 3168 }));
        QCOMPARE(refreshSteps(201 * 32 + 31, 5001), (Steps { 0, 201, 402, 804, 1608, 3216 }));
        QCOMPARE(refreshSteps(464 * 32, 5001), (Steps { 0, 464, 928, 1856, 3712 }));
        QCOMPARE(refreshSteps(292 * 32, 5001), (Steps { 0, 292, 584, 1168, 2336, 4672 }));
        QCOMPARE(refreshSteps(12200 * 32, 5001), Steps { 0 });
        QCOMPARE(refreshSteps(5, 3), (Steps { 0, 1, 2 })); // fewer than 32 photos
        QCOMPARE(refreshSteps(100 * 32, 400), (Steps { 0, 100, 200 })); // not after the last step
    }
};

QTEST_APPLESS_MAIN(TestMiniBatches)
#include "test_mini_batches.moc"
