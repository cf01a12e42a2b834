#include "FolderLook.h"

#include <QImageReader>
#include <map>
#include <set>

namespace minamo {

namespace {

constexpr std::size_t shownPhotos = 12; // of an environment, to leaf through
constexpr int thumbnailSide = 160;

void addThumbnails(FolderLook& look, const JobContext& context)
{
    for (auto& environment : look.environments)
        for (const auto& file : environment.photos) {
            if (context.cancelled())
                return;
            environment.thumbnail = glanceAtPhoto(QString::fromStdString(file), thumbnailSide).image;
            if (!environment.thumbnail.isNull())
                break;
        }
}

} // namespace

PhotoGlance glanceAtPhoto(const QString& file, int side)
{
    QImageReader reader(file);
    reader.setDecideFormatFromContent(true);
    reader.setAutoTransform(true);
    QSize stored = reader.size(); // as in the file: EXIF may turn it
    if (stored.isValid() && qMax(stored.width(), stored.height()) > side)
        reader.setScaledSize(stored.scaled(side, side, Qt::KeepAspectRatio));
    const QImage image = reader.read();
    if (reader.transformation() & QImageIOHandler::TransformationRotate90)
        stored.transpose();
    return { image, image.isNull() ? QSize() : stored.isValid() ? stored : image.size() };
}

Result<FolderLook> lookAtFolder(const ImportOptions& options, const JobContext& context)
{
    MINAMO_TRY(const auto list, listPhotos(options, context));
    if (list.table.paths.empty())
        return fail("import.no-photos",
            { { "path", list.root.string() }, { "skipped", list.skipped.size() },
                { "others", list.others } });
    FolderLook look;
    look.layout = list.layout;
    look.photos = std::ssize(list.table.paths);
    look.skipped = std::ssize(list.skipped);
    const auto* environments = list.table.column("environment");
    const auto* labels = list.table.column("label");
    look.named = environments != nullptr;
    std::map<std::string, FolderLook::Environment> byName;
    std::set<std::string> classes;
    for (std::size_t i = 0; i < list.table.paths.size(); ++i) {
        const auto name = environments ? environments->words[i] : std::string();
        auto& environment = byName[name];
        environment.name = name;
        ++environment.count;
        if (environment.photos.size() < shownPhotos)
            environment.photos.push_back((list.root / list.table.paths[i]).string());
        if (labels && !labels->words[i].empty())
            classes.insert(labels->words[i]);
    }
    look.classes = std::ssize(classes);
    for (auto& [name, environment] : byName)
        look.environments.push_back(std::move(environment));
    addThumbnails(look, context);
    return look;
}

} // namespace minamo
