#pragma once
#include "data/ImageFacts.h"
#include "jobs/JobContext.h"
#include "photos/PhotoCuts.h"
#include "photos/PhotoColumns.h"

#include <functional>

namespace minamo {

/// What opening a part of a photo gave: either `jpeg` is there, or `why` says why not.
struct ExaminedPart {
    Region region; ///< px of the upright photo
    ImageFacts facts;
    std::string jpeg; ///< thumbnail, longest side 160 px
    std::vector<std::int8_t> look; ///< LookMeter.h
    Error why; ///< code "" = fine
};

/// Decodes one photo, measures its parts and makes their thumbnails; a photo that cannot be used gives one
/// part that says why. "photo.changed" if its content hash is not `content`.
std::vector<ExaminedPart> examinePhoto(const Path& file, std::uint64_t content, const std::vector<Cut>& cuts);

/// Photos are examined in chunks; each chunk is a file in a work folder, renamed into place: an import that
/// was killed goes on behind its last chunk.
class ImportChunks {
public:
    static constexpr std::size_t chunkSize = 256;
    using CutsOf = std::function<std::vector<Cut>(std::size_t photo)>;
    ImportChunks(Path workFolder, Path root, const std::vector<std::string>& paths,
        const std::vector<std::uint64_t>& contents, CutsOf cuts);

    /// Examines what is missing. `progress` hears how many photos are done. Errors: "cancelled",
    /// "photo.changed" and "photo.cannot-read" {path} for a file that is not what it was when it was hashed,
    /// those of writing.
    Result<void> examine(
        const JobContext& context, const std::function<void(std::int64_t done)>& progress) const;
    /// Calls back for every part of every photo in order.
    Result<void> forEach(
        const std::function<Result<void>(std::size_t photo, const ExaminedPart&)>& use) const;

private:
    using Parts = std::vector<std::vector<ExaminedPart>>; // of each photo of a chunk
    Result<void> checkUnchanged(std::size_t chunk, const Parts& photos) const;
    std::size_t chunks() const;
    std::size_t first(std::size_t chunk) const { return chunk * chunkSize; }
    std::size_t size(std::size_t chunk) const;
    Path file(std::size_t chunk) const;

    Path m_work, m_root;
    const std::vector<std::string>& m_paths;
    const std::vector<std::uint64_t>& m_contents;
    CutsOf m_cuts;
};

} // namespace minamo
