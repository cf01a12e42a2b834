#pragma once
#include "base/Options.h"

#include <string>
#include <vector>

namespace minamo {

enum class FieldKind { truth, whole, large, real, text, wholeList, textList };

/// One option as a form needs it; made from describe() (decision D7), so that forms and CLI flags never drift
/// apart.
struct OptionField {
    std::string name;
    FieldKind kind = FieldKind::text;
    Json value; ///< the default
    OptionInfo info;
};

namespace detail {
struct ToFields {
    std::vector<OptionField> fields;
    void operator()(const char* name, bool& value, const OptionInfo& info)
    {
        add(name, FieldKind::truth, value, info);
    }
    void operator()(const char* name, int& value, const OptionInfo& info)
    {
        add(name, FieldKind::whole, value, info);
    }
    void operator()(const char* name, std::int64_t& value, const OptionInfo& info)
    {
        add(name, FieldKind::large, value, info);
    }
    void operator()(const char* name, double& value, const OptionInfo& info)
    {
        add(name, FieldKind::real, value, info);
    }
    void operator()(const char* name, std::string& value, const OptionInfo& info)
    {
        add(name, FieldKind::text, value, info);
    }
    void operator()(const char* name, std::vector<int>& value, const OptionInfo& info)
    {
        add(name, FieldKind::wholeList, value, info);
    }
    void operator()(const char* name, std::vector<std::string>& value, const OptionInfo& info)
    {
        add(name, FieldKind::textList, value, info);
    }
    void add(const char* name, FieldKind kind, Json value, const OptionInfo& info)
    {
        fields.push_back({ name, kind, std::move(value), info });
    }
};
} // namespace detail

/// All options of O with the values of `options` as defaults.
template <class O> std::vector<OptionField> optionFields(O options = {})
{
    detail::ToFields visitor;
    options.describe(visitor);
    return visitor.fields;
}

} // namespace minamo
