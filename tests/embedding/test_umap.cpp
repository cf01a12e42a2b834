#include "EmbeddingFixture.h"
#include "engine/embedding/FuzzyGraph.h"

using namespace minamo;

/// Our maps against umap-learn's on the same data (golden J_analysis), and what the window relies on.
class TestUmap : public QObject {
    Q_OBJECT
    EmbeddingFixture m_fixture;

    static FeatureMatrix layoutOf(const std::vector<float>& xy) { return EmbeddingFixture::layoutOf(xy); }
    Result<std::vector<float>> map(const EmbedOptions& options) const { return m_fixture.map(options); }

private Q_SLOTS:
    void initTestCase()
    {
        auto fixture = EmbeddingFixture::read();
        VERIFY_OK(fixture);
        m_fixture = std::move(*fixture);
    }

    void curveOfTheDefaults() // what umap-learn fits for min_dist 0.1 and 0.5
    {
        const auto [a, b] = fitCurve(0.1);
        QVERIFY(std::abs(a - 1.5769) < 1e-3 && std::abs(b - 0.8951) < 1e-3);
        const auto [c, d] = fitCurve(0.5);
        QVERIFY(std::abs(c - 0.5830) < 1e-3 && std::abs(d - 1.3342) < 1e-3);
    }

    void qualityIsThatOfUmapLearn()
    {
        const auto xy = map({});
        VERIFY_OK(xy);
        const auto layout = layoutOf(*xy);
        const auto quality = layoutQuality(m_fixture.digits, layout, 15);
        const double separated = silhouette(layout, m_fixture.truth);
        const auto& peer = m_fixture.quality.at("umap_default_seed1");
        qInfo() << "trustworthiness" << quality.trustworthiness << "15-NN kept" << quality.neighboursKept
                << "silhouette" << separated;
        QVERIFY(quality.trustworthiness >= peer.at("trustworthiness15").get<double>() - 0.003);
        QVERIFY(quality.neighboursKept >= peer.at("knn15_preservation").get<double>() - 0.015);
        QVERIFY(separated >= peer.at("silhouette_of_true_labels").get<double>() - 0.05);
        const auto flat = map({ .method = "pca" }); // control: the plain projection is far worse
        const auto plain = layoutQuality(m_fixture.digits, layoutOf(*flat), 15);
        QVERIFY(plain.neighboursKept < quality.neighboursKept - 0.2);
        QVERIFY(std::abs(plain.trustworthiness
                    - m_fixture.quality.at("pca2").at("trustworthiness15").get<double>())
            < 1e-4);
    }

    void equalSeedsGiveEqualBits()
    {
        const EmbedOptions options { .epochs = 30, .seed = 5 };
        const auto first = map(options), second = map(options), other = map({ .epochs = 30, .seed = 6 });
        QCOMPARE(*first, *second);
        QVERIFY(*first != *other);
    }

    void threadsWithoutLocksAreAsGood()
    {
        const auto xy = map({ .deterministic = false });
        const auto quality = layoutQuality(m_fixture.digits, layoutOf(*xy), 15);
        QVERIFY(quality.trustworthiness > 0.98 && quality.neighboursKept > 0.51);
    }

    void growsAndStops()
    {
        const auto method = embeddingMethod("umap");
        const auto input = embeddingInput(tensorOfRows(m_fixture.digits));
        int last = -1;
        const auto stopped = method->embed(input, { {}, [&](const LayoutStep& step) {
                                                       last = step.epoch;
                                                       return step.xy.size() == 2 * 1797 && step.epoch < 7;
                                                   } });
        VERIFY_FAILS(stopped, "cancelled");
        QCOMPARE(last, 7);
    }

    void smallAndEqualInputs()
    {
        const auto method = embeddingMethod("umap");
        for (const int rows : { 1, 2, 3, 4, 9 }) {
            const auto xy = method->embed(
                embeddingInput(at::eye(12, at::kFloat).narrow(0, 0, rows)), { { .epochs = 20 } });
            VERIFY_OK(xy);
            QCOMPARE(xy->size(), std::size_t(2 * rows));
            QVERIFY(layoutOf(*xy).allFinite());
        }
        const auto same = method->embed(at::ones({ 60, 5 }), { { .epochs = 20 } });
        VERIFY_OK(same);
        QVERIFY(layoutOf(*same).allFinite());
        VERIFY_FAILS(embeddingMethod("nothing"), "embedding.unknown-method");
    }
};

QTEST_APPLESS_MAIN(TestUmap)
#include "test_umap.moc"
