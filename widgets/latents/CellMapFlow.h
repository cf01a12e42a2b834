#pragma once
#include "bridge/JobStarter.h"
#include "bridge/ProjectReading.h"
#include "project/FeatureStore.h"

namespace minamo {

/// Makes the map of a cell: chooses the cell (an edit that can be undone), then the jobs `discover` and
/// `embed` for it, drawn in the way the present map is. When the choice is undone or redone the same two jobs
/// run again; their results are there already, so the map follows within a second.
class CellMapFlow : public QObject {
    Q_OBJECT

public:
    CellMapFlow(ProjectModel& model, JobStarter& starter, QObject* parent = nullptr);
    void open(const CellId& cell);

private:
    void follow(const QStringList& pointers);
    void begin(const CellId& cell);
    void start(const std::string& stage, Json options);
    std::optional<CellId> chosen() const;

    ProjectModel& m_model;
    JobStarter& m_starter;
    std::optional<CellId> m_known; ///< the choice as last seen: opening a project is no choice
    CellId m_cell; ///< whose map is being made
    std::string m_next; ///< stage to start when the present job is done
    QString m_job;
    bool m_asked = false; ///< start() was called, its id is not known yet
    std::string m_stage; ///< that was asked for, and its options
    Json m_options;
    std::string m_method; ///< of the present map; "" = none yet
    ProjectReading<std::string> m_reading; ///< of m_method
};

} // namespace minamo
