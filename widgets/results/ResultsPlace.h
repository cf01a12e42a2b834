#pragma once
#include "ResultsData.h"
#include "bridge/JobStarter.h"
#include "bridge/ProjectReading.h"
#include "gallery/SelectionModel.h"
#include "theme/Messages.h"
#include "theme/Place.h"

class QComboBox;
class QStackedWidget;
class QVBoxLayout;

namespace minamo {

struct CompareRow;
class CompareTable;
class ConfusionMatrix;
class KeyFigure;
class MarkLegend;
class PhotoStrip;
class PhotoViewer;
class Segmented;
class Tag;
class ThresholdPanel;

/// The place "results": two classifiers on the same held-out photos: key figures, what can be said, a table
/// by style or environment, confusion matrix, threshold and costs, class-leak check, and the photos behind
/// every number.
class ResultsPlace : public Place {
    Q_OBJECT

public:
    ResultsPlace(ProjectModel& model, JobStarter& starter, QWidget* parent = nullptr);

    QString title() const override;
    bool isReady() const override;
    QList<QPair<QString, QString>> shortcuts() const override;

    const ResultsData& data() const { return *m_data; }
    CompareTable* table() const { return m_table; }
    ConfusionMatrix* confusion() const { return m_confusion; }
    ThresholdPanel* threshold() const { return m_threshold; }
    PhotoStrip* strip() const { return m_strip; }
    PhotoViewer* viewer() const { return m_viewer; }
    Segmented* view() const { return m_view; }
    QComboBox* afterBox() const { return m_after; }
    EmptyState* empty() const { return m_empty; }
    QString verdict() const; ///< all sentences, a line each

protected:
    void retranslate() override;

private:
    void buildPanels();
    QWidget* makeCentre();
    QWidget* makeVerdict();
    QWidget* makeLeak();
    void connectParts();
    void take(Result<ResultsData> data);
    void showAll();
    void showKeyFigures();
    void showVerdict();
    void showTable();
    void showConfusion();
    void showLeak();
    void showStrip();
    void fillRuns();
    void chooseView(const QString& key);
    void chooseFirstMistakes();
    void evaluate(const QString& after, const QString& before);
    void decideWhatToShow();
    void updateTitles();
    QList<CompareRow> rowsToShow() const;
    QString stripTitle() const;
    QString photoCaption(int row) const;
    QString defectText(int row) const;
    void openPhoto(int row);

    ProjectModel& m_model;
    JobStarter& m_starter;
    std::shared_ptr<ResultsData> m_data;
    SelectionModel m_selection;
    PhotoQuery m_query;
    QHash<int, int> m_photoOfRow; ///< row of the data set -> position in the table of photos

    QComboBox* m_after;
    QComboBox* m_before;
    TextLabel* m_compareLabel;
    KeyFigure* m_overReject;
    KeyFigure* m_miss;
    KeyFigure* m_accuracy;
    Segmented* m_view;
    Segmented* m_which;
    MarkLegend* m_marks;
    CompareTable* m_table;
    ConfusionMatrix* m_confusion;
    QStackedWidget* m_pages = nullptr;
    ThresholdPanel* m_threshold;
    PhotoStrip* m_strip;
    PhotoViewer* m_viewer;
    QVBoxLayout* m_sentences = nullptr;
    TextLabel* m_leakTitle;
    TextLabel* m_leakFigure;
    Tag* m_leakTag;
    TextLabel* m_leakText;
    Banner* m_news;
    Banner* m_problem;
    EmptyState* m_empty;
    Panel* m_verdictPanel = nullptr;
    Panel* m_thresholdPanel = nullptr;
    Panel* m_leakPanel = nullptr;
    Panel* m_stripPanel = nullptr;
    ProjectReading<ResultsData> m_reading;
};

/// For the composition of the window.
Place* createResultsPlace(ProjectModel& model, JobStarter& starter);

} // namespace minamo
