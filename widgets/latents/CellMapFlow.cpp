#include "CellMapFlow.h"

#include <utility>

namespace minamo {

namespace {

Json optionsOf(const CellId& cell)
{
    return { { "tap", cell.tap }, { "timestep", cell.timestep } };
}

/// How the project's map was drawn.
Result<std::string> mapMethod(const Project& project)
{
    const auto id = project.text("/embed");
    if (id.empty())
        return std::string();
    MINAMO_TRY(const auto manifest, project.artifacts().manifest(id));
    return manifest.at("options").value("method", std::string());
}

} // namespace

CellMapFlow::CellMapFlow(ProjectModel& model, JobStarter& starter, QObject* parent) :
    QObject(parent), m_model(model), m_starter(starter),
    m_reading(
        model, this, { "/embed" }, [] { return ProjectReading<std::string>::Read(mapMethod); },
        [this](Result<std::string> method) { m_method = method ? *method : std::string(); })
{
    connect(&starter, &JobStarter::jobStarted, this, [this](const QString& id) {
        if (!m_asked || m_starter.stage(id) != m_stage || m_starter.options(id) != m_options)
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
        auto options = optionsOf(m_cell);
        if (!m_method.empty())
            options["method"] = m_method;
        start(std::exchange(m_next, {}), std::move(options));
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
    start("discover", optionsOf(cell));
}

void CellMapFlow::start(const std::string& stage, Json options)
{
    m_asked = true;
    m_stage = stage;
    m_options = std::move(options);
    m_starter.start(m_stage, m_options);
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
