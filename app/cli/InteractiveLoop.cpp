#include "InteractiveLoop.h"

#include <cstdio>
#include <istream>
#include <new>
#include <thread>

namespace minamo {

namespace {

Result<Json> guardedAnswer(
    const InteractiveLoop::Answerer& answerer, const Json& question, const std::atomic<bool>& stop)
{
    try {
        return answerer(question, stop);
    } catch (const Json::exception& e) {
        return fail("interactive.bad-question", Json::object(), e.what());
    } catch (const std::bad_alloc&) {
        return fail("memory.exhausted", { { "stage", "interactive" } });
    } catch (const std::exception& e) {
        return fail("stage.failed", { { "stage", "interactive" } }, e.what());
    }
}

} // namespace

void InteractiveLoop::run(std::istream& in)
{
    std::thread worker([this] { work(); });
    for (std::string line; std::getline(in, line);)
        if (line.find_first_not_of(" \t\r") != std::string::npos)
            take(line);
    {
        const std::lock_guard lock(m_mutex);
        m_ended = true;
        m_stop = true;
        m_changed.notify_all();
    }
    worker.join();
}

void InteractiveLoop::take(const std::string& line)
{
    const Json question = Json::parse(line, nullptr, false);
    const auto ask = question.is_object() ? question.find("ask") : question.end();
    if (!question.is_object() || ask == question.end() || !ask->is_string()) {
        const Json id = question.is_object() ? question.value("id", Json()) : Json();
        return tell(id, "error", m_console.toJson({ "interactive.bad-question", Json::object(), {} }));
    }
    std::deque<Json> older;
    {
        const std::lock_guard lock(m_mutex);
        for (auto it = m_waiting.begin(); it != m_waiting.end();) {
            const bool same = it->at("ask") == *ask;
            if (same)
                older.push_back(std::move(*it));
            it = same ? m_waiting.erase(it) : it + 1;
        }
        m_stop = m_stop || m_current == ask->get<std::string>();
        m_waiting.push_back(question);
        m_changed.notify_all();
    }
    for (const auto& dropped : older)
        tell(dropped.value("id", Json()), "superseded", true);
}

std::optional<Json> InteractiveLoop::next()
{
    std::unique_lock lock(m_mutex);
    m_current.clear();
    m_changed.wait(lock, [this] { return m_ended || !m_waiting.empty(); });
    if (m_ended)
        return std::nullopt;
    Json question = std::move(m_waiting.front());
    m_waiting.pop_front();
    m_current = question.at("ask");
    m_stop = false;
    return question;
}

void InteractiveLoop::work()
{
    while (const auto question = next()) {
        auto answer = guardedAnswer(m_answerer, *question, m_stop);
        const Json id = question->value("id", Json());
        if (answer)
            tell(id, "answer", std::move(*answer));
        else if (answer.error().code == "cancelled")
            tell(id, "superseded", true);
        else
            tell(id, "error", m_console.toJson(answer.error()));
    }
}

void InteractiveLoop::tell(const Json& id, const char* what, Json value)
{
    const std::lock_guard lock(m_output);
    m_console.print({ { "id", id }, { what, std::move(value) } });
    std::fflush(stdout);
}

} // namespace minamo
