#include "SamplePackage.h"
#include "SchemaCheck.h"
#include "TestSupport.h"
#include "base/Hash.h"
#include "base/Random.h"
#include "package/PackageZip.h"

#include <sys/stat.h>
#include <zip.h>

using namespace minamo;
namespace fs = std::filesystem;

namespace {

std::vector<Path> filesOf(const Path& folder)
{
    std::vector<Path> files;
    for (const auto& entry : fs::recursive_directory_iterator(folder))
        if (entry.is_regular_file())
            files.push_back(entry.path());
    std::sort(files.begin(), files.end());
    return files;
}

void put(const Path& file, const std::string& bytes)
{
    std::ofstream(file, std::ios::binary | std::ios::trunc) << bytes;
}

/// Writes a manifest with a right checksum: what somebody would do who knows the format.
void putManifest(const Path& folder, const Json& json)
{
    const auto text = json.dump(1) + "\n";
    put(folder / packageManifestFile, text);
    put(folder / packageChecksumFile, hashHex(text) + "\n");
}

/// A zip of the folder's files and one more entry of any name and kind.
void zipWith(const Path& folder, const Path& file, const std::string& extra, unsigned mode = S_IFREG)
{
    zip_t* archive = zip_open(file.c_str(), ZIP_CREATE | ZIP_TRUNCATE, nullptr);
    for (const auto& path : filesOf(folder))
        zip_file_add(
            archive, fs::relative(path, folder).c_str(), zip_source_file(archive, path.c_str(), 0, -1), 0);
    const auto index
        = zip_file_add(archive, extra.c_str(), zip_source_buffer(archive, "evil", 4, 0), ZIP_FL_ENC_UTF_8);
    zip_file_set_external_attributes(archive, zip_uint64_t(index), 0, ZIP_OPSYS_UNIX, (mode | 0644) << 16);
    zip_close(archive);
}

void replaceAll(std::string& text, const std::string& from, const std::string& to)
{
    for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + 1))
        text.replace(at, from.size(), to);
}

} // namespace

/// A package is taken whole and unchanged, or not at all.
class TestPackage : public QObject {
    Q_OBJECT
    QTemporaryDir m_dir;
    int m_count = 0;

    Path newFolder() { return Path(m_dir.path().toStdString()) / ("p" + std::to_string(m_count++)); }
    Path newPackage()
    {
        const auto folder = newFolder();
        if (!writeSamplePackage(folder))
            qFatal("no sample package");
        return folder;
    }

private Q_SLOTS:
    void initTestCase() { QVERIFY(m_dir.isValid()); }

    void manifestRoundTrips()
    {
        for (const bool encoder : { true, false })
            for (const bool guide : { true, false }) {
                const auto json = toJson(sampleManifest(encoder, guide));
                const auto read = packageManifestFromJson(json);
                VERIFY_OK(read);
                QCOMPARE(toJson(*read).dump(), json.dump());
            }
        const auto own = toJson(sampleOwnManifest());
        const auto read = packageManifestFromJson(own);
        VERIFY_OK(read);
        QCOMPARE(toJson(*read).dump(), own.dump());
        QCOMPARE(int(sampleManifest(false, true).cells().size()), 3);
        QCOMPARE(int(sampleManifest(true, false).cells().size()), 1);
    }

    /// What is written fits the schema; schema and reader refuse the same broken manifests.
    void schemaAndReaderAgree()
    {
        const auto text = readFile(goldenFolder() / "../../resources/schemas/minamo-package-1.schema.json");
        VERIFY_OK(text);
        const SchemaCheck schema(Json::parse(*text));
        const auto good = toJson(sampleManifest());
        for (const bool encoder : { true, false })
            QCOMPARE(schema.fault(toJson(sampleManifest(encoder))), std::string());
        QCOMPARE(schema.fault(toJson(sampleOwnManifest())), std::string());
        const std::vector<std::pair<std::string, Json>> wrong { { "/schema", "other" }, { "/version", 2 },
            { "/version", "1" }, { "/files", 3 }, { "/labels", Json::array() }, { "/labels/0/name", "" },
            { "/labels/0/ok", 1 }, { "/preprocessing/fit", "pad" }, { "/preprocessing/psi/size", 4 },
            { "/preprocessing/psi/size", 64.5 }, { "/preprocessing/roi", "none" },
            { "/preprocessing/overlap", 51 }, { "/psi/noise/draw", -1 }, { "/psi/tensors", 0 },
            { "/classifier/method", "mldg" }, { "/classifier/width", 4000 },
            { "/styles/entries", Json::array() }, { "/styles/cell/timestep", -3 },
            { "/styles/entries/0/en", "" }, { "/decision/threshold", 1.5 }, { "/decision/outside", -1 },
            { "/decision/reviewLow", nullptr }, { "/selfTest/photos", 0 }, { "/licences/data", "" },
            { "/licences/model", nullptr } };
        for (const auto& [pointer, value] : wrong) {
            auto json = good;
            json[Json::json_pointer(pointer)] = value;
            QVERIFY2(!schema.fault(json).empty(), pointer.c_str());
            QVERIFY2(!packageManifestFromJson(json), pointer.c_str());
        }
        for (const auto& [name, any] : good.items()) {
            auto json = good;
            json.erase(name);
            QVERIFY2(!schema.fault(json).empty(), name.c_str());
            QVERIFY2(!packageManifestFromJson(json), name.c_str());
        }
    }

