#include "PlantedProject.h"
#include "data/MapLayout.h"
#include "engine/stages/Embed.h"
#include "statistics/Silhouette.h"

using namespace minamo;

class TestEmbed : public QObject {
    Q_OBJECT

    static EmbedOptions at(int timestep, const std::string& method = "umap")
    {
        EmbedOptions options;
        options.tap = "up";
        options.timestep = timestep;
        options.method = method;
        options.epochs = 200;
        return options;
    }
    static double separated(const MapLayout& layout, const PlantedProject& planted, bool classes)
    {
        std::vector<std::int32_t> codes;
        for (int row = 0; row < static_cast<int>(layout.ids.size()); ++row)
            codes.push_back(classes ? planted.classOf(row) : planted.environmentOf(row));
        return silhouette(
            Eigen::Map<const FeatureMatrix>(layout.xy.data(), static_cast<Eigen::Index>(codes.size()), 2),
            codes);
    }

private Q_SLOTS:
    void mapShowsThePlantedIslands()
    {
        PlantedProject planted;
        RecordingContext context;
        for (const std::string method : { "umap", "pca" }) {
            const auto result = runEmbed(planted.project(), at(50, method), context);
            VERIFY_OK(result);
            VERIFY_OK(adopt(planted.project(), "embed", *result));
            const auto layout = readMapLayout(planted.folder("/embed") / "embedding.safetensors");
            VERIFY_OK(layout);
            QCOMPARE(layout->ids, planted.project().dataset()->ids);
            const double islands = separated(*layout, planted, false);
            QVERIFY2(islands > (method == "umap" ? 0.6 : 0.2), qPrintable(QString::number(islands)));
            QVERIFY(separated(*layout, planted, true) < 0.1); // control: classes are not what this cell shows
            QVERIFY(result->summary.at("quality").at("trustworthiness").get<double>() > 0.75);
            QCOMPARE(context.last, (std::pair<std::int64_t, std::int64_t> { 100, 100 }));
        }
    }

    void growsWhileItRuns()
    {
        PlantedProject planted;
        struct Watching : RecordingContext {
            Path folder;
            int readable = 0;
            void event(std::string_view kind, const Json& values) override
            {
                RecordingContext::event(kind, values);
                readable += readMapLayout(folder / values.at("file").get<std::string>()).has_value();
            }
        } context;
        context.folder = planted.project().folder();
        auto options = at(50);
        options.epochs = 3000;
        VERIFY_OK(runEmbed(planted.project(), options, context));
        QVERIFY(context.count("layout") >= 2);
        QCOMPARE(context.readable, context.count("layout"));
        QVERIFY(!std::filesystem::exists(planted.project().folder()
            / context.events.back().second.at("file").get<std::string>())); // nothing is left behind
    }

    void equalKeysEqualBytesAndStop()
    {
        PlantedProject planted, twin;
        RecordingContext context;
        const auto a = runEmbed(planted.project(), at(50), context),
                   b = runEmbed(twin.project(), at(50), context);
        VERIFY_OK(a);
        QCOMPARE(a->summary, b->summary);
        VERIFY_OK(adopt(planted.project(), "embed", *a));
        VERIFY_OK(adopt(twin.project(), "embed", *b));
        QCOMPARE(*readFile(planted.folder("/embed") / "embedding.safetensors"),
            *readFile(twin.folder("/embed") / "embedding.safetensors"));
        QCOMPARE(runEmbed(planted.project(), at(50), context)->summary, a->summary);
        auto slow = at(100);
        slow.epochs = 100000;
        RecordingContext stopped;
        stopped.limit = 1;
        VERIFY_FAILS(runEmbed(planted.project(), slow, stopped), "cancelled");
        QCOMPARE(planted.project().artifacts().list("embed").size(), std::size_t(1));
    }

    void onePhoto()
    {
        PlantedProject planted({ .environments = 1, .classes = 1, .photos = 1 });
        SilentContext context;
        VERIFY_OK(runEmbed(planted.project(), at(50), context));
    }
};

QTEST_GUILESS_MAIN(TestEmbed)
#include "test_embed.moc"
