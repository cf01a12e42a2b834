#include "PlantedProject.h"
#include "engine/stages/LinearProbe.h"
#include "engine/stages/Probe.h"

using namespace minamo;

namespace {
at::Tensor load(const SafetensorsFile& file, const std::string& name)
{
    const auto* view = file.find(name);
    const std::map<DType, at::ScalarType> types { { DType::f64, at::kDouble }, { DType::u8, at::kByte },
        { DType::i16, at::kShort } };
    return at::from_blob(
        const_cast<std::byte*>(view->bytes.data()), view->shape, at::TensorOptions(types.at(view->dtype)))
        .clone();
}
} // namespace

/// Logistic regression against scikit-learn (golden J_analysis), and the probe of planted cells.
class TestProbe : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void equalsScikitLearn()
    {
        const auto file = SafetensorsFile::open(goldenFolder() / "J_analysis/analysis.safetensors");
        const auto golden = readJson(goldenFolder() / "J_analysis/analysis.json");
        VERIFY_OK(file);
        VERIFY_OK(golden);
        const auto order = load(*file, "logreg.perm").to(at::kLong);
        const auto rows = load(*file, "digits.X").to(at::kDouble).div(16).index_select(0, order);
        const auto labels = load(*file, "digits.y").to(at::kLong).index_select(0, order);
        for (const std::string name : { "logreg.C1", "logreg.C0.01" }) {
            const auto& expected = golden->at(name);
            const auto train = expected.at("n_train").get<std::int64_t>();
            const auto probe = fitLinearProbe(rows.narrow(0, 0, train), labels.narrow(0, 0, train), 10,
                { .strength = name == "logreg.C1" ? 1.0 : 0.01, .iterations = 2000, .tolerance = 1e-7 });
            QVERIFY(probe.converged);
            QVERIFY(std::abs(probe.objective / expected.at("objective").get<double>() - 1) < 1e-6);
            const auto test = rows.narrow(0, train, rows.size(0) - train);
            const auto scores = probeScores(probe, test);
            QVERIFY(at::equal(scores.argmax(1), load(*file, name + ".pred_test").to(at::kLong)));
            QVERIFY((scores.narrow(0, 0, 5).softmax(1) - load(*file, name + ".proba_first5_test"))
                        .abs()
                        .max()
                        .item<double>()
                < 1e-4);
            QVERIFY((probe.weights - load(*file, name + ".coef")).abs().max().item<double>() < 1e-4);
            const auto right = scores.argmax(1)
                                   .eq(labels.narrow(0, train, test.size(0)))
                                   .to(at::kDouble)
                                   .mean()
                                   .item<double>();
            QVERIFY(std::abs(right - expected.at("test_accuracy").get<double>()) < 1e-9);
        }
    }

    void readsTheClassWhereItWasPlanted()
    {
        PlantedProject planted;
        RecordingContext context;
        const auto result = runProbe(planted.project(), {}, context);
        VERIFY_OK(result);
        VERIFY_OK(adopt(planted.project(), "probe", *result));
        const auto table = readJson(planted.folder("/probe") / "probe.json");
        VERIFY_OK(table);
        QCOMPARE(table->at("best"), (Json { { "tap", "up" }, { "timestep", 100 } }));
        for (const auto& cell : table->at("cells")) {
            const double accuracy = cell.at("accuracy");
            QVERIFY(cell.at("low") <= accuracy && accuracy <= cell.at("high"));
            if (cell.at("tap") == "up" && cell.at("timestep") == 100)
                QVERIFY(accuracy > 0.95);
            if (cell.at("tap") == "down")
                QVERIFY(accuracy < 0.6); // control: three classes by chance
        }
        QCOMPARE(table->at("train").get<int>() + table->at("validation").get<int>(), 240);
        QCOMPARE(context.count("probe"), 3);
        QCOMPARE(runProbe(planted.project(), {}, context)->summary, result->summary);
        PlantedProject nameless({ .namedClasses = false });
        VERIFY_FAILS(runProbe(nameless.project(), {}, context), "probe.no-classes");
    }
};

QTEST_GUILESS_MAIN(TestProbe)
#include "test_probe.moc"
