#include "project/Project.h"

#include <algorithm>
#include <fstream>
#include <unistd.h>

namespace minamo {

namespace fs = std::filesystem;

namespace {

constexpr int formatVersion = 1;

Json cellToJson(const CellChoice& cell)
{
    return { { "tap", cell.tap }, { "timestep", cell.timestep }, { "reason", cell.reason }, { "values", cell.values } };
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

Project::Project(Path folder, std::string name) :
    m_folder(std::move(folder)), m_name(std::move(name)), m_artifacts(m_folder / "artifacts")
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
    MINAMO_TRY(const Json identity, readJson(folder / "project.minamo"));
    if (identity.value("format", 0) > formatVersion)
        return fail("project.newer-format", { { "path", folder.string() }, { "format", identity.value("format", 0) } });
    Project project(fs::absolute(folder).lexically_normal(), identity.value("name", ""));
    MINAMO_DO(project.replayNewLines());
    return project;
}

bool Project::readOnly() const { return ::access(m_folder.c_str(), W_OK) != 0; }

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
    if (readOnly())
        return fail("project.read-only", { { "path", m_folder.string() } });
    MINAMO_TRY(const auto lock, FileLock::take(m_folder / "lock"));
    MINAMO_DO(replayNewLines());
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
    if (readOnly())
        return fail("project.read-only", { { "path", m_folder.string() } });
    MINAMO_TRY(const auto lock, FileLock::take(m_folder / "lock"));
    MINAMO_DO(replayNewLines());
    if (!canUndo())
        return {};
    return append({ { "kind", "undo" }, { "number", m_number + 1 }, { "time", utcNow() } });
}

Result<void> Project::redo()
{
    if (readOnly())
        return fail("project.read-only", { { "path", m_folder.string() } });
    MINAMO_TRY(const auto lock, FileLock::take(m_folder / "lock"));
    MINAMO_DO(replayNewLines());
    if (!canRedo())
        return {};
    return append({ { "kind", "redo" }, { "number", m_number + 1 }, { "time", utcNow() } });
}

Result<bool> Project::reload() { return replayNewLines(); }

/// Complete lines only: the tail of a line that a killed process left is cut off by the next append().
Result<bool> Project::replayNewLines()
{
    std::ifstream in(m_folder / "edits.jsonl", std::ios::binary);
    if (!in)
        return false;
    in.seekg(static_cast<std::streamoff>(m_read));
    bool changed = false;
    for (std::string line; std::getline(in, line) && !in.eof();) {
        m_read += line.size() + 1;
        const Json parsed = Json::parse(line, nullptr, false);
        if (!parsed.is_discarded())
            apply(parsed);
        changed = true;
    }
    return changed;
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

/// The caller holds the lock and has replayed everything, so what follows m_read is a torn line.
Result<void> Project::append(Json line)
{
    const Path file = m_folder / "edits.jsonl";
    std::error_code none;
    if (const auto size = fs::file_size(file, none); !none && size > m_read)
        fs::resize_file(file, m_read, none);
    const auto text = line.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
    MINAMO_DO(appendDurably(file, text));
    m_read += text.size();
    apply(line);
    return {};
}

} // namespace minamo
