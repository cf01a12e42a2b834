#include "ExtractFixture.h"
#include "engine/diffusion/PromptContext.h"
#include "engine/models/TensorViews.h"

using namespace minamo;
namespace fs = std::filesystem;

namespace {

const ExtractOptions oneCell {
    .taps = { "up_blocks.1" }, .timesteps = { 50 }, .device = "cpu", .threads = 2
};

ExtractOptions withPrompt(const std::string& prompt)
{
    ExtractOptions options = oneCell;
    options.prompt = prompt;
    return options;
}

} // namespace

/// What a model is told in words, from the option to the key of a cell.
class TestPrompts : public QObject {
    Q_OBJECT
    QTemporaryDir m_dir;
    int m_count = 0;
    Path m_model = goldenFolder() / "F_pipelines/1_stable_diffusion";
    Path fresh() { return Path(m_dir.path().toStdString()) / ("p" + std::to_string(m_count++)); }
    static void extract(Project& project, const std::string& prompt)
    {
        SilentContext silent;
        const auto result = runExtract(project, withPrompt(prompt), silent);
        VERIFY_OK(result);
        VERIFY_OK(adopt(project, "extract", *result));
    }

private Q_SLOTS:
    void anotherPromptIsAnotherResult()
    {
        auto project = makeProject(fresh(), m_model);
        extract(project, "");
        const auto empty = project.document().at("features");
        const auto files = cellFiles(project);
        QCOMPARE(empty.size(), 1u);
        QCOMPARE(promptOfFeatures(project), std::string());
        extract(project, "a cat, a dog 7");
        const auto cat = project.document().at("features");
        QCOMPARE(cat.size(), 1u); // cells of two prompts do not mix
        QVERIFY(cat != empty);
        QCOMPARE(promptOfFeatures(project), std::string("a cat, a dog 7"));
        const FeatureStore store(project.artifacts());
        const auto both = store.records({ empty[0], cat[0] });
        VERIFY_OK(both);
        QVERIFY(!store.matrix(both->at(0))->isApprox(*store.matrix(both->at(1))));
        extract(project, ""); // nothing is computed again
        QCOMPARE(project.document().at("features"), empty);
        for (const auto& [name, bytes] : files)
            QVERIFY(cellFiles(project).at(name) == bytes);
    }
    void hiddenStatesAreKept()
    {
        auto project = makeProject(fresh(), m_model);
        extract(project, "");
        extract(project, "a cat");
        extract(project, "");
        const auto kept = project.artifacts().list("prompt");
        QCOMPARE(kept.size(), 2u);
        const auto golden = SafetensorsFile::open(m_model / "golden.safetensors");
        const at::Tensor expected = tensorFromView(*golden->find("output.prompt_embeds_empty"));
        int equal = 0;
        for (const auto& id : kept) {
            const auto file = SafetensorsFile::open(project.artifacts().folder(id) / "context.safetensors");
            VERIFY_OK(file);
            equal += at::allclose(tensorFromView(*file->find("context")), expected, 1e-4, 1e-5);
        }
        QCOMPARE(equal, 1);
        // What is kept is what is told: the encoder is not asked again.
        const at::Tensor zeros = torch::zeros({ 1, 77, 16 });
        for (const auto& id : kept)
            QVERIFY(writeSafetensors(
                project.artifacts().folder(id) / "context.safetensors", { viewOfTensor("context", zeros) }));
        auto model = loadDiffusionModel(m_model).value();
        VERIFY_OK(tellPrompt(model, "", &project.artifacts()));
        QVERIFY(at::equal(model.conditioning.context, zeros));
    }
    void modelsWithoutTheirTextEncoderAreRefused()
    {
        const Path broken = fresh();
        fs::copy(m_model, broken, fs::copy_options::recursive);
        Json index = readJson(broken / "model_index.json").value();
        index["text_encoder"] = { nullptr, nullptr };
        QVERIFY(writeJson(broken / "model_index.json", index));
        const auto project = Project::create(fresh(), "test").value();
        VERIFY_FAILS(addModel(project, broken), "model.no-text-encoder");
    }
    void promptsForOtherModelsAreRefused()
    {
        const Path model = fresh();
        writeTinyModel(model);
        auto project = makeProject(fresh(), model);
        SilentContext silent;
        VERIFY_FAILS(runExtract(project, withPrompt("a cat"), silent), "prompt.not-taken");
        extract(project, "");
        const auto manifest = project.artifacts().manifest(project.document().at("features")[0]);
        QVERIFY(!manifest->at("options").contains("prompt"));
    }
};

QTEST_GUILESS_MAIN(TestPrompts)
#include "test_prompts.moc"
