#include "data/OkClass.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace minamo {
namespace {

constexpr std::array okWords { "ok", "okay", "free", "good", "normal", "pass", "passed", "accept", "accepted",
    "fine", "clean", "healthy", "intact", "flawless", "perfect" };
constexpr std::array negations { "not", "non", "no", "ng", "bad", "un", "without" };
constexpr std::array defectWords { "defect", "defects", "fault", "faults", "anomaly", "anomalies", "damage",
    "flaw", "flaws", "error", "errors", "abnormality" };
constexpr std::array okTexts { "良品", "良好", "正常", "合格", "無欠陥", "無傷" };
constexpr std::array badTexts { "不良", "不合格", "異常", "非", "欠陥", "不具合", "キズ", "傷" };
constexpr std::array absentTexts { "なし", "無し", "無" };

template <class List> bool isOneOf(const std::string& word, const List& list)
{
    return std::find(list.begin(), list.end(), word) != list.end();
}

template <class List> bool holdsOneOf(const std::string& text, const List& list)
{
    return std::any_of(
        list.begin(), list.end(), [&](const char* part) { return text.find(part) != std::string::npos; });
}

/// Full-width ASCII (U+FF01..U+FF5E) as ASCII, all in lower case.
std::string plain(const std::string& text)
{
    std::string result;
    for (std::size_t i = 0; i < text.size(); ++i) {
        auto byte = static_cast<unsigned char>(text[i]);
        if (byte == 0xEF && i + 2 < text.size()) {
            const auto middle = static_cast<unsigned char>(text[i + 1]),
                       last = static_cast<unsigned char>(text[i + 2]);
            const int code = (middle & 0x3F) << 6 | (last & 0x3F);
            if (middle >= 0xBC && middle <= 0xBD && code >= 0xF01 && code <= 0xF5E) {
                byte = static_cast<unsigned char>(code - 0xF01 + 0x21);
                i += 2;
            }
        }
        result += static_cast<char>(byte >= 'A' && byte <= 'Z' ? byte + 32 : byte);
    }
    return result;
}

std::vector<std::string> latinWords(const std::string& text)
{
    std::vector<std::string> words(1);
    for (const char c : text) {
        if (c >= 'a' && c <= 'z')
            words.back() += c;
        else if (!words.back().empty())
            words.emplace_back();
    }
    return words;
}

bool saysOkInLatin(const std::string& text)
{
    bool good = false, negated = false, defect = false;
    for (const auto& word : latinWords(text)) {
        good = good || isOneOf(word, okWords);
        negated = negated || isOneOf(word, negations);
        defect = defect || isOneOf(word, defectWords);
    }
    if (defect)
        return negated || text.find("free") != std::string::npos;
    return good && !negated;
}

bool saysOkInJapanese(const std::string& text)
{
    const bool bad = holdsOneOf(text, badTexts);
    if (!bad)
        return holdsOneOf(text, okTexts) || text == "良";
    return holdsOneOf(text, absentTexts);
}

} // namespace

std::vector<int> guessOkClasses(const std::vector<std::string>& classNames)
{
    std::vector<int> found;
    for (std::size_t i = 0; i < classNames.size(); ++i) {
        const auto text = plain(classNames[i]);
        const bool opposite = holdsOneOf(text, badTexts) && !saysOkInJapanese(text);
        if (saysOkInJapanese(text) || (saysOkInLatin(text) && !opposite))
            found.push_back(static_cast<int>(i));
    }
    return found;
}

} // namespace minamo
