#include "ExtractFixture.h"

using namespace minamo;
namespace fs = std::filesystem;

/// A project takes a model only if all of it is good; what a refused one leaves behind is nothing.
class TestModelAdd : public QObject {
    Q_OBJECT
    QTemporaryDir m_dir;
    int m_count = 0;
    Path m_model;
    Path fresh() { return Path(m_dir.path().toStdString()) / ("p" + std::to_string(m_count++)); }
    Path copyOfModel()
    {
        const Path copy = fresh();
        fs::copy(m_model, copy, fs::copy_options::recursive);
        return copy;
    }
    static Path weights(const Path& model) { return model / "unet" / "diffusion_pytorch_model.safetensors"; }

    /// Adding `model` fails with this code and changes no byte of the project.
    static void mustBeRefused(Project& project, const Path& model, const QString& code)
    {
        const auto edits = readFile(project.folder() / "edits.jsonl").value();
        const auto document = project.document();
        const auto result = addModel(project, model);
        QVERIFY2(!result, "should have been refused");
        QCOMPARE(QString::fromStdString(result.error().code), code);
        QCOMPARE(project.document(), document);
        QCOMPARE(readFile(project.folder() / "edits.jsonl").value(), edits);
        const auto again = Project::open(project.folder());
        VERIFY_OK(again);
        QCOMPARE(again->document(), document);
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_model = fresh();
        writeTinyModel(m_model);
    }

    void aGoodModelIsUsed()
    {
        auto project = makeProject(fresh(), m_model);
        const Path other = fresh();
        writeTinyModel(other, { { "act_fn", "gelu" } }, 4);
        const auto before = project.text("/model/id");
        const auto added = addModel(project, other);
        VERIFY_OK(added);
        QCOMPARE(project.text("/model/id"), before); // pointing to it is an edit
        VERIFY_OK(adopt(project, "model", *added));
        QVERIFY(project.text("/model/id") != before);
        QCOMPARE(project.text("/model/dir"), other.string());
        const auto model = projectModel(project);
        VERIFY_OK(model);
        QCOMPARE(model->at("source"), Json("project"));
        QCOMPARE(model->at("size"), Json(fixtureSide));
        QCOMPARE(model->at("parameters"), added->summary.at("parameters"));
        QCOMPARE(model->at("parameters"), modelInfo(other)->at("parameters"));
        QVERIFY(!project.canUndo()); // a choice of model is not undone by itself
    }
    void badModelsChangeNothing()
    {
        auto project = makeProject(fresh(), m_model);
        const Path missing = copyOfModel(), pickle = copyOfModel(), grey = fresh(), oblong = fresh(),
                   nan = fresh(), cut = copyOfModel();
        {
            const auto file = SafetensorsFile::open(weights(missing)).value();
            auto views = file.tensors();
            views.pop_back();
            VERIFY_OK(writeSafetensors(missing / "some", views));
        }
        fs::rename(missing / "some", weights(missing));
        mustBeRefused(project, missing, "model.missing-keys");
        fs::rename(weights(pickle), pickle / "unet" / "diffusion_pytorch_model.bin");
        mustBeRefused(project, pickle, "model.pickle");
        mustBeRefused(project, pickle / "unet" / "diffusion_pytorch_model.bin", "model.pickle");
        fs::resize_file(weights(cut), fs::file_size(weights(cut)) - 1);
        mustBeRefused(project, cut, "safetensors.truncated");
        writeTinyModel(grey, { { "in_channels", 1 }, { "out_channels", 1 } });
        mustBeRefused(project, grey, "extract.not-rgb");
        writeTinyModel(oblong, { { "sample_size", { 16, 32 } } });
        mustBeRefused(project, oblong, "model.not-square");
        writeTinyModel(nan, Json::object(), 3,
            [](DiffusionNetwork& network) { network.parametersByKey().at("conv_in.bias")[0] = NAN; });
        mustBeRefused(project, nan, "model.not-finite");
        mustBeRefused(project, project.folder() / "nothing", "model.not-a-folder");
        VERIFY_OK(addModel(project, m_model)); // the negative control: the good one passes
    }
    void withoutOneItIsTheBuiltIn()
    {
        const Path share = fresh();
        fs::create_directories(share);
        qputenv("MINAMO_SHARE", QByteArray::fromStdString(share.string()));
        auto project = Project::create(fresh(), "").value();
        VERIFY_FAILS(projectModel(project), "model.no-built-in");
        fs::copy(m_model / "unet", share / "model", fs::copy_options::recursive);
        const auto model = projectModel(project);
        VERIFY_OK(model);
        QCOMPARE(model->at("source"), Json("built-in"));
        QCOMPARE(model->at("name"), Json("built-in"));
        QCOMPARE(model->at("parameters"), modelInfo(share / "model")->at("parameters"));
        QCOMPARE(model->at("id"), modelInfo(share / "model")->at("id"));
        qunsetenv("MINAMO_SHARE");
    }
    void aModelThatIsGoneIsSaid()
    {
        const Path model = copyOfModel();
        auto project = makeProject(fresh(), model);
        fs::rename(model, model.string() + "-moved");
        const auto gone = projectModel(project);
        VERIFY_FAILS(gone, "model.gone");
        QCOMPARE(gone.error().values.at("path").get<std::string>(), model.string());
    }

    /// Timesteps of a learned table end with the table; noise levels are no timesteps.
    void timeEmbeddings()
    {
        const Path learned = fresh(), fourier = fresh(), classes = fresh();
        writeTinyModel(learned, { { "time_embedding_type", "learned" }, { "num_train_timesteps", 60 } });
        writeTinyModel(fourier, { { "time_embedding_type", "fourier" } });
        writeTinyModel(classes, { { "class_embed_type", "timestep" } });
        Recorder said;
        const auto extracted = [&](const Path& model, std::vector<int> timesteps) {
            const auto project = makeProject(fresh(), model);
            return runExtract(project, { .timesteps = std::move(timesteps), .device = "cpu" }, said);
        };
        VERIFY_OK(extracted(learned, { 0, 59 }));
        const auto beyond = extracted(learned, { 59, 60 });
        VERIFY_FAILS(beyond, "extract.bad-timestep");
        QCOMPARE(beyond.error().values.at("steps"), Json(60));
        QCOMPARE(modelInfo(learned)->at("timesteps"), Json(60));
        auto project = makeProject(fresh(), m_model);
        mustBeRefused(project, fourier, "extract.noise-levels");
        QCOMPARE(modelInfo(fourier)->at("class"), Json("UNet2DModel")); // it can be looked at, and verified
        VERIFY_OK(extracted(classes, { 10 }));
        QCOMPARE(said.warnings.back(), std::string("extract.no-class-label"));
    }
};

QTEST_APPLESS_MAIN(TestModelAdd)
#include "test_model_add.moc"
