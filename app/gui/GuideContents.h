#pragma once
#include "base/Phrases.h"
#include "base/Result.h"

#include <QList>
#include <QString>
#include <QUrl>

namespace minamo {

/// A line of the guide's contents: a page, or (with no page) the heading of a group.
struct GuideEntry {
    QString page; ///< "data", "glossary" ...
    QString title;
    QString text; ///< the whole page, for the search
};

/// The page that names all others, in their order.
inline constexpr const char* guideContentsPage = "contents";

/// Where a page of the guide lies: share/minamo/help/<language>/<page>.md.
QUrl guideUrl(Language language, const QString& page);
/// The contents page, then what it names. Error "window.no-guide" {path}.
Result<QList<GuideEntry>> guideEntries(Language language);
/// Every word of `query` stands in the page; true if there are none.
bool isAbout(const GuideEntry& entry, const QString& query);

} // namespace minamo
