#include "BadInputs.h"
#include "CliRunner.h"
#include "TestSupport.h"

#include <QRegularExpression>
#include <array>
#include <map>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

using namespace minamo;
namespace fs = std::filesystem;

namespace {

/// Starts minamo-cli; `obedient`: root's right to write everywhere is given up first.
void start(QProcess& process, const QStringList& arguments, bool obedient)
{
    if (obedient)
        process.setChildProcessModifier([] {
            constexpr unsigned long overrideAccess = 1; // CAP_DAC_OVERRIDE
            if (::geteuid() == 0 && ::prctl(PR_CAPBSET_DROP, overrideAccess) != 0)
                ::_exit(99);
        });
    process.start(QString::fromLocal8Bit(qgetenv("MINAMO_CLI")), arguments);
}

CliResult finish(QProcess& process)
{
    process.waitForFinished(240000);
    return { process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1,
        process.readAllStandardOutput(), process.readAllStandardError() };
}

/// Both languages say what is wrong (Japanese as JSON, English as text), name all of `names` and their own
/// reason, and tell a next step; no signal ended them. Gives what is missing, "" = nothing.
QString faultOfRefusal(const QStringList& command, const QStringList& names,
    const QStringList& reasons = { "", "" }, bool obedient = false)
{
    static const QRegularExpression japanese("[\\x{3040}-\\x{30ff}]");
    std::array<QProcess, 2> processes;
    start(processes[0], command + QStringList { "--language", "ja", "--json" }, obedient);
    start(processes[1], command + QStringList { "--language", "en" }, obedient);
    for (int i = 0; i < 2; ++i) {
        const auto result = finish(processes[static_cast<std::size_t>(i)]);
        const auto json = result.json();
        const auto error = json.is_object() ? json.value("error", Json::object()) : Json::object();
        const auto said = QString::fromUtf8(result.errors);
        const auto sentence
            = i == 0 ? QString::fromStdString(error.value("sentence", "")) : said.section('\n', 0, 0);
        const auto step
            = i == 0 ? QString::fromStdString(error.value("hint", "")) : said.section('\n', 1).trimmed();
        const auto reason
            = i == 0 ? QString::fromStdString(error.value("values", Json::object()).dump()) : said;
        const auto all = QString("exit %1: %2 | %3").arg(result.exitCode).arg(said, QString(result.output));
        if (result.exitCode != 1)
            return "exit code; " + all;
        if (sentence.size() < 8 || step.size() < 5)
            return "no sentence or no next step; " + all;
        if (sentence.contains('{') || step.contains('{') || sentence.contains(japanese) != (i == 0)
            || step.contains(japanese) != (i == 0))
            return "language, or a place that was not filled; " + all;
        for (const auto& name : names)
            if (!sentence.contains(name))
                return name + " is not named; " + all;
        if (!(sentence + reason).contains(reasons[i]))
            return reasons[i] + " is not said; " + all;
    }
    return {};
}

/// Every file of a project but its jobs.
std::map<std::string, std::string> contentOf(const Path& project)
{
    std::map<std::string, std::string> files;
    for (const auto& entry : fs::recursive_directory_iterator(project)) {
        const auto name = fs::relative(entry.path(), project).string();
        if (!name.starts_with("jobs"))
            files[name] = entry.is_regular_file() ? readFile(entry.path()).value_or("unreadable") : "";
    }
    return files;
}

bool warned(const Json& summary, const std::string& code)
{
    for (const auto& warning : summary.is_object() ? summary.value("warnings", Json::array()) : Json::array())
        if (warning.at("code") == code)
            return warning.at("sentence").get<std::string>().size() > 10;
    return false;
}

} // namespace

