#include "TestSupport.h"
#include "io/Safetensors.h"
#include "statistics/LayoutQuality.h"

using namespace minamo;

namespace {
using FloatMatrix = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

template <class T> FloatMatrix matrixOf(const SafetensorsFile& file, const std::string& name)
{
    const auto* view = file.find(name);
    FloatMatrix matrix(view->shape[0], view->shape[1]);
    for (Eigen::Index i = 0; i < matrix.size(); ++i)
        matrix.data()[i] = static_cast<float>(view->data<T>()[i]);
    return matrix;
}

std::vector<std::int32_t> labelsOf(const SafetensorsFile& file, const std::string& name)
{
    const auto* view = file.find(name);
    return { view->data<std::uint8_t>(), view->data<std::uint8_t>() + view->elements() };
}
} // namespace

/// Silhouette, trustworthiness and neighbours kept against scikit-learn's figures.
class TestLayouts : public QObject {
    Q_OBJECT
    std::optional<SafetensorsFile> m_data, m_layouts;
    Json m_golden, m_quality;

    void closeTo(double value, double expected, const char* what)
    {
        QVERIFY2(std::abs(value - expected) <= 1e-6 * std::max(0.1, std::abs(expected)),
            qPrintable(
                QString("%1: %2, expected %3").arg(what).arg(value, 0, 'g', 10).arg(expected, 0, 'g', 10)));
    }

private Q_SLOTS:
    void initTestCase()
    {
        const auto folder = goldenFolder() / "J_analysis";
        auto data = SafetensorsFile::open(folder / "analysis.safetensors");
        auto layouts = SafetensorsFile::open(folder / "embedding_layouts.safetensors");
        const auto golden = readJson(folder / "analysis.json"),
                   quality = readJson(folder / "embedding_quality.json");
        VERIFY_OK(data);
        VERIFY_OK(layouts);
        VERIFY_OK(golden);
        VERIFY_OK(quality);
        m_data = *data;
        m_layouts = *layouts;
        m_golden = *golden;
        m_quality = *quality;
    }

    void silhouetteEqualsScikitLearn()
    {
        const auto planted = matrixOf<float>(*m_data, "planted.X");
        const auto digits = matrixOf<std::uint8_t>(*m_data, "digits.X");
        const auto figure
            = [&](const char* name) { return m_golden.at(name).at("silhouette").get<double>(); };
        closeTo(silhouette(digits, labelsOf(*m_data, "kmeans.digits.labels")), figure("internal.digits"),
            "digits");
        closeTo(silhouette(planted, labelsOf(*m_data, "kmeans.planted_fine.labels")),
            figure("internal.planted_fine"), "fine");
        closeTo(silhouette(planted, labelsOf(*m_data, "planted.domain")),
            figure("internal.planted_true_domain"), "domain");
        closeTo(silhouette(planted, labelsOf(*m_data, "silhouette.planted_singleton_cluster.labels")),
            figure("internal.planted_singleton_cluster"), "singleton");
        const auto each = silhouettes(planted, labelsOf(*m_data, "kmeans.planted.labels"));
        const auto* expected = m_data->find("silhouette.planted.samples")->data<double>();
        for (std::size_t i = 0; i < each.size(); ++i)
            QVERIFY(std::abs(each[i] - expected[i]) < 1e-6);
    }

    void silhouetteOfATableAndOfASample()
    {
        const auto planted = matrixOf<float>(*m_data, "planted.X");
        const auto labels = labelsOf(*m_data, "planted.domain");
        const FloatMatrix table = distancesFrom(planted.cast<double>(), 0, planted.rows()).cast<float>();
        const double exact = silhouette(planted, labels);
        QVERIFY(std::abs(silhouetteOfDistances(table, labels) - exact) < 1e-5);
        const double sampled = silhouette(planted, labels, 300, 1);
        QVERIFY(sampled != exact && std::abs(sampled - exact) < 0.03);
        const std::vector<std::int32_t> one(labels.size(), 0);
        QCOMPARE(silhouette(planted, one), 0.0);
    }

    void qualityOfThePeersLayouts()
    {
        const auto digits = matrixOf<std::uint8_t>(*m_data, "digits.X");
        for (const auto& [name, expected] : m_quality.at("digits").items()) {
            const auto quality
                = layoutQuality(digits, matrixOf<float>(*m_layouts, "layout.digits." + name), 15);
            QCOMPARE(quality.photos, std::int64_t(1797));
            // may differ.
            QVERIFY2(
                std::abs(quality.trustworthiness - expected.at("trustworthiness15").get<double>()) < 1e-4,
                name.c_str());
            QVERIFY2(
                std::abs(quality.neighboursKept - expected.at("knn15_preservation").get<double>()) < 2e-3,
                name.c_str());
        }
    }

    void aShuffledLayoutIsBad()
    {
        const auto digits = matrixOf<std::uint8_t>(*m_data, "digits.X");
        auto layout = matrixOf<float>(*m_layouts, "layout.digits.umap_default_seed1");
        layout.colwise().reverseInPlace();
        const auto quality = layoutQuality(digits, layout, 15, 1000, 3);
        QCOMPARE(quality.photos, std::int64_t(1000));
        QVERIFY(quality.trustworthiness < 0.6 && quality.neighboursKept < 0.1);
    }
};

QTEST_APPLESS_MAIN(TestLayouts)
#include "test_layouts.moc"