    void wholePackageOpens()
    {
        const auto folder = newPackage();
        const auto package = Package::open(folder);
        VERIFY_OK(package);
        QCOMPARE(package->manifest().name, sampleManifest().name);
        QCOMPARE(int(package->manifest().files.size()), 3);
        QVERIFY(looksLikePackage(folder));
        QVERIFY(!looksLikePackage(newFolder()));
    }

    /// Any byte of any file, at random places.
    void everyChangedByteIsFound()
    {
        const auto folder = newPackage();
        CounterRandom random(7, 1);
        for (const auto& file : filesOf(folder)) {
            const auto before = readFile(file).value();
            for (int i = 0; i < 40; ++i) {
                auto bytes = before;
                bytes[random.below(std::uint32_t(bytes.size()))] ^= char(1 + random.below(255));
                put(file, bytes);
                QVERIFY2(!Package::open(folder), file.c_str());
            }
            put(file, before + "x");
            QVERIFY2(!Package::open(folder), file.c_str());
            put(file, before);
            VERIFY_OK(Package::open(folder));
        }
    }

    void missingAndExtraFilesAreNamed()
    {
        const auto folder = newPackage();
        for (const auto& file : filesOf(folder)) {
            const auto before = readFile(file).value();
            fs::remove(file);
            const auto opened = Package::open(folder);
            const bool manifest = file.filename() == packageManifestFile;
            if (manifest)
                VERIFY_FAILS(opened, "package.no-manifest");
            else
                VERIFY_FAILS(opened, "package.missing-file");
            if (!manifest)
                QCOMPARE(opened.error().values.at("file").get<std::string>(),
                    file.lexically_relative(folder).string());
            put(file, before);
        }
        put(folder / "psi" / "more.bin", "x");
        const auto opened = Package::open(folder);
        VERIFY_FAILS(opened, "package.extra-file");
        QCOMPARE(opened.error().values.at("file").get<std::string>(), std::string("psi/more.bin"));
        fs::remove(folder / "psi" / "more.bin");
        VERIFY_OK(Package::open(folder));
        VERIFY_FAILS(Package::open(folder / "none"), "package.no-manifest");
    }

    void newerFormatIsToldFirst()
    {
        const auto folder = newPackage();
        auto json = readJson(folder / packageManifestFile).value();
        json["version"] = 2;
        json["unheardOf"] = true;
        put(folder / packageManifestFile, json.dump());
        const auto opened = Package::open(folder);
        VERIFY_FAILS(opened, "package.newer-version");
        QCOMPARE(opened.error().values.at("version").get<int>(), 2);
        putManifest(folder, { { "schema", "something else" } });
        VERIFY_FAILS(Package::open(folder), "package.not-a-package");
    }

    void namesThatLeadOutAreRefused()
    {
        for (const char* name : { "../evil", "/etc/passwd", "a/../../b", "..", ".", "", "a//b", "a\\b",
                 "C:evil", "a/./b", "a\nb" }) {
            QVERIFY2(!isSafePackagePath(name), name);
            const auto folder = newPackage();
            auto json = readJson(folder / packageManifestFile).value();
            json["files"][0]["path"] = name;
            putManifest(folder, json);
            QVERIFY2(!Package::open(folder), name);
        }
        for (const char* name : { "a", "psi/config.json", "日本語/写真.md", "a..b", ".hidden" })
            QVERIFY2(isSafePackagePath(name), name);
    }

