#pragma once
#include "base/Phrases.h"

#include <string>

namespace minamo {

/// Exit codes of minamo-cli.
enum ExitCode { exitDone = 0, exitFailed = 1, exitUsage = 2, exitCancelled = 3 };

/// How this call talks: language, human text or JSON. Results go to stdout, progress bar and errors to stderr.
struct Console {
    Phrases phrases { languageOfEnvironment() };
    bool json = false;               ///< --json: the result as one JSON object on the last line of stdout
    std::string progress = "auto";   ///< --progress auto|json|none

    /// A phrase and a line end on stdout.
    void say(const std::string& key, const Json& values = Json::object()) const;
    void line(const std::string& text) const;
    void print(const Json& result) const;             ///< one line of JSON
    /// One line per file that an import passed over, with the reason: [{path, reason, values}].
    std::string skippedFiles(const Json& files) const;
    Json toJson(const Error& error) const;            ///< {code, values, sentence, hint, detail}
    /// Sentence and next step on stderr (a JSON object with --json). Gives the exit code.
    int report(const Error& error) const;
};

} // namespace minamo
