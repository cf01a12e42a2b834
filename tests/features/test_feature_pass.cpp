#include "ExtractFixture.h"
#include "engine/features/FeaturePass.h"

using namespace minamo;

/// The pass itself: noise that belongs to the photo, and an early exit that changes nothing.
class TestFeaturePass : public QObject {
    Q_OBJECT
    QTemporaryDir m_dir;
    DiffusionModel m_model;
    const std::atomic<bool> m_never { false };
    Path at(const char* name) const { return Path(m_dir.path().toStdString()) / name; }
    ImagePack packOf(const Project& project) const
    {
        return ImagePack::open(project.artifacts().folder(project.artifacts().list("pack").front())).value();
    }

private Q_SLOTS:
    void initTestCase()
    {
        writeTinyModel(at("model"));
        m_model = loadDiffusionModel(at("model")).value();
        m_model.network->prepareForInference(at::kCPU, at::kFloat);
        makeProject(at("forward"), at("model"));
        makeProject(at("backward"), at("model"), true);
    }
    void noiseBelongsToThePhoto()
    {
        const auto project = Project::open(at("forward")).value(),
                   reversed = Project::open(at("backward")).value();
        const auto data = project.dataset().value(), backwards = reversed.dataset().value();
        const auto pack = packOf(project), other = packOf(reversed);
        const CleanPhotos photos(pack), others(other);
        const FeaturePass pass(m_model, photos, data.contents, 0),
            turned(m_model, others, backwards.contents, 0);
        const auto all = pass.noisyInputs(rowsBetween(0, fixturePhotos), 50),
                   some = pass.noisyInputs({ 7, 8 }, 50);
        QVERIFY(at::equal(all.slice(0, 7, 9), some)); // whatever the batch
        QVERIFY(at::equal(
            turned.noisyInputs(rowsBetween(0, fixturePhotos), 50).flip(0), all)); // whatever the order
        const auto noise = [&](int t, int draw) {
            const FeaturePass drawn(m_model, photos, data.contents, draw);
            const auto x = drawn.noisyInputs(rowsBetween(0, fixturePhotos), t);
            const double bar = m_model.schedule.alphaCumprod(t);
            at::Tensor x0 = at::empty({ fixturePhotos, 3, fixtureSide, fixtureSide }, at::kByte);
            for (std::int64_t i = 0; i < fixturePhotos; ++i)
                std::ranges::copy(pack.pixels(static_cast<std::size_t>(i)), x0[i].data_ptr<std::uint8_t>());
            return (x - (x0.to(at::kFloat) / 127.5 - 1) * std::sqrt(bar)) / std::sqrt(1 - bar);
        };
        const auto first = noise(50, 0);
        QVERIFY(std::abs(first.mean().item<double>()) < 0.02);
        QVERIFY(std::abs(first.std().item<double>() - 1) < 0.02);
        const auto alike = [&](const at::Tensor& other) { return (first * other).mean().item<double>(); };
        QVERIFY(std::abs(alike(first) - 1) < 0.05);
        QVERIFY(std::abs(alike(noise(50, 1))) < 0.03); // another draw
        QVERIFY(std::abs(alike(noise(100, 0))) < 0.03); // another timestep
        QVERIFY(std::abs((first[0] * first[1]).mean().item<double>()) < 0.2); // another photo
    }
    void earlyExitChangesNothing()
    {
        const auto project = Project::open(at("forward")).value();
        const auto data = project.dataset().value();
        const auto pack = packOf(project);
        const CleanPhotos photos(pack);
        FeaturePass pass(m_model, photos, data.contents, 0);
        const auto known = m_model.network->knownTaps();
        const auto whole = pass.run(rowsBetween(0, 8), 50, { known.begin(), known.end() }, m_never, 1, false);
        VERIFY_OK(whole);
        QCOMPARE(whole->size(), known.size());
        for (std::size_t i = 0; i < known.size(); ++i) {
            QCOMPARE(whole->at(i).tap, known[i]); // network order
            const auto one = pass.run(rowsBetween(0, 8), 50, { known[i] }, m_never);
            VERIFY_OK(one);
            QCOMPARE(one->size(), 1u);
            QVERIFY(at::equal(one->front().values, whole->at(i).values));
        }
        const auto later = pass.run(rowsBetween(0, 8), 51, { known.back() }, m_never);
        QVERIFY(!at::equal(later->front().values, whole->back().values)); // the control
    }
    void whatStandsBesideAPhotoChangesNoBit()
    {
        const auto project = Project::open(at("forward")).value();
        const auto data = project.dataset().value();
        const auto pack = packOf(project);
        const CleanPhotos photos(pack);
        FeaturePass pass(m_model, photos, data.contents, 0);
        const auto known = m_model.network->knownTaps();
        const std::set<std::string> taps(known.begin(), known.end());
        const auto together = pass.run(rowsBetween(0, 8), 50, taps, m_never, 8);
        const auto mixed = pass.run({ 30, 5, 2 }, 50, taps, m_never, 8);
        VERIFY_OK(together);
        VERIFY_OK(mixed);
        for (std::size_t i = 0; i < known.size(); ++i) {
            QCOMPARE(mixed->at(i).values.size(0), std::int64_t { 3 });
            QVERIFY(at::equal(mixed->at(i).values[1], together->at(i).values[5]));
            QVERIFY(at::equal(mixed->at(i).values[2], together->at(i).values[2]));
            QVERIFY(!at::equal(mixed->at(i).values[1], together->at(i).values[2])); // the control
        }
    }
    void stopEndsThePass()
    {
        const auto project = Project::open(at("forward")).value();
        const auto data = project.dataset().value();
        const auto pack = packOf(project);
        const CleanPhotos photos(pack);
        FeaturePass pass(m_model, photos, data.contents, 0);
        const std::atomic<bool> stopped { true };
        const auto result = pass.run(rowsBetween(0, 8), 50, { "mid_block" }, stopped);
        VERIFY_OK(result);
        QVERIFY(result->empty());
    }
};

QTEST_GUILESS_MAIN(TestFeaturePass)
#include "test_feature_pass.moc"
