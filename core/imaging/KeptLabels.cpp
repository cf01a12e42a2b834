#include "imaging/KeptLabels.h"

#include "base/Hash.h"

#include <map>
#include <optional>
#include <set>

namespace minamo {
namespace {

std::optional<std::string> labelOf(const Json& labels, std::uint64_t sample)
{
    const auto found = labels.find(toHex(sample));
    return found != labels.end() && found->is_string() ? std::optional(found->get<std::string>())
                                                       : std::nullopt;
}

/// True if this sample was cut out of a file with these bytes.
bool isOfFile(const Dataset& dataset, std::size_t row, std::uint64_t file)
{
    return dataset.contents[row]
        == (dataset.regions.empty() ? file : contentOfRegion(file, dataset.regions[row]));
}

/// The classes given to the parts of the photos that are still the same files.
struct Given {
    std::map<std::string, std::set<std::optional<std::string>>> byPhoto; // path -> of all its parts
    std::map<std::pair<std::string, std::uint64_t>, std::string> byPart; // path and content of the part
};

Given givenBefore(const Json& labels, const Dataset& before, const ImportPlan& plan)
{
    std::map<std::string, std::uint64_t> files;
    for (std::size_t i = 0; i < plan.table.paths.size(); ++i)
        files.emplace(plan.table.paths[i], plan.contents[i]);
    Given given;
    for (std::size_t row = 0; row < before.size(); ++row) {
        const auto& path = before.paths[row];
        const auto file = files.find(path);
        if (file == files.end() || !isOfFile(before, row, file->second))
            continue;
        const auto label = labelOf(labels, before.ids[row]);
        given.byPhoto[path].insert(label);
        if (label)
            given.byPart[{ path, before.contents[row] }] = *label;
    }
    return given;
}

} // namespace

Json keptLabels(const Json& labels, const Dataset& before, const ImportPlan& plan, const Dataset& now)
{
    if (!labels.is_object())
        return nullptr;
    const auto given = givenBefore(labels, before, plan);
    Json kept = Json::object();
    for (std::size_t row = 0; row < now.size(); ++row) {
        const auto& path = now.paths[row];
        const auto part = given.byPart.find({ path, now.contents[row] });
        const auto photo = given.byPhoto.find(path);
        if (part != given.byPart.end())
            kept[toHex(now.ids[row])] = part->second;
        else if (photo != given.byPhoto.end() && photo->second.size() == 1 && *photo->second.begin())
            kept[toHex(now.ids[row])] = **photo->second.begin();
    }
    return kept.empty() ? Json() : kept;
}

} // namespace minamo
