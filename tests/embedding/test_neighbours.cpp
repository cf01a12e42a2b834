#include "TestSupport.h"
#include "base/Random.h"
#include "engine/embedding/Neighbours.h"
#include "engine/embedding/Pca.h"
#include "io/Safetensors.h"

#include <set>

using namespace minamo;

namespace {

at::Tensor load(const SafetensorsFile& file, const std::string& name)
{
    const auto* view = file.find(name);
    const std::map<DType, at::ScalarType> types { { DType::f64, at::kDouble }, { DType::f32, at::kFloat },
        { DType::u8, at::kByte }, { DType::i16, at::kShort } };
    return at::from_blob(
        const_cast<std::byte*>(view->bytes.data()), view->shape, at::TensorOptions(types.at(view->dtype)))
        .clone();
}

double worst(const at::Tensor& a, const at::Tensor& b)
{
    return ((a - b).abs() / (b.abs() + 1e-6 * b.abs().max())).max().item<double>();
}

} // namespace

/// Principal components and nearest neighbours against scikit-learn (golden J_analysis).
class TestNeighbours : public QObject {
    Q_OBJECT
    std::optional<SafetensorsFile> m_file;

    void compareComponents(const std::string& name, const at::Tensor& rows, int count)
    {
        const auto pca = principalComponents(rows, count);
        const auto variances = load(*m_file, name + ".explained_variance");
        const auto singular = load(*m_file, name + ".singular_values");
        const auto ratio = load(*m_file, name + ".explained_variance_ratio");
        QVERIFY(
            (pca.variances - variances).abs().max().item<double>() < 1e-6 * variances.max().item<double>());
        QVERIFY(worst((pca.variances * static_cast<double>(rows.size(0) - 1)).sqrt(), singular) < 1e-6);
        QVERIFY(worst(pca.variances / pca.totalVariance, ratio) < 1e-6);
        QVERIFY(worst(pca.mean, load(*m_file, name + ".mean")) < 1e-6);
        const auto cosines
            = (pca.components.narrow(0, 0, 5) * load(*m_file, name + ".first5_components")).sum(1).abs();
        QVERIFY((1 - cosines).abs().max().item<double>() < 1e-6);
        const auto scores = projectRows(pca, rows.to(at::kDouble)).narrow(0, 0, 20).narrow(1, 0, 5).abs();
        const auto expected = load(*m_file, name + ".first5_scores_abs");
        QVERIFY((scores - expected).abs().max().item<double>() < 1e-6 * expected.max().item<double>());
    }

private Q_SLOTS:
    void initTestCase()
    {
        auto file = SafetensorsFile::open(goldenFolder() / "J_analysis/analysis.safetensors");
        VERIFY_OK(file);
        m_file = *file;
    }

    void componentsEqualScikitLearn()
    {
        compareComponents("pca.digits", load(*m_file, "digits.X").to(at::kDouble), 50);
        compareComponents("pca.planted", load(*m_file, "planted.X"), 12);
    }

    void wideRowsGiveTheSameComponents() // more columns than rows: the Gram matrix is used
    {
        const auto rows = load(*m_file, "digits.X").to(at::kDouble).narrow(0, 0, 40);
        const auto wide = principalComponents(rows, 8);
        const auto covariance
            = principalComponents(at::cat({ rows, rows }), 8); // twice the rows: the covariance is used
        const auto cosines = (wide.components * covariance.components).sum(1);
        QVERIFY((1 - cosines).abs().max().item<double>() < 1e-9);
        QVERIFY(worst(wide.variances * 39, covariance.variances * 79 / 2) < 1e-9);
    }

    void neighboursEqualScikitLearn()
    {
        const auto digits = exactNeighbours(load(*m_file, "digits.X").to(at::kFloat), 15);
        const auto indices = load(*m_file, "knn.digits.indices").to(at::kInt);
        const auto squared = load(*m_file, "knn.digits.sqdist_u16").to(at::kInt).bitwise_and(0xffff);
        for (std::size_t i = 0; i < digits.indices.size(); ++i) {
            const auto row = static_cast<std::int64_t>(i / 15), place = static_cast<std::int64_t>(i % 15);
            QCOMPARE(std::lround(digits.distances[i] * digits.distances[i]),
                long(squared[row][place].item<int>()));
            QCOMPARE(digits.indices[i], indices[row][place].item<std::int32_t>());
        }
        const auto planted = exactNeighbours(load(*m_file, "planted.X").to(at::kDouble), 15);
        const auto expected = load(*m_file, "knn.planted.indices").to(at::kInt).reshape(-1);
        const auto* wanted = expected.const_data_ptr<std::int32_t>();
        QVERIFY(std::equal(planted.indices.begin(), planted.indices.end(), wanted));
        const auto last = load(*m_file, "knn.planted.dist15");
        for (std::int64_t row = 0; row < 600; ++row)
            QVERIFY(
                std::abs(
                    planted.distances[static_cast<std::size_t>(row * 15 + 14)] / last[row].item<double>() - 1)
                < 1e-6);
    }

    void approximateNeighboursAreNearlyAllTrue()
    {
        auto rows = at::empty({ 3000, 20 }, at::kFloat);
        fillNormal({ rows.mutable_data_ptr<float>(), static_cast<std::size_t>(rows.numel()) }, 5, 0);
        const auto exact = exactNeighbours(rows, 15), fast = approximateNeighbours(rows, 15);
        const auto again = approximateNeighbours(rows, 15);
        QCOMPARE(fast.indices, again.indices);
        std::size_t kept = 0, chance = 0;
        for (std::size_t row = 0; row < 3000; ++row) {
            const std::set<std::int32_t> truth(exact.indices.begin() + static_cast<std::ptrdiff_t>(row * 15),
                exact.indices.begin() + static_cast<std::ptrdiff_t>(row * 15 + 15));
            for (std::size_t j = 0; j < 15; ++j) {
                kept += truth.count(fast.indices[row * 15 + j]);
                chance += truth.count(
                    fast.indices[(row + 1) % 3000 * 15 + j]); // control: somebody else's neighbours
            }
        }
        QVERIFY2(static_cast<double>(kept) > 0.98 * 45000, qPrintable(QString::number(kept)));
        QVERIFY(static_cast<double>(chance) < 0.1 * 45000);
    }

    void fewRows()
    {
        const auto rows = at::eye(3, at::kFloat);
        const auto found = exactNeighbours(rows, 15);
        QCOMPARE(found.k, 2);
        QCOMPARE(found.indices, (std::vector<std::int32_t> { 1, 2, 0, 2, 0, 1 })); // ties: the lower index
        QVERIFY(exactNeighbours(rows.narrow(0, 0, 1), 15).indices.empty());
    }
};

QTEST_APPLESS_MAIN(TestNeighbours)
#include "test_neighbours.moc"
