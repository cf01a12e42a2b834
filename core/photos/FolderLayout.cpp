#include "photos/FolderLayout.h"

#include "data/OkClass.h"

#include <algorithm>
#include <cctype>
#include <set>

namespace minamo {
namespace {

std::vector<std::string> foldersOf(const std::string& path)
{
    std::vector<std::string> folders;
    std::size_t from = 0;
    for (auto slash = path.find('/'); slash != std::string::npos; slash = path.find('/', from)) {
        folders.push_back(path.substr(from, slash - from));
        from = slash + 1;
    }
    return folders;
}

/// The folders of every photo, without the wrappers all of them share.
std::vector<std::vector<std::string>> foldersOfAll(const std::vector<std::string>& paths)
{
    std::vector<std::vector<std::string>> all;
    std::size_t shallowest = paths.empty() ? 0 : 1000;
    for (const auto& path : paths) {
        all.push_back(foldersOf(path));
        shallowest = std::min(shallowest, all.back().size());
    }
    const auto shared = [&all] {
        return std::ranges::all_of(
            all, [&all](const auto& folders) { return folders.front() == all.front().front(); });
    };
    for (; shallowest >= 3 && shared(); --shallowest)
        for (auto& folders : all)
            folders.erase(folders.begin());
    return all;
}

bool isSplitWord(std::string word)
{
    for (char& c : word)
        c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    static const std::set<std::string> words { "train", "training", "test", "testing", "val", "valid",
        "validation", "学習", "訓練", "検証", "テスト", "評価" };
    return words.contains(word);
}

std::vector<std::string> namesAt(const std::vector<std::vector<std::string>>& all, std::size_t level)
{
    std::set<std::string> names;
    for (const auto& folders : all)
        if (folders.size() >= 2)
            names.insert(folders[level]);
    return { names.begin(), names.end() };
}

} // namespace

std::string detectLayout(const std::vector<std::string>& paths)
{
    const auto all = foldersOfAll(paths);
    const auto deeper = [&all](std::size_t depth) {
        return std::ranges::count_if(all, [depth](const auto& folders) { return folders.size() >= depth; });
    };
    const auto count = static_cast<std::ptrdiff_t>(all.size());
    if (10 * deeper(2) < 9 * count || count == 0)
        return 2 * deeper(1) >= count && count > 0 ? "class" : "flat";
    const auto outer = namesAt(all, 0), inner = namesAt(all, 1);
    const bool splits = std::ranges::all_of(outer, isSplitWord);
    const bool okOutside = !guessOkClasses(outer).empty() && guessOkClasses(inner).empty();
    return splits || okOutside ? "class" : "environment-class";
}

PhotoColumns tableOfFolders(std::vector<std::string> paths, const std::string& layout)
{
    PhotoColumns table;
    table.paths = std::move(paths);
    if (layout == "flat")
        return table;
    const auto all = foldersOfAll(table.paths);
    const bool nested = layout == "environment-class";
    const auto outer = namesAt(all, 0);
    const bool splits = !nested && !outer.empty() && std::ranges::all_of(outer, isSplitWord);
    WordColumn label { "label", std::vector<std::string>(all.size()) }, first = label;
    first.name = nested ? "environment" : "split";
    for (std::size_t i = 0; i < all.size(); ++i) {
        const auto& folders = all[i];
        const std::size_t level = nested || (splits && folders.size() >= 2) ? 1 : 0;
        if (level == 1 && !folders.empty())
            first.words[i] = folders[0];
        if (folders.size() > level)
            label.words[i] = folders[level];
    }
    table.columns.push_back(std::move(label));
    if (nested || splits)
        table.columns.push_back(std::move(first));
    return table;
}

} // namespace minamo
