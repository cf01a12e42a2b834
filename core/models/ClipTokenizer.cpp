#include "models/ClipTokenizer.h"

#include "models/ModelComponent.h"
#include "models/Unicode.h"

#include <algorithm>
#include <array>
#include <limits>

namespace minamo {
namespace {

constexpr const char* endOfWord = "</w>";
constexpr std::int64_t largestVocabulary = 10'000'000;

/// GPT-2's names for bytes: printable ones stand for themselves, the others follow from U+0100.
const std::array<std::string, 256>& byteNames()
{
    static const auto names = [] {
        std::array<std::string, 256> all;
        char32_t next = 256;
        for (std::size_t byte = 0; byte < 256; ++byte) {
            const bool printable = (byte > 32 && byte < 127) || (byte > 160 && byte < 173) || byte > 173;
            all[byte] = utf8Of(std::u32string(1, printable ? static_cast<char32_t>(byte) : next++));
        }
        return all;
    }();
    return names;
}

/// Characters of the next piece: 's 't 're 've 'm 'll 'd | letters | a digit | others. 0 at white space.
std::size_t pieceLength(std::u32string_view text)
{
    for (const std::u32string_view ending : { U"'s", U"'t", U"'re", U"'ve", U"'m", U"'ll", U"'d" })
        if (text.starts_with(ending))
            return ending.size();
    const auto kind = kindOf(text.front());
    if (kind == CharacterKind::space || kind == CharacterKind::number)
        return kind == CharacterKind::number;
    std::size_t length = 1;
    while (length < text.size() && kindOf(text[length]) == kind)
        ++length;
    return length;
}

/// A text, or the "content" of an entry.
std::string contentOf(const Json& entry)
{
    const Json& text = entry.is_object() ? entry.value("content", Json()) : entry;
    return text.is_string() ? text.get<std::string>() : "";
}

tl::unexpected<Error> broken(const Path& file, const std::string& part)
{
    return fail("tokenizer.broken", { { "path", file.string() }, { "part", part } });
}

} // namespace

Result<ClipTokenizer> ClipTokenizer::open(const Path& folder)
{
    ClipTokenizer tokenizer;
    const Path vocabulary = folder / "vocab.json", merges = folder / "merges.txt";
    if (isFile(vocabulary) && isFile(merges)) {
        MINAMO_TRY(const Json json, readJson(vocabulary));
        MINAMO_DO(tokenizer.readVocabulary(vocabulary, json));
        MINAMO_TRY(const std::string text, readFile(merges));
        Symbols lines;
        for (std::size_t at = 0; at < text.size();) {
            const auto end = std::min(text.find('\n', at), text.size());
            std::string line = text.substr(at, end - at);
            if (line.ends_with('\r'))
                line.pop_back();
            if (!line.empty() && !line.starts_with("#version"))
                lines.push_back(std::move(line));
            at = end + 1;
        }
        MINAMO_DO(tokenizer.readMerges(merges, lines));
    } else if (isFile(folder / "tokenizer.json")) {
        MINAMO_DO(tokenizer.readWhole(folder / "tokenizer.json"));
    } else {
        return fail("tokenizer.no-files", { { "path", folder.string() } });
    }
    MINAMO_DO(tokenizer.readSpecials(folder));
    return tokenizer;
}

Result<void> ClipTokenizer::readVocabulary(const Path& file, const Json& vocabulary)
{
    if (!vocabulary.is_object() || vocabulary.empty())
        return broken(file, "vocab");
    for (const auto& [token, id] : vocabulary.items()) {
        if (!id.is_number_integer() || id < 0 || id > largestVocabulary)
            return broken(file, token);
        m_ids[token] = id.get<std::int64_t>();
    }
    for (const auto& name : byteNames())
        for (const char* end : { "", endOfWord })
            if (!m_ids.contains(name + end))
                return broken(file, name + end);
    return {};
}

/// Lines "left right", the most frequent pair first.
Result<void> ClipTokenizer::readMerges(const Path& file, const Symbols& lines)
{
    for (const auto& line : lines) {
        const auto blank = line.find(' ');
        if (blank == std::string::npos || line.find(' ', blank + 1) != std::string::npos
            || !m_ids.contains(line.substr(0, blank) + line.substr(blank + 1)))
            return broken(file, line);
        m_ranks.try_emplace(line, m_ranks.size());
    }
    return {};
}

Result<void> ClipTokenizer::readWhole(const Path& file)
{
    MINAMO_TRY(const Json json, readJson(file));
    const Json model = json.is_object() ? json.value("model", Json()) : Json();
    if (!model.is_object() || model.value("type", Json("BPE")) != Json("BPE")
        || model.value("end_of_word_suffix", Json()) != Json(endOfWord))
        return broken(file, "model");
    MINAMO_DO(readVocabulary(file, model.value("vocab", Json())));
    const Json merges = model.value("merges", Json());
    Symbols lines;
    for (const auto& merge : merges) {
        const bool isPair
            = merge.is_array() && merge.size() == 2 && merge[0].is_string() && merge[1].is_string();
        if (!isPair && !merge.is_string())
            return broken(file, "merges");
        lines.push_back(isPair ? merge[0].get<std::string>() + " " + merge[1].get<std::string>()
                               : merge.get<std::string>());
    }
    return readMerges(file, lines);
}

Result<void> ClipTokenizer::readSpecials(const Path& folder)
{
    m_specials = { { "bos_token", "<|startoftext|>" }, { "eos_token", "<|endoftext|>" },
        { "pad_token", "<|endoftext|>" } };
    for (const char* name : { "tokenizer_config.json", "special_tokens_map.json" })
        if (isFile(folder / name))
            MINAMO_DO(takeSpecials(folder / name));
    for (const auto& [role, token] : m_specials)
        if (!m_ids.contains(token))
            return broken(folder, token);
    return {};
}

Result<void> ClipTokenizer::takeSpecials(const Path& file)
{
    MINAMO_TRY(const Json json, readJson(file));
    if (!json.is_object())
        return broken(file, "{}");
    for (auto& [role, token] : m_specials) {
        const Json entry = json.value(role, Json());
        if (!entry.is_null())
            token = contentOf(entry);
        if (token.empty())
            return broken(file, role);
    }
    return {};
}

std::int64_t ClipTokenizer::idOf(const std::string& token) const
{
    const auto found = m_ids.find(token);
    return found == m_ids.end() ? m_ids.at(m_specials.at("eos_token")) : found->second;
}

/// Bytes of the longest special token that `text` begins with; 0 if with none.
std::size_t ClipTokenizer::specialAt(std::string_view text) const
{
    std::size_t longest = 0;
    for (const auto& [role, token] : m_specials)
        if (text.starts_with(token))
            longest = std::max(longest, token.size());
    return longest;
}

TokenIds ClipTokenizer::encode(const std::string& text, std::size_t length) const
{
    TokenIds ids { idOf(m_specials.at("bos_token")) };
    std::size_t begin = 0;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t special = specialAt(std::string_view(text).substr(at));
        if (special == 0) {
            ++at;
            continue;
        }
        addText(std::string_view(text).substr(begin, at - begin), ids);
        ids.push_back(idOf(text.substr(at, special)));
        begin = at += special;
    }
    addText(std::string_view(text).substr(begin), ids);
    ids.resize(std::min(ids.size(), length - 1));
    ids.push_back(idOf(m_specials.at("eos_token")));
    ids.resize(length, idOf(m_specials.at("pad_token")));
    return ids;
}

