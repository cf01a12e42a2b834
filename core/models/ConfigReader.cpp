#include "models/ConfigReader.h"

#include <algorithm>

namespace minamo {

void ConfigReader::read(const char* key, int& value, int low, int high)
{
    if (const Json* found = present(key)) {
        if (!found->is_number_integer() || *found < low || *found > high)
            return bad("model.bad-config", key);
        value = found->get<int>();
    }
}

void ConfigReader::read(const char* key, std::optional<int>& value, int low, int high)
{
    if (const Json* found = present(key)) {
        int number = low;
        if (!found->is_null())
            read(key, number, low, high);
        value = found->is_null() ? std::nullopt : std::optional(number);
    }
}

void ConfigReader::read(const char* key, double& value, double low, double high)
{
    if (const Json* found = present(key)) {
        if (!found->is_number() || !(*found >= low && *found <= high))
            return bad("model.bad-config", key);
        value = found->get<double>();
    }
}

void ConfigReader::read(const char* key, bool& value)
{
    if (const Json* found = present(key)) {
        if (!found->is_boolean())
            return bad("model.bad-config", key);
        value = found->get<bool>();
    }
}

void ConfigReader::read(const char* key, std::string& value, const std::set<std::string>& known)
{
    if (const Json* found = present(key)) {
        const std::string text = found->is_string() ? found->get<std::string>() : "";
        if ((!found->is_string() && !found->is_null()) || !known.contains(text))
            return bad("model.unsupported-value", key);
        value = text;
    }
}

void ConfigReader::readWidths(const char* key, std::vector<int>& values)
{
    if (const Json* found = present(key)) {
        values.clear();
        for (const auto& item : *found)
            if (item.is_number_integer() && item >= 1 && item <= 16384)
                values.push_back(item.get<int>());
        if (!found->is_array() || values.size() != found->size() || values.empty() || values.size() > 12)
            bad("model.bad-config", key);
    }
}

std::vector<Json> ConfigReader::itemsOf(
    const char* key, std::size_t count, const std::function<bool(const Json&)>& fits)
{
    const Json& found = *present(key);
    auto items = found.is_array() ? found.get<std::vector<Json>>() : std::vector<Json>(count, found);
    if (items.size() == count && std::ranges::all_of(items, fits))
        return items;
    bad("model.bad-config", key);
    return {};
}

void ConfigReader::readEach(const char* key, std::vector<int>& values, std::size_t count, int low, int high)
{
    if (!present(key))
        return values.resize(count, values.front());
    values.clear();
    for (const auto& item :
        itemsOf(key, count, [&](const Json& i) { return i.is_number_integer() && i >= low && i <= high; }))
        values.push_back(item.get<int>());
}

void ConfigReader::readEach(const char* key, std::vector<bool>& values, std::size_t count)
{
    if (!present(key))
        return values.resize(count, values.front());
    values.clear();
    for (const auto& item : itemsOf(key, count, [](const Json& i) { return i.is_boolean(); }))
        values.push_back(item.get<bool>());
}

void ConfigReader::readBlocks(
    const char* key, std::vector<std::string>& values, const std::set<std::string>& known)
{
    const Json* found = present(key);
    if (!found)
        return;
    if (!found->is_array())
        return bad("model.bad-config", key);
    values.clear();
    for (const auto& item : *found) {
        std::string name = item.is_string() ? item.get<std::string>() : item.dump();
        if (name.starts_with("UNetRes"))
            name = name.substr(7); // an older spelling of the same blocks
        if (!known.contains(name))
            return bad("model.unknown-block", key, item);
        values.push_back(name);
    }
}

void ConfigReader::readSize(const char* key, std::optional<int>& height, std::optional<int>& width)
{
    const Json* found = present(key);
    if (!found)
        return;
    if (found->is_array() && found->size() == 2 && found->at(0).is_number_integer()
        && found->at(1).is_number_integer()) {
        height = found->at(0).get<int>();
        width = found->at(1).get<int>();
    } else {
        read(key, height, 1, 65536);
        width = height;
    }
    if (height && (*height < 1 || *height > 65536 || *width < 1 || *width > 65536))
        bad("model.bad-config", key);
}

void ConfigReader::bad(const char* code, const char* key)
{
    bad(code, key, m_config.contains(key) ? m_config.at(key) : Json());
}

void ConfigReader::bad(const char* code, const char* key, const Json& value)
{
    if (m_result)
        m_result = fail(code, { { "key", key }, { "value", value } });
}

Result<void> ConfigReader::finish()
{
    m_seen.insert({ "decay", "min_decay", "inv_gamma", "power", "optimization_step", "update_after_step",
        "use_ema_warmup" });
    for (const auto& [key, value] : m_config.items()) {
        const bool off = value.is_null() || value == Json(false);
        if (m_result && !key.starts_with('_') && !m_seen.contains(key) && !off)
            bad("model.unsupported-key", key.c_str());
    }
    return m_result;
}

const Json* ConfigReader::present(const char* key)
{
    m_seen.insert(key);
    const auto defaults = m_config.find("_use_default_values");
    if (defaults != m_config.end() && defaults->is_array()
        && std::ranges::find(*defaults, Json(key)) != defaults->end())
        return nullptr;
    const auto found = m_config.find(key);
    return found == m_config.end() ? nullptr : &*found;
}

} // namespace minamo