/// Whatever is put in: a sentence, a next step, nothing lost, no crash.
class TestBadInput : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY(m_dir.isValid());
        QCOMPARE(runCli({ "project", "new", path("p") }).exitCode, 0);
        QCOMPARE(runCli({ "sample", path("p"), "--count", "80", "--size", "64" }).exitCode, 0);
        for (const auto& entry : fs::recursive_directory_iterator(at("p") / "sample"))
            if (entry.path().extension() == ".png")
                m_photos.push_back(entry.path());
        QCOMPARE(m_photos.size(), std::size_t { 80 });
    }
    void init() { m_before = contentOf(at("p")); }
    void cleanup() { QVERIFY(contentOf(at("p")) == m_before); } // nothing lost, nothing left behind

    void photosThatCannotBeRead_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QString>("file");
        QTest::addColumn<QString>("code");
        QTest::addColumn<QString>("reason");
        const auto jpeg = greyJpeg(256, 256);
        QTest::newRow("text") << QByteArray("hello") << "letter.jpg"
                              << "photo.not-a-photo"
                              << "the content is not a photo";
        QTest::newRow("truncated") << jpeg.first(jpeg.size() / 2) << "cut.jpg"
                                   << "photo.truncated"
                                   << "cut off";
        QTest::newRow("giant, truncated") << greyJpeg(30000, 30000).chopped(9) << "giant.jpg"
                                          << "photo.truncated"
                                          << "cut off";
        QTest::newRow("no bytes") << QByteArray("") << "nothing.png"
                                  << "photo.empty"
                                  << "empty file";
    }
    void photosThatCannotBeRead()
    {
        QFETCH(QByteArray, content);
        QFETCH(QString, file);
        QFETCH(QString, code);
        QFETCH(QString, reason);
        const auto folder = newFolder();
        put(folder / file.toStdString(), content);
        const QStringList command { "import", path("p"), shown(folder) };
        const auto refusal = faultOfRefusal(command, { shown(folder) }, { code, file + ": " + reason });
        QCOMPARE(refusal, QString());
        // With a good photo beside it, that one is imported and the bad one is listed.
        fs::copy(m_photos[0], folder / "good.png");
        QCOMPARE(runCli({ "project", "new", shown(folder / "q") }).exitCode, 0);
        const auto rest = runCli({ "import", shown(folder / "q"), shown(folder), "--language", "en" });
        QCOMPARE(rest.exitCode, 0);
        QVERIFY2(rest.output.contains((file + ": " + reason).toUtf8()), rest.output.constData());
    }
    void emptyFolder()
    {
        const auto folder = newFolder();
        const auto refusal = faultOfRefusal(
            { "import", path("p"), shown(folder) }, { shown(folder) }, { "空です", "is empty" });
        QCOMPARE(refusal, QString());
    }

    void unusualPhotosAreRead()
    {
        const auto folder = newFolder();
        put(folder / "photos" / "deep.tiff", deepTiff(40, 30));
        put(folder / "photos" / "giant.jpg", greyJpeg(30000, 30000));
        const auto project = shown(folder / "q");
        QCOMPARE(runCli({ "project", "new", project }).exitCode, 0);
        const auto imported = runCli({ "import", project, shown(folder / "photos"), "--json" });
        QVERIFY2(imported.exitCode == 0, imported.errors.constData());
        QCOMPARE(imported.json()["photos"].get<int>(), 2);
        QVERIFY(imported.json()["skipped"].empty());
        struct rusage used { };
        ::getrusage(RUSAGE_CHILDREN, &used); // the largest of all children so far
        QVERIFY2(used.ru_maxrss < 2000000, qPrintable(QString::number(used.ru_maxrss)));
        QVERIFY(used.ru_maxrss > 50000); // it does measure
    }

    void oneEnvironmentWorks()
    {
        const auto folder = newFolder();
        for (const auto& photo : m_photos)
            if (photo.string().find("Plant A/") != std::string::npos
                || photo.string().find("Plant B/") != std::string::npos)
                place(photo, folder / "photos" / "Line 1" / photo.parent_path().filename());
        const auto project = shown(folder / "q");
        QCOMPARE(runCli({ "project", "new", project }).exitCode, 0);
        const auto imported = runCli({ "import", project, shown(folder / "photos"), "--json" });
        QVERIFY(warned(imported.json(), "import.one-environment"));
        const auto run = runCli({ "run", project, "--timesteps", "50", "--json", "--language", "ja" });
        QVERIFY2(run.exitCode == 0, run.errors.constData());
        const auto summary = run.json();
        for (const char* part : { "extract", "score", "discover", "embed", "train" })
            QVERIFY2(summary.contains(part), part);
        QCOMPARE(summary["train"]["mode"].get<std::string>(), std::string("plain-split"));
        QVERIFY(warned(summary, "score.one-environment") && warned(summary, "train.one-environment"));
        QVERIFY(run.errors.contains("1 つだけなので"));
        const auto info = runCli({ "project", "info", project, "--json" }).json();
        QVERIFY(info["cell"].is_object() && !info["styles"].empty());
        const auto holdout
            = faultOfRefusal({ "train", project, "--fast", "--holdout", "Line 1" }, { "Line 1" });
        QCOMPARE(holdout, QString());
        readOnlyProject(folder / "q", folder / "photos");
    }

    void oneClassWorks()
    {
        const auto folder = newFolder();
        for (const auto& photo : m_photos)
            if (photo.string().find("/OK/") != std::string::npos)
                place(photo, folder / "photos" / photo.parent_path().parent_path().filename() / "OK");
        const auto project = shown(folder / "q");
        QCOMPARE(runCli({ "project", "new", project }).exitCode, 0);
        QVERIFY(warned(
            runCli({ "import", project, shown(folder / "photos"), "--json" }).json(), "import.one-class"));
        const auto run = runCli({ "run", project, "--timesteps", "50", "--json", "--language", "ja" });
        QVERIFY2(run.exitCode == 0, run.errors.constData());
        const auto summary = run.json();
        QVERIFY(!summary.contains("train") && warned(summary, "train.one-class"));
        QVERIFY(run.errors.contains("分類器を学習できません"));
        QVERIFY(summary["discover"]["styles"].size() >= 2);
        QCOMPARE(summary["embed"]["photos"].get<int>(), summary["extract"]["photos"].get<int>());
        QCOMPARE(faultOfRefusal({ "train", project, "--fast" }, { "OK" }), QString());
        QCOMPARE(faultOfRefusal({ "probe", project }, {}), QString());
    }

    void brokenModels_data()
    {
        QTest::addColumn<QString>("damage");
        QTest::addColumn<QStringList>("names");
        const auto row = [](const char* damage, const QStringList& names) {
            QTest::newRow(damage) << QString(damage) << names;
        };
        const char *tensor = "mid_block.resnets.0.conv1.weight",
                   *file = "diffusion_pytorch_model.safetensors";
        row("missing tensor", { tensor });
        row("NaN", { tensor, file });
        row("oversized header", { file });
        row("overlapping offsets", { tensor, file });
        row("overflowing shape", { tensor, file });
        row("trailing bytes", { file });
        row("unknown block", { "AttnSkipDownBlock2D", "down_block_types", "config.json" });
        for (const char* pickle : { ".bin", ".ckpt", ".pt", ".pkl" })
            QTest::newRow(pickle) << QString(pickle)
                                  << QStringList { QString("diffusion_pytorch_model") + pickle, "pickle" };
    }
    void brokenModels()
    {
        QFETCH(QString, damage);
        QFETCH(QStringList, names);
        const auto model = newFolder() / "model";
        fs::copy(goldenFolder() / "A_unet2d/1_ddpm_cifar_style", model, fs::copy_options::recursive);
        QVERIFY(damageModel(model, damage.toStdString()));
        QCOMPARE(
            faultOfRefusal({ "model", "add", path("p"), shown(model) }, names + QStringList { shown(model) }),
            QString());
        if (damage.startsWith('.')) { // the file itself, too
            const auto file = shown(model / ("diffusion_pytorch_model" + damage.toStdString()));
            QCOMPARE(faultOfRefusal({ "model", "info", file }, { file }), QString());
        }
        if (damage != "NaN")
            return;
        const auto verified = runCli({ "model", "verify", shown(model), "--language", "en" });
        QCOMPARE(verified.exitCode, 1);
        QVERIFY(!verified.json().value("ok", true) && verified.json()["error"]["sentence"].is_string());
        QVERIFY(verified.errors.contains(names[0].toUtf8()));
    }
    /// The same folder, undamaged, is taken: the rows above are refused for what was done to them.
    void theUndamagedModelIsRead()
    {
        const auto model = newFolder() / "model";
        fs::copy(goldenFolder() / "A_unet2d/1_ddpm_cifar_style", model, fs::copy_options::recursive);
        QVERIFY(damageModel(model, "nothing"));
        const auto info = runCli({ "model", "info", shown(model), "--json" });
        QVERIFY2(info.exitCode == 0, info.errors.constData());
    }
    void networksAreComparedWithListsOfKeys()
    {
        const auto packed = shown(goldenFolder() / "I_key_lists/unet2dcond_sd-1.5.json.gz");
        const auto equal = runCli({ "model", "verify", "--keys", packed });
        QCOMPARE(equal.exitCode, 0);
        QVERIFY(equal.json().at("ok").get<bool>() && equal.json().at("tensors") == 686);
        auto list = readJson(goldenFolder() / "I_key_lists/unet2d_ddpm-cifar10-32.json").value();
        list["config"]["layers_per_block"] = 1;
        const auto other = newFolder() / "list.json";
        QVERIFY(writeJson(other, list));
        const auto different = runCli({ "model", "verify", "--keys", shown(other) });
        QCOMPARE(different.exitCode, 1);
        QVERIFY(!different.json().at("ok").get<bool>() && !different.json().at("missing").empty());
        QCOMPARE(faultOfRefusal({ "model", "verify", "--keys", path("p") }, { path("p") }), QString());
        for (const QStringList& wrong : { QStringList { "model", "verify" },
                 QStringList { "model", "verify", path("p"), "--keys", packed } })
            QCOMPARE(runCli(wrong).exitCode, 2);
    }

