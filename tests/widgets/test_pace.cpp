#include "TestSupport.h"
#include "bridge/Pace.h"

#include <QSettings>

using namespace minamo;

namespace {

Json at(const char* time, Json event)
{
    event["time"] = std::string("2026-11-25T10:00:") + time + "Z";
    return event;
}

Json progress(const char* time, const char* stage)
{
    return at(time, { { "event", "progress" }, { "stage", stage }, { "done", 1 }, { "total", 1000 } });
}

/// 100 photos at two timesteps: 1 s of packing, 9 s of features, 4 s of the rest, 6 s for three classifiers.
std::vector<Json> finishedRun(double passes)
{
    return { at("00.000", { { "event", "start" } }),
        at("00.000",
            { { "event", "plan" }, { "taps", { "blocks" } }, { "timesteps", { 50, 100 } },
                { "fast", true } }),
        progress("01.000", "pack"),
        at("01.500",
            { { "event", "estimate" }, { "photos", 100 }, { "timesteps", { 50, 100 } },
                { "taps", { "mid_block" } }, { "passes", passes }, { "bytes", 80000.0 } }),
        progress("10.000", "extract"), progress("12.000", "score"), progress("13.000", "discover"),
        progress("14.000", "embed"), at("15.000", { { "event", "trained" } }),
        at("16.000", { { "event", "trained" } }), at("19.900", { { "event", "trained" } }),
        progress("20.000", "train"), at("20.000", { { "event", "end" }, { "state", "done" } }) };
}

const Json planned { { "taps", { "blocks" } }, { "timesteps", { 10, 50, 100, 200 } }, { "fast", true },
    { "holdout", "all" }, { "method", "both" }, { "seeds", 2 } };

} // namespace

/// What jobs took becomes the next estimate; what was not measured is not made up.
class TestPace : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, m_folder.path());
        QCoreApplication::setOrganizationName("MinamoTest");
    }

    void nothingMeasuredNothingSaid()
    {
        const auto estimate = estimateRun("", planned, 100, 5);
        QVERIFY(!estimate.seconds && !estimate.trainingSeconds && !estimate.bytes);
    }

    void aRunMeasuresItsParts()
    {
        const auto paces = measuredPaces("run", Json::object(), finishedRun(200), "", 100);
        QCOMPARE(paces.value(featurePace("", planned)), 10.0 / 200);
        QCOMPARE(paces.value(analysisPace("", planned)), 4.0 / 200);
        QCOMPARE(paces.value(featureBytes("", planned)), 400.0);
        QCOMPARE(paces.value(trainingPace(planned)), 6.0 / 3 / 100);
    }

    void onlyWhatItDidItselfCounts()
    {
        // Half of the features were there: their pace holds, that of the scores does not.
        const auto half = measuredPaces("run", Json::object(), finishedRun(100), "", 100);
        QCOMPARE(half.value(featurePace("", planned)), 10.0 / 100);
        QVERIFY(!half.contains(analysisPace("", planned)));
        auto stopped = finishedRun(200);
        stopped.back()["state"] = "cancelled";
        QVERIFY(measuredPaces("run", Json::object(), stopped, "", 100).isEmpty());
        // An interrupted start before it adds nothing.
        auto resumed = finishedRun(200);
        resumed.insert(
            resumed.begin(), { at("00.000", { { "event", "start" } }), progress("00.000", "extract") });
        QCOMPARE(measuredPaces("run", Json::object(), resumed, "", 100),
            measuredPaces("run", Json::object(), finishedRun(200), "", 100));
    }

    void theNextEstimateScales()
    {
        const auto paces = measuredPaces("run", Json::object(), finishedRun(200), "", 100);
        for (auto pace = paces.cbegin(); pace != paces.cend(); ++pace)
            QSettings().setValue("pace/" + pace.key(), pace.value());
        const auto estimate = estimateRun("", planned, 300, 5); // 1200 passes; 5 x 2 x 2 classifiers
        QVERIFY(estimate.seconds && estimate.trainingSeconds && estimate.bytes);
        QCOMPARE(*estimate.seconds, 1200 * 14.0 / 200);
        QCOMPARE(*estimate.bytes, 1200 * 400.0);
        QCOMPARE(*estimate.trainingSeconds, 0.02 * 300 * 20);
        // Another model, other layers, the encoder: not measured.
        QVERIFY(!estimateRun("big", planned, 300, 5).seconds);
        auto other = planned;
        other["taps"] = Json::array({ "all" });
        other["fast"] = false;
        QVERIFY(!estimateRun("", other, 300, 5).seconds && !estimateRun("", other, 300, 5).trainingSeconds);
    }

private:
    QTemporaryDir m_folder;
};

QTEST_GUILESS_MAIN(TestPace)
#include "test_pace.moc"
