#include "engine/deploy/ExportPlan.h"

#include "engine/stages/ModelCommands.h"
#include "package/Package.h"

#include <algorithm>

namespace minamo {
namespace {

namespace fs = std::filesystem;
constexpr const char* programLicence = "Apache-2.0";

/// A folder may be made, or a package replaced; nothing else is ever removed.
Result<void> checkOutput(const Path& output)
{
    if (output.empty())
        return fail("export.no-output");
    std::error_code none;
    if (!fs::exists(fs::symlink_status(output, none)) || looksLikePackage(output))
        return {};
    return fs::is_directory(output, none) && fs::is_empty(output, none)
        ? Result<void>()
        : fail("export.folder-exists", { { "path", output.string() } });
}

bool isJudged(const TrainReport& report)
{
    return report.mode == "leave-one-environment-out" || report.mode == "plain-split";
}

/// The wanted training, or the newest that held environments out.
Result<void> chooseRun(const Project& project, const std::string& wanted, ExportPlan& plan)
{
    const auto list = project.document().value("train", std::vector<std::string>());
    for (auto id = list.rbegin(); id != list.rend(); ++id) {
        if (!wanted.empty() && *id != wanted)
            continue;
        MINAMO_TRY(auto report, readTrainReport(project.artifacts().folder(*id).string()));
        if (!isJudged(report))
            continue;
        plan.run = *id;
        plan.report = std::move(report);
        return {};
    }
    return wanted.empty() ? fail("export.no-training") : fail("export.unknown-run", { { "run", wanted } });
}

/// What ran elsewhere has left its answers only.
Result<void> findNetwork(const Project& project, ExportPlan& plan)
{
    if (plan.report.variant != "own")
        return {};
    MINAMO_TRY(const auto manifest, project.artifacts().manifest(plan.run));
    MINAMO_TRY(plan.network,
        readOwnNetwork(project.artifacts(), manifest.at("options").value("classifier", std::string())));
    return plan.network ? Result<void>() : fail("export.no-network", { { "run", plan.run } });
}

Result<void> chooseMethod(const std::string& wanted, ExportPlan& plan)
{
    const auto& methods = plan.report.methods;
    const auto has
        = [&](const char* name) { return std::find(methods.begin(), methods.end(), name) != methods.end(); };
    const auto take = [&](std::string method, const char* reason) {
        plan.method = std::move(method);
        plan.reason = reason;
        return Result<void>();
    };
    if (wanted != "auto")
        return has(wanted.c_str()) ? take(wanted, "card.reason.asked")
                                   : fail("export.no-method", { { "method", wanted }, { "known", methods } });
    if (methods.size() < 2)
        return methods.empty() ? fail("export.no-training") : take(methods.front(), "card.reason.only");
    const auto& verdict = plan.report.comparison.verdict;
    return verdict == "hurts" ? take("erm", "card.reason.hurts")
        : verdict == "helps"  ? take("guide", "card.reason.helps")
                              : take("guide", "card.reason.default");
}

/// The same settings as the judged training; what belongs to one computer is left to this one.
Result<void> takeSettings(const Project& project, ExportPlan& plan)
{
    MINAMO_TRY(const auto manifest, project.artifacts().manifest(plan.run));
    Json settings = optionsToJson(TrainOptions {});
    for (const auto& [name, value] : manifest.at("options").items())
        if (settings.contains(name) && name != "device" && name != "threads")
            settings[name] = value;
    settings.update({ { "holdout", "none" }, { "folds", "environment" }, { "seeds", 1 },
        { "transductive", false }, { "method", plan.method } });
    MINAMO_TRY(plan.training, optionsFromJson<TrainOptions>(settings));
    return {};
}

/// Photos that Minamo drew itself are part of it.
bool isSyntheticPlant(const Project& project, const Dataset& dataset)
{
    const auto place = dataset.root.lexically_normal().lexically_relative(
        (project.folder() / "sample").lexically_normal());
    return !place.empty() && place.begin()->string().starts_with("seed");
}

Result<void> findLicences(const Project& project, const ExportOptions& options, ExportPlan& plan)
{
    plan.licences.program = programLicence;
    plan.licences.data = options.dataLicence;
    MINAMO_TRY(const auto dataset, project.dataset());
    if (plan.licences.data.empty() && isSyntheticPlant(project, dataset))
        plan.licences.data = std::string(programLicence) + " (Minamo synthetic plant)";
    if (plan.licences.data.empty())
        return fail("export.no-data-licence");
    if (plan.network) {
        const auto& told = options.classifierLicence;
        plan.licences.classifier = told.empty() ? plan.network->licence : told;
        if (plan.licences.classifier.empty())
            return fail("export.no-classifier-licence", { { "file", plan.network->file } });
    }
    plan.licences.model = options.modelLicence;
    if (!plan.licences.model.empty())
        return {};
    MINAMO_TRY(const auto model, projectModel(project));
    plan.licences.model = model.value("licence", "");
    if (plan.licences.model.empty())
        return fail("export.no-model-licence", { { "name", model.value("name", "") } });
    return {};
}

} // namespace

Result<ExportPlan> planExport(const Project& project, const ExportOptions& options)
{
    ExportPlan plan;
    MINAMO_DO(checkOutput(options.output));
    MINAMO_DO(chooseRun(project, options.run, plan));
    MINAMO_DO(findNetwork(project, plan));
    MINAMO_DO(chooseMethod(options.method, plan));
    if (project.text("/discover").empty())
        return fail("export.no-styles");
    MINAMO_DO(findLicences(project, options, plan));
    MINAMO_DO(takeSettings(project, plan));
    return plan;
}

} // namespace minamo
