#include "data/LabelEdits.h"

#include "base/Hash.h"

#include <algorithm>
#include <fmt/format.h>

namespace minamo {
namespace {

std::int32_t codeOf(Category& category, const std::string& name)
{
    const auto found = std::ranges::find(category.values, name);
    const auto code = static_cast<std::int32_t>(found - category.values.begin());
    if (found == category.values.end())
        category.values.push_back(name);
    return code;
}

std::string nameOf(std::uint64_t sample)
{
    return fmt::format("{:016x}", sample);
}

} // namespace

Json relabelled(Json labels, std::span<const std::uint64_t> samples, const std::string& className)
{
    if (!labels.is_object())
        labels = Json::object();
    for (const auto sample : samples)
        if (className.empty())
            labels.erase(nameOf(sample));
        else
            labels[nameOf(sample)] = className;
    return labels.empty() ? Json() : labels;
}

void applyLabelEdits(Dataset& dataset, const Json& labels)
{
    if (!labels.is_object())
        return;
    Json inForce = Json::object();
    for (std::size_t row = 0; row < dataset.size(); ++row) {
        const auto key = nameOf(dataset.ids[row]);
        const auto edited = labels.find(key);
        if (edited == labels.end() || !edited->is_string())
            continue;
        inForce[key] = *edited;
        if (dataset.label.codes.empty())
            dataset.label.codes.assign(dataset.size(), -1);
        dataset.label.codes[row] = codeOf(dataset.label, edited->get<std::string>());
    }
    dataset.labelEdits = inForce.empty() ? "" : hashHex(inForce.dump());
}

} // namespace minamo
