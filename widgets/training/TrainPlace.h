#pragma once
#include "CurveStore.h"
#include "bridge/JobStarter.h"
#include "bridge/ProjectReading.h"
#include "bridge/Soon.h"
#include "data/TrainReport.h"
#include "styles/StyleData.h"
#include "theme/Messages.h"
#include "theme/Place.h"

class QComboBox;
class QProgressBar;

namespace minamo {

class CurveChart;
class MarkLegend;
class ResultsTable;
class TrainForm;

/// A finished training as the place lists it.
struct FinishedTraining {
    std::string artifact;
    TrainReport report;
};
/// All trainings the project points to, oldest first; unreadable ones are left out. Runs in the background.
Result<std::vector<FinishedTraining>> readTrainings(const Project& project);

/// The place "train": a new run, its live curves, and plain against augmented classifier on environments they
/// never saw.
class TrainPlace : public Place {
    Q_OBJECT

public:
    TrainPlace(ProjectModel& model, JobStarter& starter, QWidget* parent = nullptr);

    QString title() const override;
    bool isReady() const override
    {
        return !m_reading.isReading() && !m_later.isAsked() && !m_model.isOpening() && !m_model.isReading();
    }
    TrainForm* form() const { return m_form; }
    CurveChart* accuracyChart() const { return m_accuracy; }
    CurveChart* lossChart() const { return m_loss; }
    ResultsTable* table() const { return m_table; }
    QString verdict() const;

protected:
    void retranslate() override;

private:
    void buildPanels();
    QWidget* makeCurves();
    QWidget* makeResults();
    void connectParts();
    void take(Result<std::vector<FinishedTraining>> trainings);
    void hear(const QString& id, const Json& event);
    void showPace();
    QString runningJob() const;
    void collectCurves();
    void showCurves();
    void fillFolds();
    void showProgress();
    void showStyles();
    void showReport();
    void fillReports();
    void decideWhatToShow();
    QStringList reportNotes() const;
    const FinishedTraining* shown() const;

    ProjectModel& m_model;
    JobStarter& m_starter;
    std::vector<FinishedTraining> m_trainings;
    StyleData m_styles; ///< without photos: which can be held out
    CurveStore m_curves;
    QString m_curveJob;
    bool m_followNewest = true;

    TrainForm* m_form;
    CurveChart* m_accuracy;
    CurveChart* m_loss;
    ResultsTable* m_table;
    QWidget* m_charts = nullptr;
    TextLabel* m_noCurves = nullptr;
    QWidget* m_results = nullptr;
    TextLabel* m_noResults = nullptr;
    TextLabel* m_verdict = nullptr;
    TextLabel* m_test = nullptr;
    TextLabel* m_notes = nullptr;
    MarkLegend* m_marks = nullptr;
    QComboBox* m_folds;
    QComboBox* m_reports;
    QProgressBar* m_progress;
    TextLabel* m_left;
    Banner* m_problem;
    EmptyState* m_empty;
    Button* m_stop;
    Button* m_retry;
    Panel* m_formPanel = nullptr;
    Panel* m_curvePanel = nullptr;
    Panel* m_resultPanel = nullptr;
    ProjectReading<std::vector<FinishedTraining>> m_reading;
    ProjectReading<StyleData> m_styleReading;
    Soon m_later; ///< curves after events
};

/// For the composition of the window.
Place* createTrainPlace(ProjectModel& model, JobStarter& starter);

} // namespace minamo