private:
    /// A finished project that may not be written: looking works, changing is refused with a sentence.
    void readOnlyProject(const Path& project, const Path& photos)
    {
        const auto name = shown(project);
        const auto before = contentOf(project);
        setWritable(project, false);
        QProcess touch;
        start(touch, { "features", "dump", name, "-o", name + "/inside.npz" }, true);
        QCOMPARE(finish(touch).exitCode, 1); // the folder really is closed to the child
        for (const QStringList& change :
            std::initializer_list<QStringList> { { "run", name }, { "import", name, shown(photos) },
                { "sample", name }, { "discover", name, "--clusters", "3" }, { "train", name },
                { "model", "add", name, shown(sharedModel()) },
                { "train-diffusion", name, "-o", path("trained"), "--steps", "1" },
                { "job", "resume", name,
                    runCli({ "job", "list", name, "--json" }).json()[0]["id"].get<std::string>().c_str() } })
            QCOMPARE(faultOfRefusal(change, { name }, { "", "" }, true), QString());
        for (const QStringList& look : std::initializer_list<QStringList> { { "project", "info", name },
                 { "job", "list", name }, { "features", "dump", name, "-o", path("features.npz") } }) {
            QProcess process;
            start(process, look, true);
            const auto result = finish(process);
            QVERIFY2(result.exitCode == 0, result.errors.constData());
        }
        setWritable(project, true);
        QVERIFY(contentOf(project) == before);
    }
    static void setWritable(const Path& folder, bool writable)
    {
        const auto how = writable ? fs::perm_options::add : fs::perm_options::remove;
        const auto write = fs::perms::owner_write | fs::perms::group_write | fs::perms::others_write;
        std::vector<Path> all { folder };
        for (const auto& entry : fs::recursive_directory_iterator(folder))
            all.push_back(entry.path());
        for (const auto& one : all)
            fs::permissions(one, writable ? fs::perms::owner_write : write, how);
    }
    static Path sharedModel() { return goldenFolder() / "F_pipelines/3_ddpm"; }
    QString path(const char* name) const { return m_dir.path() + "/" + name; }
    Path at(const char* name) const { return Path(m_dir.path().toStdString()) / name; }
    static QString shown(const Path& path) { return QString::fromStdString(path.string()); }
    Path newFolder()
    {
        const auto folder = at(("case" + std::to_string(m_count++)).c_str());
        fs::create_directories(folder);
        return folder;
    }
    static void put(const Path& file, const QByteArray& bytes)
    {
        fs::create_directories(file.parent_path());
        QVERIFY(writeFileAtomically(file, bytes.toStdString()));
    }
    static void place(const Path& photo, const Path& folder)
    {
        fs::create_directories(folder);
        fs::copy(photo, folder / photo.filename());
    }
    QTemporaryDir m_dir;
    std::vector<Path> m_photos;
    std::map<std::string, std::string> m_before;
    int m_count = 0;
};

QTEST_GUILESS_MAIN(TestBadInput)
#include "test_bad_input.moc"
