// What ResultsPlace shows of an evaluation, and its titles.
#include "ResultsPlace.h"

#include "CompareTable.h"
#include "ConfusionMatrix.h"
#include "KeyFigure.h"
#include "ThresholdPanel.h"
#include "bridge/ClassText.h"
#include "gallery/PhotoStrip.h"
#include "gallery/Segmented.h"
#include "stages/EvaluateOptions.h"
#include "styles/StyleData.h"
#include "theme/Format.h"
#include "theme/Tag.h"
#include "training/MarkLegend.h"

#include <QComboBox>
#include <QVBoxLayout>

namespace minamo {

namespace {

QString sentenceText(const Error& sentence)
{
    return phrase("evaluate.say." + sentence.code, sentence.values);
}

/// Sentences that a reader must not overlook.
bool isWarning(const Error& sentence)
{
    const auto& code = sentence.code;
    return code.ends_with("-not-fallen") || code.ends_with("-rose") || code.starts_with("leak")
        || code.starts_with("hurts");
}

} // namespace

QString ResultsPlace::verdict() const
{
    QStringList lines;
    for (const auto& sentence : m_data->evaluation.sentences)
        lines << sentenceText(sentence);
    return lines.join('\n');
}

void ResultsPlace::showKeyFigures()
{
    const auto& e = m_data->evaluation;
    const auto& [before, after] = e.all.figures;
    m_overReject->setRates(
        before.errors.overReject, after.errors.overReject, e.all.overReject, false, e.compared);
    m_miss->setRates(before.errors.miss, after.errors.miss, e.all.miss, false, e.compared);
    m_accuracy->setRates(before.accuracy, after.accuracy, e.all.accuracy, true, e.compared);
    m_overReject->setVisible(e.okKnown());
    m_miss->setVisible(e.okKnown());
    m_accuracy->setVisible(!e.okKnown());
}

void ResultsPlace::showVerdict()
{
    while (m_sentences->count() > 1)
        delete m_sentences->takeAt(0)->widget();
    const auto add = [this](const QString& text, TextSize size, bool bold, TextColor color) {
        auto* label = new TextLabel(size, bold, color);
        label->setText(text);
        label->setWordWrap(true);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
        m_sentences->insertWidget(m_sentences->count() - 1, label);
    };
    bool first = true;
    for (const auto& sentence : m_data->evaluation.sentences) {
        add(sentenceText(sentence), TextSize::body, first || isWarning(sentence), TextColor::text);
        first = false;
    }
    const auto phrases = uiPhrases();
    for (const auto& note : m_data->evaluation.notes)
        add(QString::fromStdString(phrases.sentence(note)), TextSize::caption, false, TextColor::text2);
}

QList<CompareRow> ResultsPlace::rowsToShow() const
{
    const auto& e = m_data->evaluation;
    const bool styles = m_view->current() == "style";
    QList<CompareRow> rows;
    for (const auto& row : styles ? e.byStyle : e.byEnvironment) {
        CompareRow shown { row, rowCode(row), rowName(row, e, m_model), styles ? row.number - 1 : -1,
            static_cast<int>(row.typical) };
        const auto& codes = m_data->photos.environment;
        for (std::size_t i = 0; !styles && shown.photo < 0 && i < codes.size(); ++i)
            if (codes[i] == row.index)
                shown.photo = m_data->photos.row[i];
        rows << shown;
    }
    rows << CompareRow { e.all, {}, rowName(e.all, e, m_model), -1, -1 };
    return rows;
}

void ResultsPlace::showTable()
{
    m_table->setHeading(m_view->current() == "style" ? tr("Style") : tr("Environment"));
    m_table->setRows(rowsToShow(), m_data->evaluation.okKnown(), m_data->evaluation.compared);
}

void ResultsPlace::showConfusion()
{
    const auto& e = m_data->evaluation;
    QStringList classes;
    for (const auto& name : e.classes)
        classes << classText(m_model, name);
    const int which = m_which->current() == "before" ? 0 : 1;
    m_confusion->setCounts(e.confusion[static_cast<std::size_t>(which)], classes, e.okClasses);
    m_confusion->setChosen(-1, -1);
}

/// The first look shows something: the mistakes of the worst group.
void ResultsPlace::chooseFirstMistakes()
{
    const auto& rows = m_table->rows();
    if (m_view->current() == "confusion" || rows.isEmpty())
        return;
    m_table->setChosen(0, 0);
    const auto& figures = rows.front().figures;
    m_query = { m_data->evaluation.okKnown() ? PhotoQuery::Kind::overReject : PhotoQuery::Kind::mistakes,
        figures.kind, figures.index };
    showStrip();
}

void ResultsPlace::showLeak()
{
    const auto& leak = m_data->evaluation.leak;
    m_leakPanel->setVisible(!leak.about.empty());
    const bool weak = leak.level == "weak";
    m_leakTitle->setText(
        leak.about == "class" ? tr("Link of style and class") : tr("Link of style and defect"));
    m_leakFigure->setText(formatNumber(leak.association, 2));
    m_leakTag->setText(linkWord(leak.association));
    m_leakTag->setKind(weak ? TagKind::ok : TagKind::caution);
    m_leakText->setText(
        tr("From the style alone %1 of the photos would be told right (always the same answer: %2).")
            .arg(formatPercent(leak.guess, 0), formatPercent(leak.majority, 0))
        + " "
        + (weak ? tr("Nothing here suggests that differences by style come from where the defects are.")
                : tr("Whether differences by style come from where the defects are, these figures do not "
                     "tell.")));
}

QString ResultsPlace::stripTitle() const
{
    const auto& e = m_data->evaluation;
    if (m_query.kind == PhotoQuery::Kind::cell) {
        const auto name = [&](int c) { return classText(m_model, e.classes[static_cast<std::size_t>(c)]); };
        return m_query.truth == m_query.said
            ? tr("%1, told right").arg(name(m_query.truth))
            : tr("%1, called %2").arg(name(m_query.truth), name(m_query.said));
    }
    QString where = tr("all photos");
    const auto& rows = m_query.group == "style" ? e.byStyle : e.byEnvironment;
    for (const auto& row : rows)
        if (m_query.group != "all" && row.index == m_query.index)
            where = row.kind == "style" ? rowCode(row) : rowName(row, e, m_model);
    return m_query.kind == PhotoQuery::Kind::overReject ? tr("Good parts called bad in %1").arg(where)
        : m_query.kind == PhotoQuery::Kind::miss        ? tr("Bad parts called good in %1").arg(where)
                                                        : tr("Mistakes in %1").arg(where);
}

void ResultsPlace::showStrip()
{
    QVector<int> rows;
    for (const auto photo : photosOf(*m_data, m_query))
        rows << m_data->photos.row[photo];
    m_strip->setRows(rows);
    updateTitles();
}

QString ResultsPlace::photoCaption(int row) const
{
    const int photo = m_photoOfRow.value(row, -1);
    if (photo < 0)
        return {};
    const auto position = static_cast<std::size_t>(photo);
    const auto& e = m_data->evaluation;
    const auto name = [&](int c) {
        return c < 0 ? QString() : classText(m_model, e.classes[static_cast<std::size_t>(c)]);
    };
    QStringList parts { name(m_data->photos.truth[position]) };
    parts << (e.compared ? tr("before: %1, after: %2")
                               .arg(name(m_data->photos.mainAnswer(position, 0)),
                                   name(m_data->photos.mainAnswer(position, 1)))
                         : tr("called %1").arg(name(m_data->photos.mainAnswer(position, 1))));
    if (e.okKnown())
        parts << tr("P(defect) %1").arg(defectText(row));
    if (m_data->photos.tilesPerPhoto() > 1)
        parts << tr("tile %1 of %2, which decides")
                     .arg(m_data->photos.tile[position] + 1)
                     .arg(m_data->photos.tilesPerPhoto());
    return parts.join(QStringLiteral("\u2003"));
}

void ResultsPlace::updateTitles()
{
    header()->setTitle(title(), m_data->evaluated ? QString() : tr("Plain and augmented on the same photos"));
    m_compareLabel->setText(tr("compared with"));
    m_verdictPanel->setTitle(tr("What can be said"));
    m_thresholdPanel->setTitle(tr("Threshold and costs"));
    m_leakPanel->setTitle(tr("Class-leak check"));
    if (!m_data->evaluated)
        return m_stripPanel->setTitle(tr("Photos"));
    const auto count = formatPhotos(m_strip->rows().size());
    m_stripPanel->setTitle(stripTitle(),
        m_data->photos.tilesPerPhoto() > 1 ? tr("%1, of each the tile that decides").arg(count) : count);
    m_stripPanel->title()->setStatus(m_data->evaluation.okKnown()
            ? (m_data->evaluation.compared ? tr("P(defect) before → after, largest change first")
                                           : tr("P(defect)"))
            : QString());
}

void ResultsPlace::decideWhatToShow()
{
    const auto job = m_starter.running(EvaluateOptions::stage);
    if (!m_model.dataset())
        m_empty->setTexts(tr("No photos yet"), tr("Open a folder of photos; classifiers are judged on them."),
            tr("To Start"));
    else if (m_data->runs.empty())
        m_empty->setTexts(tr("No training yet"),
            tr("Train the plain and the augmented classifier; their results are compared here."),
            tr("To Train"));
    else if (!job.isEmpty())
        m_empty->setTexts(tr("Being evaluated"), tr("The figures appear here by themselves."));
    else
        m_empty->setTexts(tr("Not evaluated yet"),
            tr("Both classifiers are compared photo by photo, by style and by environment."), tr("Evaluate"));
    showInstead(m_data->evaluated && m_model.dataset() ? nullptr : m_empty);
    const auto newest = m_data->runs.empty() ? std::string() : m_data->runs.back().artifact;
    const auto& contestants = m_data->evaluation.contestants;
    m_news->setTexts(
        tr("There is a newer training."), tr("These figures are of an older one."), tr("Evaluate"));
    m_news->setVisible(m_data->evaluated && job.isEmpty() && contestants[0].artifact != newest
        && contestants[1].artifact != newest);
    std::optional<Error> failed;
    for (const auto& id : m_starter.jobs())
        if (m_starter.stage(id) == EvaluateOptions::stage) {
            if (const auto status = m_starter.status(id); status.state == JobState::failed)
                failed = status.error;
            break; // the newest one counts
        }
    m_problem->setVisible(failed.has_value());
    if (failed)
        m_problem->setError(*failed, tr("Evaluate"));
}

QList<QPair<QString, QString>> ResultsPlace::shortcuts() const
{
    return { { tr("Arrow keys"), tr("Choose a row, a column or a cell") },
        { tr("Left / right in the chart"), tr("Move the threshold (Shift: faster)") } };
}

void ResultsPlace::retranslate()
{
    m_overReject->setTexts(tr("Over-reject"), tr("good parts called bad, by the most likely class"));
    m_miss->setTexts(tr("Miss"), tr("bad parts called good, by the most likely class"));
    for (auto* figure : { m_overReject, m_miss })
        figure->setToolTip(
            tr("Figures here, table, matrix and tests take the most likely class of every photo: no "
               "threshold, no "
               "costs. The panel “Threshold and costs” calls a photo bad from its threshold on, so its rates "
               "differ."));
    m_accuracy->setTexts(tr("Accuracy"), tr("no class is known to mean OK"));
    m_view->setText("style", tr("By style"));
    m_view->setText("environment", tr("By environment"));
    m_view->setText("confusion", tr("Confusion matrix"));
    m_which->setText("before", tr("Before"));
    m_which->setText("after", tr("After"));
    m_marks->setTexts(
        tr("before"), tr("after"), tr("bars: 95 % interval (Wilson), ▲ worse, ↑ ↓ may be chance"));
    m_after->setAccessibleName(tr("Classifier shown as after"));
    m_before->setAccessibleName(tr("Classifier shown as before"));
    m_after->setToolTip(m_after->accessibleName());
    m_before->setToolTip(m_before->accessibleName());
    m_table->setAccessibleName(tr("Before and after by group"));
    m_confusion->setAccessibleName(tr("Confusion matrix"));
    m_strip->setAccessibleName(tr("Photos"));
    fillRuns();
    updateTitles();
    if (m_data->evaluated) {
        showVerdict();
        showTable();
        showLeak();
    }
    decideWhatToShow();
}

} // namespace minamo
