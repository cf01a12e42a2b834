// Diffusion training in small: the loss falls, a resumed run equals an unbroken one, averages and optimiser
// by formula.
#include "engine/stages/TrainDiffusion.h"
#include "engine/training/DiffusionPictures.h"
#include "engine/training/DiffusionSheet.h"
#include "engine/training/DiffusionTrainer.h"
#include "io/Safetensors.h"

#include "../features/ExtractFixture.h"
#include "TestSupport.h"

#include <torch/types.h>
#include <torch/utils.h>

using namespace minamo;

namespace {

TrainDiffusionOptions tiny()
{
    TrainDiffusionOptions options;
    options.data = "procedural";
    options.pictures = 24;
    options.size = 16;
    options.channels = { 8, 16 };
    options.headDim = 8;
    options.steps = 40;
    options.batch = 8;
    options.learningRate = 3e-3;
    options.warmUp = 5;
    options.checkpointEvery = 10;
    options.samples = 4;
    options.sampleSteps = 5;
    options.device = "cpu";
    return options;
}

/// Asks to stop once this many steps are reported.
class StopsAt : public SilentContext {
public:
    explicit StopsAt(std::int64_t step) : m_step(step) { }
    void event(std::string_view kind, const Json& values) override
    {
        if (kind == "curve")
            m_seen = values.at("x").get<std::int64_t>();
    }
    bool cancelled() const override { return m_seen >= m_step; }

private:
    std::int64_t m_step, m_seen = 0;
};

class HearsProgress : public SilentContext {
public:
    void progress(std::string_view, std::int64_t done, std::int64_t total) override
    {
        heard.push_back({ done, total });
    }
    std::vector<std::pair<std::int64_t, std::int64_t>> heard;
};

std::string bytesOf(const Path& file)
{
    return readFile(file).value_or("");
}

} // namespace

