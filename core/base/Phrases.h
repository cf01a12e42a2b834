#pragma once
#include "base/Result.h"

#include <optional>
#include <string>
#include <string_view>

namespace minamo {

enum class Language { ja, en };
std::string_view languageCode(Language language);                     ///< "ja" or "en"
std::optional<Language> languageFromCode(std::string_view code);      ///< accepts "ja", "ja_JP.UTF-8", "en" ...
Language languageOfEnvironment();                                     ///< LC_ALL, LC_MESSAGES, LANG; else English

/// Turns meaning (keys and numbers) into sentences of one language. Texts: resources/phrases/*.json,
/// {"key": {"ja": "...", "en": "..."}}; {name} is replaced by the value of that name.
class Phrases {
public:
    explicit Phrases(Language language) : m_language(language) { }
    Language language() const { return m_language; }

    bool has(std::string_view key) const;
    /// The phrase; an unknown key comes back as itself (a test proves that none is unknown).
    std::string text(std::string_view key, const Json& values = Json::object()) const;
    std::string sentence(const Error& error) const;  ///< what is wrong and where
    std::string hint(const Error& error) const;      ///< what to do next, "" if nothing can be done

private:
    Language m_language;
};

/// All phrase files merged: key -> {"ja", "en"}. For tests and for the manual.
const Json& allPhrases();

} // namespace minamo
