#include "PlantedPhotos.h"
#include "TestSupport.h"
#include "statistics/Tests.h"

#include <algorithm>

using namespace minamo;

namespace {

/// Style S1: 40 good, 40 bad; before 20 over-rejects, after 4. S2: 30 good, 30 bad; misses rise from 3 to 6.
/// S3: 7 good, 5 bad: too few.
PlantedPhotos planted()
{
    PlantedPhotos photos(3, 2);
    for (int i = 0; i < 40; ++i) {
        photos.add(0, 0, i % 2, i < 20 ? 0.9f : 0.1f, i < 4 ? 0.8f : 0.1f);
        photos.add(1, 0, i % 2, 0.9f, 0.9f);
    }
    for (int i = 0; i < 30; ++i) {
        photos.add(0, 1, i % 2, i < 3 ? 0.7f : 0.2f, i < 3 ? 0.7f : 0.2f);
        photos.add(1, 1, i % 2, i < 3 ? 0.3f : 0.9f, i < 6 ? 0.3f : 0.9f);
    }
    for (int i = 0; i < 7; ++i)
        photos.add(0, 2, 0, i < 3 ? 0.9f : 0.1f, 0.1f);
    for (int i = 0; i < 5; ++i)
        photos.add(1, 2, 1, 0.9f, 0.9f);
    return photos;
}

bool says(const Evaluation& evaluation, const std::string& code)
{
    return std::any_of(evaluation.sentences.begin(), evaluation.sentences.end(),
        [&](const Error& sentence) { return sentence.code == code; });
}

Json valuesOf(const Evaluation& evaluation, const std::string& code)
{
    for (const auto& sentence : evaluation.sentences)
        if (sentence.code == code)
            return sentence.values;
    return nullptr;
}

} // namespace

