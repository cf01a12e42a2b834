#include "Commands.h"
#include "engine/stages/SampleModel.h"

#include <fmt/format.h>
#include <unistd.h>

namespace minamo {

namespace {

struct Wanted {
    std::string folder, file;
    SampleRequest request;
};

int sample(const Console& console, const Wanted& wanted)
{
    const bool bar = console.progress == "auto" && isatty(fileno(stderr)) != 0;
    const auto told = [&](int done, int total) {
        if (bar)
            fmt::print(stderr, "\r{} / {}", done, total);
        return true;
    };
    const auto result = sampleModel(wanted.folder, wanted.request, wanted.file, told);
    if (bar)
        fmt::print(stderr, "\r\033[K");
    if (!result)
        return console.report(result.error());
    if (console.json)
        console.print(*result);
    else
        console.say("cli.model.sampled", *result);
    return exitDone;
}

} // namespace

void addSampleCommand(CommandLine& line, CLI::App& group)
{
    const auto& phrases = line.console.phrases;
    const auto wanted = std::make_shared<Wanted>();
    auto* command = group.add_subcommand("sample", phrases.text("cli.model.sample"));
    command->fallthrough();
    command->add_option("MODEL", wanted->folder, phrases.text("cli.argument.model"))->required();
    command->add_option("-o,--output", wanted->file, phrases.text("cli.sample.output"))->required();
    auto& request = wanted->request;
    command->add_option("--scheduler", request.scheduler, phrases.text("cli.sample.scheduler"));
    command->add_option("--steps", request.steps, phrases.text("cli.sample.steps"));
    command->add_option("--count", request.count, phrases.text("cli.sample.count"));
    command->add_option("--columns", request.columns, phrases.text("cli.sample.columns"));
    command->add_option("--seed", request.seed, phrases.text("cli.sample.seed"));
    command->add_option("--prompt", request.prompt, phrases.text("cli.sample.prompt"));
    command->add_option("--class", request.label, phrases.text("cli.sample.class"));
    command->add_option("--device", request.device, phrases.text("cli.sample.device"));
    command->callback([&line, wanted] { line.chosen = [&line, wanted] { return sample(line.console, *wanted); }; });
}

} // namespace minamo
