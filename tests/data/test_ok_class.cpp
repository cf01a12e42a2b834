#include "TestSupport.h"
#include "data/OkClass.h"

using namespace minamo;

class TestOkClass : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void namesThatMeanFine_data()
    {
        QTest::addColumn<QString>("name");
        for (const auto* name :
            { "OK", "ok", "MT_Free", "Free", "good", "0_Good", "Normal", "pass", "良品", "正常", "合格品",
                "良", "OK品", "ＯＫ", "no_defect", "Defect-Free", "欠陥なし", "異常なし", "キズ無し" })
            QTest::newRow(name) << QString::fromUtf8(name);
    }
    void namesThatMeanFine()
    {
        QFETCH(QString, name);
        QCOMPARE(guessOkClasses({ "Scratch", name.toStdString() }), std::vector<int> { 1 });
    }
    void namesThatDoNot_data()
    {
        QTest::addColumn<QString>("name");
        for (const auto* name :
            { "NG", "not OK", "no_good", "not-good", "Blowhole", "Abnormal", "不良品", "不合格", "異常",
                "NG_good?", "Crack", "Uneven", "defect", "Freezer", "looks", "非正常", "" })
            QTest::newRow(*name ? name : "empty") << QString::fromUtf8(name);
    }
    void namesThatDoNot()
    {
        QFETCH(QString, name);
        QVERIFY(guessOkClasses({ name.toStdString() }).empty());
    }
    void severalMayBeFine()
    {
        QCOMPARE(guessOkClasses({ "良品A", "傷", "良品B" }), (std::vector<int> { 0, 2 }));
    }
};

QTEST_APPLESS_MAIN(TestOkClass)
#include "test_ok_class.moc"
