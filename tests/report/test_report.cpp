#include "ReportFixture.h"
#include "data/ClassNames.h"
#include "io/Safetensors.h"
#include "report/BuildReport.h"
#include "report/HtmlReport.h"

#include <QImage>
#include <cmath>

using namespace minamo;

namespace {

constexpr const char* today = "2026-11-25T08:33:36.932Z";

/// "" if the page needs nothing but itself, else what it would fetch.
QString fetched(const std::string& html)
{
    static const QRegularExpression fetching(
        "(?:src|href|url)\\s*[=(]\\s*[\"']?(?!data:)[^\"' )>]+|https?:|@import");
    return fetching.match(QString::fromStdString(html)).captured();
}

/// The figure of this name, computed again from evaluation.json; absent if it is no figure of an evaluation.
std::optional<double> recomputed(const Json& evaluation, const QString& name)
{
    static const QRegularExpression form("^(all|style\\.(\\d+)|environment\\.(\\d+))\\.(overReject|miss|"
                                         "accuracy)\\.(before|after)(\\.low|\\.high)?$");
    const auto match = form.match(name);
    if (!match.hasMatch())
        return std::nullopt;
    Json row = evaluation.at("all");
    const int number = match.captured(2).toInt() + match.captured(3).toInt();
    if (number > 0)
        for (const auto& one : evaluation.at(match.captured(2).isEmpty() ? "byEnvironment" : "byStyle"))
            if (one.at("number") == number)
                row = one;
    const auto rate = row.at(match.captured(5).toStdString()).at(match.captured(4).toStdString());
    if (!match.captured(6).isEmpty())
        return rate.at(match.captured(6).mid(1).toStdString()).get<double>();
    return rate.at("count").get<double>() / rate.at("of").get<double>();
}

/// Numbers a page may show besides figures: those of sentences, names, axes and settings.
QSet<QString> namedNumbers(const Project& project, const ReportData& report)
{
    QSet<QString> numbers;
    const auto add = [&](const std::string& text) {
        for (const auto& number : numbersIn(QString::fromStdString(text)))
            numbers << number;
    };
    for (const auto& [key, texts] : allPhrases().items())
        if (key.starts_with("report.") || key.starts_with("error.") || key.starts_with("option.train."))
            add(texts.at(std::string(languageCode(report.language))));
    add(project.name() + project.document().dump() + report.footer);
    const auto dataset = project.dataset();
    for (const auto* column : { &dataset->label, &dataset->environment, dataset->tag("camera") })
        for (const auto& value : column->values)
            add(value);
    for (const auto& id : project.artifacts().list())
        add(id + project.artifacts().manifest(id)->dump());
    for (int i = 0; i <= 100; ++i) // axes, codes of styles, numbers of layers, timesteps
        numbers << QString::number(i);
    numbers << "200";
    return numbers;
}

QStringList strangers(const Project& project, const ReportData& report, const std::string& html)
{
    auto known = namedNumbers(project, report);
    for (const auto& figure : report.figures)
        for (const auto& number : numbersIn(QString::fromStdString(figure.text)))
            known << number;
    QStringList strange;
    QString text = visibleText(html);
    text.remove(QRegularExpression("[0-9a-f]{32}")); // the data fingerprint
    for (const auto& number : numbersIn(text))
        if (!known.contains(number))
            strange << number;
    return strange;
}

} // namespace

