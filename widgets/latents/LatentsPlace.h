#pragma once
#include "activation/ActivationPanel.h"
#include "bridge/JobStarter.h"
#include "bridge/ProjectReading.h"
#include "bridge/Soon.h"
#include "heatmap/HeatGrid.h"
#include "theme/Messages.h"
#include "theme/Place.h"

class QCheckBox;
class QProgressBar;
class QScrollArea;

namespace minamo {

class CellMapFlow;
class CellPanel;
class HeatMapWidget;
class Segmented;

/// The place "latents": which layer and timestep of the diffusion network tells the ways of shooting apart.
/// The heat map fills while the job runs; a click on a cell shows it, its button opens its map.
class LatentsPlace : public Place {
    Q_OBJECT

public:
    LatentsPlace(
        ProjectModel& model, JobStarter& starter, InteractiveClient& client, QWidget* parent = nullptr);

    QString title() const override;
    bool isReady() const override
    {
        return !m_reading.isReading() && !m_later.isAsked() && !m_model.isOpening() && !m_model.isReading()
            && (!m_active || m_activations->isReady());
    }
    void setActive(bool active) override;
    QList<QPair<QString, QString>> shortcuts() const override;
    HeatMapWidget* heatMap() const { return m_map; }
    CellPanel* cellPanel() const { return m_cellPanel; }

protected:
    void retranslate() override;

private:
    void buildPanels();
    void connectParts();
    void take(Result<HeatGrid> grid);
    void hear(const QString& id, const Json& event);
    QString followedJob() const;
    /// Brings everything the followed job has said so far into the grid.
    void replay();
    void showAll();
    void showGrid();
    void showProgress();
    void showCell();
    void showActivations();
    void chooseFigures();
    void decideWhatToShow();

    ProjectModel& m_model;
    JobStarter& m_starter;
    CellMapFlow* m_flow;
    HeatMapWidget* m_map;
    Segmented* m_tabs;
    QCheckBox* m_numbers;
    CellPanel* m_cellPanel;
    ActivationPanel* m_activations;
    Banner* m_problem;
    Panel* m_mapPanel = nullptr;
    Panel* m_selectedPanel = nullptr;
    Panel* m_activationsPanel = nullptr;
    QWidget* m_bar = nullptr;
    QProgressBar* m_progress = nullptr;
    TextLabel* m_left = nullptr;
    EmptyState* m_empty;
    Button* m_resume;
    Button* m_stop;

    HeatGrid m_grid;
    std::optional<CellId> m_selected;
    bool m_selectedByUser = false, m_active = false;
    std::optional<CellId> m_lookedInto; ///< cell that the activation maps were last set to
    QString m_followed; ///< job whose events are in the grid
    ProjectReading<HeatGrid> m_reading;
    Soon m_later; ///< showAll() after events
};

/// For the composition of the window.
Place* createLatentsPlace(ProjectModel& model, JobStarter& starter, InteractiveClient& client);

} // namespace minamo
