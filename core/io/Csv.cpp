#include "io/Csv.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <iconv.h>

namespace minamo {
namespace {

std::string trimmed(std::string_view text)
{
    const auto from = text.find_first_not_of(" \t");
    if (from == std::string_view::npos)
        return {};
    return std::string(text.substr(from, text.find_last_not_of(" \t") - from + 1));
}

/// Reads one record after the other.
class CsvReader {
public:
    explicit CsvReader(std::string_view text) : m_text(text) { }
    bool atEnd() const { return m_at >= m_text.size(); }
    int line() const { return m_line; }

    Result<std::vector<std::string>> record()
    {
        std::vector<std::string> fields;
        for (bool more = true; more;) {
            MINAMO_TRY(auto text, field());
            fields.push_back(std::move(text));
            more = skip(',');
        }
        skip('\r');
        if (skip('\n'))
            ++m_line;
        return fields;
    }

private:
    bool skip(char wanted)
    {
        const bool found = !atEnd() && m_text[m_at] == wanted;
        m_at += found ? 1 : 0;
        return found;
    }
    Result<std::string> field()
    {
        if (skip('"'))
            return quoted();
        const auto end = std::min(m_text.find_first_of(",\r\n", m_at), m_text.size());
        std::string text(m_text.substr(m_at, end - m_at));
        m_at = end;
        return text;
    }
    Result<std::string> quoted()
    {
        const int opened = m_line;
        std::string text;
        while (!atEnd()) {
            const char c = m_text[m_at++];
            m_line += c == '\n' ? 1 : 0;
            if (c != '"') {
                text += c;
            } else if (!skip('"')) {
                MINAMO_TRY(const auto rest, field()); // what stands between the quote and the comma
                return text + rest;
            } else {
                text += '"';
            }
        }
        return fail("csv.open-quote", { { "line", opened } });
    }

    std::string_view m_text;
    std::size_t m_at = 0;
    int m_line = 1;
};

bool isBlank(const std::vector<std::string>& fields)
{
    return std::ranges::all_of(fields, [](const auto& field) { return trimmed(field).empty(); });
}

} // namespace

Result<CsvTable> CsvTable::parse(std::string_view text)
{
    if (text.starts_with("\xef\xbb\xbf"))
        text.remove_prefix(3);
    std::optional<std::string> converted;
    if (!isUtf8(text)) {
        converted = utf8FromCp932(text);
        if (!converted)
            return fail("csv.unknown-encoding");
        text = *converted;
    }
    CsvReader reader(text);
    CsvTable table;
    while (!reader.atEnd()) {
        const int line = reader.line();
        MINAMO_TRY(auto fields, reader.record());
        if (isBlank(fields))
            continue;
        if (table.m_columns.empty()) {
            for (const auto& field : fields)
                table.m_columns.push_back(trimmed(field));
            continue;
        }
        while (fields.size() > table.m_columns.size() && fields.back().empty())
            fields.pop_back();
        if (fields.size() > table.m_columns.size())
            return fail("csv.too-many-fields", { { "line", line } });
        fields.resize(table.m_columns.size());
        table.m_rows.push_back(std::move(fields));
        table.m_lines.push_back(line);
    }
    if (table.m_columns.empty())
        return fail("csv.empty");
    return table;
}

Result<CsvTable> CsvTable::read(const Path& file)
{
    MINAMO_TRY(const auto text, readFile(file));
    auto table = parse(text);
    if (!table)
        table.error().values["path"] = file.string();
    return table;
}

std::optional<std::size_t> CsvTable::find(std::string_view name) const
{
    const auto same = [](char a, char b) {
        return std::tolower(static_cast<unsigned char>(a)) == std::tolower(static_cast<unsigned char>(b));
    };
    for (std::size_t i = 0; i < m_columns.size(); ++i)
        if (std::ranges::equal(m_columns[i], name, same))
            return i;
    return std::nullopt;
}

std::string csvLine(const std::vector<std::string>& fields)
{
    std::string line;
    for (std::size_t i = 0; i < fields.size(); ++i) {
        line += i ? "," : "";
        if (fields[i].find_first_of(",\"\r\n") == std::string::npos) {
            line += fields[i];
            continue;
        }
        line += '"';
        for (const char c : fields[i])
            line += c == '"' ? std::string("\"\"") : std::string(1, c);
        line += '"';
    }
    return line + "\r\n";
}

std::optional<std::string> utf8FromCp932(std::string_view text)
{
    const iconv_t converter = ::iconv_open("UTF-8", "CP932");
    if (converter == iconv_t(-1)) // NOLINT: iconv's way to say no
        return std::nullopt;
    std::string from(text), to(3 * text.size() + 1, '\0'); // two bytes become three, one becomes one or three
    char *in = from.data(), *out = to.data();
    std::size_t inLeft = from.size(), outLeft = to.size();
    const bool whole = ::iconv(converter, &in, &inLeft, &out, &outLeft) != std::size_t(-1) && inLeft == 0;
    ::iconv_close(converter);
    if (!whole)
        return std::nullopt;
    to.resize(to.size() - outLeft);
    return to;
}

bool isUtf8(std::string_view text)
{
    for (std::size_t i = 0; i < text.size();) {
        const auto lead = static_cast<unsigned char>(text[i]);
        const int more = lead < 0x80      ? 0
            : lead >= 0xc2 && lead < 0xe0 ? 1
            : (lead & 0xf0) == 0xe0       ? 2
            : lead >= 0xf0 && lead < 0xf5 ? 3
                                          : -1;
        if (more < 0 || i + static_cast<std::size_t>(more) >= text.size())
            return false;
        std::uint32_t code = more == 0 ? lead : lead & (0x3fu >> more);
        for (int k = 1; k <= more; ++k) {
            const auto next = static_cast<unsigned char>(text[i + static_cast<std::size_t>(k)]);
            if ((next & 0xc0) != 0x80)
                return false;
            code = code << 6 | (next & 0x3fu);
        }
        constexpr std::array<std::uint32_t, 4> smallest { 0, 0x80, 0x800, 0x10000 };
        if (code < smallest[static_cast<std::size_t>(more)] || code > 0x10ffff
            || (code >= 0xd800 && code < 0xe000))
            return false;
        i += static_cast<std::size_t>(more) + 1;
    }
    return true;
}

} // namespace minamo
