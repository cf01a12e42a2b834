#include "ProjectInfo.h"

#include "data/Styles.h"
#include "engine/stages/ModelCommands.h"

#include <fmt/format.h>

namespace minamo {

namespace {

/// value -> number of photos, in the order of the category.
Json counts(const Category& category)
{
    std::vector<std::int64_t> numbers(category.values.size());
    for (const auto code : category.codes)
        if (code >= 0)
            ++numbers[static_cast<std::size_t>(code)];
    Json all = Json::array();
    for (std::size_t i = 0; i < numbers.size(); ++i)
        all.push_back({ { "name", category.values[i] }, { "count", numbers[i] } });
    return all;
}

Json cellInfo(const Project& project)
{
    const auto cell = project.cell();
    if (!cell)
        return nullptr;
    return { { "tap", cell->tap }, { "timestep", cell->timestep }, { "reason", cell->reason }, { "values", cell->values } };
}

/// The model in use; if it cannot be opened, what the project knows of it and the problem.
Json modelInfo(const Project& project, const Phrases& phrases)
{
    const auto model = projectModel(project);
    if (model)
        return *model;
    Json known = project.document().value("model", Json::object());
    known["problem"] = phrases.sentence(model.error());
    return known;
}

/// The styles with their names: what the user called them, else what was measured.
Json styleInfo(const Project& project, const Phrases& phrases)
{
    const auto id = project.text("/discover");
    const auto styles = id.empty() ? fail("project.no-artifact") : readStyles(project.artifacts().folder(id));
    Json all = Json::array();
    for (const auto& style : styles ? styles->styles : std::vector<Style>()) {
        const auto given = project.text(fmt::format("/styleNames/{}/{}", id, style.number));
        all.push_back({ { "style", style.number }, { "count", style.count },
            { "name", given.empty() ? styleAutoName(style, phrases) : given }, { "pseudoDomains", style.pseudoDomains.size() } });
    }
    return all;
}

} // namespace

Result<Json> projectInfo(const Project& project, const Phrases& phrases)
{
    Json info { { "name", project.name() }, { "folder", project.folder().string() }, { "samples", 0 },
        { "classes", Json::array() }, { "environments", Json::array() }, { "model", modelInfo(project, phrases) }, { "cell", cellInfo(project) },
        { "styles", styleInfo(project, phrases) }, { "artifacts", project.artifacts().list() } };
    const auto dataset = project.dataset();
    if (!dataset)
        return dataset.error().code == "project.no-samples" ? Result<Json>(info) : tl::make_unexpected(dataset.error());
    info["samples"] = dataset->size();
    info["classes"] = counts(dataset->label);
    info["environments"] = counts(dataset->environment);
    Json ok = Json::array();
    for (const int i : dataset->okClasses)
        ok.push_back(dataset->label.values[static_cast<std::size_t>(i)]);
    info["okClasses"] = ok;
    return info;
}

void printProjectInfo(const Console& console, const Json& info)
{
    const auto names = [](const Json& list) {
        std::string joined;
        for (const auto& item : list)
            joined += fmt::format("{}{} ({})", joined.empty() ? "" : ", ", item.at("name").get<std::string>(), item.at("count").dump());
        return joined.empty() ? std::string("-") : joined;
    };
    console.line(fmt::format("{}  {}", info["name"].get<std::string>(), info["folder"].get<std::string>()));
    console.say("cli.info.samples", { { "count", info["samples"] } });
    console.say("cli.info.classes", { { "names", names(info["classes"]) } });
    console.say("cli.info.environments", { { "names", names(info["environments"]) } });
    const auto& model = info["model"];
    if (model.contains("problem"))
        console.line(model["problem"].get<std::string>());
    else
        console.say("cli.info.model", model);
    if (const auto& cell = info["cell"]; cell.is_object())
        console.say("cli.info.cell", { { "tap", cell["tap"] }, { "timestep", cell["timestep"] },
            { "reason", console.phrases.text(cell["reason"].get<std::string>(), cell["values"]) } });
    console.say("cli.info.styles", { { "count", info["styles"].size() } });
    for (const auto& style : info["styles"])
        console.line(fmt::format("  S{}  {}  {}", style["style"].dump(), style["count"].dump(), style["name"].get<std::string>()));
    console.say("cli.info.artifacts", { { "count", info["artifacts"].size() } });
}

} // namespace minamo
