#pragma once
#include <string>
#include <string_view>

namespace minamo {

/// What a tokenizer needs of Unicode (16.0, tables made by tests/golden/make/unicode_tables.py).
enum class CharacterKind { space, letter, number, other }; ///< White_Space, L*, N*, the rest
CharacterKind kindOf(char32_t character);

/// Characters of a UTF-8 text; U+FFFD where it is not valid.
std::u32string charactersOf(std::string_view utf8);
std::string utf8Of(std::u32string_view characters);

/// Normal form C: canonical decomposition, then composition.
std::u32string composed(std::u32string_view text);
/// Each character by itself: a final sigma is not looked for.
std::u32string lowerCased(std::u32string_view text);

} // namespace minamo
