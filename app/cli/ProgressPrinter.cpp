#include "ProgressPrinter.h"

#include <fmt/format.h>
#include <unistd.h>

namespace minamo {

ProgressPrinter::ProgressPrinter(const Console& console) :
    m_console(console), m_bar(console.progress == "auto" && ::isatty(STDERR_FILENO)),
    m_start(std::chrono::steady_clock::now())
{
}

void ProgressPrinter::operator()(const Json& event)
{
    const auto kind = event.value("event", "");
    if (kind == "warning")
        return warning(event);
    if (kind == "plan" || kind == "estimate")
        return announcement(kind, event);
    if (kind != "progress")
        return;
    if (m_console.progress == "json") {
        fmt::print("{}\n", Json { { "stage", event["stage"] }, { "done", event["done"] }, { "total", event["total"] } }.dump());
        std::fflush(stdout);
    } else if (m_bar) {
        bar(event);
    }
}

void ProgressPrinter::bar(const Json& event)
{
    const auto done = event.value("done", std::int64_t { 0 }), total = std::max<std::int64_t>(1, event.value("total", std::int64_t { 1 }));
    if (!m_startDone)
        m_startDone = done;
    const int permille = static_cast<int>(1000 * done / total);
    const auto stage = event.value("stage", "");
    if (permille == m_permille && stage == m_stage)
        return;
    m_permille = permille;
    m_stage = stage;
    const std::chrono::duration<double> passed = std::chrono::steady_clock::now() - m_start;
    const auto advanced = done - *m_startDone;
    const double left = advanced > 0 ? passed.count() / static_cast<double>(advanced) * static_cast<double>(total - done) : 0;
    const auto filled = static_cast<std::size_t>(permille * 30 / 1000);
    fmt::print(stderr, "\r[{}{}] {:3} %  {}  {}\x1b[K", std::string(filled, '#'), std::string(30 - filled, '.'), permille / 10,
        m_console.phrases.text("stage." + stage),
        m_console.phrases.text("progress.left", { { "seconds", static_cast<int>(left + 0.5) } }));
    m_open = true;
}

/// What is going to happen, before it does: the defaults of `run`, the size and time of an extraction.
void ProgressPrinter::announcement(const std::string& kind, const Json& event) const
{
    const bool pack = kind == "estimate" && !event.contains("cells"); // too small to announce beside the features
    if (m_console.json || m_console.progress == "json" || pack)
        return;
    auto values = event;
    if (kind == "plan")
        values["variant"] = m_console.phrases.text(event.at("fast").get<bool>() ? "cli.plan.fast" : "cli.plan.encoder");
    fmt::print(stderr, "{}{}\n", m_open ? "\n" : "", m_console.phrases.text("cli." + kind, values));
}

void ProgressPrinter::warning(const Json& event)
{
    const Error what { event.value("code", ""), event.value("values", Json::object()), event.value("detail", "") };
    const auto hint = m_console.phrases.hint(what);
    m_warnings.push_back(m_console.toJson(what));
    fmt::print(stderr, "{}{}\n{}", m_open ? "\n" : "", m_console.phrases.sentence(what),
        hint.empty() ? "" : "  → " + hint + "\n");
}

void ProgressPrinter::finish()
{
    if (m_open)
        fmt::print(stderr, "\n");
    m_open = false;
}

} // namespace minamo
