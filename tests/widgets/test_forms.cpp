#include "TestSupport.h"
#include "forms/OptionForm.h"
#include "stages/DiscoverOptions.h"
#include "stages/RunOptions.h"
#include "stages/TrainOptions.h"
#include "theme/Format.h"

#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QSpinBox>

using namespace minamo;

/// Forms are made from describe(): what they hold is what the stage takes.
class TestForms : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void defaultsComeBack()
    {
        const std::unique_ptr<OptionForm> form(OptionForm::of(RunOptions {}));
        QVERIFY(form->values() == optionsToJson(RunOptions {}));
        const std::unique_ptr<OptionForm> train(OptionForm::of(TrainOptions {}));
        VERIFY_OK(optionsFromJson<TrainOptions>(train->values()));
    }
    void editsArrive()
    {
        const std::unique_ptr<OptionForm> form(OptionForm::of(RunOptions {}));
        QSignalSpy changed(form.get(), &OptionForm::changed);
        qobject_cast<QLineEdit*>(form->control("timesteps"))->setText("25, 75");
        qobject_cast<QSpinBox*>(form->control("seeds"))->setValue(3);
        auto* map = qobject_cast<QComboBox*>(form->control("map"));
        map->setCurrentIndex(map->findData("pca"));
        QCOMPARE(changed.count(), 3);
        const auto options = optionsFromJson<RunOptions>(form->values());
        VERIFY_OK(options);
        QVERIFY((options->timesteps == std::vector<int> { 25, 75 }));
        QCOMPARE(options->seeds, 3);
        QCOMPARE(options->map, std::string("pca"));
    }
    void rangesHold()
    {
        const std::unique_ptr<OptionForm> form(OptionForm::of(RunOptions {}));
        auto* seeds = qobject_cast<QSpinBox*>(form->control("seeds"));
        seeds->setValue(100000);
        QCOMPARE(seeds->value(), 100);
    }
    void unreadableNumbersAreRefused()
    {
        const std::unique_ptr<OptionForm> form(OptionForm::of(RunOptions {}));
        auto* timesteps = qobject_cast<QLineEdit*>(form->control("timesteps"));
        for (const char* wrong : { "50, abc", "5O", "-5", "99999999999" }) {
            timesteps->setText(wrong);
            QCOMPARE(form->unreadable(), phrase("option.run.timesteps"));
            const auto options = optionsFromJson<RunOptions>(form->values());
            VERIFY_FAILS(options, "option.wrong-type");
        }
        timesteps->setText(" 50 , 100");
        QVERIFY(form->unreadable().isEmpty());
        VERIFY_OK(optionsFromJson<RunOptions>(form->values()));
    }
    void seedsHave64Bits()
    {
        DiscoverOptions given;
        given.seed = (std::int64_t { 1 } << 52) + 1;
        const std::unique_ptr<OptionForm> form(OptionForm::of(given));
        QVERIFY(form->values() == optionsToJson(given));
        auto* seed = qobject_cast<QLineEdit*>(form->control("seed"));
        seed->setText("9007199254740993");
        QCOMPARE(form->values().at("seed").get<std::int64_t>(), std::int64_t { 9007199254740993 });
        seed->setText("seven");
        QVERIFY(!form->unreadable().isEmpty());
    }
    void advancedIsFolded()
    {
        const std::unique_ptr<OptionForm> form(OptionForm::of(RunOptions {}));
        QVERIFY(form->control("device")->isHidden());
        QVERIFY(!form->control("seeds")->isHidden());
    }
    void textsFollowTheLanguage()
    {
        const std::unique_ptr<OptionForm> form(OptionForm::of(RunOptions {}));
        const auto textsIn = [&](QLocale::Language language) {
            QLocale::setDefault(QLocale(language));
            QEvent event(QEvent::LanguageChange);
            QCoreApplication::sendEvent(form.get(), &event);
            QStringList texts;
            for (const auto* label : form->findChildren<QLabel*>())
                texts.push_back(label->text());
            return texts;
        };
        const auto english = textsIn(QLocale::English), japanese = textsIn(QLocale::Japanese);
        QVERIFY(english != japanese);
        for (const auto& text : japanese)
            QVERIFY2(!text.startsWith("option."), qPrintable(text));
    }
    void givenChoicesReplaceText()
    {
        const std::unique_ptr<OptionForm> form(OptionForm::of(RunOptions {}));
        form->setChoices(
            "holdout", { "all", "Plant A" }, [](const QString& value) { return value.toUpper(); });
        auto* box = qobject_cast<QComboBox*>(form->control("holdout"));
        QVERIFY(box);
        QCOMPARE(form->values().at("holdout").get<std::string>(), std::string("all"));
        box->setCurrentIndex(1);
        QCOMPARE(form->values().at("holdout").get<std::string>(), std::string("Plant A"));
        QCOMPARE(box->itemText(1), QString("PLANT A"));
    }
};

QTEST_MAIN(TestForms)
#include "test_forms.moc"
