#include "DemoProject.h"
#include "TestSupport.h"
#include "data/CellScores.h"
#include "io/Gzip.h"
#include "model/DiagramView.h"
#include "model/LayerPanel.h"
#include "model/ModelPlace.h"
#include "model/SourcePanel.h"
#include "model/TensorList.h"
#include "theme/Format.h"
#include "theme/Theme.h"

#include <QApplication>
#include <QLineEdit>
#include <QSignalSpy>
#include <csignal>

using namespace minamo;

/// The place "model" on a demo project (built-in model), with the stand-in for minamo-cli.
class TestModelPlace : public QObject {
    Q_OBJECT
    QTemporaryDir m_dir;

private Q_SLOTS:
    void initTestCase()
    {
        applyTheme(*qApp, ThemeKind::light);
        qputenv("MINAMO_CLI", (QCoreApplication::applicationDirPath() + "/fake_cli").toUtf8());
        DemoSettings settings;
        settings.photos = 12;
        settings.trained = false;
        VERIFY_OK(makeDemoProject((m_dir.path() + "/demo").toStdString(), "demo", settings));
    }
    void init()
    {
        m_model = std::make_unique<ProjectModel>();
        m_client = std::make_unique<InteractiveClient>(*m_model);
        m_place = std::make_unique<ModelPlace>(*m_model, *m_client);
        m_place->resize(1359, 790);
        m_place->show();
        m_place->setActive(true);
    }
    void cleanup()
    {
        m_place.reset();
        m_client.reset();
        m_model.reset();
    }

    void drawsTheLoadedModel()
    {
        open();
        const auto facts = readModelFacts(*m_model->project());
        VERIFY_OK(facts);
        QCOMPARE(facts->parameters(), 4'252'979); // as its card says
        auto* diagram = m_place->diagram();
        QList<QRectF> boxes;
        for (int i = 0; i < static_cast<int>(facts->diagram.layers.size()); ++i) {
            const QRectF box = diagram->box(i);
            QVERIFY2(box.width() > 20 && box.height() > 10,
                facts->diagram.layers[static_cast<std::size_t>(i)].module.c_str());
            QVERIFY(QRectF(diagram->rect()).contains(box));
            for (const auto& other : boxes)
                QVERIFY(!other.intersects(box));
            boxes.push_back(box);
        }
        QCOMPARE(boxes.size(), 26);
        // A U: what comes later on the way down is lower, and higher again on the way up.
        const auto y = [&](const char* tap) { return diagram->box(facts->diagram.find(tap)).y(); };
        QVERIFY(y("down_blocks.0.resnets.0") < y("down_blocks.2.resnets.0"));
        QVERIFY(y("down_blocks.3.resnets.0") < y("mid_block"));
        QVERIFY(y("mid_block") > y("up_blocks.0.resnets.0"));
        QVERIFY(y("up_blocks.0.resnets.0") > y("up_blocks.3.resnets.0"));
    }

    void largeNetworksFit_data()
    {
        QTest::addColumn<QByteArray>("list");
        QTest::addColumn<int>("layers");
        QTest::newRow("six levels") << QByteArray("unet2d_ddpm-church-256.json") << 50;
        QTest::newRow("Stable Diffusion") << QByteArray("unet2dcond_sd-2.1-base.json.gz") << 46;
    }
    /// Everything stands inside, nothing on anything else.
    void largeNetworksFit()
    {
        QFETCH(QByteArray, list);
        QFETCH(int, layers);
        const Json keys = readPackedJson(goldenFolder() / "I_key_lists" / list.toStdString()).value();
        ModelFacts facts;
        Json config = keys.at("config");
        config["_class_name"] = keys.at("class");
        facts.diagram = modelDiagram(config).value();
        QCOMPARE(static_cast<int>(facts.diagram.layers.size()), layers);
        DiagramView view;
        view.resize(900, 420);
        view.setModel(facts);
        QVERIFY(view.minimumSizeHint().height() <= 420);
        QList<QRectF> boxes;
        for (int i = 0; i < static_cast<int>(facts.diagram.layers.size()); ++i) {
            const QRectF box = view.box(i);
            QVERIFY(QRectF(view.rect()).contains(box) && box.width() >= 26 && box.height() >= 14);
            for (const auto& other : boxes)
                QVERIFY(!other.intersects(box));
            boxes.push_back(box);
        }
    }

    /// Figures belong to the model whose features were scored, though another one has layers of the same
    /// names.
    void figuresOfAnotherModelAreNotShown()
    {
        DemoSettings settings;
        settings.photos = 12;
        settings.trained = false;
        const Path folder = (m_dir.path() + "/other").toStdString();
        VERIFY_OK(makeDemoProject(folder, "other", settings));
        auto project = Project::open(folder).value();
        const auto scores = readCellScores(project.artifacts().folder(project.text("/scores"))).value();
        const auto scoredBy = [&](const std::string& model) {
            const auto& store = project.artifacts();
            const auto cell = store.commit(store.begin({ "cell", 1, {}, { model } }).value(), {}).value();
            auto draft = store.begin({ "score", 1, {}, { cell } }).value();
            VERIFY_OK(writeCellScores(draft.folder(), scores));
            const auto id = store.commit(std::move(draft), {}).value();
            VERIFY_OK(project.edit("/scores", id, "result-adopted", { { "stage", "score" } }, false));
        };
        const auto own = modelId(readModelFacts(project)->folder);
        VERIFY_OK(own);
        scoredBy(*own);
        QVERIFY(!readModelFacts(project)->measured.empty());
        scoredBy("model-0123456789abcdef");
        QVERIFY(readModelFacts(project)->measured.empty());
    }

