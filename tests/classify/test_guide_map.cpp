#include "TestSupport.h"
#include "engine/classify/GuideMap.h"
#include "io/Safetensors.h"

using namespace minamo;

namespace {

using RowMajor = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

GuideMap::Matrix matrix(const SafetensorsFile& file, const std::string& name)
{
    const auto* view = file.find(name);
    const auto rows = view->shape[0], columns = view->shape.size() > 1 ? view->shape[1] : 1;
    return Eigen::Map<const RowMajor>(view->data<double>(), rows, columns);
}

double worst(const GuideMap::Matrix& found, const GuideMap::Matrix& expected)
{
    return ((found - expected).array().abs() / (1e-12 + expected.array().abs().max(1e-3))).maxCoeff();
}

} // namespace

/// T against scikit-learn's StandardScaler and KernelRidge.
class TestGuideMap : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void equalsTheReference_data()
    {
        QTest::addColumn<QString>("name");
        for (const auto* name : { "even", "odd", "constant_column" })
            QTest::newRow(name) << name;
    }
    void equalsTheReference()
    {
        QFETCH(QString, name);
        const auto prefix = "guide." + name.toStdString();
        const auto file = SafetensorsFile::open(goldenFolder() / "J_analysis/analysis.safetensors");
        VERIFY_OK(file);
        const auto json = readJson(goldenFolder() / "J_analysis/analysis.json");
        VERIFY_OK(json);
        const auto get = [&](const char* part) { return matrix(*file, prefix + "." + part); };
        const auto t = GuideMap::fit(get("A"), get("B"));
        QVERIFY(std::abs(t.median() - json->at(prefix).at("median").get<double>()) < 1e-9);
        QVERIFY(std::abs(t.gamma() - json->at(prefix).at("gamma").get<double>()) < 1e-9);
        QVERIFY(worst(t.psiScale().transpose(), get("scale_A")) < 1e-9);
        QVERIFY(worst(t.dualCoefficients(), get("dual_coef")) < 1e-6);
        QVERIFY(worst(t.map(get("A")), get("T_train")) < 1e-6);
        QVERIFY(worst(t.map(get("new")), get("T_new")) < 1e-6);
        // The check tells another formula from this one: no ridge instead of 1.
        QVERIFY(worst(GuideMap::fit(get("A"), get("B"), 1e-9).map(get("new")), get("T_new")) > 1e-3);
        // Where the two middle distances differ, the lower one would be another T.
        if (name == "even")
            QVERIFY(std::abs(t.median() - json->at(prefix).at("median_lower").get<double>()) > 1e-4);
    }
    void oneDomainGivesItsMean()
    {
        const GuideMap::Matrix psi = GuideMap::Matrix::Constant(1, 3, 2),
                               phi = GuideMap::Matrix::Constant(1, 2, 5);
        QVERIFY((GuideMap::fit(psi, phi).map(GuideMap::Matrix::Random(4, 3)).array() - 5).abs().maxCoeff()
            < 1e-12);
    }
};

QTEST_APPLESS_MAIN(TestGuideMap)
#include "test_guide_map.moc"
