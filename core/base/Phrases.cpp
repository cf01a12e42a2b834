#include "base/Phrases.h"

#include "base/Assert.h"

#include <cstdlib>

namespace minamo {

extern const char* const embeddedPhrases[]; // written by packaging/cmake/EmbedPhrases.cmake

namespace {

std::string shown(const Json& value)
{
    if (value.is_string())
        return value.get<std::string>();
    if (value.is_array()) {
        std::string joined;
        for (const auto& item : value)
            joined += (joined.empty() ? "" : ", ") + shown(item);
        return joined;
    }
    return value.dump();
}

std::string filled(std::string text, const Json& values)
{
    for (const auto& [name, value] : values.items()) {
        const std::string place = "{" + name + "}", words = shown(value);
        for (auto at = text.find(place); at != std::string::npos; at = text.find(place, at + words.size()))
            text.replace(at, place.size(), words);
    }
    return text;
}

} // namespace

std::string_view languageCode(Language language) { return language == Language::ja ? "ja" : "en"; }

std::optional<Language> languageFromCode(std::string_view code)
{
    if (code.starts_with("ja"))
        return Language::ja;
    if (code.starts_with("en") || code == "C" || code.starts_with("C.") || code == "POSIX")
        return Language::en;
    return std::nullopt;
}

Language languageOfEnvironment()
{
    for (const char* name : { "LC_ALL", "LC_MESSAGES", "LANG" })
        if (const char* value = std::getenv(name); value && *value)
            return languageFromCode(value).value_or(Language::en);
    return Language::en;
}

const Json& allPhrases()
{
    static const Json phrases = [] {
        Json merged = Json::object();
        for (auto file = embeddedPhrases; *file; ++file) {
            const Json part = Json::parse(*file);
            for (const auto& [key, texts] : part.items()) {
                MINAMO_ASSERT(!merged.contains(key)); // one meaning, one place
                merged[key] = texts;
            }
        }
        return merged;
    }();
    return phrases;
}

bool Phrases::has(std::string_view key) const { return allPhrases().contains(key); }

std::string Phrases::text(std::string_view key, const Json& values) const
{
    const auto& all = allPhrases();
    const auto entry = all.find(key);
    if (entry == all.end())
        return std::string(key);
    return filled(entry->value(std::string(languageCode(m_language)), std::string(key)), values);
}

std::string Phrases::sentence(const Error& error) const
{
    const auto key = "error." + error.code;
    if (has(key))
        return text(key, error.values);
    return text("error.unknown", { { "code", error.code }, { "detail", error.detail } });
}

std::string Phrases::hint(const Error& error) const
{
    const auto key = "error." + error.code + ".hint";
    return has(key) ? text(key, error.values) : std::string();
}

} // namespace minamo
