#include "TestSupport.h"
#include "io/Npz.h"

#include <zip.h>

using namespace minamo;

namespace {

template <class T>
void add(NpzWriter& writer, const char* name, DType dtype, std::vector<std::int64_t> shape,
    const std::vector<T>& values)
{
    writer.add(name, dtype, std::move(shape), [values]() -> Result<std::string> {
        return std::string(reinterpret_cast<const char*>(values.data()), values.size() * sizeof(T));
    });
}

std::string entryOf(const Path& file, const char* name)
{
    zip_t* archive = zip_open(file.c_str(), ZIP_RDONLY, nullptr);
    zip_stat_t stat {};
    if (!archive || zip_stat(archive, name, 0, &stat) != 0)
        return {};
    std::string bytes(stat.size, '\0');
    zip_file_t* entry = zip_fopen(archive, name, 0);
    const auto read = zip_fread(entry, bytes.data(), bytes.size());
    zip_fclose(entry);
    zip_discard(archive);
    return read == static_cast<zip_int64_t>(bytes.size()) ? bytes : std::string();
}

} // namespace

class TestNpz : public QObject {
    Q_OBJECT
    QTemporaryDir m_dir;
    Path path(const char* name) const { return Path(m_dir.path().toStdString()) / name; }

private Q_SLOTS:
    void arraysAreNumpyFiles()
    {
        const Path file = path("a.npz");
        NpzWriter writer(file);
        add<float>(writer, "up_blocks.1@50", DType::f32, { 2, 3 }, { 1, 2, 3, 4, 5, 6 });
        add<std::uint64_t>(writer, "ids", DType::u64, { 2 }, { 7, ~0ull });
        VERIFY_OK(writer.write());
        const std::string matrix = entryOf(file, "up_blocks.1@50.npy");
        QCOMPARE(matrix.size(), 128u + 24u);
        QVERIFY(matrix.starts_with(std::string("\x93NUMPY\x01\x00", 8)));
        QCOMPARE(matrix.find("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3)"), 10u);
        QCOMPARE(matrix[127], '\n');
        float last = 0;
        std::memcpy(&last, matrix.data() + 148, 4);
        QCOMPARE(last, 6.0f);
        const std::string ids = entryOf(file, "ids.npy");
        QVERIFY(ids.find("'descr': '<u8'") != std::string::npos);
        QVERIFY(ids.find("'shape': (2,") != std::string::npos);
    }
    void equalArraysGiveEqualBytes()
    {
        for (const char* name : { "x.npz", "y.npz" }) {
            NpzWriter writer(path(name));
            add<float>(writer, "a", DType::f32, { 3 }, { 1, 2, 3 });
            VERIFY_OK(writer.write());
            QTest::qWait(2100); // zip counts time in steps of two seconds
        }
        QCOMPARE(readFile(path("x.npz")).value(), readFile(path("y.npz")).value());
    }
    void failedWritesLeaveTheOldFile()
    {
        const Path file = path("kept.npz");
        NpzWriter good(file);
        add<float>(good, "a", DType::f32, { 1 }, { 1 });
        VERIFY_OK(good.write());
        const auto before = readFile(file).value();
        NpzWriter broken(file);
        broken.add("b", DType::f32, { 1 }, []() -> Result<std::string> { return fail("features.damaged"); });
        VERIFY_FAILS(broken.write(), "features.damaged");
        QCOMPARE(readFile(file).value(), before);
        for (const auto& entry : std::filesystem::directory_iterator(m_dir.path().toStdString()))
            QVERIFY2(entry.path().string().find(".part-") == std::string::npos, entry.path().c_str());
        NpzWriter nowhere("/nonexistent/x.npz");
        add<float>(nowhere, "a", DType::f32, { 1 }, { 1 });
        VERIFY_FAILS(nowhere.write(), "file.cannot-write");
    }
};

QTEST_GUILESS_MAIN(TestNpz)
#include "test_npz.moc"
