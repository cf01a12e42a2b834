#include "TestSupport.h"
#include "photos/FolderLayout.h"
#include "photos/Manifest.h"

using namespace minamo;

namespace {

std::vector<std::string> words(const PhotoColumns& table, const char* column)
{
    const auto* found = table.column(column);
    return found ? found->words : std::vector<std::string> {};
}

using Texts = std::vector<std::string>;

const SilentContext silent;

class Stopped : public SilentContext {
public:
    bool cancelled() const override { return true; }
};

} // namespace

class TestFolderLayout : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void layoutIsDetected_data()
    {
        QTest::addColumn<QStringList>("paths");
        QTest::addColumn<QString>("layout");
        QTest::newRow("flat") << QStringList { "a.png", "b.png" } << "flat";
        QTest::newRow("class") << QStringList { "OK/a.png", "NG/b.png" } << "class";
        QTest::newRow("one class") << QStringList { "OK/a.png", "OK/b.png" } << "class";
        QTest::newRow("class, some loose") << QStringList { "OK/a.png", "NG/b.png", "c.png" } << "class";
        QTest::newRow("environments")
            << QStringList { "exp1/Free/a.png", "exp2/Fray/b.png" } << "environment-class";
        QTest::newRow("one environment")
            << QStringList { "exp1/Free/a.png", "exp1/Fray/b.png" } << "environment-class";
        QTest::newRow("wrapper") << QStringList { "set/exp1/Free/a.png", "set/exp2/Fray/b.png" }
                                 << "environment-class";
        QTest::newRow("train and test") << QStringList { "train/good/a.png", "test/Crack/b.png" } << "class";
        QTest::newRow("lots below classes") << QStringList { "OK/lot1/a.png", "NG/lot1/b.png" } << "class";
        QTest::newRow("uneven depth") << QStringList { "OK/lot1/a.png", "NG/b.png", "NG/c.png" } << "class";
        QTest::newRow("Japanese") << QStringList { "ライン１/良品/a.png", "ライン２/不良品/b.png" }
                                  << "environment-class";
    }
    void layoutIsDetected()
    {
        QFETCH(QStringList, paths);
        QFETCH(QString, layout);
        Texts list;
        for (const auto& path : paths)
            list.push_back(path.toStdString());
        QCOMPARE(QString::fromStdString(detectLayout(list)), layout);
    }
    void foldersBecomeWords()
    {
        const auto nested
            = tableOfFolders({ "e1/OK/x/a.png", "e2/NG/b.png", "e2/c.png", "d.png" }, "environment-class");
        QCOMPARE(words(nested, "environment"), (Texts { "e1", "e2", "e2", "" }));
        QCOMPARE(words(nested, "label"), (Texts { "OK", "NG", "", "" }));
        const auto classes
            = tableOfFolders({ "e1/OK/a.png", "e2/NG/b.png" }, "class"); // overridden by the user
        QCOMPARE(words(classes, "label"), (Texts { "e1", "e2" }));
        QVERIFY(!classes.column("environment"));
        const auto flat = tableOfFolders({ "e1/OK/a.png" }, "flat");
        QVERIFY(flat.columns.empty());
        const auto splits = tableOfFolders({ "m/train/good/a.png", "m/test/Crack/b.png" }, "class");
        QCOMPARE(words(splits, "label"), (Texts { "good", "Crack" }));
        QCOMPARE(words(splits, "split"), (Texts { "train", "test" }));
    }
    void manifestRowsFindTheirPhotos()
    {
        const QTemporaryDir folder;
        const Path root = Path(folder.path().toStdString()) / "photos";
        std::filesystem::create_directories(root / "検査");
        for (const char* name : { "a.png", "検査/b.png" })
            VERIFY_OK(writeFileAtomically(root / name, "x"));
        VERIFY_OK(writeFileAtomically(root.parent_path() / "outside.png", "x"));
        const Path manifest = root / "list.csv";
        VERIFY_OK(writeFileAtomically(manifest,
            "\xef\xbb\xbf"
            "Path,Label,Camera,操作員\r\n検査\\b.png,NG,CAM-1,\"佐藤, 花子\"\r\na.png,良品,,田中\r\n"
            "gone.png,OK,CAM-1,\r\na.png,NG,CAM-2,\r\n../outside.png,OK,,\r\n"));
        const auto read = readManifest(manifest, root, silent);
        VERIFY_OK(read);
        QCOMPARE(read->table.paths, (Texts { "a.png", "検査/b.png" }));
        QCOMPARE(words(read->table, "label"), (Texts { "良品", "NG" }));
        QCOMPARE(words(read->table, "Camera"), Texts {}); // known columns have one spelling
        QCOMPARE(words(read->table, "camera"), (Texts { "", "CAM-1" }));
        QCOMPARE(words(read->table, "操作員"), (Texts { "田中", "佐藤, 花子" }));
        QCOMPARE(read->skipped.size(), std::size_t { 3 });
        QCOMPARE(read->skipped[0].why.code, std::string("import.missing-file"));
        QCOMPARE(read->skipped[0].why.values["line"].get<int>(), 4);
        QCOMPARE(read->skipped[1].why.code, std::string("import.listed-twice"));
        QCOMPARE(read->skipped[2].why.code, std::string("import.outside-folder"));
        VERIFY_FAILS(readManifest(manifest, root, Stopped()), "cancelled");
    }
    void manifestsThatCannotWork()
    {
        const QTemporaryDir folder;
        const Path root(folder.path().toStdString());
        VERIFY_FAILS(readManifest(root / "none.csv", root, silent), "import.manifest-missing");
        VERIFY_OK(writeFileAtomically(root / "list.csv", "file,label\na.png,OK\n"));
        const auto read = readManifest(root / "list.csv", root, silent);
        VERIFY_FAILS(read, "import.manifest-no-path");
        QCOMPARE(read.error().values["columns"].dump(), std::string("[\"file\",\"label\"]"));
        QVERIFY(!isManifest(root / "list.csv"));
    }
};

QTEST_APPLESS_MAIN(TestFolderLayout)
#include "test_folder_layout.moc"
