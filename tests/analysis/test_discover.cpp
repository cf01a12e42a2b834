#include "PlantedProject.h"
#include "data/Styles.h"
#include "engine/stages/Discover.h"
#include "statistics/Agreement.h"

#include <algorithm>
#include <cmath>
#include <set>

using namespace minamo;

class TestDiscover : public QObject {
    Q_OBJECT

    static DiscoverOptions at(const std::string& tap, int timestep)
    {
        DiscoverOptions options;
        options.tap = tap;
        options.timestep = timestep;
        return options;
    }
    static std::vector<std::int32_t> truth(const PlantedProject& planted, int photos, bool classes = false)
    {
        std::vector<std::int32_t> codes;
        for (int row = 0; row < photos; ++row)
            codes.push_back(classes ? planted.classOf(row) : planted.environmentOf(row));
        return codes;
    }

private Q_SLOTS:
    void stylesAreThePlantedEnvironments()
    {
        PlantedProject planted;
        RecordingContext context;
        const auto result = runDiscover(planted.project(), at("up", 50), context);
        VERIFY_OK(result);
        VERIFY_OK(adopt(planted.project(), "discover", *result));
        const auto styles = readStyles(planted.folder("/discover"));
        VERIFY_OK(styles);
        QCOMPARE(styles->pseudoDomains(), std::size_t(15)); // 3 classes x 5, 16 photos each
        QCOMPARE(styles->styles.size(), std::size_t(4));
        QVERIFY(adjustedRandIndex(styles->style, truth(planted, 240)) > 0.95);
        QVERIFY(styles->stability > 0.9);
        QCOMPARE(styles->associations.front().column, std::string("environment"));
        QVERIFY(styles->association("environment")->cramersV > 0.95
            && styles->association("camera")->cramersV > 0.95);
        QVERIFY(styles->association("label")->cramersV < 0.2); // no class leak here
        QVERIFY(std::find(context.warnings.begin(), context.warnings.end(), "discover.class-leak")
            == context.warnings.end());
        for (const auto& style : styles->styles)
            QCOMPARE(style.count, std::int64_t(60));
    }

    void cardsSayWhatWasPlanted()
    {
        PlantedProject planted;
        SilentContext context;
        VERIFY_OK(
            adopt(planted.project(), "discover", *runDiscover(planted.project(), at("up", 50), context)));
        const auto styles = readStyles(planted.folder("/discover"));
        const auto styleOf = [&](int environment) {
            return styles
                ->styles[static_cast<std::size_t>(styles->style[static_cast<std::size_t>(environment)])];
        };
        const auto dark = styleOf(0), noisy = styleOf(1);
        const std::set<std::string> words(dark.words.begin(), dark.words.end());
        QCOMPARE(words, (std::set<std::string> { "style.word.dark", "style.word.light-left" }));
        QCOMPARE(noisy.words, (std::vector<std::string> { "style.word.noisy" }));
        QVERIFY(dark.facts.front().matters && std::abs(dark.facts.front().effect) > 2);
        QVERIFY(styleOf(2).words.empty()); // control: nothing planted
        for (const auto& fact : dark.facts) {
            if (fact.name == "brightness")
                QVERIFY(std::abs(fact.mean - 60) < 6 && std::abs(fact.rest - 130) < 4);
            if (fact.name == "contrast")
                QVERIFY(!fact.matters);
        }
        const auto name = styleAutoName(dark, Phrases(Language::ja));
        QVERIFY2(name == "暗い・左から光" || name == "左から光・暗い", name.c_str());
        QVERIFY(styleAutoName(noisy, Phrases(Language::en)) == "noisy");
    }

