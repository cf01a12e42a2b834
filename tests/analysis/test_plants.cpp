#include "PlantStyles.h"
#include "TestSupport.h"

using namespace minamo;

namespace {

double median(std::vector<double> values)
{
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

/// MINAMO_LONG=1: five plants of 400 photos, all timesteps of `run`. Else a small share of it.
bool isLong()
{
    return qEnvironmentVariableIntValue("MINAMO_LONG") == 1;
}

std::vector<PlantStyles> measured(double severity, const std::vector<int>& seeds, const Path& folder)
{
    std::vector<PlantStyles> result;
    for (const int seed : seeds) {
        const PlantProject plant(
            { .seed = std::uint64_t(seed), .severity = severity, .count = isLong() ? 400 : 100 }, { 64 });
        auto project = plant.make(folder / (std::to_string(seed) + "-" + std::to_string(severity)));
        ExtractOptions options;
        if (!isLong())
            options.timesteps = { 10 };
        const auto styles = project ? plantStyles(*project, options) : tl::make_unexpected(project.error());
        if (!styles)
            qFatal("%s", explain(styles).constData());
        result.push_back(*styles);
    }
    return result;
}

double medianOf(
    const std::vector<PlantStyles>& plants, const std::function<double(const PlantStyles&)>& figure)
{
    std::vector<double> values;
    for (const auto& plant : plants)
        values.push_back(figure(plant));
    return median(values);
}

} // namespace

/// The built-in model tells plants apart that it never saw and that pixel means and deviations cannot tell
/// apart; what it finds is no class.
class TestPlants : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void plantsAreRecovered()
    {
        const auto plants
            = measured(1, isLong() ? std::vector { 821, 822, 823, 824, 825 } : std::vector { 823 }, folder());
        const double pixels = medianOf(plants, [](const auto& p) { return p.pixelNmi; });
        const double style = medianOf(plants, [](const auto& p) { return *p.picked.styleNmi; });
        const double classes = medianOf(plants, [](const auto& p) { return *p.picked.classNmi; });
        qInfo("pixels %.3f, style %.3f, class %.3f", pixels, style, classes);
        QVERIFY2(pixels <= 0.5, qPrintable(QString::number(pixels)));
        QVERIFY2(style >= 0.8, qPrintable(QString::number(style)));
        QVERIFY2(classes < 0.2, qPrintable(QString::number(classes)));
    }
    void plantsThatAreAlikeAreNot()
    {
        const auto plants = measured(0, { 823 }, folder());
        QVERIFY2(*plants[0].picked.styleNmi < 0.4, qPrintable(QString::number(*plants[0].picked.styleNmi)));
    }

private:
    Path folder() const { return m_folder.path().toStdString(); }
    QTemporaryDir m_folder;
};

QTEST_APPLESS_MAIN(TestPlants)
#include "test_plants.moc"
