// The synthetic plant: deterministic, balanced, with the effects its header promises, and not to be solved by
// brightness.
#include "data/factory/Camera.h"
#include "data/factory/Factory.h"
#include "data/factory/PlantScene.h"
#include "data/factory/Textures.h"
#include "statistics/Agreement.h"

#include "TestSupport.h"

#include <array>
#include <map>
#include <numeric>
#include <set>

using namespace minamo;

namespace {

constexpr std::uint64_t seed = 3;
PlantSettings small(int count, double severity = 1)
{
    return { seed, severity, count, 64, 5 };
}

double number(const PlantTruth& truth, const std::string& name)
{
    for (const auto& [key, value] : truth.numbers)
        if (key == name)
            return value;
    return std::nan("");
}

using Row = std::array<double, 6>;
/// Mean and deviation of each channel: what a style must not be recognised by.
Row moments(const PlantPhoto& photo)
{
    Row row {};
    const std::size_t count = photo.pixels.size() / 3;
    for (std::size_t k = 0; k < 3; ++k) {
        double sum = 0, squares = 0;
        for (std::size_t i = 0; i < count; ++i) {
            sum += photo.pixels[3 * i + k];
            squares += photo.pixels[3 * i + k] * photo.pixels[3 * i + k];
        }
        const double mean = sum / static_cast<double>(count);
        row[k] = mean;
        row[3 + k] = std::sqrt(std::max(0.0, squares / static_cast<double>(count) - mean * mean));
    }
    return row;
}

/// Lloyd's k-means from every k-th row; good enough for a baseline.
std::vector<int> cluster(const std::vector<Row>& rows, int clusters)
{
    std::vector<Row> centres(rows.begin(), rows.begin() + clusters);
    std::vector<int> labels(rows.size());
    for (int round = 0; round < 50; ++round) {
        for (std::size_t i = 0; i < rows.size(); ++i) {
            double best = 1e300;
            for (int c = 0; c < clusters; ++c) {
                double d = 0;
                for (std::size_t k = 0; k < 6; ++k)
                    d += (rows[i][k] - centres[static_cast<std::size_t>(c)][k])
                        * (rows[i][k] - centres[static_cast<std::size_t>(c)][k]);
                if (d < best) {
                    best = d;
                    labels[i] = c;
                }
            }
        }
        std::vector<Row> sums(static_cast<std::size_t>(clusters), Row {});
        std::vector<int> counts(static_cast<std::size_t>(clusters));
        for (std::size_t i = 0; i < rows.size(); ++i) {
            ++counts[static_cast<std::size_t>(labels[i])];
            for (std::size_t k = 0; k < 6; ++k)
                sums[static_cast<std::size_t>(labels[i])][k] += rows[i][k];
        }
        for (std::size_t c = 0; c < sums.size(); ++c)
            if (counts[c] > 0)
                for (std::size_t k = 0; k < 6; ++k)
                    centres[c][k] = sums[c][k] / counts[c];
    }
    return labels;
}

double correlation(const std::vector<double>& a, const std::vector<double>& b)
{
    const double n = static_cast<double>(a.size());
    const double ma = std::accumulate(a.begin(), a.end(), 0.0) / n,
                 mb = std::accumulate(b.begin(), b.end(), 0.0) / n;
    double ab = 0, aa = 0, bb = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        ab += (a[i] - ma) * (b[i] - mb);
        aa += (a[i] - ma) * (a[i] - ma);
        bb += (b[i] - mb) * (b[i] - mb);
    }
    return ab / std::sqrt(aa * bb);
}

} // namespace

