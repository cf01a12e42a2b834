#include "photos/PhotoColumns.h"

#include <algorithm>
#include <map>

namespace minamo {

const WordColumn* PhotoColumns::column(std::string_view name) const
{
    const auto found = std::ranges::find(columns, name, &WordColumn::name);
    return found == columns.end() ? nullptr : &*found;
}

WordColumn& PhotoColumns::add(std::string name)
{
    return columns.emplace_back(WordColumn { std::move(name), std::vector<std::string>(paths.size()) });
}

Category categoryOf(const WordColumn& column, const std::vector<std::size_t>& rows)
{
    std::map<std::string, std::int32_t> codes;
    for (const auto row : rows)
        if (!column.words[row].empty())
            codes[column.words[row]] = 0;
    Category category { column.name, {}, {} };
    for (auto& [word, code] : codes) {
        code = static_cast<std::int32_t>(category.values.size());
        category.values.push_back(word);
    }
    for (const auto row : rows)
        category.codes.push_back(column.words[row].empty() ? -1 : codes.at(column.words[row]));
    return category;
}

} // namespace minamo
