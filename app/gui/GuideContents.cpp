#include "GuideContents.h"

#include "io/Files.h"

#include <QFile>
#include <QRegularExpression>

namespace minamo {

namespace {

QString textOf(const QUrl& url)
{
    QFile file(url.toLocalFile());
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

} // namespace

QUrl guideUrl(Language language, const QString& page)
{
    const auto folder = sharedFolder() / "help" / languageCode(language);
    return QUrl::fromLocalFile(QString::fromStdString(folder.string()) + '/' + page + ".md");
}

Result<QList<GuideEntry>> guideEntries(Language language)
{
    static const QRegularExpression line(
        "^(#{1,2}) (.+)$|^- \\[([^\\]]+)\\]\\(([a-z-]+)\\.md\\)", QRegularExpression::MultilineOption);
    const auto url = guideUrl(language, guideContentsPage);
    const auto contents = textOf(url);
    QList<GuideEntry> entries;
    for (auto match = line.globalMatch(contents); match.hasNext();) {
        const auto one = match.next();
        if (const auto page = one.captured(4); !page.isEmpty())
            entries.push_back({ page, one.captured(3), textOf(guideUrl(language, page)) });
        else
            entries.push_back({ one.captured(1) == "#" ? guideContentsPage : "", one.captured(2), {} });
    }
    if (entries.isEmpty())
        return fail("window.no-guide", { { "path", url.toLocalFile().toStdString() } });
    return entries;
}

bool isAbout(const GuideEntry& entry, const QString& query)
{
    for (const auto& word : query.split(' ', Qt::SkipEmptyParts))
        if (!entry.title.contains(word, Qt::CaseInsensitive)
            && !entry.text.contains(word, Qt::CaseInsensitive))
            return false;
    return true;
}

} // namespace minamo
