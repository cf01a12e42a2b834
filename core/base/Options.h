#pragma once
#include "base/Result.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace minamo {

/// What is known of one option besides its name, type and default. Label and effect are phrases:
/// "option.<stage>.<name>" and "option.<stage>.<name>.effect".
struct OptionInfo {
    double minimum = -std::numeric_limits<double>::infinity();
    double maximum = std::numeric_limits<double>::infinity();
    std::string unit {};               ///< "" or a unit such as "px", "GB"
    std::vector<std::string> choices {}; ///< allowed texts ("" = any)
    bool advanced = false;             ///< hidden in forms until asked for
    bool affectsResult = true;         ///< false: not part of an artifact's id (threads, device choice of equal class ...)
};

/// Every options struct has   static constexpr const char* stage = "discover";
/// and   template <class V> void describe(V& v) { v("clusters", clusters, OptionInfo { .minimum = 0 }); ... }
/// Member types: bool, int, std::int64_t, double, std::string, std::vector<int>, std::vector<std::string>.

namespace detail {
struct ToJson {
    Json json = Json::object();
    bool canonical = false;
    template <class T> void operator()(const char* name, T& value, const OptionInfo& info)
    {
        if (!canonical || info.affectsResult)
            json[name] = value;
    }
};

/// The library would cut 12.7 to 12 and 2^32 to 0 without a word: whole numbers must be whole and must fit.
template <class T> bool fitsWhole(const Json& json)
{
    if (json.is_number_unsigned())
        return std::in_range<T>(json.get<std::uint64_t>());
    if (json.is_number_integer())
        return std::in_range<T>(json.get<std::int64_t>());
    return json.is_number_float() && json == std::trunc(json.get<double>()) && std::abs(json.get<double>()) < 2e9;
}
template <class T> bool fits(const Json& json)
{
    if constexpr (std::is_integral_v<T> && !std::is_same_v<T, bool>)
        return fitsWhole<T>(json);
    else if constexpr (std::is_same_v<T, std::vector<int>>)
        return json.is_array() && std::all_of(json.begin(), json.end(), fitsWhole<int>);
    else
        return true;
}

struct FromJson {
    const Json& json;
    Json seen = Json::object();
    Result<void> result;
    template <class T> void operator()(const char* name, T& value, const OptionInfo& info)
    {
        seen[name] = true;
        if (!result || !json.contains(name))
            return;
        const auto wrong = [&](std::string why) {
            result = fail("option.wrong-type", { { "option", name }, { "value", json.at(name) } }, std::move(why));
        };
        if (!fits<T>(json.at(name)))
            return wrong("not a whole number of this size");
        try {
            value = json.at(name).get<T>();
        } catch (const Json::exception& e) {
            return wrong(e.what());
        }
        check(name, value, info);
    }
    template <class T> void check(const char* name, const T& value, const OptionInfo& info)
    {
        if constexpr (std::is_arithmetic_v<T> && !std::is_same_v<T, bool>) {
            if (!(static_cast<double>(value) >= info.minimum && static_cast<double>(value) <= info.maximum))
                result = fail("option.out-of-range",
                    { { "option", name }, { "value", value }, { "minimum", info.minimum }, { "maximum", info.maximum } });
        } else if constexpr (std::is_same_v<T, std::string>) {
            bool known = info.choices.empty();
            for (const auto& choice : info.choices)
                known = known || choice == value;
            if (!known)
                result = fail("option.unknown-choice", { { "option", name }, { "value", value }, { "choices", info.choices } });
        } else if constexpr (std::is_same_v<T, std::vector<int>>) {
            for (const int item : value)
                check(name, item, info);
        }
    }
};
} // namespace detail

/// All options as JSON, defaults included.
template <class O> Json optionsToJson(O options)
{
    detail::ToJson visitor;
    options.describe(visitor);
    return visitor.json;
}

/// Only the options that change the result: what an artifact's id is made of.
template <class O> Json canonicalOptions(O options)
{
    detail::ToJson visitor { .canonical = true };
    options.describe(visitor);
    return visitor.json;
}

/// Options from JSON; absent names keep their default; unknown names, wrong types and values out of range are errors.
template <class O> Result<O> optionsFromJson(const Json& json)
{
    O options;
    detail::FromJson visitor { json, Json::object(), {} };
    options.describe(visitor);
    if (!visitor.result)
        return tl::make_unexpected(visitor.result.error());
    for (const auto& [name, value] : json.items())
        if (!visitor.seen.contains(name))
            return fail("option.unknown", { { "option", name }, { "stage", O::stage } });
    return options;
}

} // namespace minamo
