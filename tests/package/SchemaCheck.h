#pragma once
#include "base/Json.h"

#include <regex>
#include <set>
#include <string>

namespace minamo {

/// The part of JSON Schema (draft 2020-12) that Minamo's schemas use. A keyword it does not know is a fault
/// too, so that nothing in a schema goes unchecked.
class SchemaCheck {
public:
    explicit SchemaCheck(Json schema) : m_root(std::move(schema)) { }
    /// "" if `value` fits; else where it does not.
    std::string fault(const Json& value) const { return faultOf(value, m_root, "$"); }

private:
    static bool isOfType(const Json& value, const std::string& type)
    {
        return type == "object" ? value.is_object()
            : type == "array"   ? value.is_array()
            : type == "string"  ? value.is_string()
            : type == "boolean" ? value.is_boolean()
            : type == "null"    ? value.is_null()
            : type == "integer" ? value.is_number_integer()
            : type == "number"  ? value.is_number()
                                : false;
    }
    static bool hasType(const Json& value, const Json& types)
    {
        if (types.is_string())
            return isOfType(value, types);
        for (const auto& type : types)
            if (isOfType(value, type))
                return true;
        return false;
    }
    std::string faultOf(const Json& value, const Json& schema, const std::string& where) const
    {
        static const std::set<std::string> spoken { "$schema", "$id", "$defs", "title", "description" };
        for (const auto& [keyword, rule] : schema.items())
            if (!spoken.contains(keyword))
                if (const auto found = faultOfKeyword(value, keyword, rule, schema, where); !found.empty())
                    return found;
        return "";
    }
    std::string faultOfKeyword(const Json& value, const std::string& keyword, const Json& rule,
        const Json& schema, const std::string& where) const
    {
        const auto bad = where + ": " + keyword;
        if (keyword == "$ref")
            return faultOf(value, m_root.at(Json::json_pointer(rule.get<std::string>().substr(1))), where);
        if (keyword == "type")
            return hasType(value, rule) ? "" : bad;
        if (keyword == "const")
            return value == rule ? "" : bad;
        if (keyword == "enum")
            return std::find(rule.begin(), rule.end(), value) != rule.end() ? "" : bad;
        if (keyword == "minimum")
            return !value.is_number() || value >= rule ? "" : bad;
        if (keyword == "maximum")
            return !value.is_number() || value <= rule ? "" : bad;
        if (keyword == "minLength")
            return !value.is_string() || value.get<std::string>().size() >= rule ? "" : bad;
        if (keyword == "minItems")
            return !value.is_array() || value.size() >= rule ? "" : bad;
        if (keyword == "pattern")
            return !value.is_string()
                    || std::regex_search(value.get<std::string>(), std::regex(rule.get<std::string>()))
                ? ""
                : bad;
        if (keyword == "required")
            return faultOfRequired(value, rule, bad);
        if (keyword == "items")
            return faultOfItems(value, rule, where);
        if (keyword == "properties")
            return faultOfProperties(value, rule, where);
        if (keyword == "additionalProperties")
            return faultOfMore(value, schema, bad);
        return "unknown keyword " + keyword;
    }
    static std::string faultOfRequired(const Json& value, const Json& names, const std::string& bad)
    {
        if (value.is_object())
            for (const auto& name : names)
                if (!value.contains(name.get<std::string>()))
                    return bad + " " + name.get<std::string>();
        return "";
    }
    std::string faultOfItems(const Json& value, const Json& rule, const std::string& where) const
    {
        if (value.is_array())
            for (std::size_t i = 0; i < value.size(); ++i)
                if (const auto found = faultOf(value[i], rule, where + "[" + std::to_string(i) + "]");
                    !found.empty())
                    return found;
        return "";
    }
    std::string faultOfProperties(const Json& value, const Json& rules, const std::string& where) const
    {
        if (value.is_object())
            for (const auto& [name, rule] : rules.items())
                if (value.contains(name))
                    if (const auto found = faultOf(value.at(name), rule, where + "." + name); !found.empty())
                        return found;
        return "";
    }
    static std::string faultOfMore(const Json& value, const Json& schema, const std::string& bad)
    {
        if (value.is_object() && schema.at("additionalProperties") == false)
            for (const auto& [name, any] : value.items())
                if (!schema.at("properties").contains(name))
                    return bad + " " + name;
        return "";
    }

    Json m_root;
};

} // namespace minamo
