#pragma once
#include "base/Result.h"
#include "io/Files.h"
#include "models/ClipTextConfig.h"

#include <cstdint>
#include <map>
#include <string>
#include <unordered_map>
#include <vector>

namespace minamo {

using TokenIds = std::vector<std::int64_t>;

/// transformers' CLIPTokenizer: normal form C, white space to one blank, small letters; pieces of letters,
/// single digits or other characters; byte pairs with "</w>" at a piece's end.
class ClipTokenizer {
public:
    /// `folder` holds vocab.json and merges.txt, or tokenizer.json; special_tokens_map.json stands above
    /// tokenizer_config.json. Errors: "tokenizer.no-files" {path}, "tokenizer.broken" {path, part},
    /// "json.broken", "file.cannot-read".
    static Result<ClipTokenizer> open(const Path& folder);

    /// `length` ids: begin, the text's (the first length - 2), end, then padding.
    TokenIds encode(const std::string& text, std::size_t length = promptLength) const;

    static constexpr std::size_t promptLength = 77;

private:
    using Symbols = std::vector<std::string>;
    Result<void> readVocabulary(const Path& file, const Json& vocabulary);
    Result<void> readMerges(const Path& file, const Symbols& lines);
    Result<void> readWhole(const Path& file);
    Result<void> readSpecials(const Path& folder);
    Result<void> takeSpecials(const Path& file);
    std::int64_t idOf(const std::string& token) const;
    void addText(std::string_view text, TokenIds& ids) const;
    void addPiece(std::u32string_view piece, TokenIds& ids) const;
    std::size_t specialAt(std::string_view text) const;

    std::unordered_map<std::string, std::int64_t> m_ids;
    std::unordered_map<std::string, std::size_t> m_ranks; ///< of "left right"
    std::map<std::string, std::string> m_specials; ///< "bos_token" -> "<|startoftext|>" ...
};

/// The ids of "" where no tokenizer is at hand: begin 49406, end 49407, then the end again, or 0 ("!") for
/// encoders from OpenCLIP, which compute gelu with erf. Errors: "tokenizer.none" for another vocabulary.
Result<TokenIds> emptyPromptIds(const ClipTextConfig& config);

} // namespace minamo
