#include "TestSupport.h"
#include "base/Random.h"
#include "engine/clustering/ClusterMeans.h"
#include "engine/clustering/ClusterMethod.h"
#include "engine/clustering/GaussianMixture.h"
#include "engine/clustering/Matrices.h"
#include "io/Safetensors.h"
#include "stages/DiscoverOptions.h"
#include "statistics/Agreement.h"

#include <ATen/Parallel.h>

using namespace minamo;

namespace {

at::Tensor load(const SafetensorsFile& file, const std::string& name)
{
    const auto* view = file.find(name);
    const auto dtype = view->dtype == DType::f64 ? at::kDouble
        : view->dtype == DType::f32              ? at::kFloat
                                                 : at::kByte;
    const auto blob
        = at::from_blob(const_cast<std::byte*>(view->bytes.data()), view->shape, at::TensorOptions(dtype));
    return dtype == at::kByte ? blob.to(at::kLong) : blob.clone();
}

double worst(const at::Tensor& a, const at::Tensor& b)
{
    return ((a - b).abs() / (b.abs() + 1e-3)).max().item<double>();
}

/// `groups` round clouds of `each` points around corners far apart.
at::Tensor clouds(int groups, int each, int width, double spread, std::uint64_t key)
{
    auto rows = at::empty({ groups * each, width }, at::kFloat);
    auto* out = rows.mutable_data_ptr<float>();
    CounterRandom random(key);
    for (int row = 0; row < groups * each; ++row)
        for (int column = 0; column < width; ++column)
            *out++ = static_cast<float>((row / each == column % groups ? 10 : 0) + spread * random.normal());
    return rows;
}

} // namespace

/// Lloyd steps and Gaussian mixture against scikit-learn (golden J_analysis); planted clusters; determinism.
class TestKMeans : public QObject {
    Q_OBJECT
    std::optional<SafetensorsFile> m_file;
    Json m_golden;

private Q_SLOTS:
    void initTestCase()
    {
        auto file = SafetensorsFile::open(goldenFolder() / "J_analysis/analysis.safetensors");
        const auto golden = readJson(goldenFolder() / "J_analysis/analysis.json");
        VERIFY_OK(file);
        VERIFY_OK(golden);
        m_file = *file;
        m_golden = *golden;
    }

