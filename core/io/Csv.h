#pragma once
#include "io/Files.h"

#include <optional>
#include <string>
#include <vector>

namespace minamo {

/// A table of texts with a header line (RFC 4180: commas, quotes doubled inside quotes, CRLF or LF), in UTF-8
/// with or without byte order mark, or in CP932 (what Excel in Japan writes). Rows shorter than the header
/// are filled up with "".
class CsvTable {
public:
    /// Errors "csv.unknown-encoding", "csv.empty", "csv.open-quote" {line}, "csv.too-many-fields" {line}.
    static Result<CsvTable> parse(std::string_view text);
    /// The same, with {path} in the error.
    static Result<CsvTable> read(const Path& file);

    const std::vector<std::string>& columns() const { return m_columns; } ///< trimmed
    std::size_t size() const { return m_rows.size(); }
    const std::string& at(std::size_t row, std::size_t column) const { return m_rows[row][column]; }
    int line(std::size_t row) const { return m_lines[row]; } ///< of the file, from 1
    /// Index of a column, whatever its case.
    std::optional<std::size_t> find(std::string_view name) const;

private:
    std::vector<std::string> m_columns;
    std::vector<std::vector<std::string>> m_rows;
    std::vector<int> m_lines;
};

/// One line with its line end; fields are quoted where needed.
std::string csvLine(const std::vector<std::string>& fields);
/// CP932 (Shift-JIS as Windows writes it) as UTF-8; nothing if the bytes are no CP932.
std::optional<std::string> utf8FromCp932(std::string_view text);
/// True if the bytes are valid UTF-8 (no overlong forms, no surrogates).
bool isUtf8(std::string_view text);

} // namespace minamo