    void linksAreRefused()
    {
        const auto outside = newFolder();
        put(outside, "secret");
        for (const char* name : { "MODEL_CARD.md", "psi", packageManifestFile }) {
            const auto folder = newPackage();
            const auto moved = newFolder();
            fs::rename(folder / name, moved); // the same content, but elsewhere
            fs::create_symlink(moved, folder / name);
            VERIFY_FAILS(Package::open(folder), "package.link");
        }
        const auto folder = newPackage();
        fs::create_symlink(outside, folder / "more");
        VERIFY_FAILS(Package::open(folder), "package.link");
    }

    void zipIsTheSamePackage()
    {
        const auto folder = newPackage(), zip = Path(newFolder().string() + ".minamopkg");
        VERIFY_OK(zipPackage(folder, zip));
        Path unpacked;
        {
            const auto package = Package::open(zip);
            VERIFY_OK(package);
            unpacked = package->folder();
            QCOMPARE(toJson(package->manifest()).dump(), toJson(Package::open(folder)->manifest()).dump());
            QVERIFY(fs::exists(unpacked / "psi" / "config.json"));
        }
        QVERIFY(!fs::exists(unpacked)); // nothing stays behind
    }

    void everyChangedByteOfAZipIsFoundOrHarmless()
    {
        const auto folder = newPackage(), zip = newFolder();
        VERIFY_OK(zipPackage(folder, zip));
        const auto before = readFile(zip).value();
        const auto manifest = toJson(Package::open(folder)->manifest()).dump();
        CounterRandom random(9, 1);
        int refused = 0;
        for (int i = 0; i < 300; ++i) {
            auto bytes = before;
            bytes[random.below(std::uint32_t(bytes.size()))] ^= char(1 + random.below(255));
            put(zip, bytes);
            const auto opened = Package::open(zip);
            refused += !opened;
            if (opened) // a time stamp or the like: what is inside is what was exported
                QCOMPARE(toJson(opened->manifest()).dump(), manifest);
        }
        QVERIFY(refused > 200);
        put(zip, before.substr(0, before.size() / 2));
        VERIFY_FAILS(Package::open(zip), "package.broken-zip");
        put(zip, before);
        VERIFY_OK(Package::open(zip));
    }

    void tricksInAZipAreRefused()
    {
        const auto folder = newPackage(), zip = newFolder();
        for (const char* name : { "../evil.txt", "/tmp/evil.txt", "psi/../../evil.txt", "a\\..\\evil.txt" }) {
            zipWith(folder, zip, name);
            VERIFY_FAILS(Package::open(zip), "package.unsafe-path");
        }
        zipWith(folder, zip, "link", S_IFLNK);
        VERIFY_FAILS(Package::open(zip), "package.link");
        zipWith(folder, zip, "harmless.txt");
        VERIFY_FAILS(Package::open(zip), "package.extra-file");
        // libzip writes no name twice: the second one is renamed in the bytes.
        zipWith(folder, zip, "MODEL_CARD.m_");
        auto bytes = readFile(zip).value();
        replaceAll(bytes, "MODEL_CARD.m_", "MODEL_CARD.md");
        put(zip, bytes);
        const auto twice = Package::open(zip);
        QVERIFY(!twice
            && (twice.error().code == "package.double-file" || twice.error().code == "package.broken-zip"));
    }

    /// Sizes come from the manifest: a small entry that grows on unpacking is not unpacked.
    void zipBombIsRefused()
    {
        const auto folder = newPackage(), zip = newFolder();
        put(folder / "MODEL_CARD.md", std::string(50'000'000, 'a')); // the manifest says 300 bytes
        zip_t* archive = zip_open(zip.c_str(), ZIP_CREATE | ZIP_TRUNCATE, nullptr);
        for (const auto& path : filesOf(folder))
            zip_file_add(archive, fs::relative(path, folder).c_str(),
                zip_source_file(archive, path.c_str(), 0, -1), 0);
        zip_close(archive);
        QVERIFY(fs::file_size(zip) < 1'000'000);
        const auto opened = Package::open(zip);
        VERIFY_FAILS(opened, "package.changed-file");
        QCOMPARE(opened.error().values.at("path").get<std::string>(), zip.string());
    }
};

QTEST_APPLESS_MAIN(TestPackage)
#include "test_package.moc"
