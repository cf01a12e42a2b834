#include "Commands.h"
#include "InteractiveAnswers.h"
#include "InteractiveLoop.h"

#include <csignal>
#include <cstdlib>
#include <cstring>
#include <iostream>

namespace minamo {

namespace {

namespace fs = std::filesystem;

/// A folder for answers that ends with this object.
class AnswerFolder {
public:
    static Result<AnswerFolder> make()
    {
        std::error_code none;
        std::string name = (fs::temp_directory_path(none) / "minamo-answers-XXXXXX").string();
        if (!::mkdtemp(name.data()))
            return fail("file.cannot-write", { { "path", name } }, std::strerror(errno));
        return AnswerFolder(name);
    }
    AnswerFolder(AnswerFolder&& other) noexcept : m_path(std::exchange(other.m_path, {})) { }
    AnswerFolder& operator=(AnswerFolder&&) = delete;
    ~AnswerFolder()
    {
        std::error_code none;
        if (!m_path.empty())
            fs::remove_all(m_path, none);
    }
    const Path& path() const { return m_path; }

private:
    explicit AnswerFolder(Path path) : m_path(std::move(path)) { }
    Path m_path;
};

int converse(const Console& console, const std::string& folder, const std::string& device)
{
    auto project = Project::open(folder);
    if (!project)
        return console.report(project.error());
    const auto answers = AnswerFolder::make();
    if (!answers)
        return console.report(answers.error());
    std::signal(SIGPIPE, SIG_IGN); // who asked is gone: the stream's end follows, and the folder is removed
    console.print({ { "ready", true }, { "folder", answers->path().string() } });
    std::fflush(stdout);
    InteractiveAnswers about(std::move(*project), answers->path(), device);
    InteractiveLoop loop(console,
        [&](const Json& question, const std::atomic<bool>& stop) { return about.answer(question, stop); });
    loop.run(std::cin);
    return exitDone;
}

} // namespace

void addInteractiveCommand(CommandLine& line)
{
    const auto& phrases = line.console.phrases;
    const auto folder = std::make_shared<std::string>(), device = std::make_shared<std::string>("auto");
    auto* command = line.app.add_subcommand("interactive", phrases.text("cli.interactive"));
    command->fallthrough();
    command->add_option("PROJECT", *folder, phrases.text("cli.argument.project"))->required();
    command->add_option("--device", *device, phrases.text("option.extract.device.effect"));
    command->callback([&line, folder, device] {
        line.chosen = [&line, folder, device] { return converse(line.console, *folder, *device); };
    });
}

} // namespace minamo