/// The report as HTML: offline, small, honest, and every number is one of the evaluation.
class TestReport : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { m_folder.reset(new QTemporaryDir); }
    void everyNumberIsTheEvaluations_data() { languages(); }
    void everyNumberIsTheEvaluations()
    {
        const auto project = make("helps");
        const auto report = build(project);
        const auto html = htmlReport(report);
        const auto evaluation
            = readJson(project.artifacts().folder(project.text("/evaluate")) / "evaluation.json");
        VERIFY_OK(evaluation);
        int compared = 0;
        for (const auto& figure : report.figures)
            if (const auto value = recomputed(*evaluation, QString::fromStdString(figure.name))) {
                QVERIFY2(std::abs(*value - figure.value) < 1e-12, figure.name.c_str());
                const auto text = QString::fromStdString(figure.text).remove('%');
                QCOMPARE(text, QString::number(std::round(1000 * *value) / 10, 'f', 1));
                ++compared;
            }
        QVERIFY(compared > 60);
        QCOMPARE(strangers(project, report, html), QStringList());
        // The checks can fail: one digit of one rate, and one figure.
        auto changed = html;
        changed.replace(changed.find("38.7%"), 5, "37.7%");
        QCOMPARE(strangers(project, report, changed), QStringList { "37.7" });
        QVERIFY(std::abs(*recomputed(*evaluation, "style.1.overReject.before") - 13.0 / 106) > 1e-3);
    }
    void opensWithoutNetwork_data() { languages(); }
    void opensWithoutNetwork()
    {
        const auto html = htmlReport(build(make("helps")));
        QCOMPARE(fetched(html), QString());
        QVERIFY(html.find("data:image/jpeg;base64,/9j/") != std::string::npos);
        QVERIFY(html.size() < 5'000'000);
        QVERIFY(fetched("<img src=\"a.png\">") != QString());
        QVERIFY(fetched("<a href='x'>") != QString());
        QVERIFY(fetched("body{background:url(http://x/y)}") != QString());
    }
    void speaksWholeSentences_data() { languages(); }
    void speaksWholeSentences()
    {
        for (const char* verdict : { "helps", "no-difference", "hurts", "not-learned" }) {
            const auto text = visibleText(htmlReport(build(make(verdict))));
            static const QRegularExpression forgotten("report\\.[a-z]|\\{[a-zA-Z]+\\}|\\*\\*|null");
            QVERIFY2(!text.contains(forgotten), qPrintable(forgotten.match(text).captured()));
            m_folder.reset(new QTemporaryDir);
        }
    }
    void saysSoIfItDoesNotHelp()
    {
        const auto conclusion = [this](const char* verdict) {
            m_folder.reset(new QTemporaryDir);
            m_language = Language::en;
            for (const auto& block : build(make(verdict)).blocks)
                if (const auto* callout = std::get_if<CalloutBlock>(&block))
                    return QString::fromStdString(plain(callout->text));
            return QString();
        };
        QVERIFY(conclusion("no-difference").contains("keep the plain one"));
        QVERIFY(conclusion("hurts").contains("Keep the plain one"));
        QVERIFY(conclusion("not-learned").contains("nothing should be decided"));
        const auto helps = conclusion("helps");
        QVERIFY(!helps.contains("plain one"));
        QVERIFY(helps.contains("9.9%") && helps.contains("22.8%"));
        QVERIFY(helps.contains("Misses in S2 did not fall")); // the bad part of the good news
        QVERIFY(!helps.contains("rose")); // from 5 to 6 of 44: may be chance
        QVERIFY(helps.contains("S3")); // too few
    }
    void withoutOkClassAccuracyStands()
    {
        for (const char* verdict : { "helps", "no-difference", "hurts", "not-learned" }) {
            const auto project = evaluatedProject(folder(), "Line 2", verdict, false);
            VERIFY_OK(project);
            for (const auto language : { Language::ja, Language::en }) {
                m_language = language;
                const auto report = build(*project);
                const auto text = visibleText(htmlReport(report));
                QVERIFY(!text.contains(QRegularExpression("\\{[a-zA-Z]+\\}|\\*\\*|report\\.[a-z]")));
                QCOMPARE(report.missing.size(), std::size_t(1));
                QCOMPARE(report.missing[0].code, std::string("ok-class"));
                for (const auto& block : report.blocks)
                    if (const auto* figures = std::get_if<KeyFigureBlock>(&block))
                        QCOMPARE(figures->items.size(), std::size_t(1)); // accuracy, not two mistakes
            }
        }
    }
    void noRateFromTwelvePhotos()
    {
        for (const auto& block : build(make("helps")).blocks)
            if (const auto* rates = std::get_if<RateBlock>(&block)) {
                QCOMPARE(rates->rows.size(), std::size_t(3));
                for (const auto& cell : rates->rows[2].cells)
                    QVERIFY(!cell.after && cell.afterText.empty() && !cell.instead.empty());
                for (const auto& cell : rates->rows[0].cells)
                    QVERIFY(cell.before && cell.after && cell.instead.empty());
                return;
            }
        QFAIL("no rates");
    }
    void marksAsWorseWhatIsNoAccident()
    {
        // S2: misses rise from 5 to 6 of 44.
        const auto chance = htmlReport(build(make("helps")));
        QVERIFY(chance.find("↑13.6%") != std::string::npos && chance.find("▲13.6%") == std::string::npos);
        const auto project = evaluatedProject(
            folder(), "Line 2", "helps", true, [](Evaluation& e) { e.byStyle[1].miss.pValue = 0.01; });
        VERIFY_OK(project);
        const auto clear = htmlReport(build(*project));
        QVERIFY(clear.find("▲13.6%") != std::string::npos && clear.find("↑13.6%") == std::string::npos);
        QVERIFY(visibleText(clear).contains("misses rose in S2"));
    }
    void costsAreThoseOfPhotosThatChoseNothing()
    {
        const auto text = visibleText(htmlReport(build(make("helps"))));
        QVERIFY(text.contains("21,600") && text.contains("10,300") && text.contains("8,765"));
        QVERIFY(text.contains("0.37")); // the threshold that a line uses
        QVERIFY(!text.contains("4,444") && !text.contains("3,333")); // flattered
        m_folder.reset(new QTemporaryDir);
        QVERIFY(!visibleText(htmlReport(build(make("not-learned")))).contains("10,300"));
    }
    /// Style 1 is light, the others are dark; every photo has noise of its own that a mean evens out.
    void cardsShowTheMeanOfTheirPhotos()
    {
        auto project = make("helps");
        QVERIFY(htmlReport(build(project)).find("data:image/png") == std::string::npos); // nothing to average
        const auto styles = readStyles(project.artifacts().folder(project.text("/discover")));
        VERIFY_OK(styles);
        const auto photos = styles->style.size();
        std::vector<std::uint8_t> pixels;
        for (std::size_t row = 0; row < photos; ++row)
            for (int i = 0; i < 3 * 8 * 8; ++i)
                pixels.push_back(std::uint8_t((styles->style[row] == 0 ? 200 : 60) + (row % 2 ? 20 : -20)));
        auto draft = project.artifacts().begin({ "pack", 1, Json::object(), { project.text("/samples") } });
        VERIFY_OK(draft);
        VERIFY_OK(writeSafetensors(draft->folder() / "pixels.safetensors",
            { tensorOf("pixels", DType::u8, pixels, { std::int64_t(photos), 3, 8, 8 }) }));
        const auto pack = project.artifacts().commit(std::move(*draft), Json::object());
        VERIFY_OK(pack);
        auto cell = project.artifacts().begin({ "cell", 1, Json::object(), { *pack } });
        VERIFY_OK(cell);
        const auto id = project.artifacts().commit(std::move(*cell), Json::object());
        VERIFY_OK(id);
        VERIFY_OK(project.edit("/features", Json { *id }, "result-adopted", Json::object(), false));
        const auto report = build(project);
        std::vector<int> greys;
        for (const auto& photo : report.photos)
            if (photo.starts_with("\x89PNG")) {
                const auto image
                    = QImage::fromData(reinterpret_cast<const uchar*>(photo.data()), int(photo.size()));
                QVERIFY(std::max(image.width(), image.height()) == 8);
                greys.push_back(image.pixelColor(0, 0).red());
            }
        QCOMPARE(greys.size(), styles->styles.size());
        QVERIFY2(std::abs(greys[0] - 200) <= 3, std::to_string(greys[0]).c_str());
        for (std::size_t i = 1; i < greys.size(); ++i)
            QVERIFY2(std::abs(greys[i] - 60) <= 3, std::to_string(greys[i]).c_str());
        const auto html = htmlReport(report);
        QVERIFY(html.find("data:image/png;base64,iVBOR") != std::string::npos);
        QVERIFY(html.size() < 5'000'000);
    }
    void classesAreCalledAsPeopleReadThem()
    {
        auto project = make("helps");
        const auto dataset = project.dataset();
        VERIFY_OK(dataset);
        Json names;
        for (const auto& name : dataset->label.values)
            names = classNamed(names, name, { "表示" + name, "Shown " + name });
        m_language = Language::en;
        QVERIFY(!visibleText(htmlReport(build(project))).contains("Shown "));
        VERIFY_OK(project.edit("/classNames", names, "class-names", { { "classes", "all" } }, true));
        QVERIFY(visibleText(htmlReport(build(project))).contains("Shown "));
        m_language = Language::ja;
        QVERIFY(visibleText(htmlReport(build(project))).contains("表示"));
        VERIFY_OK(project.undo());
        m_language = Language::en;
        QVERIFY(!visibleText(htmlReport(build(project))).contains("Shown "));
    }
    void saysWhatIsMissing()
    {
        DemoSettings bare;
        bare.scored = bare.trained = false;
        const auto project = makeDemoProject(folder(), "Bare", bare);
        VERIFY_OK(project);
        const auto report = build(*project);
        QStringList missing;
        for (const auto& step : report.missing)
            missing << QString::fromStdString(step.code);
        QCOMPARE(missing, (QStringList { "scores", "styles", "training" }));
        for (const auto& block : report.blocks)
            QVERIFY(
                !std::holds_alternative<RateBlock>(block) && !std::holds_alternative<KeyFigureBlock>(block));
        QVERIFY(build(make("helps")).missing.empty());
    }
    void languagesShareTheirFigures()
    {
        const auto project = make("no-difference");
        const auto ja = buildReport(project, Language::ja, today),
                   en = buildReport(project, Language::en, today);
        VERIFY_OK(ja);
        VERIFY_OK(en);
        QCOMPARE(ja->figures.size(), en->figures.size());
        for (std::size_t i = 0; i < ja->figures.size(); ++i) {
            QCOMPARE(ja->figures[i].name, en->figures[i].name);
            QCOMPARE(ja->figures[i].value, en->figures[i].value);
        }
        QVERIFY(visibleText(htmlReport(*ja)).contains(QString("2026年11月25日")));
        QVERIFY(visibleText(htmlReport(*en)).contains("25 Nov 2026"));
    }
    void namesCannotBreakThePage()
    {
        const auto project = evaluatedProject(folder(), "<b>\"A\" & **B**", "helps");
        VERIFY_OK(project);
        const auto html = htmlReport(build(*project));
        QVERIFY(html.find("<b>\"A\"") == std::string::npos);
        QVERIFY(html.find("&lt;b&gt;&quot;A&quot; &amp;") != std::string::npos);
    }
    void withoutPhotosThereIsNone()
    {
        const auto project = Project::create(folder(), "Empty");
        VERIFY_OK(project);
        VERIFY_FAILS(buildReport(*project, Language::en, today), "report.no-photos");
    }

private:
    static void languages()
    {
        QTest::addColumn<bool>("japanese");
        QTest::newRow("ja") << true;
        QTest::newRow("en") << false;
    }
    Path folder() { return Path(m_folder->path().toStdString()) / std::to_string(++m_count); }
    Project make(const char* verdict)
    {
        auto project = evaluatedProject(folder(), "Line 2", verdict);
        if (!project)
            qFatal("%s", explain(project).constData());
        return std::move(*project);
    }
    ReportData build(const Project& project)
    {
        if (QTest::currentDataTag())
            m_language = QByteArray(QTest::currentDataTag()) == "ja" ? Language::ja : Language::en;
        auto report = buildReport(project, m_language, today);
        if (!report)
            qFatal("%s", explain(report).constData());
        return std::move(*report);
    }
    static std::string plain(const RichText& text)
    {
        std::string all;
        for (const auto& piece : text)
            all += piece.text;
        return all;
    }

    QScopedPointer<QTemporaryDir> m_folder;
    int m_count = 0;
    Language m_language = Language::en;
};

QTEST_GUILESS_MAIN(TestReport)
#include "test_report.moc"