    void clickChoosesALayerAndTellsItsFigures()
    {
        open();
        auto* diagram = m_place->diagram();
        const auto facts = readModelFacts(*m_model->project()).value();
        const auto& measured = facts.measured.at("up_blocks.1");
        const auto click = [&](const char* tap) {
            QTest::mouseClick(
                diagram, Qt::LeftButton, {}, diagram->box(facts.diagram.find(tap)).center().toPoint());
        };
        click("up_blocks.1");
        QCOMPARE(m_place->tap(), std::string("up_blocks.1"));
        QVERIFY(m_place->layerPanel()->measuredText().contains(formatNumber(*measured.styleNmi, 2)));
        QVERIFY(m_place->layerPanel()->measuredText().contains(formatNumber(*measured.classNmi, 2)));
        click("down_blocks.0.resnets.0");
        QCOMPARE(m_place->tap(), std::string("down_blocks.0.resnets.0"));
        QVERIFY(!m_place->layerPanel()->measuredText().contains("0.")); // no figure without a measurement
        QTRY_VERIFY(m_place->isReady());
        QVERIFY(m_place->activations()->feed().picture(m_place->activations()->timestep()));
    }

    void keysWalkThroughLayersTimestepsAndPhotos()
    {
        open();
        m_place->chooseTap("mid_block");
        m_place->diagram()->setFocus();
        QTest::keyClick(m_place->diagram(), Qt::Key_Down);
        QCOMPARE(m_place->tap(), std::string("up_blocks.0.resnets.0"));
        QTest::keyClick(m_place->diagram(), Qt::Key_Up);
        QCOMPARE(m_place->tap(), std::string("mid_block"));
        auto* panel = m_place->activations();
        const int t = panel->timestep(), row = panel->row();
        QTest::keyClick(m_place->diagram(), Qt::Key_Right, Qt::ControlModifier);
        QVERIFY(panel->timestep() > t);
        QTest::keyClick(m_place->diagram(), Qt::Key_Left, Qt::ControlModifier);
        QCOMPARE(panel->timestep(), t);
        QTest::keyClick(m_place->diagram(), Qt::Key_Right);
        QCOMPARE(panel->row(), row + 1);
        QTest::keyClick(panel, Qt::Key_Left);
        QCOMPARE(panel->row(), row);
    }

    void weightsAreSearchedByName()
    {
        open();
        QCOMPARE(m_place->tensors()->shown(),
            static_cast<int>(readModelFacts(*m_model->project())->tensors.size()));
        m_place->tensors()->search()->setText("MID_block.attentions.0.to_q");
        QCOMPARE(m_place->tensors()->shown(), 2); // weight and bias
        m_place->tensors()->search()->setText("nothing like it");
        QCOMPARE(m_place->tensors()->shown(), 0);
        QVERIFY(m_place->source()->licence().contains("apache", Qt::CaseInsensitive));
    }

    /// kill -9 of the process: one sentence, and its button brings the pictures back.
    void killedProcessIsOneSentenceAndAWorkingButton()
    {
        open();
        QTRY_VERIFY(m_place->isReady());
        auto* banner = m_place->activations()->problem();
        QVERIFY(!banner->isVisible());
        const auto process = static_cast<pid_t>(m_client->processId());
        ::kill(process, SIGSTOP);
        m_place->activations()->stepPhoto(1);
        ::kill(process, SIGKILL);
        QTRY_VERIFY(banner->isVisible());
        QVERIFY(banner->findChild<QLabel*>()->text().contains(phrase("error.interactive.died")));
        auto* button = banner->findChild<QPushButton*>();
        QVERIFY(button->isVisible());
        QTest::mouseClick(button, Qt::LeftButton);
        QTRY_VERIFY(!banner->isVisible());
        QTRY_VERIFY(m_place->isReady());
        QVERIFY(m_place->activations()->feed().picture(m_place->activations()->timestep()));
    }

    void columnsCoverTheRange()
    {
        QCOMPARE(activationColumns({}, 1000), (std::vector<int> { 0, 20, 50, 100, 200, 300, 500, 700, 900 }));
        QCOMPARE(activationColumns({ 10, 50, 150 }, 400),
            (std::vector<int> { 0, 8, 10, 20, 40, 50, 80, 120, 150, 200, 280, 360 }));
        QCOMPARE(activationColumns({ 10, 900 }, 100).back(), 90); // what the model does not know is left out
    }

private:
    void open()
    {
        m_model->open(m_dir.path() + "/demo");
        QTRY_VERIFY_WITH_TIMEOUT(m_model->dataset() != nullptr && !m_place->tap().empty(), 10000);
    }
    std::unique_ptr<ProjectModel> m_model;
    std::unique_ptr<InteractiveClient> m_client;
    std::unique_ptr<ModelPlace> m_place;
};

QTEST_MAIN(TestModelPlace)
#include "test_model_place.moc"
