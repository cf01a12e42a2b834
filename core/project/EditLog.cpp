#include "project/EditLog.h"

#include <algorithm>
#include <fstream>
#include <sstream>

namespace minamo {

namespace fs = std::filesystem;

namespace {

std::string completeLines(std::string text)
{
    text.resize(text.rfind('\n') + 1); // npos + 1 = 0
    return text;
}

std::vector<Json> parsed(const std::string& text, bool& damaged)
{
    std::vector<Json> lines;
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);) {
        auto json = Json::parse(line, nullptr, false);
        if (json.is_object())
            lines.push_back(std::move(json));
        else
            damaged = true;
    }
    return lines;
}

std::string from(const Path& file, std::uintmax_t offset)
{
    std::ifstream in(file, std::ios::binary);
    in.seekg(static_cast<std::streamoff>(offset));
    std::ostringstream rest;
    if (in)
        rest << in.rdbuf();
    return completeLines(std::move(rest).str());
}

} // namespace

/// The backup is the beginning of a good file: it replaces as many bytes as it has.
std::string EditLog::readAll()
{
    const auto backup = from(m_backup, 0); // before the file, which may grow meanwhile
    auto text = from(m_file, 0);
    m_read = text.size();
    bool damaged = text.size() < backup.size();
    parsed(text, damaged);
    if (!damaged || text.compare(0, backup.size(), backup) == 0)
        return text;
    m_repaired = backup + (text.size() > backup.size() ? text.substr(backup.size()) : "");
    m_read = m_repaired->size();
    return *m_repaired;
}

std::vector<Json> EditLog::readNew()
{
    std::error_code none;
    if (m_read > 0 && fs::file_size(m_file, none) <= m_read)
        return {};
    bool damaged = false;
    if (m_read == 0 && !m_repaired)
        return parsed(readAll(), damaged);
    const auto text = from(m_file, m_read);
    m_read += text.size();
    if (!text.empty())
        m_repaired.reset(); // another process repaired the file and went on
    return parsed(text, damaged);
}

Result<void> EditLog::append(const Json& line)
{
    std::error_code none;
    if (m_repaired) {
        fs::copy_file(
            m_file, m_file.parent_path() / "edits.damaged.jsonl", fs::copy_options::overwrite_existing, none);
        MINAMO_DO(writeFileAtomically(m_file, *m_repaired));
        m_repaired.reset();
    }
    if (const auto size = fs::file_size(m_file, none); !none && size > m_read)
        fs::resize_file(m_file, m_read, none);
    const auto text = line.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
    MINAMO_DO(appendDurably(m_file, text));
    m_read += text.size();
    return {};
}

Result<void> EditLog::keepBackup() const
{
    std::error_code none;
    if (m_repaired || m_read == 0 || fs::file_size(m_backup, none) == m_read)
        return {};
    MINAMO_TRY(auto text, readFile(m_file));
    text.resize(std::min<std::uintmax_t>(m_read, text.size()));
    return writeFileAtomically(m_backup, text);
}

} // namespace minamo
