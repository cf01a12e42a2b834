#include "TestSupport.h"
#include "base/Options.h"

using namespace minamo;

namespace {

/// One option of every kind.
struct PlantedOptions {
    static constexpr const char* stage = "planted";
    int count = 3;
    std::int64_t seed = 0;
    double rate = 0.5;
    bool fast = true;
    std::string method = "a";
    std::vector<int> levels { 1, 2 };
    int threads = 0;

    template <class V> void describe(V& v)
    {
        v("count", count, OptionInfo { .minimum = 1, .maximum = 100 });
        v("seed", seed, OptionInfo { .minimum = 0 });
        v("rate", rate, OptionInfo { .minimum = 0, .maximum = 1 });
        v("fast", fast, OptionInfo {});
        v("method", method, OptionInfo { .choices = { "a", "b" } });
        v("levels", levels, OptionInfo { .minimum = 0, .maximum = 9 });
        v("threads", threads, OptionInfo { .affectsResult = false });
    }
};

Result<PlantedOptions> read(const char* json)
{
    return optionsFromJson<PlantedOptions>(Json::parse(json));
}

} // namespace

/// Options come from files and other processes: whatever is wrong with them is an error, never another value.
class TestOptions : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void goodValuesArrive()
    {
        const auto options
            = read(R"({"count": 7, "seed": 5000000000, "rate": 1, "fast": false, "method": "b", "levels": [9]})");
        VERIFY_OK(options);
        QCOMPARE(options->count, 7);
        QCOMPARE(options->seed, std::int64_t { 5000000000 });
        QCOMPARE(options->rate, 1.0);
        QVERIFY(!options->fast);
        QCOMPARE(options->method, std::string("b"));
        QVERIFY(options->levels == std::vector<int> { 9 });
        const auto whole = read(R"({"count": 1e1})"); // whole, only written as a fraction
        VERIFY_OK(whole);
        QCOMPARE(whole->count, 10);
    }
    void nothingIsCut()
    {
        VERIFY_FAILS(read(R"({"count": 12.7})"), "option.wrong-type");
        VERIFY_FAILS(read(R"({"count": 4294967299})"), "option.wrong-type"); // 3 in 32 bits
        VERIFY_FAILS(read(R"({"seed": 18446744073709551615})"), "option.wrong-type");
        VERIFY_FAILS(read(R"({"levels": [1, 2.5]})"), "option.wrong-type");
        VERIFY_FAILS(read(R"({"levels": 1})"), "option.wrong-type");
        VERIFY_FAILS(read(R"({"count": true})"), "option.wrong-type");
        VERIFY_FAILS(read(R"({"fast": 1})"), "option.wrong-type");
        VERIFY_FAILS(read(R"({"method": 1})"), "option.wrong-type");
    }
    void rangesAndChoicesHold()
    {
        VERIFY_FAILS(read(R"({"count": 0})"), "option.out-of-range");
        VERIFY_FAILS(read(R"({"rate": 1.5})"), "option.out-of-range");
        VERIFY_FAILS(read(R"({"levels": [1, 10]})"), "option.out-of-range");
        VERIFY_FAILS(read(R"({"method": "c"})"), "option.unknown-choice");
        VERIFY_FAILS(read(R"({"cuont": 7})"), "option.unknown");
    }
    void onlyWhatChangesTheResultIsPartOfAKey()
    {
        const auto canonical = canonicalOptions(PlantedOptions {});
        QVERIFY(canonical.contains("count") && !canonical.contains("threads"));
        QVERIFY(optionsToJson(PlantedOptions {}).contains("threads"));
    }
};

QTEST_APPLESS_MAIN(TestOptions)
#include "test_options.moc"
