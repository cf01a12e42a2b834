#include "CellMapFlow.h"

#include <utility>

namespace minamo {

namespace {

Json optionsOf(const CellId& cell)
{
    return { { "tap", cell.tap }, { "timestep", cell.timestep } };
}

} // namespace

CellMapFlow::CellMapFlow(ProjectModel& model, JobStarter& starter, QObject* parent) :
    QObject(parent), m_model(model), m_starter(starter)
{
    connect(&starter, &JobStarter::jobStarted, this, [this](const QString& id) {
        const std::string asked = m_next.empty() ? "embed" : "discover";
        if (!m_asked || m_starter.stage(id) != asked || m_starter.options(id) != optionsOf(m_cell))
            return; // somebody else's
        m_asked = false;
        m_job = id;
    });
    connect(&starter, &JobStarter::jobFinished, this, [this](const QString& id) {
        if (id != m_job)
            return;
        m_job.clear();
        if (m_starter.status(id).state != JobState::done || m_next.empty())
            return;
        m_asked = true;
        m_starter.start(std::exchange(m_next, {}), optionsOf(m_cell));
    });
    connect(&starter, &JobStarter::startFailed, this, [this] {
        m_asked = false;
        m_next.clear();
    });
    connect(&model, &ProjectModel::opened, this, [this] { m_known = chosen(); });
    connect(&model, &ProjectModel::documentChanged, this, &CellMapFlow::follow);
    connect(&model, &ProjectModel::closed, this, [this] {
        m_asked = false;
        m_job.clear();
        m_next.clear();
    });
}

std::optional<CellId> CellMapFlow::chosen() const
{
    const auto cell = m_model.isOpen() ? m_model.project()->cell() : std::nullopt;
    return cell ? std::optional<CellId>({ cell->tap, cell->timestep }) : std::nullopt;
}

void CellMapFlow::open(const CellId& cell)
{
    m_cell = cell;
    if (chosen() == cell) {
        begin(cell);
        return;
    }
    CellChoice choice { cell.tap, cell.timestep, "cell.user", Json::object() };
    m_model.chooseCell(choice);
}

void CellMapFlow::begin(const CellId& cell)
{
    m_cell = cell;
    m_next = "embed";
    m_asked = true;
    m_starter.start("discover", optionsOf(cell));
}

void CellMapFlow::follow(const QStringList& pointers)
{
    const auto before = std::exchange(m_known, chosen());
    // A `run` chooses the cell itself and goes on to its map itself.
    const bool busy = m_asked || !m_job.isEmpty() || !m_starter.running("run").isEmpty();
    if (!pointers.contains("/cell") || busy || before == m_known)
        return;
    const auto cell = m_known;
    if (cell && (*cell == m_cell || !m_model.text("/discover").isEmpty()))
        begin(*cell);
}

} // namespace minamo
