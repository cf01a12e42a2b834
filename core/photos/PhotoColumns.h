#pragma once
#include "data/Dataset.h"

#include <string>
#include <vector>

namespace minamo {

/// One column of words, one word per photo, "" = unknown.
struct WordColumn {
    std::string name;
    std::vector<std::string> words;
};

/// Photos to import with everything known about them before they are opened.
struct PhotoColumns {
    std::vector<std::string> paths; ///< relative to the folder, UTF-8, '/' separated, sorted
    std::vector<WordColumn> columns; ///< "label", "environment", "group"; all others become tags

    const WordColumn* column(std::string_view name) const;
    WordColumn& add(std::string name); ///< a new column of unknown words
};

/// A file that was not imported, and why (an error code of "photo.*" or "import.*"; phrase "skip.<code>").
struct SkippedFile {
    std::string path;
    Error why;
};

/// The words of the wanted rows as a category, values sorted.
Category categoryOf(const WordColumn& column, const std::vector<std::size_t>& rows);

} // namespace minamo
