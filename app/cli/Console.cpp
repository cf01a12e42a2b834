#include "Console.h"

#include <fmt/format.h>

namespace minamo {

void Console::say(const std::string& key, const Json& values) const { line(phrases.text(key, values)); }
void Console::line(const std::string& text) const { fmt::print("{}\n", text); }
void Console::print(const Json& result) const { fmt::print("{}\n", result.dump()); }

int Console::report(const Error& error) const
{
    const auto sentence = phrases.sentence(error), hint = phrases.hint(error);
    if (json)
        print({ { "error", { { "code", error.code }, { "sentence", sentence }, { "hint", hint }, { "detail", error.detail } } } });
    else
        fmt::print(stderr, "{}\n{}{}{}", sentence, hint.empty() ? "" : hint + "\n",
            error.detail.empty() ? "" : "(" + error.detail + ")\n", "");
    return error.code == "cancelled" ? exitCancelled : exitFailed;
}

} // namespace minamo
