#pragma once
#include "bridge/JobStarter.h"
#include "theme/Messages.h"
#include "theme/Place.h"

class QStackedWidget;
class QTableView;

namespace minamo {

class BreakdownPanel;
class ImportPage;
class PhotoGrid;
class PhotoTable;
class ProjectFlow;
class RunPanel;
class SkippedPanel;

/// The place "data": the photos as table or pictures, classes and environments, what was skipped, and the
/// start of the analysis.
class DataPlace : public Place {
    Q_OBJECT

public:
    DataPlace(ProjectModel& model, JobStarter& starter, ProjectFlow& flow, QWidget* parent = nullptr);
    QString title() const override;
    bool isReady() const override;
    QList<QPair<QString, QString>> shortcuts() const override;
    PhotoTable& table() { return *m_table; }

protected:
    void retranslate() override;

private:
    QWidget* buildPhotos();
    void buildPanels();
    void showMode(int mode);
    /// Rows of the data set that are chosen in the view in front.
    QVector<int> chosenRows() const;
    void showClassMenu();
    void refresh();
    QString countText(int rows) const;
    void showCounts();
    void showProgress();
    void checkReady();
    void showMoved();
    void followImport();
    void askForPhotos();

    ProjectModel& m_model;
    JobStarter& m_starter;
    ProjectFlow& m_flow;
    PhotoTable* m_table;
    PhotoGrid* m_grid;
    QTableView* m_view;
    QStackedWidget* m_photos;
    BreakdownPanel* m_breakdown;
    SkippedPanel* m_skipped;
    RunPanel* m_run;
    EmptyState* m_empty;
    ImportPage* m_import;
    Button* m_again;
    bool m_tiled = false; ///< photos were cut into tiles
    bool m_asking = false; ///< the page stands instead of the photos
    Banner* m_moved;
    Button* m_asPhotos;
    Button* m_asTable;
    Button* m_clear;
    TextLabel* m_count;
    TextLabel* m_file;
    Button* m_start;
    Panel* m_breakdownPanel = nullptr;
    Panel* m_skippedPanel = nullptr;
    Panel* m_runPanel = nullptr;
};

} // namespace minamo
