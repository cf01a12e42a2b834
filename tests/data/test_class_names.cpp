#include "TestSupport.h"
#include "data/ClassNames.h"

using namespace minamo;

/// What people read for a class: per language, and the class itself where nothing was given.
class TestClassNames : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void eachLanguageHasItsOwn()
    {
        auto names = classNamed(Json(), "ng/1~a", { "欠け", "" });
        QCOMPARE(shownClass(names, "ng/1~a", Language::ja), std::string("欠け"));
        QCOMPARE(shownClass(names, "ng/1~a", Language::en), std::string("ng/1~a"));
        QCOMPARE(shownClass(names, "OK", Language::ja), std::string("OK"));
        names = classNamed(names, "ng/1~a", { "欠け", "chip" });
        QCOMPARE(shownClass(names, "ng/1~a", Language::en), std::string("chip"));
    }
    void takenAwayNothingIsLeft()
    {
        const auto names = classNamed(classNamed(Json(), "a", { "い", "b" }), "c", { "う", "" });
        QVERIFY(!classNamed(names, "a", {}).is_null());
        QVERIFY(classNamed(classNamed(names, "a", {}), "c", {}).is_null());
    }
    void nonsenseSaysNothing()
    {
        for (const auto& json : { Json(), Json(3), Json { { "a", 3 } }, Json { { "a", { { "ja", 1 } } } } })
            QCOMPARE(shownClass(json, "a", Language::ja), std::string("a"));
    }
};

QTEST_APPLESS_MAIN(TestClassNames)
#include "test_class_names.moc"