/// Rows, tests and sentences of planted judgements; intervals and p-values of golden K_statistics.
class TestEvaluation : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void countsAreThePlantedOnes()
    {
        const auto e = planted().evaluate();
        QCOMPARE(e.all.photos, std::int64_t(152));
        QCOMPARE(e.all.ok, std::int64_t(77));
        QCOMPARE(e.all.figures[0].errors.overReject.count, 26.0);
        QCOMPARE(e.all.figures[1].errors.overReject.count, 7.0);
        QCOMPARE(e.all.figures[0].errors.miss.count, 3.0);
        QCOMPARE(e.all.figures[1].errors.miss.count, 6.0);
        QCOMPARE(e.all.overReject.onlyAfter, 19);
        QCOMPARE(e.all.overReject.onlyBefore, 0);
        QVERIFY(!e.all.overReject.rose && e.all.miss.rose);
        QCOMPARE(e.confusion[0][0][1], 26.0);
        QCOMPARE(e.confusion[1][1][0], 6.0);
        double sum = 0;
        for (const auto& row : e.confusion[1])
            for (const double count : row)
                sum += count;
        QCOMPARE(sum, 152.0);
    }
    void worstFirstAndTooFewLast()
    {
        const auto e = planted().evaluate();
        QCOMPARE(int(e.byStyle.size()), 3);
        QCOMPARE(e.byStyle[0].number, 1); // 50 %
        QCOMPARE(e.byStyle[1].number, 2); // 10 %
        QCOMPARE(e.byStyle[2].number, 3); // 3 of 7, but 7 photos
        QVERIFY(e.byStyle[2].tooFew(true));
        QCOMPARE(missingForRate(e.byStyle[2].figures[0].errors.overReject), std::int64_t(13));
        QCOMPARE(missingForRate(e.byStyle[2].figures[0].errors.miss), std::int64_t(15));
        QCOMPARE(missingForRate(e.byStyle[0].figures[0].errors.miss), std::int64_t(0));
        QVERIFY(!e.byStyle[2].overReject.rose); // never from too few photos
        QCOMPARE(e.byEnvironment.front().kind, std::string("environment"));
    }
    void verdictIsHonest()
    {
        const auto e = planted().evaluate();
        QCOMPARE(e.verdict, std::string("helps"));
        QVERIFY(says(e, "helps") && says(e, "over-reject-fell") && says(e, "miss-unclear"));
        QCOMPARE(valuesOf(e, "over-reject-fell-most").at("where"), Json("S1"));
        QCOMPARE(valuesOf(e, "miss-not-fallen").at("where"), Json::array({ "S2" }));
        QCOMPARE(valuesOf(e, "over-reject-not-fallen").at("where"), Json::array({ "S2" }));
        QCOMPARE(valuesOf(e, "too-few").at("where"), Json::array({ "S3" }));
        // The other way round it hurts; against itself there is no difference.
        auto swapped = planted();
        std::swap(swapped.before, swapped.after);
        QCOMPARE(swapped.evaluate().verdict, std::string("hurts"));
        auto same = planted();
        same.after = same.before;
        QCOMPARE(same.evaluate().verdict, std::string("no-difference"));
        QVERIFY(!says(same.evaluate(), "over-reject-fell"));
    }
    void everySentenceHasWords()
    {
        for (const auto& e : { planted().evaluate(), [] {
                                  auto swapped = planted();
                                  std::swap(swapped.before, swapped.after);
                                  return swapped.evaluate();
                              }() })
            for (const auto language : { Language::ja, Language::en }) {
                const Phrases phrases(language);
                for (const auto& sentence : e.sentences) {
                    const auto key = "evaluate.say." + sentence.code;
                    QVERIFY2(phrases.has(key), key.c_str());
                    const auto text = phrases.text(key, sentence.values);
                    QVERIFY2(text.find('{') == std::string::npos, text.c_str());
                }
                for (const auto& note : e.notes)
                    QVERIFY2(phrases.has("error." + note.code), note.code.c_str());
            }
    }
    void equalsGoldenStatistics()
    {
        const auto golden = readJson(goldenFolder() / "K_statistics/statistics.json");
        VERIFY_OK(golden);
        int checked = 0;
        for (const auto& entry : golden->at("mcnemar")) {
            const int first = entry.at("only_first_right"), second = entry.at("only_second_right"),
                      right = entry.at("both_right"), wrong = entry.at("both_wrong");
            PlantedPhotos photos(1, 1);
            const auto good = [&](int count, float before, float after) {
                for (int i = 0; i < count; ++i)
                    photos.add(0, 0, 0, before, after);
            };
            good(first, 0.1f, 0.9f);
            good(second, 0.9f, 0.1f);
            good(right, 0.1f, 0.1f);
            good(wrong, 0.9f, 0.9f);
            const auto e = photos.evaluate();
            QVERIFY(std::abs(e.all.overReject.pValue - entry.at("p_exact").get<double>()) < 1e-9);
            QCOMPARE(e.all.miss.pValue, 1.0); // no bad photo: nothing to test
            ++checked;
        }
        for (const auto& entry : golden->at("wilson")) {
            if (entry.at("alpha") != 0.05)
                continue;
            const int k = entry.at("k"), n = entry.at("n");
            if (n > 400)
                continue;
            PlantedPhotos photos(1, 1);
            for (int i = 0; i < n; ++i)
                photos.add(1, 0, 0, i < k ? 0.1f : 0.9f, 0.9f);
            const auto miss = photos.evaluate().all.figures[0].errors.miss;
            QVERIFY(std::abs(miss.low - entry.at("low").get<double>()) < 1e-9);
            QVERIFY(std::abs(miss.high - entry.at("high").get<double>()) < 1e-9);
            ++checked;
        }
        QVERIFY(checked > 10);
    }
    void oneLuckyStyleAmongManyIsNoFinding()
    {
        const auto evaluated
            = [](int styles) { // style 0 gains on 6 of 30 bad photos (p = 0.031), the others on none
                  PlantedPhotos photos(styles, 1);
                  for (int style = 0; style < styles; ++style)
                      for (int i = 0; i < 30; ++i)
                          photos.add(1, style, 0, style == 0 && i < 6 ? 0.1f : 0.9f, 0.9f);
                  return photos.evaluate();
              };
        const auto pOfFirst = [](const Evaluation& e) {
            for (const auto& row : e.byStyle)
                if (row.index == 0)
                    return row.miss.pValue;
            return -1.0;
        };
        const double alone = mcnemar(0, 6).exact;
        QVERIFY(alone < 0.05);
        QVERIFY(std::abs(pOfFirst(evaluated(5)) - std::min(1.0, 10 * alone)) < 1e-9); // 5 styles x 2 mistakes
        QVERIFY(!says(evaluated(5), "miss-fell-most"));
        QVERIFY(std::abs(evaluated(5).all.miss.pValue - alone) < 1e-9); // the whole is one question
    }
    void worseIsOnlyWhatIsNoAccident()
    {
        const auto missesRiseBy = [](int more) {
            PlantedPhotos photos(1, 1);
            for (int i = 0; i < 40; ++i)
                photos.add(1, 0, 0, i < 3 ? 0.1f : 0.9f, i < 3 + more ? 0.1f : 0.9f);
            return photos.evaluate().byStyle.front().miss;
        };
        const auto chance = missesRiseBy(3), clear = missesRiseBy(12), none = missesRiseBy(0);
        QVERIFY(chance.rose && !chance.worse() && chance.pValue > 0.05);
        QVERIFY(clear.rose && clear.worse());
        QVERIFY(!none.rose && !none.worse());
        QCOMPARE(chance.mark(), std::string("↑"));
        QCOMPARE(chance.mark(true), std::string("↓")); // an accuracy falls
        QCOMPARE(clear.mark(), std::string("▲"));
        QCOMPARE(none.mark(), std::string());
    }
    void whatHasLearnedNothingGetsNoThreshold()
    {
        PlantedPhotos photos(1, 1);
        for (int i = 0; i < 40; ++i)
            photos.add(i % 2, 0, 0, 0.6f, 0.6f);
        photos.learned = { false, false };
        const auto none = photos.evaluate();
        QCOMPARE(none.recommended[1].threshold, 0.5);
        QCOMPARE(none.honest[1].threshold, 0.5);
        QCOMPARE(none.honest[1].errors.overReject.count, none.recommended[1].errors.overReject.count);
        photos.learned = { true, true };
        QVERIFY(photos.evaluate().recommended[1].threshold != 0.5); // the control
    }
    void severalSeedsAreMeansPerPhoto()
    {
        PlantedPhotos photos(1, 1);
        for (int i = 0; i < 40; ++i)
            photos.add(i % 2, 0, 0, 0.1f, i % 2 ? 0.9f : 0.1f);
        // A second seed of "before" calls every second bad photo bad.
        for (int i = 1; i < 40; i += 2)
            photos.before.push_back(PlantedPhotos::prediction(
                photos.dataset.ids[std::size_t(i)], 0, 1, 1, i % 4 == 1 ? 0.9f : 0.1f));
        const auto e = photos.evaluate();
        const auto& miss = e.all.figures[0].errors.miss;
        QCOMPARE(miss.of, std::int64_t(20)); // every photo once
        QCOMPARE(miss.count, 15.0); // 10 missed by both seeds, 10 by one of two
        QCOMPARE(e.all.miss.onlyAfter, 20);
        QCOMPARE(photos.table().meanDefect(1, 0), double(0.9f + 0.1f) / 2);
        QCOMPARE(photos.table().seeds[0], 2);
    }
    void leakIsSeenWhereItIsPlanted()
    {
        PlantedPhotos leaking(2, 1), fair(2, 1);
        for (int i = 0; i < 200; ++i) {
            const int truth = i % 2;
            leaking.add(truth, i % 10 == 0 ? 1 - truth : truth, 0, 0.5f, 0.5f);
            fair.add(truth, (i / 2) % 2, 0, 0.5f, 0.5f);
        }
        const auto leak = leaking.evaluate().leak, none = fair.evaluate().leak;
        QCOMPARE(leak.about, std::string("defect"));
        QCOMPARE(leak.level, std::string("strong"));
        QVERIFY2(std::abs(leak.guess - 0.9) < 0.01, std::to_string(leak.guess).c_str());
        QCOMPARE(leak.majority, 0.5);
        QCOMPARE(none.level, std::string("weak"));
        QVERIFY(none.association < 0.05);
        for (const auto language : { Language::ja, Language::en }) { // what was counted, and no cause
            const auto text = Phrases(language).text(
                "evaluate.say.leak-defect", valuesOf(leaking.evaluate(), "leak-defect"));
            QVERIFY2(text.find("90.0%") != std::string::npos && text.find("50.0%") != std::string::npos,
                text.c_str());
        }
        QVERIFY(says(leaking.evaluate(), "leak-defect") && !says(fair.evaluate(), "leak-defect"));
    }
    void filesSayTheSame()
    {
        const auto photos = planted();
        const auto e = photos.evaluate();
        const auto again = evaluationFromJson(toJson(e));
        VERIFY_OK(again);
        QCOMPARE(toJson(*again).dump(), toJson(e).dump());
        VERIFY_FAILS(evaluationFromJson({ { "version", 1 } }), "json.broken");
        QTemporaryDir folder;
        const Path to = folder.path().toStdString();
        VERIFY_OK(writeJudgedPhotos(to, photos.table()));
        const auto table = readJudgedPhotos(to);
        VERIFY_OK(table);
        QVERIFY(table->ids == photos.table().ids && table->said == photos.table().said
            && table->defect == photos.table().defect && table->style == photos.table().style);
    }
    void withoutOkClassThereIsAccuracyOnly()
    {
        auto photos = planted();
        photos.dataset.okClasses.clear();
        const auto e = photos.evaluate();
        QVERIFY(!e.okKnown() && e.curve.empty());
        QCOMPARE(e.all.figures[0].errors.overReject.of, std::int64_t(0));
        QCOMPARE(e.all.figures[0].accuracy.count, 123.0);
        QCOMPARE(e.leak.about, std::string("class"));
        QVERIFY(!says(e, "over-reject-fell") && says(e, "helps"));
    }
};

QTEST_GUILESS_MAIN(TestEvaluation)
#include "test_evaluation.moc"