void ClipTokenizer::addText(std::string_view text, TokenIds& ids) const
{
    const std::u32string characters = lowerCased(composed(charactersOf(text)));
    for (std::u32string_view rest = characters; !rest.empty();) {
        const std::size_t length = pieceLength(rest);
        if (length > 0)
            addPiece(rest.substr(0, length), ids);
        rest.remove_prefix(std::max<std::size_t>(length, 1));
    }
}

void ClipTokenizer::addPiece(std::u32string_view piece, TokenIds& ids) const
{
    Symbols symbols;
    for (const char byte : utf8Of(piece))
        symbols.push_back(byteNames()[static_cast<unsigned char>(byte)]);
    symbols.back() += endOfWord;
    for (;;) {
        std::size_t best = std::numeric_limits<std::size_t>::max(), place = 0;
        for (std::size_t i = 0; i + 1 < symbols.size(); ++i)
            if (const auto rank = m_ranks.find(symbols[i] + " " + symbols[i + 1]);
                rank != m_ranks.end() && rank->second < best) {
                best = rank->second;
                place = i;
            }
        if (best == std::numeric_limits<std::size_t>::max())
            break;
        symbols[place] += symbols[place + 1];
        symbols.erase(symbols.begin() + static_cast<std::ptrdiff_t>(place) + 1);
    }
    for (const auto& symbol : symbols)
        ids.push_back(idOf(symbol));
}

Result<TokenIds> emptyPromptIds(const ClipTextConfig& config)
{
    constexpr std::int64_t begin = 49406, end = 49407;
    if (config.vocabSize != end + 1)
        return fail("tokenizer.none", { { "tokens", config.vocabSize } });
    TokenIds ids(ClipTokenizer::promptLength, config.hiddenAct == "gelu" ? 0 : end);
    ids[0] = begin;
    ids[1] = end;
    return ids;
}

} // namespace minamo
