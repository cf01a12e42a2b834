#include "models/Unicode.h"

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <map>
#include <span>
#include <unordered_map>

namespace minamo {
namespace {

#include "models/UnicodeClasses.inc"
#include "models/UnicodeCompositions.inc"

using Numbers = std::span<const std::uint32_t>;
constexpr char32_t hangulFirst = 0xAC00, leadFirst = 0x1100, vowelFirst = 0x1161, tailFirst = 0x11A7;
constexpr char32_t vowels = 21, tails = 28, syllables = 19 * vowels * tails;

/// The row [first, last, ...] of a table that holds `c`; nullptr if none does.
const std::uint32_t* rowOf(Numbers table, std::size_t width, char32_t c)
{
    std::size_t low = 0, high = table.size() / width;
    while (low < high) {
        const std::size_t middle = (low + high) / 2;
        if (table[middle * width + 1] < c)
            low = middle + 1;
        else
            high = middle;
    }
    return low < table.size() / width && table[low * width] <= c ? &table[low * width] : nullptr;
}

std::uint32_t combiningClass(char32_t c)
{
    const auto* row = rowOf(combiningClasses, 3, c);
    return row ? row[2] : 0;
}

using Pair = std::pair<char32_t, char32_t>;

const std::unordered_map<char32_t, Pair>& decompositionTable()
{
    static const auto table = [] {
        std::unordered_map<char32_t, Pair> all;
        for (const Numbers rows : { Numbers(compositions), Numbers(decompositions) })
            for (std::size_t i = 0; i < rows.size(); i += 3)
                all[rows[i]] = { rows[i + 1], rows[i + 2] };
        return all;
    }();
    return table;
}

const std::map<Pair, char32_t>& compositionTable()
{
    static const auto table = [] {
        std::map<Pair, char32_t> all;
        for (std::size_t i = 0; i < std::size(compositions); i += 3)
            all[{ compositions[i + 1], compositions[i + 2] }] = compositions[i];
        return all;
    }();
    return table;
}

void decompose(char32_t c, std::u32string& out)
{
    if (c >= hangulFirst && c < hangulFirst + syllables) {
        const char32_t index = c - hangulFirst;
        out += leadFirst + index / (vowels * tails);
        out += vowelFirst + index % (vowels * tails) / tails;
        if (index % tails != 0)
            out += tailFirst + index % tails;
        return;
    }
    const auto found = decompositionTable().find(c);
    if (found == decompositionTable().end()) {
        out += c;
        return;
    }
    decompose(found->second.first, out);
    if (found->second.second != 0)
        decompose(found->second.second, out);
}

/// 0 if the two do not compose.
char32_t compose(char32_t first, char32_t second)
{
    if (first >= leadFirst && first < leadFirst + 19 && second >= vowelFirst && second < vowelFirst + vowels)
        return hangulFirst + ((first - leadFirst) * vowels + second - vowelFirst) * tails;
    const bool isOpen
        = first >= hangulFirst && first < hangulFirst + syllables && (first - hangulFirst) % tails == 0;
    if (isOpen && second > tailFirst && second < tailFirst + tails)
        return first + second - tailFirst;
    const auto found = compositionTable().find({ first, second });
    return found == compositionTable().end() ? 0 : found->second;
}

/// Combining characters in order of their class.
void reorder(std::u32string& text)
{
    for (auto at = text.begin(); at != text.end();) {
        if (combiningClass(*at) == 0) {
            ++at;
            continue;
        }
        const auto end = std::find_if(at, text.end(), [](char32_t c) { return combiningClass(c) == 0; });
        std::stable_sort(
            at, end, [](char32_t a, char32_t b) { return combiningClass(a) < combiningClass(b); });
        at = end;
    }
}

} // namespace

CharacterKind kindOf(char32_t c)
{
    constexpr std::u32string_view spaces
        = U"\u0085\u00A0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200A\u2028\u2029"
          U"\u202F\u205F\u3000";
    if ((c >= 9 && c <= 13) || c == 32 || spaces.find(c) != std::u32string_view::npos)
        return CharacterKind::space;
    if (rowOf(letters, 2, c))
        return CharacterKind::letter;
    return rowOf(numbers, 2, c) ? CharacterKind::number : CharacterKind::other;
}

std::u32string charactersOf(std::string_view utf8)
{
    constexpr char32_t invalid = 0xFFFD, smallest[] { 0, 0x80, 0x800, 0x10000 };
    std::u32string characters;
    for (std::size_t i = 0; i < utf8.size();) {
        const auto lead = static_cast<unsigned char>(utf8[i++]);
        const std::size_t more = lead < 0x80 ? 0
            : lead < 0xC0                    ? 4
            : lead < 0xE0                    ? 1
            : lead < 0xF0                    ? 2
            : lead < 0xF8                    ? 3
                                             : 4;
        char32_t c = more == 0 ? lead : lead & (0x3FU >> more);
        std::size_t read = 0;
        for (; read < more && more < 4 && i < utf8.size() && (utf8[i] & 0xC0) == 0x80; ++read, ++i)
            c = (c << 6) | (static_cast<unsigned char>(utf8[i]) & 0x3FU);
        const bool whole
            = more < 4 && read == more && c >= smallest[more] && c < 0x110000 && (c < 0xD800 || c > 0xDFFF);
        characters += whole ? c : invalid;
    }
    return characters;
}

std::string utf8Of(std::u32string_view characters)
{
    std::string utf8;
    for (const char32_t c : characters) {
        const std::size_t more = c < 0x80 ? 0 : c < 0x800 ? 1 : c < 0x10000 ? 2 : 3;
        constexpr unsigned lead[] { 0, 0xC0, 0xE0, 0xF0 };
        utf8 += static_cast<char>(lead[more] | (c >> (6 * more)));
        for (std::size_t i = more; i-- > 0;)
            utf8 += static_cast<char>(0x80 | ((c >> (6 * i)) & 0x3F));
    }
    return utf8;
}

std::u32string composed(std::u32string_view text)
{
    std::u32string parts, result;
    for (const char32_t c : text)
        decompose(c, parts);
    reorder(parts);
    std::size_t starter = std::u32string::npos;
    std::uint32_t last = 0; // class of what stands between the starter and here; 0 = nothing
    for (const char32_t c : parts) {
        const std::uint32_t own = combiningClass(c);
        const bool reachable = starter != std::u32string::npos && (last < own || last == 0);
        if (const char32_t whole = reachable ? compose(result[starter], c) : 0) {
            result[starter] = whole;
            continue;
        }
        if (own == 0)
            starter = result.size();
        last = own;
        result += c;
    }
    return result;
}

std::u32string lowerCased(std::u32string_view text)
{
    constexpr char32_t dottedI = 0x130; // the only one that becomes two
    std::u32string result;
    for (const char32_t c : text) {
        const auto* rule = rowOf(lowerRules, 4, c);
        if (c == dottedI)
            result += U"i\u0307";
        else
            result += rule && (c - rule[0]) % rule[2] == 0 ? static_cast<char32_t>(c + rule[3]) : c;
    }
    return result;
}

} // namespace minamo
