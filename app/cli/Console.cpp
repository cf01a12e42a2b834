#include "Console.h"

#include <algorithm>
#include <fmt/format.h>

namespace minamo {

void Console::say(const std::string& key, const Json& values) const { line(phrases.text(key, values)); }
void Console::line(const std::string& text) const { fmt::print("{}\n", text); }
void Console::print(const Json& result) const { fmt::print("{}\n", result.dump(-1, ' ', false, Json::error_handler_t::replace)); }

std::string Console::skippedFiles(const Json& files) const
{
    constexpr std::size_t shown = 20;
    std::string lines;
    for (std::size_t i = 0; i < std::min(files.size(), shown); ++i)
        lines += fmt::format("  {}: {}\n", files[i].at("path").get<std::string>(),
            phrases.text("skip." + files[i].at("reason").get<std::string>(), files[i].at("values")));
    if (files.size() > shown)
        lines += "  " + phrases.text("cli.import.more-skipped", { { "count", files.size() - shown } }) + "\n";
    return lines;
}

Json Console::toJson(const Error& error) const
{
    return { { "code", error.code }, { "values", error.values }, { "sentence", phrases.sentence(error) },
        { "hint", phrases.hint(error) }, { "detail", error.detail } };
}

int Console::report(const Error& error) const
{
    const auto sentence = phrases.sentence(error), hint = phrases.hint(error);
    if (json)
        print({ { "error", toJson(error) } });
    else
        fmt::print(stderr, "{}\n{}{}{}", sentence, skippedFiles(error.values.value("files", Json::array())),
            hint.empty() ? "" : hint + "\n", error.detail.empty() ? "" : "(" + error.detail + ")\n");
    return error.code == "cancelled" ? exitCancelled : exitFailed;
}

} // namespace minamo
