#include "photos/Manifest.h"

#include "base/Hash.h"
#include "io/Csv.h"

#include <algorithm>
#include <map>

namespace minamo {

namespace fs = std::filesystem;

namespace {

/// Where the photo of a row lies.
class PathFinder {
public:
    PathFinder(const Path& manifest, const Path& folder) : m_beside(manifest.parent_path()), m_folder(folder)
    {
    }

    /// Relative to the folder, or why not.
    Result<std::string> find(std::string written) const
    {
        std::ranges::replace(written, '\\', '/');
        if (written.empty())
            return fail("import.missing-file");
        std::error_code error;
        for (const auto& base : { m_folder, m_beside }) {
            const Path full = (base / Path(written)).lexically_normal();
            if (!fs::is_regular_file(full, error))
                continue;
            const auto relative = full.lexically_relative(m_folder.lexically_normal()).generic_string();
            return relative.empty() || relative.starts_with("..") ? fail("import.outside-folder")
                                                                  : Result<std::string>(relative);
        }
        return fail("import.missing-file");
    }

private:
    Path m_beside, m_folder;
};

/// The column of the data set a column of the file stands for.
std::string columnName(const std::string& written)
{
    static const std::vector<std::string> known { "id", "label", "split", "environment", "site", "camera",
        "shift", "lot", "group", "captured_at" };
    std::string lower = written;
    for (char& c : lower)
        c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    return std::ranges::find(known, lower) != known.end() ? lower : written;
}

} // namespace

bool isManifest(const Path& file)
{
    std::error_code error;
    if (!fs::is_regular_file(file, error))
        return false;
    const auto table = CsvTable::read(file);
    return table && table->find("path");
}

Result<ManifestTable> readManifest(const Path& manifest, const Path& folder, const JobContext& context)
{
    std::error_code error;
    if (!fs::is_regular_file(manifest, error))
        return fail("import.manifest-missing", { { "path", manifest.string() } });
    MINAMO_TRY(const auto csv, CsvTable::read(manifest));
    const auto pathColumn = csv.find("path");
    if (!pathColumn)
        return fail(
            "import.manifest-no-path", { { "path", manifest.string() }, { "columns", csv.columns() } });
    ManifestTable result;
    MINAMO_TRY(result.hash, hashFile(manifest));
    const PathFinder finder(manifest, folder);
    std::map<std::string, std::size_t> rows;
    for (std::size_t row = 0; row < csv.size(); ++row) {
        if (row % 64 == 0 && context.cancelled()) // a million files of a network drive take minutes
            return cancelledError();
        auto found = finder.find(csv.at(row, *pathColumn));
        if (found && !rows.emplace(*found, row).second)
            found = fail("import.listed-twice");
        if (!found) {
            found.error().values["line"] = csv.line(row);
            result.skipped.push_back({ csv.at(row, *pathColumn), found.error() });
        }
    }
    for (const auto& [path, row] : rows)
        result.table.paths.push_back(path);
    for (std::size_t c = 0; c < csv.columns().size(); ++c) {
        const auto name = columnName(csv.columns()[c]);
        if (c == *pathColumn || name.empty() || result.table.column(name))
            continue;
        auto& column = result.table.add(name);
        std::size_t i = 0;
        for (const auto& [path, row] : rows)
            column.words[i++] = csv.at(row, c);
    }
    return result;
}

} // namespace minamo
