#include "TestSupport.h"
#include "base/Random.h"
#include "statistics/Intervals.h"
#include "statistics/Tests.h"

#include <numeric>

using namespace minamo;

namespace {
bool close(double value, const Json& expected, double tolerance)
{
    const double want = expected;
    return std::abs(value - want) <= tolerance * std::max(1.0, std::abs(want));
}
} // namespace

/// Golden K_statistics (scipy, statsmodels): rates, paired classifiers, association of columns.
class TestIntervals : public QObject {
    Q_OBJECT
    Json m_golden;

private Q_SLOTS:
    void initTestCase()
    {
        const auto golden = readJson(goldenFolder() / "K_statistics/statistics.json");
        VERIFY_OK(golden);
        m_golden = *golden;
    }

    void normalQuantiles()
    {
        for (const auto& [p, z] : m_golden.at("normal_quantiles").items())
            QVERIFY2(close(normalQuantile(std::stod(p)), z, 1e-9), p.c_str());
    }

    void rates()
    {
        for (const auto& one : m_golden.at("wilson")) {
            const auto interval = wilsonInterval(one.at("k"), one.at("n"), 1 - one.at("alpha").get<double>());
            QVERIFY2(close(interval.low, one.at("low"), 1e-9) && close(interval.high, one.at("high"), 1e-9),
                one.dump().c_str());
        }
        for (const auto& one : m_golden.at("clopper_pearson")) {
            const auto interval
                = clopperPearsonInterval(one.at("k"), one.at("n"), 1 - one.at("alpha").get<double>());
            QVERIFY2(close(interval.low, one.at("low"), 1e-7) && close(interval.high, one.at("high"), 1e-7),
                one.dump().c_str());
        }
    }

    void pairedClassifiers()
    {
        for (const auto& one : m_golden.at("mcnemar")) {
            const auto test = mcnemar(one.at("only_first_right"), one.at("only_second_right"));
            QVERIFY2(close(test.exact, one.at("p_exact"), 1e-9) && close(test.mid, one.at("p_mid"), 1e-9),
                one.dump().c_str());
            QCOMPARE(test.chiSquare.has_value(), !one.at("chi2_corrected").is_null());
            if (test.chiSquare)
                QVERIFY2(close(*test.chiSquare, one.at("chi2_corrected"), 1e-9)
                        && close(*test.chiSquareP, one.at("p_chi2_corrected"), 1e-9),
                    one.dump().c_str());
        }
    }

    void manyTestsAtOnce()
    {
        const auto& golden = m_golden.at("multiple_testing");
        const auto p = golden.at("p").get<std::vector<double>>();
        const auto adjusted = holmAdjusted(p);
        for (std::size_t i = 0; i < p.size(); ++i)
            QVERIFY(std::abs(adjusted[i] - golden.at("holm")[i].get<double>()) < 1e-12);
        const std::vector<double> mixed { p[3], p[0], p[6], p[1], p[5], p[2], p[4] }; // in any order
        const auto same = holmAdjusted(mixed);
        QCOMPARE(same[1], adjusted[0]);
        QCOMPARE(same[0], adjusted[3]);
        QCOMPARE(holmAdjusted({ 0.03 }), std::vector<double> { 0.03 }); // one test alone stays as it is
        QVERIFY(holmAdjusted({}).empty());
    }
    void association()
    {
        for (const auto& one : m_golden.at("cramers_v")) {
            const auto& table = one.at("table");
            Contingency counts { Eigen::MatrixXd(table.size(), table.at(0).size()), 0 };
            for (std::size_t i = 0; i < table.size(); ++i)
                for (std::size_t j = 0; j < table[i].size(); ++j)
                    counts.counts(static_cast<Eigen::Index>(i), static_cast<Eigen::Index>(j)) = table[i][j];
            counts.total = counts.counts.sum();
            const auto link = associate(counts);
            QVERIFY2(close(link.chiSquare, one.at("chi2"), 1e-9) && close(link.pValue, one.at("p"), 1e-9)
                    && close(link.freedom, one.at("dof"), 0)
                    && close(link.cramersV, one.at("cramers_v"), 1e-9)
                    && close(link.corrected, one.at("cramers_v_bias_corrected"), 1e-9),
                one.dump().c_str());
        }
    }

    void
    bootstrapCoversTheMean() // planted mean 0: about 95 of 100 intervals hold it; a shifted mean is outside
    {
        int covered = 0;
        for (std::uint64_t trial = 0; trial < 100; ++trial) {
            CounterRandom random(trial, 1);
            std::vector<double> values(60);
            for (auto& value : values)
                value = random.normal();
            const auto mean = [&](std::span<const std::int64_t> rows) {
                double sum = 0;
                for (const auto row : rows)
                    sum += values[static_cast<std::size_t>(row)];
                return sum / static_cast<double>(rows.size());
            };
            const auto interval = bootstrapInterval(60, mean, 400, 0.95, trial);
            covered += interval.low <= 0 && 0 <= interval.high;
            QVERIFY(interval.high < 1.5 && interval.low > -1.5);
        }
        QVERIFY2(covered >= 88 && covered < 100, qPrintable(QString::number(covered)));
    }
};

QTEST_APPLESS_MAIN(TestIntervals)
#include "test_intervals.moc"
