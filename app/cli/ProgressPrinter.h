#pragma once
#include "Console.h"

#include <chrono>
#include <optional>

namespace minamo {

/// Shows a job's events on a terminal: a bar with percent and time left, JSON lines, or nothing.
class ProgressPrinter {
public:
    explicit ProgressPrinter(const Console& console);
    void operator()(const Json& event);
    void finish();                       ///< ends the line of the bar
    /// What the job warned of: Console::toJson of each.
    const Json& warnings() const { return m_warnings; }

private:
    void bar(const Json& event);
    void announcement(const std::string& kind, const Json& event) const;
    void warning(const Json& event);
    const Console& m_console;
    bool m_bar = false, m_open = false;
    int m_permille = -1;
    std::string m_stage;
    Json m_warnings = Json::array();
    std::optional<std::int64_t> m_startDone;
    std::chrono::steady_clock::time_point m_start;
};

} // namespace minamo
