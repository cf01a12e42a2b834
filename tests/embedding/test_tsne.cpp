#include "EmbeddingFixture.h"
#include "base/Random.h"
#include "engine/embedding/Quadtree.h"

#include <ATen/Parallel.h>
#include <QElapsedTimer>

using namespace minamo;

/// Our t-SNE against openTSNE on the same data (golden J_analysis), and what the window relies on.
class TestTsne : public QObject {
    Q_OBJECT
    EmbeddingFixture m_fixture;

    static EmbedOptions tsne(int epochs = 0, std::int64_t seed = 0)
    {
        EmbedOptions options;
        options.method = "tsne";
        options.epochs = epochs;
        options.seed = seed;
        return options;
    }
    static std::vector<float> scattered(std::size_t rows)
    {
        CounterRandom random(3);
        std::vector<float> xy(2 * rows);
        for (auto& value : xy)
            value = static_cast<float>(10 * random.normal());
        return xy;
    }
    /// u(NAME, i) of golden H_backbones: splitmix64 of the name's FNV hash plus i, in [-1, 1).
    static double uniform(std::string_view name, std::uint64_t i)
    {
        std::uint64_t x = 0xcbf29ce484222325;
        for (const char c : name)
            x = (x ^ static_cast<unsigned char>(c)) * 0x100000001b3;
        x += i + 0x9E3779B97F4A7C15;
        x = (x ^ x >> 30) * 0xBF58476D1CE4E5B9;
        x = (x ^ x >> 27) * 0x94D049BB133111EB;
        return static_cast<double>((x ^ x >> 31) >> 40) / (1 << 23) - 1;
    }
    /// "planted10k" of golden J_analysis: twenty flat clouds in 50 dimensions.
    static FeatureMatrix planted()
    {
        FeatureMatrix x(10000, 50);
        for (std::uint64_t i = 0; i < 10000; ++i)
            for (std::uint64_t j = 0; j < 50; ++j) {
                const auto c = i % 20;
                double value = 2.5 * uniform("center", 50 * c + j);
                for (std::uint64_t l = 0; l < 4; ++l)
                    value += 0.3 * 0.8660254037844386 * uniform("noise", 4 * (50 * i + j) + l);
                for (std::uint64_t k = 0; k < 3; ++k)
                    value += 3 * uniform("latent", 3 * i + k) * uniform("basis", (3 * c + k) * 50 + j);
                x(static_cast<Eigen::Index>(i), static_cast<Eigen::Index>(j)) = static_cast<float>(value);
            }
        return x;
    }
    static double relativeError(const std::vector<float>& xy, float theta)
    {
        const Quadtree tree(xy, theta);
        double off = 0, all = 0;
        for (std::size_t i = 0; i < xy.size(); i += 2) {
            const auto near = tree.push(xy[i], xy[i + 1]), exact = pushOfAll(xy, xy[i], xy[i + 1]);
            off += std::hypot(double(near.x - exact.x), double(near.y - exact.y))
                + std::abs(double(near.q - exact.q));
            all += std::hypot(double(exact.x), double(exact.y)) + double(exact.q);
        }
        return off / all;
    }

private Q_SLOTS:
    void initTestCase()
    {
        auto fixture = EmbeddingFixture::read();
        VERIFY_OK(fixture);
        m_fixture = std::move(*fixture);
    }

    /// The tree adds up what all pairs add up, the better the smaller theta is.
    void treeIsNearAllPairs()
    {
        auto xy = scattered(800);
        xy[0] = xy[2] = xy[4]; // three points in one place
        xy[1] = xy[3] = xy[5];
        QVERIFY(relativeError(xy, 1e-4f) < 1e-5);
        const double usual = relativeError(xy, 0.5f), coarse = relativeError(xy, 0.69f);
        QVERIFY2(usual < 0.01, qPrintable(QString::number(usual)));
        QVERIFY(coarse > 1.2 * usual); // control: theta is what decides
        const Quadtree one({ 1, 2 });
        QCOMPARE(one.push(1, 2).q, 1.0f);
    }

