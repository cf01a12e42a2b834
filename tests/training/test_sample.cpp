#include "TestSupport.h"
#include "engine/stages/SampleModel.h"

using namespace minamo;

class TestSample : public QObject {
    Q_OBJECT
    QTemporaryDir m_dir;

    Path file(const char* name) const { return Path(m_dir.path().toStdString()) / name; }
    static Result<Json> drawn(const char* model, const SampleRequest& request, const Path& file)
    {
        return sampleModel(goldenFolder() / model, request, file, [](int, int) { return true; });
    }

private Q_SLOTS:
    void pictureBySeed()
    {
        SampleRequest request;
        request.count = 3;
        request.steps = 3;
        request.seed = 5;
        request.device = "cpu";
        const auto first = drawn("F_pipelines/3_ddpm", request, file("a.png"));
        VERIFY_OK(first);
        QCOMPARE(first->at("scheduler"), Json("ddim"));
        QCOMPARE(first->at("steps"), Json(3));
        const auto bytes = readFile(file("a.png"));
        VERIFY_OK(bytes);
        QVERIFY(bytes->starts_with("\x89PNG"));
        VERIFY_OK(drawn("F_pipelines/3_ddpm", request, file("b.png")));
        QVERIFY(*readFile(file("b.png")) == *bytes);
        request.seed = 6;
        VERIFY_OK(drawn("F_pipelines/3_ddpm", request, file("b.png")));
        QVERIFY(*readFile(file("b.png")) != *bytes);
    }
    void everySchedulerDraws_data()
    {
        QTest::addColumn<QByteArray>("model");
        QTest::addColumn<QByteArray>("scheduler");
        for (const char* scheduler : { "ddpm", "ddim", "euler", "dpm-solver++", "heun" })
            QTest::newRow(scheduler) << QByteArray("F_pipelines/3_ddpm") << QByteArray(scheduler);
        for (const char* scheduler : { "", "euler", "dpm-solver++" })
            QTest::addRow("levels %s", scheduler)
                << QByteArray("L_edm_ddae/2_dhariwal_adm") << QByteArray(scheduler);
        for (const char* scheduler : { "ddpm", "ddim", "euler" }) // its timestep 0 is without noise
            QTest::addRow("DDAE %s", scheduler)
                << QByteArray("L_edm_ddae/3_ddae_ddpm_unet") << QByteArray(scheduler);
    }
    void everySchedulerDraws()
    {
        QFETCH(QByteArray, model);
        QFETCH(QByteArray, scheduler);
        SampleRequest request;
        request.scheduler = scheduler.toStdString();
        request.count = 2;
        request.steps = 4;
        request.device = "cpu";
        const auto result = drawn(model.constData(), request, file("c.png"));
        VERIFY_OK(result);
        QVERIFY(result->at("side").get<int>() >= 8);
    }
    void classesAreTold()
    {
        SampleRequest request;
        request.count = 1;
        request.steps = 3;
        request.device = "cpu";
        const char* adm = "L_edm_ddae/2_dhariwal_adm";
        VERIFY_OK(drawn(adm, request, file("d.png")));
        const auto untold = readFile(file("d.png")).value();
        request.label = 2;
        VERIFY_OK(drawn(adm, request, file("d.png")));
        QVERIFY(readFile(file("d.png")).value() != untold);
        request.label = 5;
        VERIFY_FAILS(drawn(adm, request, file("d.png")), "sample.no-class");
        VERIFY_FAILS(drawn("F_pipelines/3_ddpm", request, file("d.png")), "sample.no-class");
    }
    void whatCannotBeIsRefused()
    {
        const auto with = [&](auto change) {
            SampleRequest request;
            request.steps = 2;
            request.count = 1;
            request.device = "cpu";
            change(request);
            return request;
        };
        const char* model = "F_pipelines/3_ddpm";
        VERIFY_FAILS(drawn(model, with([](auto& r) { r.count = 0; }), file("e.png")), "sample.bad-value");
        VERIFY_FAILS(drawn(model, with([](auto& r) { r.steps = 2000; }), file("e.png")), "sample.bad-value");
        VERIFY_FAILS(drawn(model, with([](auto& r) { r.scheduler = "pndm"; }), file("e.png")),
            "sample.unknown-scheduler");
        VERIFY_FAILS(
            drawn("L_edm_ddae/1_song_ddpmpp", with([](auto& r) { r.scheduler = "ddim"; }), file("e.png")),
            "sample.needs-timesteps");
        VERIFY_FAILS(
            drawn("A_unet2d/8_fourier_time", with([](auto&) {}), file("e.png")), "sample.no-noise-levels");
        VERIFY_FAILS(drawn("C_dit/1_dit", with([](auto&) {}), file("e.png")), "sample.not-rgb");
        VERIFY_FAILS(sampleModel(goldenFolder() / model, with([](auto&) {}), file("e.png"),
                         [](int done, int) { return done < 1; }),
            "cancelled");
        QVERIFY(!std::filesystem::exists(file("e.png")));
    }
};

QTEST_APPLESS_MAIN(TestSample)
#include "test_sample.moc"
