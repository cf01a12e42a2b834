#pragma once
#include "base/Phrases.h"
#include "base/Result.h"
#include "theme/Theme.h"

#include <QSize>
#include <QString>
#include <QStringList>
#include <optional>

namespace minamo {

/// The command line of the window:
/// minamo [PROJECT] [--place NAME] [--language ja|en] [--theme light|dark] [--size WxH] [--screenshot FILE]
/// minamo PROJECT --export-pdf FILE [--language ja|en]
struct Arguments {
    QString project;
    QString place;
    std::optional<Language> language;
    std::optional<ThemeKind> theme;
    QSize size; ///< of the whole window in device-independent px; invalid = remembered or default
    QString screenshot;
    QString exportPdf; ///< the report goes there and no window opens; needs a project
    bool help = false, version = false;
};

/// Names that --place accepts, in the order of the rail.
QStringList placeNames();
/// Errors "window.bad-argument", "window.missing-value" and "window.bad-value".
Result<Arguments> parseArguments(const QStringList& arguments);
/// The text of --help.
QString helpText(Language language);

} // namespace minamo
