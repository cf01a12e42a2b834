#include "PdfText.h"

#include "PageCanvas.h"

#include <QHash>
#include <QRawFont>
#include <QSet>

namespace minamo {
namespace {

/// The drawn character for a character that was not drawn but has the same glyph in a font of the pages.
QHash<ushort, ushort> drawnBySameGlyph(const QSet<ushort>& named, const QString& drawn)
{
    QSet<ushort> known;
    for (const auto c : drawn)
        known.insert(c.unicode());
    QHash<ushort, ushort> result;
    for (const bool bold : { false, true })
        for (const auto script : { QFontDatabase::Japanese, QFontDatabase::Latin }) {
            const auto font = QRawFont::fromFont(pageFont(10, bold), script);
            const auto glyph
                = [&](ushort c) { return font.glyphIndexesForString(QString(QChar(c))).value(0); };
            QHash<quint32, ushort> byGlyph;
            for (const auto c : known)
                byGlyph.insert(glyph(c), c);
            byGlyph.remove(0);
            for (const auto c : named)
                if (const auto found = byGlyph.find(glyph(c)); !known.contains(c) && found != byGlyph.end())
                    result.insert(c, *found);
        }
    return result;
}

/// Calls `visit` with every four digits of a list "[<6708> <65E5> ...]" of the maps from glyphs to
/// characters.
template <class Visit> void visitNames(QByteArray& pdf, Visit visit)
{
    for (qsizetype at = pdf.indexOf("beginbfrange"); at >= 0; at = pdf.indexOf("beginbfrange", at + 1)) {
        const auto end = pdf.indexOf("endbfrange", at);
        bool inList = false;
        for (auto i = at; i + 5 < end; ++i) {
            if (pdf[i] == '[' || pdf[i] == ']')
                inList = pdf[i] == '[';
            else if (inList && pdf[i] == '<' && pdf[i + 5] == '>')
                visit(pdf.data() + i + 1);
        }
    }
}

} // namespace

void restoreDrawnCharacters(QByteArray& pdf, const QString& drawn)
{
    const auto codeAt
        = [](const char* digits) { return QByteArray::fromRawData(digits, 4).toUShort(nullptr, 16); };
    QSet<ushort> named;
    visitNames(pdf, [&](const char* digits) { named.insert(codeAt(digits)); });
    const auto drawnFor = drawnBySameGlyph(named, drawn);
    visitNames(pdf, [&](char* digits) {
        if (const auto found = drawnFor.find(codeAt(digits)); found != drawnFor.end())
            QByteArray::number(*found, 16).toUpper().rightJustified(4, '0').toStdString().copy(digits, 4);
    });
}

} // namespace minamo
