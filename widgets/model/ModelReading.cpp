#include "ModelReading.h"

#include "data/CellScores.h"
#include "models/ChosenModel.h"
#include "project/FeatureStore.h"

#include <algorithm>
#include <set>

namespace minamo {

namespace {

constexpr int usualSteps = 1000;

/// First input of an artifact whose id begins with `kind`; "" if there is none.
std::string inputOf(const Project& project, const std::string& artifact, const std::string& kind)
{
    const auto manifest = project.artifacts().manifest(artifact);
    const auto inputs
        = manifest ? manifest->value("inputs", std::vector<std::string>()) : std::vector<std::string>();
    const auto found
        = std::ranges::find_if(inputs, [&](const std::string& input) { return input.starts_with(kind); });
    return found == inputs.end() ? std::string() : *found;
}

/// Features that another model made say nothing about this one's layers, whatever their names.
bool areOfThisModel(const Project& project, const std::string& scores, const ModelFolder& folder)
{
    const std::string made = inputOf(project, inputOf(project, scores, "cell-"), "model-");
    const std::string chosen = project.text("/model/id");
    return made.empty() || made == (chosen.empty() ? modelId(folder).value_or("") : chosen);
}

void addScores(const Project& project, ModelFacts& facts)
{
    const auto id = project.text("/scores");
    if (!areOfThisModel(project, id, facts.folder))
        return;
    const auto scores = id.empty() ? Result<CellScores>() : readCellScores(project.artifacts().folder(id));
    if (!scores)
        return;
    for (const auto& cell : scores->cells) {
        const auto known = facts.measured.find(cell.tap);
        if (known == facts.measured.end() || cell.styleNmi.value_or(-1) > known->second.styleNmi.value_or(-1))
            facts.measured[cell.tap] = { cell.timestep, cell.styleNmi, cell.classNmi };
    }
}

std::vector<int> timestepsOf(const Project& project)
{
    const auto ids = project.document().value("features", std::vector<std::string>());
    const auto records = FeatureStore(project.artifacts()).records(ids);
    std::set<int> timesteps;
    if (records)
        for (const auto& record : *records)
            timesteps.insert(record.cell.timestep);
    return { timesteps.begin(), timesteps.end() };
}

} // namespace

std::int64_t ModelFacts::parameters() const
{
    std::int64_t count = 0;
    for (const auto& tensor : tensors)
        count += tensor.elements;
    return count;
}

std::int64_t ModelFacts::bytes() const
{
    std::int64_t count = 0;
    for (const auto& tensor : tensors)
        count += tensor.bytes;
    return count;
}

int ModelFacts::steps() const
{
    const Json steps = folder.scheduler.value("num_train_timesteps", Json());
    return steps.is_number_integer() ? steps.get<int>() : usualSteps;
}

Result<ModelFacts> readModelFacts(const Project& project)
{
    ModelFacts facts;
    MINAMO_TRY(const Path path, modelFolderOf(project));
    facts.builtIn = project.text("/model/dir").empty();
    facts.name = modelNameOf(project);
    MINAMO_TRY(facts.folder, openModelFolder(path));
    MINAMO_TRY(
        facts.diagram, readFrom(facts.folder.network / "config.json", modelDiagram(facts.folder.config)));
    if (auto tensors = modelTensors(facts.folder))
        facts.tensors = std::move(*tensors);
    else
        facts.problem = tensors.error();
    facts.card = modelCard(facts.folder);
    addScores(project, facts);
    facts.timesteps = timestepsOf(project);
    return facts;
}

} // namespace minamo
