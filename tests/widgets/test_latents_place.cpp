#include "DemoProject.h"
#include "TestSupport.h"
#include "bridge/JobStarter.h"
#include "heatmap/HeatMapWidget.h"
#include "latents/CellMapFlow.h"
#include "latents/CellPanel.h"
#include "latents/LatentsPlace.h"
#include "stages/EmbedOptions.h"
#include "theme/Theme.h"

#include <QApplication>
#include <QSignalSpy>

using namespace minamo;

class TestLatentsPlace : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    int m_number = 0;

    QString newProject(bool scored)
    {
        const Path path = (m_folder.path() + "/demo" + QString::number(++m_number)).toStdString();
        DemoSettings settings;
        settings.photos = 20;
        settings.scored = scored;
        settings.trained = false;
        return makeDemoProject(path, "demo", settings) ? QString::fromStdString(path.string()) : QString();
    }

private Q_SLOTS:
    void initTestCase()
    {
        applyTheme(*qApp, ThemeKind::light);
        qputenv("MINAMO_CLI", (QCoreApplication::applicationDirPath() + "/fake_cli").toUtf8());
    }

    void showsScoresAndTheRecommendedCell()
    {
        ProjectModel model;
        JobStarter starter(model);
        InteractiveClient client(model);
        LatentsPlace place(model, starter, client);
        place.resize(1300, 700);
        place.show();
        model.open(newProject(true));
        QTRY_COMPARE(place.heatMap()->grid().total(), 28);
        QCOMPARE(place.heatMap()->grid().count(HeatState::scored), 28);
        QCOMPARE(place.heatMap()->selected(), place.heatMap()->grid().recommended());
        QCOMPARE(place.heatMap()->figure(), std::string("styleNmi"));
    }

    void fillsWhileTheJobRuns()
    {
        ProjectModel model;
        JobStarter starter(model);
        InteractiveClient client(model);
        LatentsPlace place(model, starter, client);
        place.resize(1300, 700);
        place.show();
        model.open(newProject(false));
        QTRY_VERIFY(model.dataset() != nullptr);
        QVERIFY(place.heatMap()->grid().isEmpty());
        starter.start("extract", { { "steps", 12 }, { "milliseconds", 80 } });
        QTRY_VERIFY_WITH_TIMEOUT(place.heatMap()->grid().count(HeatState::extracted) >= 2, 5000);
        QVERIFY(place.heatMap()->grid().count(HeatState::extracted) < 12); // it grows
        QTRY_COMPARE_WITH_TIMEOUT(place.heatMap()->grid().count(HeatState::extracted), 12, 8000);
    }

    /// What a job will compute is there before the first cell is; many events cost one new picture.
    void cellsAreThereFromTheStart()
    {
        ProjectModel model;
        JobStarter starter(model);
        InteractiveClient client(model);
        LatentsPlace place(model, starter, client);
        place.resize(1300, 700);
        place.show();
        model.open(newProject(false));
        QTRY_VERIFY(model.dataset() != nullptr);
        starter.start("extract", { { "steps", 40 }, { "milliseconds", 50 } });
        QTRY_VERIFY_WITH_TIMEOUT(!starter.running("extract").isEmpty(), 5000);
        const auto id = starter.running("extract");
        Q_EMIT starter.jobEvent(id, Json { { "event", "estimate" }, { "stage", "pack" }, { "photos", 40 } });
        Q_EMIT starter.jobEvent(id,
            Json { { "event", "estimate" }, { "taps", { "down_blocks.0", "down_blocks.1", "mid_block" } },
                { "timesteps", { 10, 50, 100, 200, 400 } } });
        QTRY_VERIFY(place.heatMap()->grid().total() >= 15);
        QVERIFY(place.heatMap()->grid().count(HeatState::notComputed) >= 7);

        QElapsedTimer since;
        since.start();
        for (int i = 0; i < 2000; ++i)
            Q_EMIT starter.jobEvent(id,
                Json { { "event", "cell" }, { "tap", "mid_block" }, { "timestep", 400 }, { "done", i },
                    { "total", 2000 } });
        const auto heard = since.elapsed();
        QVERIFY2(
            heard < 500, qPrintable(QString::number(heard))); // a panel built again each time takes seconds
        QTRY_VERIFY(place.heatMap()->grid().cell(2, 4).progress > 0.99);
    }

    /// The flow waits for its own job, not for another one of the same stage.
    void mapWaitsForItsOwnStyles()
    {
        ProjectModel model;
        JobStarter starter(model);
        CellMapFlow flow(model, starter);
        model.open(newProject(true));
        QTRY_VERIFY(model.dataset() != nullptr);
        QStringList discovers;
        bool embedded = false, ownWasDone = false;
        connect(&starter, &JobStarter::jobStarted, this, [&](const QString& id) {
            if (starter.stage(id) == "discover")
                discovers << id;
            else if (starter.stage(id) == "embed") {
                embedded = true;
                ownWasDone = discovers.size() == 2 && starter.status(discovers[1]).state == JobState::done;
            }
        });
        starter.start("discover", { { "steps", 1 }, { "milliseconds", 10 } });
        const auto cell = model.project()->cell();
        QVERIFY(cell);
        flow.open({ cell->tap, cell->timestep });
        QTRY_VERIFY_WITH_TIMEOUT(embedded, 15000);
        QVERIFY(ownWasDone);
    }

    /// A map that was drawn by t-SNE is drawn so for the next cell too.
    void theWayOfDrawingStays()
    {
        for (const std::string method : { "umap", "tsne" }) {
            const auto folder = newProject(true);
            {
                auto project = Project::open(folder.toStdString());
                VERIFY_OK(project);
                const auto before = project->artifacts().folder(project->text("/embed"));
                auto draft = project->artifacts().begin({ "embed", 1,
                    canonicalOptions(EmbedOptions { .method = method, .seed = 7 }),
                    { project->text("/samples") } });
                VERIFY_OK(draft);
                std::filesystem::copy(before / "embedding.safetensors", draft->folder());
                const auto id = project->artifacts().commit(std::move(*draft), Json::object());
                VERIFY_OK(id);
                VERIFY_OK(
                    project->edit("/embed", *id, "result-adopted", { { "stage", "embed" } }, false));
            }
            ProjectModel model;
            JobStarter starter(model);
            CellMapFlow flow(model, starter);
            model.open(folder);
            QTRY_VERIFY(model.dataset() != nullptr);
            Json drawn;
            connect(&starter, &JobStarter::jobStarted, this, [&](const QString& id) {
                if (starter.stage(id) == "embed")
                    drawn = starter.options(id);
            });
            flow.open({ "down_blocks.1", 100 });
            QTRY_VERIFY_WITH_TIMEOUT(drawn.is_object(), 15000);
            QCOMPARE(drawn.at("method"), Json(method));
            QCOMPARE(drawn.at("tap"), Json("down_blocks.1"));
        }
    }

    void openingAMapChoosesTheCell()
    {
        ProjectModel model;
        JobStarter starter(model);
        InteractiveClient client(model);
        LatentsPlace place(model, starter, client);
        place.resize(1300, 700);
        place.show();
        model.open(newProject(true));
        QTRY_COMPARE(place.heatMap()->grid().total(), 28);
        const auto before = model.project()->cell();
        QVERIFY(before.has_value());
        QSignalSpy asked(&place, &Place::placeAsked);
        QSignalSpy started(&starter, &JobStarter::jobStarted);
        QTest::mouseClick(
            place.heatMap(), Qt::LeftButton, {}, place.heatMap()->cellRect(0, 0).center().toPoint());
        Q_EMIT place.cellPanel()->mapAsked();
        QCOMPARE(asked.last()[0].toString(), QString("styles"));
        QTRY_VERIFY(model.project()->cell()->tap != before->tap);
        QCOMPARE(model.project()->cell()->timestep, 10);
        QCOMPARE(model.project()->cell()->reason, std::string("cell.user"));
        // Both jobs follow, for this cell.
        QTRY_COMPARE_WITH_TIMEOUT(started.size(), 2, 15000);
        QStringList stages;
        for (const auto& call : started)
            stages << QString::fromStdString(starter.stage(call[0].toString()));
        QCOMPARE(stages, QStringList({ "discover", "embed" }));
        QTRY_VERIFY_WITH_TIMEOUT(!starter.anyRunning(), 15000);
        // The choice is a user's edit: undone, the old cell is back and its map is made again.
        model.undo();
        QTRY_COMPARE(model.project()->cell()->tap, before->tap);
        QTRY_VERIFY_WITH_TIMEOUT(started.size() >= 3, 15000);
    }
};

QTEST_MAIN(TestLatentsPlace)
#include "test_latents_place.moc"
