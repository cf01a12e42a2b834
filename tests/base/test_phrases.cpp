#include "TestSupport.h"
#include "base/Phrases.h"

#include <algorithm>
#include <set>

using namespace minamo;

/// Every phrase speaks both languages, and both name the same values.
class TestPhrases : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void bothLanguages()
    {
        QVERIFY(allPhrases().size() > 100);
        for (const auto& [key, texts] : allPhrases().items()) {
            const auto ja = texts.value("ja", ""), en = texts.value("en", "");
            QVERIFY2(!ja.empty() && !en.empty(), key.c_str());
            QVERIFY2(places(ja) == places(en), key.c_str());
        }
    }
    void errorsAndOptionsAreWhole()
    {
        for (const auto& [key, texts] : allPhrases().items()) {
            // "option.<stage>.<name>"; a fourth part names a choice, which needs no effect of its own
            if (key.starts_with("option.") && std::count(key.begin(), key.end(), '.') == 2)
                QVERIFY2(allPhrases().contains(key + ".effect"), key.c_str());
            if (key.ends_with(".hint"))
                QVERIFY2(allPhrases().contains(key.substr(0, key.size() - 5)), key.c_str());
        }
    }
    void fillsValues()
    {
        const Phrases phrases(Language::en);
        const Error error { "option.out-of-range", { { "option", "size" }, { "value", 7 }, { "minimum", 8 }, { "maximum", 64 } }, {} };
        QCOMPARE(phrases.sentence(error), std::string("Option size is 7, outside 8 to 64."));
        QVERIFY(phrases.sentence({ "no-such-code", {}, "x" }).find("no-such-code") != std::string::npos);
    }

private:
    static std::set<std::string> places(const std::string& text)
    {
        std::set<std::string> names;
        for (auto open = text.find('{'); open != std::string::npos; open = text.find('{', open + 1))
            names.insert(text.substr(open, text.find('}', open) - open + 1));
        return names;
    }
};

QTEST_APPLESS_MAIN(TestPhrases)
#include "test_phrases.moc"
