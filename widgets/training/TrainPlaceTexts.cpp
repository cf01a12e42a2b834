// What TrainPlace says: verdict, notes, titles.
#include "TrainPlace.h"

#include "CurveChart.h"
#include "MarkLegend.h"
#include "ResultsTable.h"
#include "bridge/ClassText.h"
#include "theme/Format.h"

#include <QComboBox>

namespace minamo {

namespace {

QString chanceText(double p)
{
    return p < 0.001 ? "< 0.1%" : formatPercent(p, p < 0.1 ? 1 : 0);
}

} // namespace

QString TrainPlace::verdict() const
{
    const auto* training = shown();
    if (!training)
        return {};
    const auto& report = training->report;
    if (!report.compared)
        return report.methods.size() == 1 && report.methods.front() == "guide"
            ? tr("Only the augmented classifier was trained: nothing to compare with.")
            : tr("Only the plain classifier was trained: nothing to compare with.");
    if (report.comparison.verdict == "not-learned")
        return tr("Too early to compare: neither classifier has learned the difference between the classes.");
    const QString points = formatNumber(std::abs(report.comparison.difference) * 100, 1);
    if (report.comparison.verdict == "helps")
        return (report.mode == "leave-one-style-out"
                ? tr("The augmented classifier helps: %1 points more accurate on styles held out.")
                : tr("The augmented classifier helps: %1 points more accurate on environments it never saw."))
            .arg(points);
    if (report.comparison.verdict == "hurts")
        return tr("The augmented classifier does not help here: %1 points less accurate. Keep the plain one.")
            .arg(points);
    return tr("The augmented classifier does not help here: no difference that chance could not make. Keep "
              "the plain one.");
}

QStringList TrainPlace::reportNotes() const
{
    QStringList notes;
    const auto* training = shown();
    if (!training)
        return notes;
    const auto& report = training->report;
    for (const auto& note : report.notes)
        notes << QString::fromStdString(uiPhrases().sentence(note));
    if (report.okClasses.empty()) {
        notes << tr("No class is known to mean OK, so over-reject and miss are not told apart.");
        return notes;
    }
    QStringList good;
    for (const int index : report.okClasses)
        good << classText(m_model, report.classes[static_cast<std::size_t>(index)]);
    notes << tr("OK class: %1. Over-reject: good parts called bad. Miss: bad parts called good.")
                 .arg(good.join(", "));
    return notes;
}

void TrainPlace::fillReports()
{
    const int before = m_reports->currentIndex();
    m_reports->clear();
    for (std::size_t i = 0; i < m_trainings.size(); ++i) {
        const auto& report = m_trainings[i].report;
        QStringList words { report.variant == "own" ? tr("on the plant's own classifier")
                : report.variant == "fast"          ? tr("fast")
                                                    : tr("encoder") };
        if (report.transductive)
            words << tr("transductive");
        if (report.seeds > 1)
            words << tr("%1 repeats").arg(report.seeds);
        m_reports->addItem(tr("Training %1: %2").arg(i + 1).arg(words.join(", ")));
    }
    m_reports->setCurrentIndex(before >= 0 && before < m_reports->count() ? before : m_reports->count() - 1);
    m_reports->setMinimumWidth(m_reports->sizeHint().width() + 12); // the low box of the title pads more
    m_reports->setVisible(m_reports->count() > 0);
}

void TrainPlace::showReport()
{
    const auto* training = shown();
    m_results->setVisible(training != nullptr);
    m_noResults->setVisible(training == nullptr);
    if (!training)
        return;
    const auto& report = training->report;
    m_verdict->setText(verdict());
    m_verdict->setTextColor(
        !report.compared || report.comparison.verdict == "helps" ? TextColor::text : TextColor::caution);
    QString test;
    if (report.compared)
        test = tr(
            "Only the augmented classifier was right on %1, only the plain one on %2. If both were equally "
            "good, chance alone would make such a difference in %3 of cases (McNemar test, %4).")
                   .arg(formatPhotos(report.comparison.onlyGuide), formatPhotos(report.comparison.onlyErm),
                       chanceText(report.comparison.pValue), formatPValue(report.comparison.pValue));
    m_test->setText(test);
    m_test->setVisible(!test.isEmpty());
    m_table->setReport(report);
    m_notes->setText(reportNotes().join("\n"));
}

void TrainPlace::retranslate()
{
    header()->setTitle(title(), tr("Plain and augmented classifier, judged on environments they never saw"));
    m_formPanel->setTitle(tr("New run"));
    m_curvePanel->setTitle(tr("Live curves"));
    m_resultPanel->setTitle(tr("Accuracy per held-out environment"));
    m_stop->setText(tr("Stop"));
    m_retry->setText(tr("Resume where it stopped"));
    m_accuracy->setTitle(tr("Accuracy"), tr("validation photos of the training environments"));
    m_loss->setTitle(tr("Loss"), tr("training"));
    m_noCurves->setText(tr("The curves appear here while a training runs."));
    m_noResults->setText(tr("The table appears here after the first training."));
    m_folds->setAccessibleName(tr("Held-out environment of the curves"));
    m_reports->setAccessibleName(tr("Training shown in the table"));
    m_marks->setTexts(tr("before: plain"), tr("after: augmented"),
        tr("bars: where the true accuracy lies with 95 % confidence (Wilson)"));
    showStyles();
    fillReports();
    fillFolds();
    showCurves();
    showReport();
    decideWhatToShow();
}

} // namespace minamo
