#include "Commands.h"
#include "PackageJudging.h"
#include "engine/deploy/SelfTest.h"
#include "package/Package.h"

#include <fmt/format.h>

namespace minamo {

namespace {

/// Files first, then what the networks answer.
Result<SelfTestReport> verified(const std::string& place)
{
    MINAMO_TRY(const auto package, Package::open(place));
    MINAMO_TRY(const auto runner, PackageRunner::load(package.folder(), package.manifest()));
    return runSelfTest(package.folder(), package.manifest(), runner);
}

int verify(const Console& console, const std::string& place)
{
    const auto report = verified(place);
    if (!report) {
        auto error = report.error();
        error.values["path"] = error.values.value("path", place);
        return console.report(error);
    }
    const Json values { { "path", place }, { "ok", true }, { "photos", report->photos },
        { "probability", report->probability }, { "distance", report->distance } };
    if (console.json)
        console.print(values);
    else
        console.say("cli.package.verified",
            { { "path", place }, { "photos", report->photos },
                { "difference", fmt::format("{:.1e}", report->probability) } });
    return exitDone;
}

} // namespace

void addPackageCommands(CommandLine& line)
{
    const auto& phrases = line.console.phrases;
    auto* group = line.app.add_subcommand("package", phrases.text("cli.package"));
    group->require_subcommand(1);
    group->fallthrough();
    const auto place = std::make_shared<std::string>();
    auto* check = group->add_subcommand("verify", phrases.text("cli.package.verify"));
    check->fallthrough();
    check->add_option("PACKAGE", *place, phrases.text("cli.argument.package"))->required();
    check->callback(
        [&line, place] { line.chosen = [&line, place] { return verify(line.console, *place); }; });
#ifdef MINAMO_WITH_IMAGING
    const auto request = std::make_shared<JudgeRequest>();
    auto* run = group->add_subcommand("run", phrases.text("cli.package.run"));
    run->fallthrough();
    run->add_option("PACKAGE", *place, phrases.text("cli.argument.package"))->required();
    run->add_option("IMAGE", request->files, phrases.text("cli.argument.images"))->required();
    run->add_option("--environment", request->environment, phrases.text("cli.package.environment"));
    run->callback([&line, place, request] {
        line.chosen = [&line, place, request] { return judgePhotos(line.console, *place, *request); };
    });
#else
    group->footer(phrases.text("cli.package.no-decoder"));
#endif
}

} // namespace minamo
