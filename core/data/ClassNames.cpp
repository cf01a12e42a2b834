#include "data/ClassNames.h"

namespace minamo {

Json classNamed(Json names, const std::string& className, const ClassName& shown)
{
    if (!names.is_object())
        names = Json::object();
    Json entry = Json::object();
    if (!shown.ja.empty())
        entry["ja"] = shown.ja;
    if (!shown.en.empty())
        entry["en"] = shown.en;
    if (entry.empty())
        names.erase(className);
    else
        names[className] = std::move(entry);
    return names.empty() ? Json() : names;
}

ClassName givenName(const Json& names, const std::string& className)
{
    const auto found = names.is_object() ? names.find(className) : names.end();
    if (!names.is_object() || found == names.end() || !found->is_object())
        return {};
    const auto text = [&](const char* language) {
        const auto value = found->value(language, Json());
        return value.is_string() ? value.get<std::string>() : std::string();
    };
    return { text("ja"), text("en") };
}

std::string shownClass(const Json& names, const std::string& className, Language language)
{
    const auto given = givenName(names, className);
    const auto& text = language == Language::ja ? given.ja : given.en;
    return text.empty() ? className : text;
}

} // namespace minamo
