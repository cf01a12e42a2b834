#pragma once
#include "data/ImageFacts.h"
#include "imaging/PhotoTable.h"
#include "jobs/JobContext.h"

#include <functional>

namespace minamo {

/// What opening one photo gave: either `jpeg` is there, or `why` says why not.
struct ExaminedPhoto {
    std::int32_t width = 0, height = 0; ///< px, upright
    ImageFacts facts;
    std::string jpeg; ///< thumbnail, longest side 160 px
    Error why; ///< code "" = fine
};

/// Decodes one photo, measures it and makes its thumbnail. "photo.changed" if its content hash is not
/// `content`.
ExaminedPhoto examinePhoto(const Path& file, std::uint64_t content);

/// Photos are examined in chunks; each chunk is a file in a work folder, renamed into place: an import that
/// was killed goes on behind its last chunk.
class ImportChunks {
public:
    static constexpr std::size_t chunkSize = 256;
    ImportChunks(Path workFolder, Path root, const std::vector<std::string>& paths,
        const std::vector<std::uint64_t>& contents);

    /// Examines what is missing. `progress` hears how many photos are done. Errors: "cancelled",
    /// "photo.changed" and "photo.cannot-read" {path} for a file that is not what it was when it was hashed,
    /// those of writing.
    Result<void> examine(
        const JobContext& context, const std::function<void(std::int64_t done)>& progress) const;
    /// Calls back for every photo in order.
    Result<void> forEach(
        const std::function<Result<void>(std::size_t photo, const ExaminedPhoto&)>& use) const;

private:
    Result<void> checkUnchanged(std::size_t chunk, const std::vector<ExaminedPhoto>& photos) const;
    std::size_t chunks() const;
    std::size_t first(std::size_t chunk) const { return chunk * chunkSize; }
    std::size_t size(std::size_t chunk) const;
    Path file(std::size_t chunk) const;

    Path m_work, m_root;
    const std::vector<std::string>& m_paths;
    const std::vector<std::uint64_t>& m_contents;
};

} // namespace minamo
