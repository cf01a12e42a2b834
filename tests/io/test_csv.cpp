#include "TestSupport.h"
#include "io/Csv.h"

using namespace minamo;

class TestCsv : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void quotesCommasAndLinesInFields()
    {
        const auto table = CsvTable::parse(
            "path,label,note\r\n\"a,b.png\",\"say \"\"OK\"\"\",\"two\nlines\"\r\nc.png,NG,\r\n");
        VERIFY_OK(table);
        QCOMPARE(table->size(), std::size_t { 2 });
        QCOMPARE(table->at(0, 0), std::string("a,b.png"));
        QCOMPARE(table->at(0, 1), std::string("say \"OK\""));
        QCOMPARE(table->at(0, 2), std::string("two\nlines"));
        QCOMPARE(table->line(0), 2);
        QCOMPARE(table->line(1), 4);
    }
    void byteOrderMarkAndJapanese()
    {
        const auto table = CsvTable::parse("\xef\xbb\xbfpath,ラベル\n検査/画像１.png,良品\n");
        VERIFY_OK(table);
        QCOMPARE(table->find("PATH"), std::optional<std::size_t>(0));
        QCOMPARE(table->find("ラベル"), std::optional<std::size_t>(1));
        QCOMPARE(table->at(0, 0), std::string("検査/画像１.png"));
        QVERIFY(!table->find("label").has_value());
    }
    void shortRowsBlankLinesAndNoLastNewline()
    {
        const auto table = CsvTable::parse("path,label\n\na.png\n,,\nb.png,OK,,\nc.png,NG");
        VERIFY_OK(table);
        QCOMPARE(table->size(), std::size_t { 3 });
        QCOMPARE(table->at(0, 1), std::string());
        QCOMPARE(table->at(2, 1), std::string("NG"));
    }
    void brokenTablesAreRefusedWithTheirLine()
    {
        VERIFY_FAILS(CsvTable::parse(""), "csv.empty");
        VERIFY_FAILS(CsvTable::parse("\n\n"), "csv.empty");
        const auto quote = CsvTable::parse("path\na\n\"b\n");
        VERIFY_FAILS(quote, "csv.open-quote");
        QCOMPARE(quote.error().values["line"].get<int>(), 3);
        const auto wide = CsvTable::parse("path,label\na,OK\nb,OK,3\n");
        VERIFY_FAILS(wide, "csv.too-many-fields");
        QCOMPARE(wide.error().values["line"].get<int>(), 3);
        VERIFY_FAILS(CsvTable::parse("path\n\xff\xfe\x81"), "csv.unknown-encoding");
        VERIFY_FAILS(CsvTable::parse("path\n\x89\xe6\x91"), "csv.unknown-encoding"); // half a character
    }
    void whatExcelInJapanWritesIsRead()
    {
        const auto table
            = CsvTable::parse("path,label\r\n\x89\xe6\x91\x9c.png,\x97\xc7\x95\x69 \x87\x40\xb1\r\n");
        VERIFY_OK(table);
        QCOMPARE(table->at(0, 0), std::string("画像.png"));
        QCOMPARE(table->at(0, 1), std::string("良品 ①ｱ")); // with Windows' own characters and half-width kana
    }
    void whatIsWrittenIsRead()
    {
        const std::vector<std::string> header { "a", "b", "c" };
        const std::vector<std::string> fields { "x,\"y\"", "良品\n2", "" };
        const auto table = CsvTable::parse(csvLine(header) + csvLine(fields));
        VERIFY_OK(table);
        for (std::size_t i = 0; i < fields.size(); ++i)
            QCOMPARE(table->at(0, i), fields[i]);
    }
    void utf8()
    {
        QVERIFY(isUtf8("plain 良品 \xf0\x9f\x94\xa7"));
        QVERIFY(!isUtf8("\xc0\xaf")); // overlong
        QVERIFY(!isUtf8("\xed\xa0\x80")); // surrogate
        QVERIFY(!isUtf8("\xe8\x89")); // cut off
        QVERIFY(!isUtf8("\xf4\x90\x80\x80")); // beyond Unicode
    }
};

QTEST_APPLESS_MAIN(TestCsv)
#include "test_csv.moc"
