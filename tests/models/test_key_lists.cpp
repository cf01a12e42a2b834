#include "TestSupport.h"
#include "engine/diffusion/ModelReport.h"
#include "io/Gzip.h"

#include <chrono>
#include <fstream>
#include <sys/resource.h>

using namespace minamo;

namespace {

Path listOf(const std::string& name)
{
    const Path folder = goldenFolder() / "I_key_lists";
    const Path packed = folder / (name + ".json.gz");
    return std::filesystem::exists(packed) ? packed : folder / (name + ".json");
}

/// The most memory this process has held, MB.
long mostMemory()
{
    rusage usage {};
    getrusage(RUSAGE_SELF, &usage);
    return usage.ru_maxrss / 1024;
}

} // namespace

class TestKeyLists : public QObject {
    Q_OBJECT
    QTemporaryDir m_dir;

    Path write(const Json& list)
    {
        const Path file = Path(m_dir.path().toStdString()) / "list.json";
        if (!writeJson(file, list))
            qFatal("cannot write");
        return file;
    }

private Q_SLOTS:
    void fullSizeModels_data()
    {
        QTest::addColumn<QByteArray>("name");
        const Json totals = readJson(goldenFolder() / "I_key_lists/totals.json").value();
        for (const auto& [name, total] : totals.items())
            if (std::filesystem::exists(listOf(name))) // what timm has is no model of its own
                QTest::newRow(name.c_str()) << QByteArray::fromStdString(name);
    }
    /// Names, shapes and totals; no weights, so that it is quick and small.
    void fullSizeModels()
    {
        QFETCH(QByteArray, name);
        const Json totals = readJson(goldenFolder() / "I_key_lists/totals.json").value();
        const auto report = verifyKeys(listOf(name.toStdString()));
        VERIFY_OK(report);
        QVERIFY2(report->at("ok").get<bool>(), report->dump().c_str());
        QCOMPARE(report->at("tensors"), totals.at(name.toStdString()).at(0));
        QCOMPARE(report->at("parameters"), totals.at(name.toStdString()).at(1));
    }
    void stableDiffusionIsBuiltWithoutItsWeights()
    {
        const auto begin = std::chrono::steady_clock::now();
        const auto report = verifyKeys(listOf("unet2dcond_sd-2.1-base"));
        VERIFY_OK(report);
        QCOMPARE(report->at("parameters"), Json(865'910'724));
        QCOMPARE(report->at("tensors"), Json(686));
        const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - begin;
        qInfo("%.2f s, %ld MB", seconds.count(), mostMemory());
    }

    void everyDifferenceIsTold()
    {
        const Json list = readPackedJson(listOf("unet2dcond_sd-1.5")).value();
        const auto verdict = [&](const std::function<void(Json&)>& spoil) {
            Json spoilt = list;
            spoil(spoilt);
            return verifyKeys(write(spoilt));
        };
        QVERIFY(verdict([](Json&) {})->at("ok").get<bool>());
        const std::string key = "mid_block.attentions.0.proj_in.weight";
        const auto shape = verdict([&](Json& l) { l["state_dict"][key] = { 1280, 1280 }; });
        VERIFY_OK(shape);
        QVERIFY(!shape->at("ok").get<bool>());
        QCOMPARE(shape->at("wrong_shape").at(0).at("key"), Json(key));
        QCOMPARE(shape->at("wrong_shape").at(0).at("found"), Json({ 1280, 1280, 1, 1 }));
        const auto surplus = verdict([&](Json& l) { l["state_dict"].erase(key); });
        QCOMPARE(surplus->at("surplus"), Json({ key }));
        const auto missing = verdict([&](Json& l) { l["state_dict"]["conv_in.scale"] = { 1 }; });
        QCOMPARE(missing->at("missing"), Json({ "conv_in.scale" }));
        const auto total = verdict([](Json& l) { l["num_parameters"] = 859'520'965; });
        QVERIFY(!total->at("ok").get<bool>());
        // Projections by convolution are another network than linear ones.
        const auto linear = verdict([](Json& l) { l["config"]["use_linear_projection"] = true; });
        QVERIFY(!linear->at("ok").get<bool>());
        QCOMPARE(linear->at("wrong_shape").size(), std::size_t(2 * 16));
        for (const auto& wrong : { surplus, missing, linear })
            QVERIFY(!wrong->at("ok").get<bool>());
    }
    void whatIsNoListIsRefused()
    {
        VERIFY_FAILS(verifyKeys(write({ { "class", "UNet2DModel" } })), "model.no-key-list");
        VERIFY_FAILS(verifyKeys(write(Json::array())), "model.no-key-list");
        Json list = readPackedJson(listOf("unet2d_ddpm-cifar10-32")).value();
        list["class"] = "UNet3DConditionModel";
        VERIFY_FAILS(verifyKeys(write(list)), "model.unknown-class");
        list["class"] = "UNet2DModel";
        list["config"]["act_fn"] = "tanh";
        VERIFY_FAILS(verifyKeys(write(list)), "model.unsupported-value");
        VERIFY_FAILS(verifyKeys(m_dir.path().toStdString() + "/none"), "file.cannot-read");
    }
    void packsAreReadOrRefused()
    {
        const auto bytes = readFile(listOf("unet2dcond_sd-1.5")).value();
        const Path file = Path(m_dir.path().toStdString()) / "pack.json.gz";
        const auto reads = [&](const std::string& content, std::size_t limit = 1 << 20) {
            std::ofstream(file, std::ios::binary) << content;
            return readPackedJson(file, limit);
        };
        VERIFY_OK(reads(bytes));
        VERIFY_OK(reads(R"({"plain": true})"));
        VERIFY_FAILS(reads(bytes.substr(0, bytes.size() - 9)), "json.broken");
        VERIFY_FAILS(reads(bytes, 1000), "json.broken"); // unpacks to more than it may
        std::string flipped = bytes;
        flipped[bytes.size() / 2] = static_cast<char>(flipped[bytes.size() / 2] ^ 0x10);
        VERIFY_FAILS(reads(flipped), "json.broken");
        VERIFY_FAILS(reads("\x1f\x8b"), "json.broken");
        VERIFY_FAILS(reads(""), "json.broken");
    }
};

QTEST_APPLESS_MAIN(TestKeyLists)
#include "test_key_lists.moc"