class TestFactory : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void samePhotoFromSameSettings()
    {
        const auto once = renderPlantPhoto(small(40), 7), again = renderPlantPhoto(small(40), 7);
        QCOMPARE(once.pixels.size(), std::size_t(64 * 64 * 3));
        QVERIFY(once.pixels == again.pixels);
        PlantSettings other = small(40);
        other.seed = seed + 1;
        QVERIFY(renderPlantPhoto(other, 7).pixels != once.pixels);
        QVERIFY(renderPlantPhoto(small(40), 17).pixels != once.pixels);
    }

    void columnsMatchRows()
    {
        const auto truth = plantTruth(small(40), 3);
        const auto row = plantManifestRow(truth, 3);
        QCOMPARE(row.size(), plantManifestColumns().size());
        QCOMPARE(plantManifestColumns().front(), std::string("path"));
        QCOMPARE(row.front(), plantPhotoPath(truth, 3));
        for (const auto& field : row)
            QVERIFY(field.find(',') == std::string::npos && !field.empty());
    }

    void plantsHoldTheSameClassesAndParts()
    {
        std::map<std::string, std::map<std::string, int>> classes;
        std::map<std::string, std::set<std::string>> environments, labels;
        std::set<std::string> parts;
        for (int i = 0; i < 400; ++i) {
            const auto truth = plantTruth(small(400), i);
            ++classes[truth.environment][truth.label];
            environments[truth.group].insert(truth.environment);
            labels[truth.group].insert(truth.label);
            parts.insert(truth.part);
        }
        QCOMPARE(classes.size(), std::size_t(5));
        for (const auto& [environment, counts] : classes) {
            QCOMPARE(counts.size(), plantClassNames().size());
            QCOMPARE(counts.at("OK"), 30);
            QCOMPARE(counts.at("Crack"), 10);
        }
        QVERIFY(parts.size() >= 3);
        for (const auto& [group, where] : environments)
            QVERIFY(where.size() == 1
                && labels[group].size() == 1); // a part stays in its plant and keeps its defect
    }

    void promisedEffectsAreThere()
    {
        std::vector<double> day, night, early, late, firstCamera, secondCamera;
        for (int i = 0; i < 2000; ++i) {
            const auto truth = plantTruth({ seed, 1, 2000, 64, 5 }, i);
            (truth.shift == "night" ? night : day).push_back(number(truth, "ambient"));
            if (truth.environment == "Plant B")
                (truth.capturedAt < "2026-04-16" ? early : late).push_back(number(truth, "lamp_strength"));
            if (truth.environment == "Plant C")
                (truth.camera == "CAM-C2" ? secondCamera : firstCamera).push_back(number(truth, "blur"));
        }
        const auto mean = [](const std::vector<double>& v) {
            return std::accumulate(v.begin(), v.end(), 0.0) / static_cast<double>(v.size());
        };
        QVERIFY(mean(night) < 0.6 * mean(day));
        QVERIFY(mean(late) > 1.1 * mean(early)); // the replaced lamp
        QVERIFY(std::fabs(mean(secondCamera) / mean(firstCamera) - 1.25) < 0.08);
    }

    void truthIsVisible()
    {
        // What the manifest says of noise is what the pixels show, against the same photo without any.
        std::vector<double> noise, measured, unrelated;
        for (int i = 0; i < 60; ++i) {
            PlantPlan plan = planPlantPhoto(small(60), i);
            plan.conditions.sharpening = 0;
            const Picture scene = shadePlantScene(plan, 64);
            const auto noisy = developPhoto(scene, plan.conditions, plan.noiseKey);
            noise.push_back(number(plantTruth(small(60), i), "noise"));
            unrelated.push_back(plan.part.rotation);
            plan.conditions.noise = 0;
            const auto clean = developPhoto(scene, plan.conditions, plan.noiseKey);
            double squares = 0;
            for (std::size_t k = 0; k < clean.size(); ++k)
                squares += (noisy[k] - clean[k]) * (noisy[k] - clean[k]);
            measured.push_back(std::sqrt(squares / static_cast<double>(clean.size())) / 255);
            QVERIFY(measured.back() > 0.6 * noise.back() && measured.back() < 1.4 * noise.back());
        }
        QVERIFY(correlation(noise, measured) > 0.95);
        QVERIFY(std::fabs(correlation(unrelated, measured)) < 0.5);
    }

    void defectIsWhereTheTruthSays()
    {
        // The same scene without its defect differs only around the place that is named.
        for (int i = 0; i < 60; ++i) {
            const auto truth = plantTruth(small(60), i);
            PlantPlan plan = planPlantPhoto(small(60), i);
            const Picture shown = shadePlantScene(plan, 64);
            plan.part.condition = Condition::ok;
            const Picture sound = shadePlantScene(plan, 64);
            double sum = 0, x = 0, y = 0;
            for (int row = 0; row < 64; ++row)
                for (int column = 0; column < 64; ++column) {
                    const double d
                        = std::fabs(shown.planes[1].at(column, row) - sound.planes[1].at(column, row));
                    sum += d;
                    x += d * (column + 0.5) / 64;
                    y += d * (row + 0.5) / 64;
                }
            QCOMPARE(sum > 0, truth.label != "OK");
            QCOMPARE(number(truth, "defect_size") > 0, truth.label != "OK");
            if (truth.label != "OK") {
                const double miss
                    = std::hypot(x / sum - number(truth, "defect_x"), y / sum - number(truth, "defect_y"));
                QVERIFY2(miss < 0.12,
                    qPrintable(QString::fromStdString(truth.label + " ") + QString::number(miss)));
            }
        }
    }

    void brightnessAndColourDoNotGivePlantsAway()
    {
        const auto agreement = [](double severity) {
            std::vector<Row> rows;
            std::vector<int> plants;
            for (int i = 0; i < 100; ++i) {
                rows.push_back(moments(renderPlantPhoto(small(100, severity), i)));
                plants.push_back(i % 5);
            }
            return normalizedMutualInformation(cluster(rows, 5), plants);
        };
        QVERIFY(agreement(1) < 0.5);
        QVERIFY(agreement(0) < 0.35);
    }

    void severityZeroMakesPlantsAlike()
    {
        const auto spread = [](double severity) {
            std::array<double, 5> blur {};
            for (int i = 0; i < 200; ++i)
                blur[static_cast<std::size_t>(i % 5)]
                    += number(plantTruth(small(200, severity), i), "blur") / 40;
            return *std::max_element(blur.begin(), blur.end()) / *std::min_element(blur.begin(), blur.end());
        };
        QVERIFY(spread(0) < 1.25);
        QVERIFY(spread(1) > 2);
        QVERIFY(spread(2) > spread(1));
    }

    void texturesAreDeterministicAndOfEveryStyle()
    {
        std::set<std::string> styles;
        for (int i = 0; i < 150; ++i) {
            const auto picture = renderTexture(5, i, 32);
            QCOMPARE(picture.pixels.size(), std::size_t(32 * 32 * 3));
            styles.insert(picture.style);
        }
        QCOMPARE(styles.size(), textureStyleNames().size());
        QVERIFY(renderTexture(5, 9, 32).pixels == renderTexture(5, 9, 32).pixels);
        QVERIFY(renderTexture(6, 9, 32).pixels != renderTexture(5, 9, 32).pixels);
    }
};

QTEST_APPLESS_MAIN(TestFactory)
#include "test_factory.moc"
