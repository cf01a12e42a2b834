#include "imaging/PhotoPixels.h"

#include "base/Hash.h"
#include "imaging/PhotoDecoder.h"
#include "imaging/Pixels.h"
#include "photos/PhotoCuts.h"

#include <new>

namespace minamo {

Result<std::vector<PartPixels>> readPhotoPixels(const Path& file, const ImportOptions& options,
    const std::string& environment, const std::vector<PackOptions>& rules)
{
    MINAMO_TRY(const auto cuts, PhotoCuts::make(options));
    MINAMO_TRY(const auto bytes, PhotoFile::read(file));
    auto photo = decodePhoto(bytes.bytes());
    if (!photo) {
        photo.error().values["path"] = file.string();
        return tl::make_unexpected(photo.error());
    }
    const auto content = hash64(bytes.text());
    std::vector<PartPixels> parts;
    try {
        for (const auto& cut : cuts.of(environment)) {
            PartPixels part;
            part.region = regionOf(cut, photo->fullWidth, photo->fullHeight);
            part.content = cuts.areWhole() ? content : contentOfRegion(content, part.region);
            for (const auto& rule : rules)
                part.squares.push_back(planarSquare(partOf(*photo, part.region), rule));
            parts.push_back(std::move(part));
        }
    } catch (const std::exception& e) {
        return fail("photo.out-of-memory", { { "path", file.string() } }, e.what());
    }
    return parts;
}

} // namespace minamo
