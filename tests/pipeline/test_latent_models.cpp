#include "CliRunner.h"
#include "TestSupport.h"
#include "project/Project.h"

using namespace minamo;
namespace fs = std::filesystem;

/// A Stable Diffusion and a DiT pipeline (golden F_pipelines, tiny) from photos to styles, through the
/// command line.
class TestLatentModels : public QObject {
    Q_OBJECT
    QTemporaryDir m_dir;
    QString path(const QString& name) const { return m_dir.filePath(name); }

private Q_SLOTS:
    void photosBecomeStyles_data()
    {
        QTest::addColumn<QString>("model");
        QTest::addColumn<int>("blocks");
        QTest::newRow("Stable Diffusion") << "1_stable_diffusion" << 5;
        QTest::newRow("DiT") << "2_dit" << 3;
    }
    void photosBecomeStyles()
    {
        QFETCH(QString, model);
        QFETCH(int, blocks);
        const QString project = path(model);
        const auto folder = QString::fromStdString((goldenFolder() / "F_pipelines").string()) + "/" + model;
        QCOMPARE(runCli({ "project", "new", project }).exitCode, 0);
        QCOMPARE(runCli({ "sample", project, "--count", "24", "--size", "64" }).exitCode, 0);
        const auto added = runCli({ "model", "add", project, folder, "--json" });
        QVERIFY2(added.exitCode == 0, added.errors.constData());
        QCOMPARE(added.json()["size"], Json(16)); // px of a photo: 8 places of 2 px
        const auto extracted = runCli({ "extract", project, "--timesteps", "50,300", "--json" });
        QVERIFY2(extracted.exitCode == 0, extracted.errors.constData());
        QCOMPARE(extracted.json()["cells"].get<int>(), 2 * blocks);
        const auto scored = runCli({ "score", project, "--json" });
        QVERIFY2(scored.exitCode == 0, scored.errors.constData());
        const auto styles = runCli({ "discover", project, "--json" });
        QVERIFY2(styles.exitCode == 0, styles.errors.constData());
        const auto opened = Project::open(Path(project.toStdString()));
        VERIFY_OK(opened);
        QCOMPARE(opened->artifacts().list("latents").size(), 1u);
        const auto info = runCli({ "project", "info", project, "--json" }).json();
        QVERIFY(info["cell"].is_object());
    }
    /// The side by wish is what is packed; one that the latents do not fill is refused.
    void sideByWish()
    {
        const QString project = path("2_dit");
        const auto larger = runCli({ "extract", project, "--timesteps", "50", "--size", "32", "--json" });
        QVERIFY2(larger.exitCode == 0, larger.errors.constData());
        QCOMPARE(Project::open(Path(project.toStdString()))->artifacts().list("latents").size(), 2u);
        const auto refused = runCli({ "extract", project, "--size", "33", "--language", "en" });
        QVERIFY(refused.exitCode != 0);
        QVERIFY2(refused.errors.contains("33"), refused.errors.constData());
    }
};

QTEST_GUILESS_MAIN(TestLatentModels)
#include "test_latent_models.moc"
