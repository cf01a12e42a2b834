#include "project/Project.h"

#include "data/LabelEdits.h"

#include <algorithm>
#include <unistd.h>

namespace minamo {

namespace fs = std::filesystem;

namespace {

constexpr int formatVersion = 1;
constexpr std::int64_t backupEvery = 32; // edits

Json cellToJson(const CellChoice& cell)
{
    return { { "tap", cell.tap }, { "timestep", cell.timestep }, { "reason", cell.reason }, { "values", cell.values } };
}

std::string textOr(const Json& json, const char* name, const std::string& otherwise)
{
    return json.is_object() && json.contains(name) && json[name].is_string() ? json[name].get<std::string>() : otherwise;
}

int numberOr(const Json& json, const char* name, int otherwise)
{
    return json.is_object() && json.contains(name) && json[name].is_number_integer() ? json[name].get<int>() : otherwise;
}

Json valueAt(const Json& document, const std::string& pointer)
{
    const Json::json_pointer place(pointer);
    return document.contains(place) ? document.at(place) : Json();
}

/// Missing parents become objects; left to the library, "/styleNames/<id>/1" would begin a list.
void makeObject(Json& document, const Json::json_pointer& place)
{
    if (place.empty() || document.contains(place))
        return;
    makeObject(document, place.parent_pointer());
    document[place] = Json::object();
}

void setAt(Json& document, const std::string& pointer, const Json& value)
{
    const Json::json_pointer place(pointer);
    if (!value.is_null()) {
        makeObject(document, place.parent_pointer());
        document[place] = value;
    } else if (document.contains(place)) {
        document[place.parent_pointer()].erase(place.back());
    }
}

Edit editFromJson(const Json& line)
{
    return { line.value("number", std::int64_t { 0 }), line.value("time", ""), line.value("what", ""),
        line.value("values", Json::object()), line.value("pointer", ""), line.value("before", Json()),
        line.value("after", Json()), line.value("byUser", false) };
}

Json editToJson(const Edit& edit)
{
    return { { "kind", "edit" }, { "number", edit.number }, { "time", edit.time }, { "what", edit.what },
        { "values", edit.values }, { "pointer", edit.pointer }, { "before", edit.before }, { "after", edit.after },
        { "byUser", edit.byUser } };
}

} // namespace

Project::Project(Path folder, std::string name, int format) :
    m_folder(std::move(folder)), m_name(std::move(name)), m_artifacts(m_folder / "artifacts"), m_log(m_folder),
    m_format(format)
{
}

bool Project::isProject(const Path& folder)
{
    std::error_code unreachable;
    return fs::exists(folder / "project.minamo", unreachable);
}

Result<Project> Project::create(const Path& folder, const std::string& name)
{
    if (isProject(folder))
        return fail("project.exists", { { "path", folder.string() } });
    std::error_code error;
    for (const auto& part : { folder, folder / "artifacts", folder / "jobs" }) {
        fs::create_directories(part, error);
        if (error)
            return fail("project.cannot-create", { { "path", folder.string() } }, error.message());
    }
    const auto shown = name.empty() ? fs::absolute(folder).lexically_normal().filename().string() : name;
    if (auto written = writeJson(folder / "project.minamo",
            { { "format", formatVersion }, { "name", shown }, { "created", utcNow() } });
        !written)
        return fail("project.cannot-create", { { "path", folder.string() } }, written.error().detail);
    return open(folder);
}

Result<Project> Project::open(const Path& folder)
{
    if (!isProject(folder))
        return fail("project.not-a-project", { { "path", folder.string() } });
    auto identity = readJson(folder / "project.minamo");
    if (!identity && identity.error().code != "json.broken")
        return tl::make_unexpected(identity.error());
    const Json named = identity ? *identity : Json(); // damaged: the folder's name does, the work is in edits.jsonl
    const auto place = fs::absolute(folder).lexically_normal();
    Project project(place, textOr(named, "name", place.filename().string()), numberOr(named, "format", formatVersion));
    project.replayNewLines();
    return project;
}

Result<void> Project::writable() const
{
    if (m_format > formatVersion)
        return fail("project.newer-format", { { "path", m_folder.string() }, { "format", m_format } });
    if (::access(m_folder.c_str(), W_OK) != 0)
        return fail("project.read-only", { { "path", m_folder.string() } });
    return {};
}

std::string Project::text(const std::string& pointer) const
{
    const auto value = valueAt(m_document, pointer);
    return value.is_string() ? value.get<std::string>() : std::string();
}

Result<Dataset> Project::dataset() const
{
    const auto samples = text("/samples");
    if (samples.empty() || !m_artifacts.contains(samples))
        return fail("project.no-samples", { { "path", m_folder.string() } });
    MINAMO_TRY(Dataset dataset, readDataset(m_artifacts.folder(samples)));
    dataset.artifact = samples;
    if (const auto root = text("/photoFolder"); !root.empty())
        dataset.root = root;
    applyLabelEdits(dataset, valueAt(m_document, "/labels"));
    if (const auto chosen = valueAt(m_document, "/okClasses"); chosen.is_array()) {
        dataset.okClasses.clear();
        for (std::size_t i = 0; i < dataset.label.values.size(); ++i)
            if (std::find(chosen.begin(), chosen.end(), Json(dataset.label.values[i])) != chosen.end())
                dataset.okClasses.push_back(static_cast<int>(i));
    }
    return dataset;
}

std::optional<CellChoice> Project::cell() const
{
    const auto value = valueAt(m_document, "/cell");
    if (!value.is_object())
        return std::nullopt;
    return CellChoice { value.value("tap", ""), value.value("timestep", 0), value.value("reason", ""),
        value.value("values", Json::object()) };
}

Result<void> Project::edit(
    const std::string& pointer, Json after, const std::string& what, Json values, bool byUser)
{
    MINAMO_TRY(const auto lock, beginChange());
    Json before = valueAt(m_document, pointer);
    if (before == after)
        return {};
    const Edit edit { m_number + 1, utcNow(), what, std::move(values), pointer, std::move(before), std::move(after), byUser };
    return append(editToJson(edit));
}

Result<void> Project::chooseCell(const CellChoice& cell, bool byUser)
{
    return edit("/cell", cellToJson(cell), "cell-chosen", { { "tap", cell.tap }, { "timestep", cell.timestep } }, byUser);
}

Result<void> Project::undo()
{
    MINAMO_TRY(const auto lock, beginChange());
    if (!canUndo())
        return {};
    return append({ { "kind", "undo" }, { "number", m_number + 1 }, { "time", utcNow() } });
}

Result<void> Project::redo()
{
    MINAMO_TRY(const auto lock, beginChange());
    if (!canRedo())
        return {};
    return append({ { "kind", "redo" }, { "number", m_number + 1 }, { "time", utcNow() } });
}

Result<void> Project::goTo(std::size_t cursor)
{
    while (m_cursor > cursor && canUndo())
        MINAMO_DO(undo());
    while (m_cursor < cursor && canRedo())
        MINAMO_DO(redo());
    return {};
}

Result<bool> Project::reload() { return replayNewLines(); }

Result<void> Project::keepBackup()
{
    MINAMO_TRY(const auto lock, beginChange());
    return m_log.keepBackup();
}

/// The lock under which everybody appends, with what the others appended replayed.
Result<FileLock> Project::beginChange()
{
    MINAMO_DO(writable());
    MINAMO_TRY(auto lock, FileLock::take(m_folder / "lock"));
    replayNewLines();
    return lock;
}

/// A line of a newer Minamo, or one that a disk has spoilt, says nothing; the others still count.
bool Project::replayNewLines()
{
    const auto lines = m_log.readNew();
    for (const auto& line : lines) {
        try {
            apply(line);
        } catch (const Json::exception&) {
            continue;
        }
    }
    return !lines.empty();
}

void Project::apply(const Json& line)
{
    m_number = std::max(m_number, line.value("number", std::int64_t { 0 }));
    const auto kind = line.value("kind", "");
    if (kind == "undo" && canUndo()) {
        --m_cursor;
        setAt(m_document, m_history[m_cursor].pointer, m_history[m_cursor].before);
    } else if (kind == "redo" && canRedo()) {
        setAt(m_document, m_history[m_cursor].pointer, m_history[m_cursor].after);
        ++m_cursor;
    } else if (kind == "edit") {
        const Edit edit = editFromJson(line);
        setAt(m_document, edit.pointer, edit.after);
        if (edit.byUser) {
            m_history.resize(m_cursor);
            m_history.push_back(edit);
            ++m_cursor;
        }
    }
}

/// The caller holds the lock and has replayed everything.
Result<void> Project::append(const Json& line)
{
    MINAMO_DO(m_log.append(line));
    apply(line);
    if (m_number % backupEvery == 0)
        static_cast<void>(m_log.keepBackup()); // the edit is safe already; the next backup will do
    return {};
}

} // namespace minamo