    void qualityIsThatOfOpenTsne()
    {
        QElapsedTimer clock;
        clock.start();
        const auto xy = m_fixture.map(tsne());
        VERIFY_OK(xy);
        const auto seconds = double(clock.elapsed()) / 1000;
        const auto layout = EmbeddingFixture::layoutOf(*xy);
        const auto found = layoutQuality(m_fixture.digits, layout, 15);
        const double separated = silhouette(layout, m_fixture.truth);
        qInfo() << "trustworthiness" << found.trustworthiness << "15-NN kept" << found.neighboursKept
                << "silhouette" << separated << "seconds" << seconds;
        for (const char* name : { "opentsne_default_seed1", "opentsne_default_seed2" }) {
            const auto& peer = m_fixture.quality.at(name);
            QVERIFY(found.trustworthiness >= peer.at("trustworthiness15").get<double>() - 0.003);
            QVERIFY(found.neighboursKept >= peer.at("knn15_preservation").get<double>() - 0.015);
            QVERIFY(separated >= peer.at("silhouette_of_true_labels").get<double>() - 0.05);
        }
        const auto begun = m_fixture.map(tsne(12)); // control: a map that has hardly begun
        const auto poor = layoutQuality(m_fixture.digits, EmbeddingFixture::layoutOf(*begun), 15);
        QVERIFY(poor.neighboursKept < found.neighboursKept - 0.2);
        QVERIFY(poor.trustworthiness < found.trustworthiness - 0.02);
    }

    /// 10,000 rows: the tree's own size. Minutes where the machine is busy, so only with MINAMO_LONG=1.
    void qualityAndTimeOfTenThousand()
    {
        const auto x = planted();
        const auto& golden = m_fixture.planted;
        const auto first = golden.at("planted10k.first_values").get<std::vector<float>>();
        for (std::size_t i = 0; i < first.size(); ++i)
            QCOMPARE(i < 4 ? x(0, Eigen::Index(i)) : x(9999, Eigen::Index(42 + i)), first[i]);
        const bool all = qEnvironmentVariableIsSet("MINAMO_LONG");
        const auto method = embeddingMethod("tsne");
        QElapsedTimer clock, since;
        clock.start();
        std::int64_t longest = 0;
        const auto xy = method->embed(
            embeddingInput(tensorOfRows(x)), { tsne(all ? 0 : 9), [&](const LayoutStep&) {
                                                  longest = std::max<std::int64_t>(longest,
                                                      since.isValid() ? since.restart() : (since.start(), 0));
                                                  return true;
                                              } });
        VERIFY_OK(xy);
        qInfo() << (all ? 750 : 9) << "steps" << double(clock.elapsed()) / 1000 << "s, longest wait for stop"
                << longest << "ms";
        if (!all)
            return;
        const auto found = layoutQuality(x, EmbeddingFixture::layoutOf(*xy), 15, 10000);
        const auto& peer = golden.at("planted10k").at("opentsne_default_seed1");
        qInfo() << "trustworthiness" << found.trustworthiness << "15-NN kept" << found.neighboursKept;
        QVERIFY(found.trustworthiness >= peer.at("trustworthiness15").get<double>() - 0.003);
        QVERIFY(found.neighboursKept >= peer.at("knn15_preservation").get<double>() - 0.015);
    }

    void threadsChangeNothing()
    {
        const int threads = at::get_num_threads();
        at::set_num_threads(1);
        const auto first = m_fixture.map(tsne(60, 5));
        at::set_num_threads(3);
        const auto second = m_fixture.map(tsne(60, 5)), other = m_fixture.map(tsne(60, 6));
        at::set_num_threads(threads);
        VERIFY_OK(first);
        QCOMPARE(*first, *second);
        QVERIFY(*first != *other);
    }

    void perplexityMatters()
    {
        auto few = tsne(150), many = few;
        few.perplexity = 5;
        many.perplexity = 80;
        const auto narrow = m_fixture.map(few), wide = m_fixture.map(many);
        QVERIFY(*narrow != *wide);
    }

    void growsAndStops()
    {
        const auto method = embeddingMethod("tsne");
        const auto input = embeddingInput(tensorOfRows(m_fixture.digits));
        int last = -1;
        const auto stopped = method->embed(input, { tsne(), [&](const LayoutStep& step) {
                                                       last = step.epoch;
                                                       return step.xy.size() == 2 * 1797 && step.epoch < 7;
                                                   } });
        VERIFY_FAILS(stopped, "cancelled");
        QCOMPARE(last, 7);
    }

    void smallAndEqualInputs()
    {
        const auto method = embeddingMethod("tsne");
        for (const int rows : { 1, 2, 3, 4, 9, 40 }) {
            const auto xy
                = method->embed(embeddingInput(at::eye(48, at::kFloat).narrow(0, 0, rows)), { tsne() });
            VERIFY_OK(xy);
            QCOMPARE(xy->size(), std::size_t(2 * rows));
            QVERIFY(EmbeddingFixture::layoutOf(*xy).allFinite());
        }
        const auto same = method->embed(at::ones({ 1200, 5 }), { tsne(300) });
        VERIFY_OK(same);
        QVERIFY(EmbeddingFixture::layoutOf(*same).allFinite());
    }
};

QTEST_APPLESS_MAIN(TestTsne)
#include "test_tsne.moc"
