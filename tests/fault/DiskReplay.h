#pragma once
#include "FaultyDisk.h"
#include "io/Files.h"

#include <fstream>
#include <map>
#include <memory>
#include <set>

namespace minamo {

/// What a moment leaves on the disk.
enum class Loss {
    nothing, ///< the program was killed: all that was written is there
    torn, ///< killed in the midst of the last write: half of it is there
    unflushed ///< the power went: of every file, what was flushed last
};

/// Plays recorded operations again, and shows the folder as it would be after each of them. Names are as
/// ordered by the program (as journalling file systems keep them); contents are only sure when they were
/// flushed.
class DiskReplay {
public:
    explicit DiskReplay(std::string root) : m_root(std::move(root)) { }

    void apply(const DiskOperation& operation)
    {
        using Kind = DiskOperation::Kind;
        const auto& path = operation.path;
        m_torn.reset();
        switch (operation.kind) {
        case Kind::makeFolder:
            m_folders.insert(path);
            break;
        case Kind::make:
            m_files[path] = std::make_shared<File>();
            break;
        case Kind::write:
            write(operation);
            break;
        case Kind::cut:
            file(path)->written.resize(static_cast<std::size_t>(operation.place));
            break;
        case Kind::flush:
            if (m_files.contains(path))
                m_files[path]->flushed = m_files[path]->written;
            break;
        case Kind::rename:
            rename(path, operation.to);
            break;
        case Kind::remove:
            m_files.erase(path);
            m_folders.erase(path);
            break;
        case Kind::mark:
            break;
        }
    }
    /// Writes the folder as it would be found after `loss`.
    void show(const Path& target, Loss loss) const
    {
        namespace fs = std::filesystem;
        fs::remove_all(target);
        fs::create_directories(target);
        const auto place
            = [&](const std::string& path) { return target / Path(path.substr(m_root.size() + 1)); };
        for (const auto& folder : m_folders)
            if (folder.size() > m_root.size())
                fs::create_directories(place(folder));
        for (const auto& [path, file] : m_files) {
            auto text = loss == Loss::unflushed ? file->flushed : file->written;
            if (loss == Loss::torn && m_torn && m_torn->first == file)
                text = m_torn->second;
            std::ofstream(place(path), std::ios::binary).write(text.data(), std::ssize(text));
        }
    }

private:
    struct File {
        std::string written, flushed;
    };
    std::shared_ptr<File> file(const std::string& path)
    {
        auto& found = m_files[path];
        if (!found)
            found = std::make_shared<File>();
        return found;
    }
    void write(const DiskOperation& operation)
    {
        const auto target = file(operation.path);
        auto& text = target->written;
        const auto place = static_cast<std::size_t>(operation.place), half = operation.bytes.size() / 2;
        text.resize(std::max(text.size(), place + half));
        text.replace(place, half, operation.bytes, 0, half);
        m_torn = std::pair(target, text);
        text.resize(std::max(text.size(), place + operation.bytes.size()));
        text.replace(place, operation.bytes.size(), operation.bytes);
    }
    void rename(const std::string& from, const std::string& to)
    {
        if (m_files.contains(from)) {
            m_files[to] = m_files[from];
            m_files.erase(from);
            return;
        }
        const auto moved = [&](const std::string& path) { return to + path.substr(from.size()); };
        const auto inside
            = [&](const std::string& path) { return path == from || path.starts_with(from + "/"); };
        for (const auto& folder : std::set(m_folders))
            if (inside(folder))
                m_folders.erase(folder), m_folders.insert(moved(folder));
        for (const auto& [path, file] : std::map(m_files))
            if (inside(path))
                m_files.erase(path), m_files[moved(path)] = file;
    }

    std::string m_root;
    std::set<std::string> m_folders;
    std::map<std::string, std::shared_ptr<File>> m_files;
    std::optional<std::pair<std::shared_ptr<File>, std::string>> m_torn;
};

} // namespace minamo
