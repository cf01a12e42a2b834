#include "TestSupport.h"
#include "io/Safetensors.h"

#include <cstring>

using namespace minamo;

namespace {

/// A file with exactly this header text and these data bytes.
std::string fileOf(
    const std::string& header, std::size_t dataBytes, std::optional<std::uint64_t> claimed = {})
{
    const std::uint64_t size = claimed.value_or(header.size());
    std::string bytes(8, '\0');
    std::memcpy(bytes.data(), &size, 8);
    return bytes + header + std::string(dataBytes, '\1');
}

const std::string oneTensor = R"({"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}})";
const std::string twoTensors = R"({"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},)"
                               R"("b":{"dtype":"U8","shape":[3],"data_offsets":[8,11]}})";

} // namespace

class TestSafetensors : public QObject {
    Q_OBJECT
    QTemporaryDir m_dir;
    Path write(const std::string& bytes)
    {
        const Path file = Path(m_dir.path().toStdString()) / "x.safetensors";
        std::filesystem::remove(file);
        if (!writeFileAtomically(file, bytes))
            qFatal("cannot write");
        return file;
    }

private Q_SLOTS:
    void writtenFileComesBack()
    {
        const std::vector<float> floats { 1, -2, 3, 4, 5, 6 };
        const std::vector<std::uint8_t> bytes { 7, 8, 9 };
        const std::vector<std::uint64_t> ids { 1ull << 63 };
        const std::vector<float> nothing;
        const Path file = Path(m_dir.path().toStdString()) / "w.safetensors";
        VERIFY_OK(writeSafetensors(file,
            { tensorOf("bytes", DType::u8, bytes), tensorOf("floats", DType::f32, floats, { 2, 3 }),
                tensorOf("ids", DType::u64, ids), tensorOf("nothing", DType::f32, nothing, { 0, 4 }) },
            { { "license", "Apache-2.0" } }));
        const auto opened = SafetensorsFile::open(file);
        VERIFY_OK(opened);
        QCOMPARE(opened->tensors().size(), 4u);
        QCOMPARE(
            opened->tensors().front().name, std::string("ids")); // widest elements first: everything aligned
        QCOMPARE(reinterpret_cast<std::uintptr_t>(opened->tensors().front().bytes.data()) % 8, 0u);
        const auto found = opened->require("floats", DType::f32, 2);
        VERIFY_OK(found);
        QCOMPARE(found->shape, (std::vector<std::int64_t> { 2, 3 }));
        QVERIFY(std::equal(floats.begin(), floats.end(), found->data<float>()));
        QCOMPARE(opened->find("bytes")->data<std::uint8_t>()[2], std::uint8_t(9));
        QCOMPARE(opened->find("nothing")->elements(), 0);
        QCOMPARE(opened->metadata().at("license"), std::string("Apache-2.0"));
        VERIFY_FAILS(opened->require("absent", DType::f32, 2), "safetensors.missing-tensor");
        VERIFY_FAILS(opened->require("floats", DType::f32, 1), "safetensors.wrong-kind");
        VERIFY_FAILS(opened->require("floats", DType::f64, 2), "safetensors.wrong-kind");
        for (const auto& entry : std::filesystem::directory_iterator(m_dir.path().toStdString()))
            QVERIFY2(entry.path().string().find(".part-") == std::string::npos, entry.path().c_str());
    }

