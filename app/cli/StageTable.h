#pragma once
#include "OptionBinder.h"
#include "jobs/JobContext.h"
#include "project/Project.h"

#include <functional>

namespace minamo {

/// A step that runs as a job: its options, and how to do it on a project. Adopts its results.
struct StageEntry {
    std::string name;
    std::function<void(OptionBinder&)> bind;
    std::function<Result<Json>(const Json& given)> complete;     ///< checks, and fills in the defaults
    std::function<Result<Json>(Project&, const Json& options, JobContext&)> run;
    std::string positional;                                      ///< option that may be given without its flag, "" = none
    std::string verb;                                            ///< the command is "<name> <verb>"; "" = "<name>"
};

const std::vector<StageEntry>& stageTable();
const StageEntry* findStage(const std::string& name);

template <class O>
StageEntry stageEntry(Result<Json> (*run)(Project&, const O&, JobContext&), std::string positional = "", std::string verb = "")
{
    return { O::stage, [](OptionBinder& binder) { O().describe(binder); },
        [](const Json& given) -> Result<Json> {
            MINAMO_TRY(const O options, optionsFromJson<O>(given));
            return optionsToJson(options);
        },
        [run](Project& project, const Json& json, JobContext& context) -> Result<Json> {
            MINAMO_TRY(const O options, optionsFromJson<O>(json));
            return run(project, options, context);
        },
        std::move(positional), std::move(verb) };
}

} // namespace minamo
