#pragma once
#include "base/Random.h"
#include "jobs/JobFolder.h"
#include "project/Project.h"
#include "stages/Stage.h"

namespace minamo {

/// Edits, undo and jobs in an order that a seed decides; every step appends exactly one line to edits.jsonl.
class Story {
public:
    Story(Project& project, std::uint64_t seed) : m_project(project), m_random(seed, 0x73746f72) { }

    Result<void> step()
    {
        const auto what = m_random.below(8);
        if (what == 0 && m_project.canUndo())
            return m_project.undo();
        if (what == 1 && m_project.canRedo())
            return m_project.redo();
        return what == 2 ? job() : name();
    }
    /// What a job's artifact must hold, by its number.
    static Json contentOf(std::uint64_t number)
    {
        return { { "number", number }, { "text", std::string(600, 'x') } };
    }

private:
    Result<void> name()
    {
        const auto style = std::to_string(m_random.below(12));
        const auto text = "暗い " + std::to_string(m_random());
        return m_project.edit("/styleNames/d/" + style, text, "style-named", { { "name", text } }, true);
    }
    Result<void> job()
    {
        const auto number = m_random();
        MINAMO_TRY(const auto folder,
            JobFolder::create(m_project.jobsFolder(), { "score", { { "number", number } } }));
        MINAMO_TRY(const auto run, JobRun::begin(folder, nullptr));
        run->progress("score", 1, 2);
        MINAMO_TRY(auto draft, m_project.artifacts().begin({ "score", 1, { { "number", number } }, {} }));
        MINAMO_DO(writeJson(draft.folder() / "content.json", contentOf(number)));
        MINAMO_TRY(const auto id, m_project.artifacts().commit(std::move(draft), { { "number", number } }));
        MINAMO_DO(adopt(m_project, "score", { { { "/scores", id } }, {} }));
        run->end(Json { { "artifact", id } });
        return {};
    }

    Project& m_project;
    CounterRandom m_random;
};

/// Everything that must hold of any project folder after an accident; "" or what does not.
inline std::string danglingOf(const Project& project)
{
    const auto& store = project.artifacts();
    for (const char* pointer :
        { "/samples", "/scores", "/probe", "/discover", "/embed", "/train", "/evaluate" })
        if (const auto id = project.text(pointer); !id.empty() && !store.contains(id))
            return "the document names a result that is not there: " + id;
    for (const auto& id : JobFolder::list(project.jobsFolder()))
        if (const auto job = JobFolder::open(project.jobsFolder(), id); !job || !job->status())
            return "job " + id + " cannot be read";
    return {};
}

/// The same, and a story's artifacts are whole.
inline std::string faultOf(const Project& project)
{
    const auto& store = project.artifacts();
    for (const auto& id : store.list()) {
        const auto manifest = store.manifest(id);
        const auto content = readJson(store.folder(id) / "content.json");
        if (!manifest || !content)
            return "artifact " + id + " is not whole";
        if (*content != Story::contentOf(manifest->at("summary").at("number").get<std::uint64_t>()))
            return "artifact " + id + " holds something else";
    }
    return danglingOf(project);
}

} // namespace minamo
