#pragma once
#include <QByteArray>
#include <QString>

namespace minamo {

/// Makes the text of a PDF of QPdfWriter searchable as it was drawn. Qt names every glyph by the lowest
/// character that shares it, and fonts for Japanese share glyphs between ideographs and radicals: 月 (U+6708)
/// would be found as ⽉ (U+2F49). Puts the characters of `drawn` that have the same glyph in their place; the
/// length of the file stays.
void restoreDrawnCharacters(QByteArray& pdf, const QString& drawn);

} // namespace minamo
