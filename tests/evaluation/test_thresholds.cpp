#include "PlantedPhotos.h"
#include "TestSupport.h"
#include "base/Random.h"
#include "evaluation/Inspection.h"
#include "evaluation/Thresholds.h"

#include <cmath>
#include <set>

using namespace minamo;

namespace {

/// Good photos at P(defect) 0.05 ... 0.35, bad ones at 0.65 ... 0.95: any threshold between parts them.
PlantedPhotos parted(int perKind, int environments = 2)
{
    PlantedPhotos photos(1, environments);
    for (int i = 0; i < perKind; ++i) {
        const float step = 0.3f * float(i) / float(perKind - 1);
        photos.add(0, 0, i % environments, 0.05f + step, 0.05f + step);
        photos.add(1, 0, i % environments, 0.95f - step, 0.95f - step);
    }
    return photos;
}

/// Pure chance: P(defect) says nothing of the truth.
PlantedPhotos noise(int photos, int environments, std::uint64_t seed)
{
    PlantedPhotos planted(1, environments);
    CounterRandom random(seed);
    for (int i = 0; i < photos; ++i) {
        const auto p = float(random.uniform());
        planted.add(int(random.below(2)), 0, i % environments, p, p);
    }
    return planted;
}

} // namespace

/// Thresholds, costs, review band, and that the honest figure is not flattered.
class TestThresholds : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void curveCountsRight()
    {
        const auto curve = thresholdCurve(parted(30).table());
        QCOMPARE(int(curve.size()), 101);
        QCOMPARE(curve.front().overReject[1], 1.0); // everything is called bad
        QCOMPARE(curve.front().miss[1], 0.0);
        QCOMPARE(curve.back().overReject[1], 0.0);
        QCOMPARE(curve.back().miss[1], 1.0);
        for (std::size_t i = 1; i < curve.size(); ++i) {
            QVERIFY(curve[i].overReject[1] <= curve[i - 1].overReject[1]);
            QVERIFY(curve[i].miss[1] >= curve[i - 1].miss[1]);
        }
        for (const double threshold : { 0.0, 0.2, 0.5, 0.77, 1.0 }) {
            const auto table = parted(30).table();
            const auto point = operatingPoint(table, 1, threshold, {});
            const auto& onCurve = curve[std::size_t(std::lround(threshold * 100))];
            QCOMPARE(point.errors.overReject.value(), onCurve.overReject[1]);
            QCOMPARE(point.errors.miss.value(), onCurve.miss[1]);
        }
    }
    void cheapestThresholdPartsWhatCanBeParted()
    {
        const auto curve = thresholdCurve(parted(30).table());
        QCOMPARE(cheapestThreshold(curve, 1, {}), 0.5); // of many free ones the middle
    }
    void costsMoveTheThreshold()
    {
        PlantedPhotos photos(1, 2);
        for (int i = 0; i < 100; ++i) { // overlapping: bad photos from 0.3 up, good ones up to 0.7
            photos.add(0, 0, i % 2, 0.007f * float(i), 0.007f * float(i));
            photos.add(1, 0, i % 2, 0.3f + 0.007f * float(i), 0.3f + 0.007f * float(i));
        }
        const auto curve = thresholdCurve(photos.table());
        const double carefree
            = cheapestThreshold(curve, 1, { .overReject = 100, .miss = 1, .defectRate = 0.5 });
        const double strict
            = cheapestThreshold(curve, 1, { .overReject = 1, .miss = 100, .defectRate = 0.5 });
        QVERIFY2(strict < 0.35 && carefree > 0.65, qPrintable(QString("%1 %2").arg(strict).arg(carefree)));
        // By hand: 1000 (0.98 * 80 * 0.1 + 0.02 * 1200 * 0.2)
        QCOMPARE(costPerThousand({}, 0.1, 0.2), 12640.0);
    }
    void bandHoldsTheDoubtfulPhotosAndNoMoreThanAllowed()
    {
        PlantedPhotos photos(1, 2);
        for (int i = 0; i < 90; ++i) {
            photos.add(0, 0, i % 2, 0.1f, 0.1f);
            photos.add(1, 0, i % 2, 0.9f, 0.9f);
        }
        for (int i = 0; i < 10; ++i) { // the mistakes lie around the threshold
            photos.add(0, 0, i % 2, 0.55f, 0.55f);
            photos.add(1, 0, i % 2, 0.45f, 0.45f);
        }
        const auto table = photos.table();
        const InspectionCosts costs {
            .overReject = 100, .miss = 100, .review = 1, .defectRate = 0.5, .reviewShare = 0.1
        };
        const auto point = operatingPoint(table, 1, 0.5, costs);
        QCOMPARE(point.band.photos, 20.0);
        QCOMPARE(point.band.overRejectsSaved, 10.0);
        QCOMPARE(point.band.missesSaved, 10.0);
        QVERIFY(
            point.band.low > 0.1 && point.band.low < 0.45 && point.band.high > 0.55 && point.band.high < 0.9);
        QCOMPARE(point.withReview.miss.count, 0.0);
        QCOMPARE(point.errors.miss.count, 10.0);
        QCOMPARE(point.costWithReview, 100.0); // 10 % of 1,000 are looked at for 1 each
        QVERIFY(isInBand(point.band, 0.5) && !isInBand(point.band, 0.9));
        // Half the room: only one side fits. No room: no band.
        const auto half = operatingPoint(table, 1, 0.5, { .defectRate = 0.5, .reviewShare = 0.05 });
        QCOMPARE(half.band.photos, 10.0);
        QCOMPARE(half.band.missesSaved, 10.0); // the dearer mistake
        const auto none = operatingPoint(table, 1, 0.5, { .reviewShare = 0 });
        QCOMPARE(none.band.photos, 0.0);
        QVERIFY(!isInBand(none.band, 0.5));
        QCOMPARE(none.costWithReview, none.cost);
    }
    void crossFittingIsNotFlattered()
    {
        // On pure chance the best threshold on all photos looks better than it is; cross-fitted ones do not.
        const InspectionCosts costs { .overReject = 1, .miss = 1, .defectRate = 0.5 };
        double chosen = 0, honest = 0;
        for (std::uint64_t seed = 1; seed <= 20; ++seed) {
            const auto photos = noise(60, 3, seed);
            const auto table = photos.table();
            const auto parts = crossFittingParts(table, photos.dataset);
            const auto best
                = operatingPoint(table, 1, cheapestThreshold(thresholdCurve(table), 1, costs), costs);
            chosen += best.cost / 20;
            honest += crossFitted(table, 1, parts, costs).cost / 20;
        }
        QVERIFY2(chosen < 460, std::to_string(chosen).c_str());
        QVERIFY2(honest > 470, std::to_string(honest).c_str());
        // Where the classes can be parted, both find it (negative control).
        const auto photos = parted(40);
        const auto table = photos.table();
        QCOMPARE(crossFitted(table, 1, crossFittingParts(table, photos.dataset), costs).cost, 0.0);
    }
    void onNoiseOnlyTheSamePhotosFlatter()
    {
        // A mistake costs 1, a look nothing, half of all photos are judged wrongly whatever is chosen: 500
        // without a person; a person who sees one photo in ten finds every second one of them wrong.
        const InspectionCosts costs {
            .overReject = 1, .miss = 1, .review = 0, .defectRate = 0.5, .reviewShare = 0.1
        };
        constexpr int trials = 60;
        double sameCost = 0, cost = 0, sameReview = 0, review = 0;
        for (std::uint64_t seed = 1; seed <= trials; ++seed) {
            const auto e = noise(120, 4, seed).evaluate(costs);
            sameCost += e.recommended[1].cost / trials;
            cost += e.honest[1].cost / trials;
            sameReview += e.recommended[1].costWithReview / trials;
            review += e.honest[1].costWithReview / trials;
        }
        const auto told = QString("%1 %2 %3 %4").arg(sameCost).arg(cost).arg(sameReview).arg(review);
        QVERIFY2(sameCost < 470 && sameReview < 435, qPrintable(told));
        QVERIFY2(cost > 495 && cost < 530 && review > 445 && review < 480, qPrintable(told));
    }
    void onNoiseABandFindsNoMoreMistakesThanAnyPhotos()
    {
        const InspectionCosts costs { .overReject = 1, .miss = 1, .defectRate = 0.5, .reviewShare = 0.1 };
        double seen = 0, saved = 0, sameSeen = 0, sameSaved = 0;
        for (std::uint64_t seed = 1; seed <= 60; ++seed) {
            const auto photos = noise(120, 4, seed);
            const auto table = photos.table();
            const auto honest = crossFitted(table, 1, crossFittingParts(table, photos.dataset), costs, 0.5);
            const auto same = operatingPoint(table, 1, 0.5, costs);
            seen += honest.band.photos;
            saved += honest.band.overRejectsSaved + honest.band.missesSaved;
            sameSeen += same.band.photos;
            sameSaved += same.band.overRejectsSaved + same.band.missesSaved;
            QCOMPARE(honest.errors.miss.count, same.errors.miss.count); // a given threshold flatters nobody
        }
        const auto told = QString("%1 %2").arg(sameSaved / sameSeen).arg(saved / seen);
        QVERIFY2(sameSaved / sameSeen > 0.56, qPrintable(told));
        QVERIFY2(std::abs(saved / seen - 0.5) < 0.04, qPrintable(told));
    }
    void whereThereIsSignalBothSayTheSame()
    {
        PlantedPhotos photos(1, 4);
        for (int i = 0; i < 400; ++i) { // one in five is doubtful: a quarter of those is judged wrongly
            const bool doubtful = i % 5 == 0, wrong = i % 20 == 0;
            photos.add(0, 0, i / 20 % 4, 0.1f, !doubtful ? 0.1f : wrong ? 0.55f : 0.45f);
            photos.add(1, 0, i / 20 % 4, 0.9f, !doubtful ? 0.9f : wrong ? 0.45f : 0.55f);
        }
        const InspectionCosts costs {
            .overReject = 1, .miss = 1, .review = 0, .defectRate = 0.5, .reviewShare = 0.25
        };
        const auto e = photos.evaluate(costs);
        QCOMPARE(e.recommended[1].cost, 50.0);
        QCOMPARE(e.honest[1].cost, 50.0);
        QCOMPARE(e.honest[1].band.photos, 160.0);
        QCOMPARE(e.honest[1].band.missesSaved, e.recommended[1].band.missesSaved);
        QCOMPARE(e.honest[1].costWithReview, 0.0);
    }
    void aBandIsNeverMeasuredOnThePhotosThatChoseIt()
    {
        // At 0.5 part 0 has its mistakes at 0.6, part 1 at 0.4: each would choose its own, and gets the
        // other's.
        PlantedPhotos photos(1, 2);
        for (int i = 0; i < 50; ++i)
            for (const int part : { 0, 1 }) {
                photos.add(0, 0, part, 0.5f, part == 0 && i < 10 ? 0.6f : 0.1f);
                photos.add(1, 0, part, 0.5f, part == 1 && i < 10 ? 0.4f : 0.9f);
            }
        photos.add(0, 0, 0, 0.5f, 0.48f); // limits of bands lie between photos
        photos.add(1, 0, 1, 0.5f, 0.52f);
        const InspectionCosts costs {
            .overReject = 100, .miss = 100, .review = 1, .defectRate = 0.5, .reviewShare = 0.1
        };
        const auto table = photos.table();
        const auto parts = crossFittingParts(table, photos.dataset);
        const auto honest = crossFitted(table, 1, parts, costs, 0.5);
        QCOMPARE(honest.threshold, 0.5);
        QCOMPARE(honest.errors.overReject.count, 10.0);
        QCOMPARE(honest.band.photos, 0.0);
        QCOMPARE(honest.withReview.overReject.count, 10.0);
        QCOMPARE(honest.withReview.miss.count, 10.0);
        const auto same = operatingPoint(table, 1, 0.5, costs);
        QCOMPARE(same.band.overRejectsSaved + same.band.missesSaved, 10.0);
    }
    void aPersonLooksAtNothingForNothing()
    {
        // One doubtful good photo above the threshold, then bad ones that are judged rightly.
        PlantedPhotos photos(1, 1);
        for (int i = 0; i < 50; ++i) {
            photos.add(0, 0, 0, 0.5f, i == 0 ? 0.6f : 0.1f);
            photos.add(1, 0, 0, 0.5f, 0.7f + 0.004f * float(i));
        }
        const auto point = operatingPoint(photos.table(), 1, 0.5, { .reviewShare = 0.2 });
        QCOMPARE(point.band.overRejectsSaved, 1.0);
        QCOMPARE(point.band.photos, 1.0); // though 20 would be allowed
    }
    void aPartNeverChoosesItsOwnThreshold()
    {
        // Part 0 alone would choose 0.9, part 1 alone 0.1: each is judged by the other's choice.
        PlantedPhotos photos(1, 2);
        for (int i = 0; i < 50; ++i) {
            photos.add(0, 0, 0, 0.8f, 0.8f);
            photos.add(1, 0, 0, 0.95f, 0.95f);
            photos.add(0, 0, 1, 0.05f, 0.05f);
            photos.add(1, 0, 1, 0.2f, 0.2f);
        }
        const InspectionCosts costs { .overReject = 1, .miss = 1, .defectRate = 0.5 };
        const auto table = photos.table();
        const auto honest = crossFitted(table, 1, crossFittingParts(table, photos.dataset), costs);
        QCOMPARE(honest.errors.overReject.count, 50.0);
        QCOMPARE(honest.errors.miss.count, 50.0);
    }
    void oneFoldIsPartedByPhysicalPart()
    {
        auto photos = noise(200, 1, 3);
        photos.dataset.group.name = "group";
        for (int i = 0; i < 200; ++i) {
            if (i % 4 == 0)
                photos.dataset.group.values.push_back("part " + std::to_string(i));
            photos.dataset.group.codes.push_back(i / 4);
        }
        const auto parts = crossFittingParts(photos.table(), photos.dataset);
        std::set<int> numbers(parts.begin(), parts.end());
        QCOMPARE(int(numbers.size()), 5);
        for (std::size_t i = 0; i < 200; ++i)
            QCOMPARE(parts[i], parts[i - i % 4]);
    }
    void choiceOfTheProjectIsRead()
    {
        InspectionChoice choice;
        choice.costs.miss = 5000;
        choice.threshold = 0.3;
        QVERIFY(inspectionOf({ { "inspection", toJson(choice) } }) == choice);
        QVERIFY(inspectionOf(Json::object()) == InspectionChoice {});
        QVERIFY(inspectionOf({ { "inspection", { { "costs", 3 } } } }) == InspectionChoice {});
    }
};

QTEST_GUILESS_MAIN(TestThresholds)
#include "test_thresholds.moc"
