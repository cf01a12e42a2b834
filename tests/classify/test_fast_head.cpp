#include "TestSupport.h"
#include "base/Random.h"
#include "engine/classify/FastHead.h"

#include <torch/types.h>

using namespace minamo;

namespace {

constexpr int plants = 4, perPlant = 60, features = 200, classes = 6;

/// Four training plants and one held out; three of eight photos are OK, each of the five defects is one of
/// eight. `signal` = how far the classes lie apart in the first five features, in deviations.
struct Planted {
    std::vector<std::int32_t> labels;
    std::vector<std::uint64_t> ids;
    at::Tensor rows;
    FoldData fold;
    std::vector<int> test;

    Planted(double signal, std::uint64_t key)
    {
        constexpr int count = (plants + 1) * perPlant;
        rows = at::empty({ count, features });
        fillNormal({ rows.data_ptr<float>(), std::size_t(rows.numel()) }, key, 1);
        fold.train.resize(plants);
        fold.validation.resize(plants);
        for (int row = 0; row < count; ++row) {
            const int plant = row / perPlant, label = std::max(0, row % 8 - 2);
            labels.push_back(label);
            ids.push_back(std::uint64_t(row));
            if (label > 0)
                rows[row][label - 1] += signal;
            if (plant == plants)
                test.push_back(row);
            else
                (row % 5 == 4 ? fold.validation : fold.train)[std::size_t(plant)].rows.push_back(row);
        }
        fold.labels = &labels;
        fold.ids = &ids;
        fold.classes = classes;
        fold.seed = key;
    }

    double accuracy(const FastOptions& options) const
    {
        NamedTensors weights;
        const auto outcome = trainFastHead(fold, rows, options, {}, weights);
        const std::vector<std::int64_t> wide(test.begin(), test.end());
        const auto held = rows.index_select(0, torch::tensor(wide));
        const auto found = fastProbabilities(weights, held).argmax(1);
        int right = 0;
        for (std::size_t i = 0; i < test.size(); ++i)
            right += found[std::int64_t(i)].item<int>() == labels[std::size_t(test[i])];
        return double(right) / double(test.size());
    }
};

double meanAccuracy(double signal, const FastOptions& options)
{
    double sum = 0;
    for (std::uint64_t key = 1; key <= 4; ++key)
        sum += Planted(signal, key).accuracy(options) / 4;
    return sum;
}

const FastOptions unbraked { .weightDecays = { 0 }, .hidden = { 0 } };

} // namespace

/// 200 features and 192 photos: a head that is not braked learns chance.
class TestFastHead : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void nothingToLearnMeansTheLargestClass()
    {
        const double braked = meanAccuracy(0, {}), free = meanAccuracy(0, unbraked);
        QVERIFY2(braked > 0.34, qPrintable(QString::number(braked))); // 3 of 8 are OK
        QVERIFY2(free < braked - 0.05, qPrintable(QString::number(free)));
    }
    void whatIsThereIsLearned()
    {
        const double braked = meanAccuracy(4, {}), free = meanAccuracy(4, unbraked);
        QVERIFY2(braked > 0.7, qPrintable(QString::number(braked)));
        QVERIFY2(braked >= free - 0.02, qPrintable(QString::number(free)));
    }
    void equalStartsGiveEqualBits()
    {
        const Planted planted(2, 3);
        NamedTensors first, second;
        const auto one = trainFastHead(planted.fold, planted.rows, {}, {}, first);
        const auto two = trainFastHead(planted.fold, planted.rows, {}, {}, second);
        QCOMPARE(one->bestStep, two->bestStep);
        QVERIFY(at::equal(first.at("head.weight"), second.at("head.weight")));
    }
};

QTEST_APPLESS_MAIN(TestFastHead)
#include "test_fast_head.moc"
