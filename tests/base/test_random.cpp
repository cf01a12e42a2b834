#include "TestSupport.h"
#include "base/Random.h"

#include <vector>

using namespace minamo;

class TestRandom : public QObject {
    Q_OBJECT

private Q_SLOTS:
    /// Known answers of Philox 4x32-10 (Random123's kat_vectors).
    void knownAnswers()
    {
        using Block = std::array<std::uint32_t, 4>;
        QVERIFY((CounterRandom::block(0, 0, 0) == Block { 0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8 }));
        const auto ones = ~std::uint64_t { 0 };
        QVERIFY((CounterRandom::block(ones, ones, ones) == Block { 0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd }));
    }
    void noiseDoesNotDependOnLength()
    {
        std::vector<float> shorter(7), longer(1000);
        fillNormal(shorter, 42, 3);
        fillNormal(longer, 42, 3);
        QVERIFY(std::equal(shorter.begin(), shorter.end(), longer.begin()));
        fillNormal(shorter, 42, 4);
        QVERIFY(!std::equal(shorter.begin(), shorter.end(), longer.begin())); // another stream, other noise
    }
    void noiseIsStandardNormal()
    {
        std::vector<float> values(200000);
        fillNormal(values, 1, 2);
        double sum = 0, squares = 0, fourth = 0;
        for (const double v : values) {
            sum += v;
            squares += v * v;
            fourth += v * v * v * v;
        }
        const auto n = static_cast<double>(values.size());
        QVERIFY(std::abs(sum / n) < 0.01);
        QVERIFY(std::abs(squares / n - 1) < 0.02);
        QVERIFY(std::abs(fourth / n - 3) < 0.1);
    }
};

QTEST_APPLESS_MAIN(TestRandom)
#include "test_random.moc"
