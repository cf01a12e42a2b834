#include "imaging/PackStage.h"

#include "base/Hash.h"
#include "data/Dataset.h"
#include "imaging/PhotoDecoder.h"
#include "imaging/PhotoWorkers.h"
#include "imaging/Pixels.h"
#include "io/Durability.h"
#include "io/Safetensors.h"
#include "photos/PhotoCuts.h"
#include "project/PhotoFolder.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <mutex>
#include <unistd.h>

namespace minamo {
namespace {

std::size_t bytesPerPhoto(int size)
{
    return 3 * static_cast<std::size_t>(size) * static_cast<std::size_t>(size);
}

using Rows = std::vector<std::size_t>;

/// The rows of every photo, in order: the tiles of a photo stand side by side and are decoded once.
std::vector<Rows> rowsOfPhotos(const Dataset& dataset)
{
    std::vector<Rows> photos;
    for (std::size_t row = 0; row < dataset.size(); ++row) {
        if (photos.empty() || dataset.paths[photos.back().front()] != dataset.paths[row])
            photos.emplace_back();
        photos.back().push_back(row);
    }
    return photos;
}

/// One row of the pack for each of `rows`, which all show this photo or parts of it.
Result<std::vector<std::vector<std::uint8_t>>> packPhoto(
    const Path& path, const Dataset& dataset, const Rows& rows, const PackOptions& options)
{
    const Json values { { "path", path.string() } };
    const auto file = PhotoFile::read(path);
    std::error_code error;
    if (!file && !std::filesystem::exists(path, error))
        return fail("pack.photo-missing", values);
    const auto content = file ? hash64(file->text()) : 0;
    const auto changed = [&](std::size_t row) {
        const bool whole = dataset.regions.empty();
        return dataset.contents[row] != (whole ? content : contentOfRegion(content, dataset.regions[row]));
    };
    if (file && std::ranges::any_of(rows, changed))
        return fail("pack.photo-changed", values);
    const auto photo = file ? decodePhoto(file->bytes()) : tl::make_unexpected(file.error());
    if (!photo)
        return fail("pack.photo-unreadable", values, photo.error().code + " " + photo.error().detail);
    try {
        std::vector<std::vector<std::uint8_t>> pixels;
        for (const auto row : rows) {
            const auto rgb = dataset.regions.empty() ? photo->rgb : partOf(*photo, dataset.regions[row]);
            pixels.push_back(planarSquare(rgb, options));
        }
        return pixels;
    } catch (const std::exception& e) {
        return fail("photo.out-of-memory", values, e.what());
    }
}

/// Rows written in any order by any thread.
class RowFile {
public:
    explicit RowFile(Path path) :
        m_path(std::move(path)),
        m_descriptor(::open(m_path.c_str(), O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0644))
    {
    }
    RowFile(const RowFile&) = delete;
    RowFile& operator=(const RowFile&) = delete;
    ~RowFile()
    {
        if (m_descriptor >= 0)
            ::close(m_descriptor);
        ::unlink(m_path.c_str());
    }
    Result<void> write(std::size_t row, const std::vector<std::uint8_t>& bytes) const
    {
        for (std::size_t at = 0; at < bytes.size();) {
            const auto place = static_cast<off_t>(row * bytes.size() + at);
            const auto written = ::pwrite(m_descriptor, bytes.data() + at, bytes.size() - at, place);
            if (written < 0 && errno != EINTR)
                return cannotWrite(m_path);
            at += written > 0 ? static_cast<std::size_t>(written) : 0;
        }
        return {};
    }
    const Path& path() const { return m_path; }

private:
    Path m_path;
    int m_descriptor;
};

Result<void> packAll(
    const Dataset& dataset, const PackOptions& options, const RowFile& rows, JobContext& context)
{
    std::mutex mutex;
    Error first;
    const auto photos = rowsOfPhotos(dataset);
    const auto work = [&](std::int64_t photo) {
        const auto& own = photos[static_cast<std::size_t>(photo)];
        const auto pixels = packPhoto(dataset.root / Path(dataset.paths[own.front()]), dataset, own, options);
        Result<void> written;
        if (!pixels)
            written = tl::make_unexpected(pixels.error());
        for (std::size_t i = 0; i < own.size() && written; ++i)
            written = rows.write(own[i], (*pixels)[i]);
        const std::lock_guard lock(mutex);
        if (!written && first.code.empty())
            first = written.error();
    };
    const auto total = static_cast<std::int64_t>(photos.size());
    const auto tick = [&](std::int64_t done) {
        context.progress(PackOptions::stage, done, total);
        const std::lock_guard lock(mutex);
        return first.code.empty() && !context.cancelled();
    };
    const bool complete = forEachPhoto(total, work, tick);
    if (!first.code.empty())
        return tl::make_unexpected(first);
    return complete ? Result<void>() : cancelledError();
}

} // namespace

Result<std::string> ensurePack(const Project& project, const PackOptions& options, JobContext& context)
{
    const auto key = packKey(project.text("/samples"), options);
    if (project.artifacts().contains(key.id()))
        return key.id();
    MINAMO_TRY(const Dataset dataset, project.dataset());
    MINAMO_DO(project.writable());
    if (photosMoved(dataset))
        return fail("photos.moved", { { "path", dataset.root.string() } });
    const auto bytes = dataset.size() * bytesPerPhoto(options.size);
    context.event(
        "estimate", { { "stage", PackOptions::stage }, { "photos", dataset.size() }, { "bytes", bytes } });
    MINAMO_TRY(auto draft, project.artifacts().begin(key));
    {
        const RowFile rows(draft.folder() / "pixels.part");
        MINAMO_DO(packAll(dataset, options, rows, context));
        MINAMO_TRY(const auto mapped, MappedFile::open(rows.path()));
        const std::vector<std::int64_t> shape { static_cast<std::int64_t>(dataset.size()), 3, options.size,
            options.size };
        const TensorView pixels { "pixels", DType::u8, shape, mapped.bytes() };
        MINAMO_DO(
            writeSafetensors(draft.folder() / "pixels.safetensors", { pixels }, { { "minamo", "pack 1" } }));
    }
    return project.artifacts().commit(std::move(draft),
        { { "photos", dataset.size() }, { "size", options.size }, { "fit", options.fit },
            { "bytes", bytes } });
}

} // namespace minamo