    void legalFilesOpen_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<int>("tensors");
        const auto row = [](const char* name, const std::string& bytes, int tensors) {
            QTest::newRow(name) << QByteArray::fromStdString(bytes) << tensors;
        };
        row("one tensor", fileOf(oneTensor, 8), 1);
        row("two tensors", fileOf(twoTensors, 11), 2);
        row("padded with spaces", fileOf(oneTensor + "   ", 8), 1);
        row("empty", fileOf("{}", 0), 0);
        row("scalar", fileOf(R"({"s":{"dtype":"I64","shape":[],"data_offsets":[0,8]}})", 8), 1);
        row("metadata", fileOf(R"({"__metadata__":{"a":"b"}})", 0), 0);
    }
    void legalFilesOpen()
    {
        QFETCH(QByteArray, bytes);
        const auto opened = SafetensorsFile::open(write(bytes.toStdString()));
        VERIFY_OK(opened);
        QTEST(int(opened->tensors().size()), "tensors");
    }

    void brokenFilesAreRefused_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("code");
        const auto row = [](const char* name, const std::string& bytes, const char* code) {
            QTest::newRow(name) << QByteArray::fromStdString(bytes) << QString("safetensors.") + code;
        };
        const auto tensor = [](const std::string& body) { return "{\"a\":{" + body + "}}"; };
        row("empty file", "", "too-short");
        row("seven bytes", "1234567", "too-short");
        row("header over 100 MB", fileOf(oneTensor, 8, 100'000'001), "header-too-large");
        row("header beyond the file", fileOf(oneTensor, 8, 99'999'999), "header-beyond-file");
        row("header size overflows", fileOf(oneTensor, 8, ~0ull - 4), "header-too-large");
        row("not JSON", fileOf("{nonsense}", 0), "bad-header");
        row("leading space", fileOf(" " + oneTensor, 8), "bad-header");
        row("text after the JSON", fileOf(oneTensor + "x", 8), "bad-header");
        row("invalid UTF-8",
            fileOf("{\"a\xff\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}", 8), "bad-header");
        row("deep nesting", fileOf("{\"a\":" + std::string(200000, '['), 0), "bad-header");
        row("shape of texts", fileOf(tensor(R"("dtype":"F32","shape":["2"],"data_offsets":[0,8])"), 8),
            "bad-header");
        row("negative shape", fileOf(tensor(R"("dtype":"F32","shape":[-2],"data_offsets":[0,8])"), 8),
            "bad-header");
        row("fractional shape", fileOf(tensor(R"("dtype":"F32","shape":[2.0],"data_offsets":[0,8])"), 8),
            "bad-header");
        row("number beyond 64 bits",
            fileOf(tensor(R"("dtype":"F32","shape":[99999999999999999999999],"data_offsets":[0,8])"), 8),
            "bad-header");
        row("one offset", fileOf(tensor(R"("dtype":"F32","shape":[2],"data_offsets":[0])"), 8), "bad-header");
        row("no shape", fileOf(tensor(R"("dtype":"F32","data_offsets":[0,8])"), 8), "bad-header");
        row("metadata not text", fileOf(R"({"__metadata__":{"a":1}})", 0), "bad-header");
        row("duplicate tensor",
            fileOf(
                R"({"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"a":{"dtype":"U8","shape":[1],"data_offsets":[1,2]}})",
                2),
            "duplicate-key");
        row("duplicate field",
            fileOf(tensor(R"("dtype":"F32","dtype":"F32","shape":[2],"data_offsets":[0,8])"), 8),
            "duplicate-key");
        row("unknown dtype", fileOf(tensor(R"("dtype":"F8_E4M3","shape":[8],"data_offsets":[0,8])"), 8),
            "unknown-dtype");
        row("overflowing shape",
            fileOf(tensor(R"("dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,8])"), 8),
            "overflow");
        row("overflow by the element size",
            fileOf(tensor(R"("dtype":"F64","shape":[2305843009213693952],"data_offsets":[0,0])"), 0),
            "overflow");
        row("shape and bytes differ", fileOf(tensor(R"("dtype":"F32","shape":[3],"data_offsets":[0,8])"), 8),
            "size-mismatch");
        row("end before begin", fileOf(tensor(R"("dtype":"F32","shape":[0],"data_offsets":[8,0])"), 8),
            "bad-offsets");
        row("hole at the start", fileOf(tensor(R"("dtype":"F32","shape":[2],"data_offsets":[4,12])"), 12),
            "bad-offsets");
        row("hole between",
            fileOf(
                R"({"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"b":{"dtype":"U8","shape":[1],"data_offsets":[2,3]}})",
                3),
            "bad-offsets");
        row("overlap",
            fileOf(
                R"({"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]},"b":{"dtype":"U8","shape":[2],"data_offsets":[1,3]}})",
                3),
            "bad-offsets");
        row("truncated", fileOf(oneTensor, 7), "truncated");
        row("trailing bytes", fileOf(oneTensor, 9), "trailing-bytes");
    }
    void brokenFilesAreRefused()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(QString, code);
        const Path file = write(bytes.toStdString());
        const auto opened = SafetensorsFile::open(file);
        QVERIFY2(!opened, "should have been refused");
        QCOMPARE(QString::fromStdString(opened.error().code), code);
        QCOMPARE(opened.error().values.at("path").get<std::string>(), file.string());
    }

    void missingFileIsAnError()
    {
        VERIFY_FAILS(SafetensorsFile::open(Path(m_dir.path().toStdString()) / "none"), "file.cannot-read");
        const std::vector<float> one { 1 };
        VERIFY_FAILS(writeSafetensors("/nonexistent/folder/x", { tensorOf("a", DType::f32, one) }),
            "file.cannot-write");
    }
};

QTEST_APPLESS_MAIN(TestSafetensors)
#include "test_safetensors.moc"
