#include "TestSupport.h"
#include "engine/stages/ModelCommands.h"

using namespace minamo;

class TestModelCommands : public QObject {
    Q_OBJECT
    QTemporaryDir m_dir;
    Path path(const char* name) const { return Path(m_dir.path().toStdString()) / name; }

private Q_SLOTS:
    void addedModelIsTheProjectsModel()
    {
        auto project = Project::create(path("p"), "p");
        VERIFY_OK(project);
        const Path model = goldenFolder() / "F_pipelines/3_ddpm";
        const auto added = addModel(*project, model);
        VERIFY_OK(added);
        VERIFY_OK(adopt(*project, "model", *added));
        QCOMPARE(project->text("/model/name"), std::string("3_ddpm"));
        QCOMPARE(Json(project->text("/model/id")), modelInfo(model)->at("id"));
        QCOMPARE(modelFolderOf(*project).value(), model);
        QCOMPARE(modelImageSize(*project).value(), 8);
    }
    void brokenModelChangesNothing()
    {
        auto project = Project::create(path("q"), "q");
        VERIFY_OK(project);
        std::filesystem::copy(goldenFolder() / "A_unet2d/9_small_activations_eps", path("broken"));
        std::filesystem::resize_file(path("broken") / "diffusion_pytorch_model.safetensors", 2000);
        QVERIFY(!addModel(*project, path("broken")));
        QVERIFY(!project->document().contains("model"));
    }
    void goneModelIsSaid()
    {
        auto project = Project::create(path("r"), "r");
        VERIFY_OK(project);
        std::filesystem::copy(goldenFolder() / "A_unet2d/9_small_activations_eps", path("moved"));
        VERIFY_OK(adopt(*project, "model", addModel(*project, path("moved")).value()));
        std::filesystem::remove_all(path("moved"));
        VERIFY_FAILS(modelFolderOf(*project), "model.gone");
    }
    void missingBuiltInModelIsSaid()
    {
        auto project = Project::create(path("s"), "s");
        VERIFY_OK(project);
        qputenv("MINAMO_SHARE", path("nothing").c_str());
        VERIFY_FAILS(modelFolderOf(*project), "model.no-built-in");
        qunsetenv("MINAMO_SHARE");
    }
};

QTEST_APPLESS_MAIN(TestModelCommands)
#include "test_model_commands.moc"