    void photosOfTheCards()
    {
        PlantedProject planted;
        SilentContext context;
        VERIFY_OK(
            adopt(planted.project(), "discover", *runDiscover(planted.project(), at("up", 50), context)));
        const auto styles = readStyles(planted.folder("/discover"));
        for (std::size_t i = 0; i < styles->styles.size(); ++i) {
            const auto& style = styles->styles[i];
            std::set<std::int64_t> all;
            for (const auto* list : { &style.typical, &style.edge, &style.odd }) {
                QCOMPARE(list->size(), std::size_t(6));
                for (const auto row : *list) {
                    QCOMPARE(styles->style[static_cast<std::size_t>(row)], static_cast<std::int32_t>(i));
                    all.insert(row);
                }
            }
            QCOMPARE(all.size(), std::size_t(18)); // no photo twice
            const auto member
                = [&](std::int64_t row) { return styles->membership[static_cast<std::size_t>(row)]; };
            QVERIFY(member(style.edge.front()) < member(style.typical.front()));
        }
        for (const float degree : styles->membership)
            QVERIFY(degree >= 0.499f && degree <= 1);
    }

    void aClassLeakIsFlagged()
    {
        PlantedProject planted;
        RecordingContext context;
        const auto result = runDiscover(planted.project(), at("up", 100), context);
        VERIFY_OK(result);
        QVERIFY(result->summary.at("classLeak").at("cramersV").get<double>() > 0.8);
        QVERIFY(std::find(context.warnings.begin(), context.warnings.end(), "discover.class-leak")
            != context.warnings.end());
        auto options = at("up", 100);
        options.removeClassMeans = true;
        const auto removed = runDiscover(planted.project(), options, context);
        QVERIFY(removed->summary.at("classLeak").at("cramersV").get<double>() < 0.3);
    }

    void noiseGetsNoSeal()
    {
        PlantedProject planted;
        RecordingContext context;
        const auto result = runDiscover(planted.project(), at("down", 10), context);
        QVERIFY(result->summary.at("stability").get<double>() < 0.6);
        QVERIFY(std::find(context.warnings.begin(), context.warnings.end(), "discover.unstable")
            != context.warnings.end());
    }

    void numberOfPseudoDomains()
    {
        DiscoverOptions options;
        QCOMPARE(pseudoDomainCount(options, 833, 6), 30);
        QCOMPARE(pseudoDomainCount(options, 100, 6), 12); // 8 photos each
        QCOMPARE(pseudoDomainCount(options, 30, 6), 3);
        QCOMPARE(pseudoDomainCount(options, 833, 0), 35);
        QCOMPARE(pseudoDomainCount(options, 1, 0), 1);
        options.perClass = 3;
        QCOMPARE(pseudoDomainCount(options, 833, 6), 18);
        options.clusters = 50;
        QCOMPARE(pseudoDomainCount(options, 833, 6), 50);
        QCOMPARE(pseudoDomainCount(options, 20, 6), 20);
    }

    void fewPhotosNoLabels()
    {
        PlantedProject planted({ .environments = 1,
            .classes = 1,
            .photos = 12,
            .namedEnvironments = false,
            .namedClasses = false });
        SilentContext context;
        const auto result = runDiscover(planted.project(), at("up", 50), context);
        VERIFY_OK(result);
        QCOMPARE(result->summary.at("styles").size(), std::size_t(1));
    }

    void equalKeysEqualBytesAndErrors()
    {
        PlantedProject planted, twin;
        RecordingContext context;
        const auto a = runDiscover(planted.project(), at("up", 50), context),
                   b = runDiscover(twin.project(), at("up", 50), context);
        QCOMPARE(a->summary, b->summary);
        VERIFY_OK(adopt(planted.project(), "discover", *a));
        VERIFY_OK(adopt(twin.project(), "discover", *b));
        for (const auto* name : { "styles.json", "pseudodomains.safetensors", "manifest.json" })
            QCOMPARE(
                *readFile(planted.folder("/discover") / name), *readFile(twin.folder("/discover") / name));
        VERIFY_FAILS(runDiscover(planted.project(), {}, context), "analysis.no-cell");
        VERIFY_FAILS(runDiscover(planted.project(), at("up", 51), context), "analysis.unknown-cell");
        VERIFY_OK(planted.project().chooseCell({ "up", 50, "cell.user", Json::object() }, true));
        QCOMPARE(runDiscover(planted.project(), {}, context)->summary,
            a->summary); // the same cell, named or chosen
        RecordingContext stopped;
        stopped.limit = 1;
        VERIFY_FAILS(runDiscover(planted.project(), at("up", 100), stopped), "cancelled");
    }
};

QTEST_GUILESS_MAIN(TestDiscover)
#include "test_discover.moc"
