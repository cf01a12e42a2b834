#pragma once
#include "Console.h"

#include <atomic>
#include <condition_variable>
#include <deque>
#include <functional>
#include <iosfwd>
#include <mutex>
#include <optional>

namespace minamo {

/// Questions as JSON lines on one stream, answers as JSON lines on stdout: {"id": n, "ask": "maps", ...}
/// gives
/// {"id": n, "answer": {...}}, {"id": n, "error": Console::toJson()} or {"id": n, "superseded": true}. A
/// newer question supersedes older ones of the same name, also the one being worked on. What is no question
/// gets an error too; nothing ends the loop but the end of the stream.
class InteractiveLoop {
public:
    /// Called in a thread of the loop, one question at a time. Returns "cancelled" soon after `stop` is set.
    using Answerer = std::function<Result<Json>(const Json& question, const std::atomic<bool>& stop)>;
    InteractiveLoop(const Console& console, Answerer answerer) :
        m_console(console), m_answerer(std::move(answerer))
    {
    }
    /// Returns when the stream has ended and the last answer is given up.
    void run(std::istream& in);

private:
    void take(const std::string& line);
    void work();
    std::optional<Json> next();
    void tell(const Json& id, const char* what, Json value);

    const Console& m_console;
    Answerer m_answerer;
    std::mutex m_mutex, m_output;
    std::condition_variable m_changed;
    std::deque<Json> m_waiting;
    std::string m_current; ///< name of the question being answered, "" = none
    std::atomic<bool> m_stop { false };
    bool m_ended = false;
};

} // namespace minamo