class TestDiffusion : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { torch::set_num_threads(1); }

    void lossFallsAndTheFolderIsComplete()
    {
        QTemporaryDir folder;
        const Path out = folder.path().toStdString();
        HearsProgress context;
        const auto result = runTrainDiffusion(tiny(), nullptr, out, context);
        VERIFY_OK(result);
        QVERIFY(std::is_sorted(context.heard.begin(), context.heard.end())); // one scale, never backwards
        QCOMPARE(context.heard.back().first, context.heard.back().second);
        QCOMPARE(context.heard.front().second, context.heard.back().second);
        QCOMPARE(result->at("steps").get<int>(), 40);
        const std::string log = bytesOf(out / "loss.csv");
        double first = 0, last = 0;
        QCOMPARE(std::sscanf(log.c_str(), "step,loss,rate,seconds\n10,%lf", &first), 1);
        QCOMPARE(std::sscanf(log.c_str() + log.rfind("\n40,") + 1, "40,%lf", &last), 1);
        QVERIFY2(last < 0.8 * first, qPrintable(QString("%1 -> %2").arg(first).arg(last)));
        for (const char* name : { "config.json", "scheduler_config.json", "recipe.json", "samples.png",
                 "diffusion_pytorch_model.safetensors" })
            QVERIFY2(std::filesystem::exists(out / name), name);
        QVERIFY(bytesOf(out / "samples.png").starts_with("\x89PNG"));
    }

    void resumedEqualsUnbroken()
    {
        QTemporaryDir whole, broken;
        SilentContext silent;
        VERIFY_OK(runTrainDiffusion(tiny(), nullptr, whole.path().toStdString(), silent));
        StopsAt stop(20);
        VERIFY_FAILS(runTrainDiffusion(tiny(), nullptr, broken.path().toStdString(), stop), "cancelled");
        const Path checkpoint = Path(broken.path().toStdString()) / "checkpoint.safetensors";
        QVERIFY(bytesOf(checkpoint) != bytesOf(Path(whole.path().toStdString()) / "checkpoint.safetensors"));
        const auto resumed = runTrainDiffusion(tiny(), nullptr, broken.path().toStdString(), silent);
        VERIFY_OK(resumed);
        const int at = resumed->at("resumedAt").get<int>(); // heard after the step that follows the report
        QVERIFY(at >= 20 && at < 40);
        for (const char* name :
            { "checkpoint.safetensors", "diffusion_pytorch_model.safetensors", "samples.png" })
            QVERIFY2(bytesOf(Path(whole.path().toStdString()) / name)
                    == bytesOf(Path(broken.path().toStdString()) / name),
                name);
    }

    /// The photos of a project, from its pack of the right size: nothing else, and resumable like the rest.
    void projectPhotosAreLearned()
    {
        QTemporaryDir folder;
        const Path root = folder.path().toStdString();
        writeTinyModel(root / "model");
        const auto project = makeProject(root / "project", root / "model");
        auto options = tiny();
        options.data = "photos";
        options.pictures = 8; // of procedural pictures: not asked here
        SilentContext silent;
        const auto whole = runTrainDiffusion(options, &project, root / "whole", silent);
        VERIFY_OK(whole);
        QCOMPARE(whole->at("pictures").get<int>(), fixturePhotos);
        const auto photos = packedPictures(project, options);
        VERIFY_OK(photos);
        const auto pack = ImagePack::open(project.artifacts().folder(project.artifacts().list("pack").at(0)));
        VERIFY_OK(pack);
        for (std::size_t row = 0; row < pack->count(); ++row)
            QVERIFY(std::ranges::equal(pack->pixels(row),
                std::span((*photos)[static_cast<std::int64_t>(row)].const_data_ptr<std::uint8_t>(),
                    pack->pixels(row).size())));
        StopsAt stop(20);
        VERIFY_FAILS(runTrainDiffusion(options, &project, root / "broken", stop), "cancelled");
        VERIFY_OK(runTrainDiffusion(options, &project, root / "broken", silent));
        for (const char* name : { "checkpoint.safetensors", "diffusion_pytorch_model.safetensors" })
            QVERIFY2(bytesOf(root / "whole" / name) == bytesOf(root / "broken" / name), name);
        VERIFY_OK(runTrainDiffusion(tiny(), nullptr, root / "procedural", silent));
        QVERIFY(bytesOf(root / "whole" / "checkpoint.safetensors")
            != bytesOf(root / "procedural" / "checkpoint.safetensors"));
        StopsAt atOnce(0); // every step is done: what is left is to draw the samples
        VERIFY_FAILS(runTrainDiffusion(options, &project, root / "whole", atOnce), "cancelled");
        VERIFY_OK(writeJson(root / "broken" / "photos.json", { { "samples", "of another import" } }));
        VERIFY_FAILS(runTrainDiffusion(options, &project, root / "broken", silent), "diffusion.other-photos");
        options.size = 32;
        VERIFY_FAILS(runTrainDiffusion(options, &project, root / "other", silent), "diffusion.no-pack");
    }

    void otherOptionsAreRefused()
    {
        QTemporaryDir folder;
        StopsAt stop(10);
        VERIFY_FAILS(runTrainDiffusion(tiny(), nullptr, folder.path().toStdString(), stop), "cancelled");
        auto other = tiny();
        other.learningRate = 1e-3;
        SilentContext silent;
        VERIFY_FAILS(runTrainDiffusion(other, nullptr, folder.path().toStdString(), silent),
            "diffusion.other-options");
        auto photos = tiny();
        photos.data = "photos";
        QTemporaryDir empty;
        VERIFY_FAILS(
            runTrainDiffusion(photos, nullptr, empty.path().toStdString(), silent), "diffusion.no-project");
        photos.size = 15;
        VERIFY_FAILS(
            runTrainDiffusion(photos, nullptr, empty.path().toStdString(), silent), "diffusion.bad-shape");
    }

    void recipeGivesWayToWhatIsSaid()
    {
        QTemporaryDir folder;
        TrainDiffusionOptions options;
        options.recipe = (Path(folder.path().toStdString()) / "r.json").string();
        VERIFY_OK(writeJson(options.recipe, { { "steps", 77 }, { "batch", 5 } }));
        options.batch = 9;
        const auto resolved = resolveTrainDiffusion(options);
        VERIFY_OK(resolved);
        QCOMPARE(resolved->steps, std::int64_t(77));
        QCOMPARE(resolved->batch, 9);
        VERIFY_OK(writeJson(options.recipe, { { "stepps", 77 } }));
        VERIFY_FAILS(resolveTrainDiffusion(options), "option.unknown");
    }

    void optimiserFollowsItsFormula()
    {
        torch::manual_seed(3);
        at::Tensor w = torch::randn({ 4 }, at::kDouble).set_requires_grad(true);
        DiffusionOptimizer optimizer({ w }, { 0.1, 0.9, 1e9 });
        at::Tensor expected = w.detach().clone(), average = expected.clone(), m = at::zeros_like(expected),
                   v = at::zeros_like(expected);
        for (int step = 1; step <= 30; ++step) {
            const at::Tensor g = torch::randn({ 4 }, at::kDouble);
            w.mutable_grad() = g.clone();
            optimizer.step(0.01);
            m = 0.9 * m + 0.1 * g;
            v = 0.999 * v + 0.001 * g * g;
            expected = expected * (1 - 0.01 * 0.1)
                - 0.01 * (m / (1 - std::pow(0.9, step))) / ((v / (1 - std::pow(0.999, step))).sqrt() + 1e-8);
            const double decay = std::min(0.9, (1.0 + step) / (10.0 + step));
            average = decay * average + (1 - decay) * expected;
        }
        QVERIFY(at::allclose(w.detach(), expected, 1e-6, 1e-8));
        QVERIFY(at::allclose(optimizer.averages()[0], average, 1e-6, 1e-8));
        QVERIFY(!at::allclose(
            w.detach(), average, 1e-6, 1e-8)); // an average that merely copies would pass the line above
    }

    void clipBoundsTheGradient()
    {
        at::Tensor a = torch::zeros({ 3 }).set_requires_grad(true),
                   b = torch::zeros({ 3 }).set_requires_grad(true);
        DiffusionOptimizer clipped({ a }, { 0, 0.9, 1 }), free({ b }, { 0, 0.9, 1e9 });
        for (const double size : { 1e-3, 1e3 }) { // Adam forgets a constant scale, not a change of scale
            a.mutable_grad() = torch::full({ 3 }, size);
            b.mutable_grad() = torch::full({ 3 }, size);
            clipped.step(0.1);
            free.step(0.1);
        }
        QVERIFY(clipped.squares()[0].max().item<double>() < 1);
        QVERIFY(free.squares()[0].max().item<double>() > 100);
    }

    void picturesAreThePlantsAndTheStyles()
    {
        const auto goOn = [](std::int64_t) { return true; };
        const auto options = tiny();
        const auto once = drawDiffusionPictures(options, goOn), again = drawDiffusionPictures(options, goOn);
        VERIFY_OK(once);
        QVERIFY(at::equal(*once, *again));
        auto other = options;
        other.dataSeed += 1;
        QVERIFY(!at::equal(*once, *drawDiffusionPictures(other, goOn)));
        VERIFY_FAILS(drawDiffusionPictures(options, [](std::int64_t) { return false; }), "cancelled");
        const at::Tensor batch = once->to(at::kFloat) / 127.5 - 1;
        QVERIFY(at::equal(augmentPictures(batch, false, 0), batch));
        torch::manual_seed(1);
        const at::Tensor flipped = augmentPictures(batch, true, 0);
        QVERIFY(!at::equal(flipped, batch)
            && at::allclose(flipped.mean({ 1, 2, 3 }), batch.mean({ 1, 2, 3 }), 1e-5, 1e-6));
        const at::Tensor strong = augmentPictures(batch, false, 1);
        QVERIFY(
            strong.max().item<float>() <= 1 && strong.min().item<float>() >= -1 && !at::equal(strong, batch));
    }

    void sheetHoldsEveryPicture()
    {
        at::Tensor pictures = torch::full({ 3, 3, 4, 4 }, -1.0f);
        pictures[2].fill_(1.0f);
        pictures[2][0].fill_(0.0f);
        const auto sheet = layOutSheet(pictures, 2);
        QCOMPARE(sheet.width, 10);
        QCOMPARE(sheet.height, 10);
        const auto* third = sheet.pixels.data() + (6 * 10 + 0) * 3;
        QCOMPARE(int(third[0]), 128);
        QCOMPARE(int(third[1]), 255);
        QCOMPARE(int(sheet.pixels[0]), 0);
    }
};

QTEST_GUILESS_MAIN(TestDiffusion)
#include "test_diffusion.moc"