    void lloydEqualsScikitLearn_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("data");
        QTest::newRow("digits") << "kmeans.digits"
                                << "digits.X";
        QTest::newRow("planted") << "kmeans.planted"
                                 << "planted.X";
        QTest::newRow("planted_fine") << "kmeans.planted_fine"
                                      << "planted.X";
    }

    void lloydEqualsScikitLearn()
    {
        QFETCH(QString, name);
        QFETCH(QString, data);
        const auto key = name.toStdString();
        const auto rows = load(*m_file, data.toStdString()).to(at::kDouble);
        const auto init
            = load(*m_file, key == "kmeans.digits" || m_file->find(key + ".init") ? key + ".init" : key);
        const auto [labels, distances] = nearestCentroids(rows, init);
        QVERIFY(at::equal(labels, load(*m_file, key + ".iter1.labels_to_init")));
        QVERIFY(std::abs(
                    distances.sum().item<double>() / m_golden.at(key + ".iter1.inertia_to_init").get<double>()
                    - 1)
            < 1e-9);

        const auto once = lloyd(rows, init, { .maxIterations = 1, .tolerance = 0 });
        QVERIFY(worst(once.centroids, load(*m_file, key + ".iter1.centroids")) < 1e-6);
        QVERIFY(at::equal(once.assignments, load(*m_file, key + ".iter1.labels_to_centroids")));
        QVERIFY(std::abs(once.inertia / m_golden.at(key + ".iter1.inertia_to_centroids").get<double>() - 1)
            < 1e-9);

        const auto settled = lloyd(rows, init, { .tolerance = 0 });
        QVERIFY(worst(settled.centroids, load(*m_file, key + ".centroids")) < 1e-6);
        QVERIFY(at::equal(settled.assignments, load(*m_file, key + ".labels")));
        QVERIFY(std::abs(settled.inertia / m_golden.at(key + ".inertia").get<double>() - 1) < 1e-9);

        const auto single = lloyd(rows.to(at::kFloat), init.to(at::kFloat), { .tolerance = 0 });
        QVERIFY(at::equal(single.assignments, settled.assignments));
        QVERIFY(worst(single.centroids.to(at::kDouble), settled.centroids) < 1e-3);
    }

    void restartsReachTheBestKnownInertia() // ten greedy k-means++ starts are not worse than scikit-learn's
                                            // one from `init`
    {
        const auto rows = load(*m_file, "digits.X").to(at::kFloat);
        const auto found = kMeans(rows, { .clusters = 10 });
        QVERIFY(found.inertia <= m_golden.at("kmeans.digits.inertia").get<double>() * 1.001);
        const auto single = kMeans(rows, { .clusters = 10, .restarts = 1, .maxIterations = 1 });
        QVERIFY(single.inertia > found.inertia * 1.02);
    }

    void everyMethodFindsPlantedClouds()
    {
        QCOMPARE(clusterMethods().size(), DiscoverOptions::methods().size());
        const auto rows = clouds(5, 40, 20, 1, 3);
        std::vector<std::int32_t> truth;
        for (int row = 0; row < 200; ++row)
            truth.push_back(row / 40);
        for (const auto& method : clusterMethods()) {
            const auto found = method.cluster(rows, { .clusters = 5, .seed = 4 });
            VERIFY_OK(found);
            QVERIFY2(adjustedRandIndex(codesOf(found->assignments), truth) == 1, method.name);
            const auto means = clusterMeans(rows, found->assignments, 5);
            QVERIFY((found->centroids - means).abs().max().item<double>() < 1e-5);
            const auto noise = method.cluster(clouds(1, 200, 20, 1, 3), { .clusters = 5, .seed = 4 });
            QVERIFY2(adjustedRandIndex(codesOf(noise->assignments), truth) < 0.1, method.name);
        }
        VERIFY_FAILS(clusterMethod("nothing"), "cluster.unknown-method");
    }

    void equalSeedsGiveEqualBits()
    {
        const auto rows = clouds(7, 100, 30, 6, 5);
        const KMeansOptions options { .clusters = 12, .restarts = 3, .seed = 9 };
        const auto first = kMeans(rows, options);
        at::set_num_threads(1);
        const auto second = kMeans(rows, options);
        at::set_num_threads(2);
        QVERIFY(
            at::equal(first.assignments, second.assignments) && at::equal(first.centroids, second.centroids));
        QCOMPARE(first.inertia, second.inertia);
        const auto other = kMeans(rows, { .clusters = 12, .restarts = 3, .seed = 10 });
        QVERIFY(!at::equal(first.assignments, other.assignments));
    }

    void emptyClustersAreRepaired() // two starts in the same place: one would stay empty for ever
    {
        const auto rows = clouds(3, 30, 6, 0.5, 6);
        const auto start = at::stack({ rows[0], rows[0], rows[40] });
        const auto found = lloyd(rows, start, {});
        QVERIFY(at::bincount(found.assignments, {}, 3).min().item<std::int64_t>() > 0);
        QCOMPARE(at::bincount(found.assignments, {}, 3).max().item<std::int64_t>(), std::int64_t(30));
    }

    void fewerRowsOrDistinctRowsThanClusters()
    {
        QCOMPARE(kMeans(clouds(1, 3, 4, 1, 1), { .clusters = 8 }).centroids.size(0), std::int64_t(3));
        const auto same = kMeans(at::ones({ 20, 4 }), { .clusters = 5 });
        QCOMPARE(same.inertia, 0.0);
        QVERIFY(same.centroids.isfinite().all().item<bool>());
        QCOMPARE(same.centroids.size(0), std::int64_t(1)); // a cluster without rows would be a style without photos
    }

    void mixtureStepsEqualScikitLearn()
    {
        for (const std::string name : { "gmm.digits", "gmm.planted" }) {
            auto rows = load(*m_file, name == "gmm.digits" ? "digits.X" : "planted.X").to(at::kDouble);
            if (name == "gmm.digits")
                rows = rows / 16;
            GaussianMixture mixture { load(*m_file, name + ".weights_init"),
                load(*m_file, name + ".means_init"), load(*m_file, name + ".precisions_init").reciprocal() };
            const auto expected = load(*m_file, name + ".loglik_per_sample_before_each_m_step");
            for (int step = 0; step < 5; ++step) {
                const double likelihood = stepMixture(rows, mixture, m_golden.at(name).at("reg_covar"));
                QVERIFY(std::abs(likelihood / expected[step].item<double>() - 1) < 1e-6);
            }
            QVERIFY(worst(mixture.weights, load(*m_file, name + ".weights")) < 1e-6);
            QVERIFY(worst(mixture.means, load(*m_file, name + ".means")) < 1e-6);
            QVERIFY(worst(mixture.variances, load(*m_file, name + ".covariances")) < 1e-6);
            QVERIFY(at::equal(jointLogDensity(rows, mixture).argmax(1), load(*m_file, name + ".labels")));
        }
    }
};

QTEST_APPLESS_MAIN(TestKMeans)
#include "test_kmeans.moc"
