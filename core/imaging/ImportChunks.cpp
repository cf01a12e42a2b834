#include "imaging/ImportChunks.h"

#include "base/Hash.h"
#include "data/TextColumn.h"
#include "imaging/FactMeter.h"
#include "imaging/LookMeter.h"
#include "imaging/PhotoDecoder.h"
#include "imaging/PhotoWorkers.h"
#include "imaging/Pixels.h"

#include <algorithm>
#include <cstring>
#include <fmt/format.h>
#include <numeric>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>
#include <type_traits>

namespace minamo {
namespace {

constexpr int thumbnailSide = 160;
static_assert(std::is_trivially_copyable_v<ImageFacts>);
constexpr std::size_t factCount = sizeof(ImageFacts) / sizeof(float);

std::string thumbnailOf(const cv::Mat& rgb)
{
    cv::Mat bgr;
    cv::cvtColor(fitted(rgb, thumbnailSide), bgr, cv::COLOR_RGB2BGR);
    std::vector<unsigned char> bytes;
    cv::imencode(".jpg", bgr, bytes, { cv::IMWRITE_JPEG_QUALITY, 85 });
    return { bytes.begin(), bytes.end() };
}

std::string errorText(const Error& error)
{
    return error.code.empty() ? std::string()
                              : Json { { "code", error.code }, { "values", error.values } }.dump();
}

Error errorOf(const std::string& text)
{
    const Json json = Json::parse(text, nullptr, false);
    return json.is_object() ? Error { json.value("code", ""), json.value("values", Json::object()), "" }
                            : Error {};
}

using Parts = std::vector<std::vector<ExaminedPart>>;

constexpr std::size_t lookLength = static_cast<std::size_t>(lookSide) * lookSide;

Result<void> writeChunk(const Path& file, const Parts& photos)
{
    std::vector<std::int32_t> counts, regions;
    std::vector<float> facts;
    std::vector<std::uint8_t> looks;
    TextColumn jpegs("jpegs"), errors("errors");
    for (const auto& parts : photos) {
        counts.push_back(static_cast<std::int32_t>(parts.size()));
        for (const auto& part : parts) {
            const auto& r = part.region;
            regions.insert(regions.end(), { r.x, r.y, r.width, r.height });
            const auto* measured = reinterpret_cast<const float*>(&part.facts);
            facts.insert(facts.end(), measured, measured + factCount);
            looks.insert(looks.end(), part.look.begin(), part.look.end());
            looks.resize(jpegs.count() * lookLength + lookLength); // of a part that was not read: zeros
            jpegs.add(part.jpeg);
            errors.add(errorText(part.why));
        }
    }
    std::vector<TensorView> tensors { tensorOf("counts", DType::i32, counts),
        tensorOf("regions", DType::i32, regions), tensorOf("facts", DType::f32, facts),
        tensorOf("looks", DType::u8, looks) };
    jpegs.appendTo(tensors);
    errors.appendTo(tensors);
    return writeSafetensors(file, tensors);
}

Result<Parts> readChunk(const Path& path, std::size_t photos)
{
    MINAMO_TRY(const auto file, SafetensorsFile::open(path));
    MINAMO_TRY(const auto counts, readColumn<std::int32_t>(file, "counts", DType::i32, photos));
    MINAMO_TRY(const auto jpegs, TextColumn::read(file, "jpegs"));
    MINAMO_TRY(const auto errors, TextColumn::read(file, "errors"));
    const auto rows = jpegs.size();
    MINAMO_TRY(const auto regions, readColumn<std::int32_t>(file, "regions", DType::i32, 4 * rows));
    MINAMO_TRY(const auto facts, readColumn<float>(file, "facts", DType::f32, factCount * rows));
    MINAMO_TRY(const auto looks, readColumn<std::uint8_t>(file, "looks", DType::u8, lookLength * rows));
    if (errors.size() != rows || std::accumulate(counts.begin(), counts.end(), std::size_t(0)) != rows)
        return fail("data.damaged", { { "path", path.string() }, { "column", "jpegs" } });
    Parts parts(photos);
    std::size_t row = 0;
    for (std::size_t photo = 0; photo < photos; ++photo)
        for (int i = 0; i < counts[photo]; ++i, ++row) {
            const auto* r = &regions[4 * row];
            const auto look = looks.begin() + static_cast<std::ptrdiff_t>(row * lookLength);
            parts[photo].push_back({ { r[0], r[1], r[2], r[3] }, {}, jpegs[row],
                { look, look + static_cast<std::ptrdiff_t>(lookLength) }, errorOf(errors[row]) });
            std::memcpy(
                static_cast<void*>(&parts[photo].back().facts), &facts[row * factCount], sizeof(ImageFacts));
        }
    return parts;
}

std::vector<ExaminedPart> unusable(Error why)
{
    why.values.erase("path"); // a result must not depend on where the folder lies
    return { ExaminedPart { {}, {}, "", {}, std::move(why) } };
}

std::vector<ExaminedPart> examineUnguarded(
    const Path& path, std::uint64_t content, const std::vector<Cut>& cuts)
{
    const auto file = PhotoFile::read(path);
    if (!file || hash64(file->text()) != content)
        return unusable(file ? Error { "photo.changed", Json::object(), "" } : file.error());
    const auto photo = decodePhoto(file->bytes());
    if (!photo)
        return unusable(photo.error());
    std::vector<ExaminedPart> parts;
    for (const auto& cut : cuts) {
        const auto r = regionOf(cut, photo->fullWidth, photo->fullHeight);
        const cv::Mat rgb = partOf(*photo, r);
        parts.push_back({ r, measureFacts(rgb), thumbnailOf(rgb), measureLook(rgb), {} });
    }
    return parts;
}

} // namespace

std::vector<ExaminedPart> examinePhoto(const Path& file, std::uint64_t content, const std::vector<Cut>& cuts)
{
    try {
        return examineUnguarded(file, content, cuts);
    } catch (const std::exception& e) { // measuring needs memory too
        return unusable({ "photo.out-of-memory", Json::object(), e.what() });
    }
}

ImportChunks::ImportChunks(Path workFolder, Path root, const std::vector<std::string>& paths,
    const std::vector<std::uint64_t>& contents, CutsOf cuts) :
    m_work(std::move(workFolder)),
    m_root(std::move(root)), m_paths(paths), m_contents(contents), m_cuts(std::move(cuts))
{
}

std::size_t ImportChunks::chunks() const
{
    return (m_paths.size() + chunkSize - 1) / chunkSize;
}

std::size_t ImportChunks::size(std::size_t chunk) const
{
    return std::min(chunkSize, m_paths.size() - first(chunk));
}

Path ImportChunks::file(std::size_t chunk) const
{
    return m_work / fmt::format("chunk-{:06}.safetensors", chunk);
}

/// What is true of the moment and not of the files must not be kept: the result is named by what they held.
Result<void> ImportChunks::checkUnchanged(std::size_t chunk, const Parts& photos) const
{
    for (std::size_t i = 0; i < photos.size(); ++i)
        if (const auto& code = photos[i].front().why.code;
            code == "photo.changed" || code == "photo.cannot-read")
            return fail(code, { { "path", (m_root / Path(m_paths[first(chunk) + i])).string() } });
    return {};
}

Result<void> ImportChunks::examine(
    const JobContext& context, const std::function<void(std::int64_t)>& progress) const
{
    for (std::size_t chunk = 0; chunk < chunks(); ++chunk) {
        if (context.cancelled())
            return cancelledError();
        const auto count = static_cast<std::int64_t>(size(chunk)),
                   before = static_cast<std::int64_t>(first(chunk));
        if (!readChunk(file(chunk), size(chunk))) {
            Parts photos(size(chunk));
            const auto work = [&](std::int64_t i) {
                const auto photo = first(chunk) + static_cast<std::size_t>(i);
                photos[static_cast<std::size_t>(i)]
                    = examinePhoto(m_root / Path(m_paths[photo]), m_contents[photo], m_cuts(photo));
            };
            const auto tick = [&](std::int64_t done) {
                progress(before + done);
                return !context.cancelled();
            };
            if (!forEachPhoto(count, work, tick))
                return cancelledError();
            MINAMO_DO(checkUnchanged(chunk, photos));
            MINAMO_DO(writeChunk(file(chunk), photos));
        }
        progress(before + count);
    }
    return {};
}

Result<void> ImportChunks::forEach(
    const std::function<Result<void>(std::size_t, const ExaminedPart&)>& use) const
{
    for (std::size_t chunk = 0; chunk < chunks(); ++chunk) {
        MINAMO_TRY(const auto photos, readChunk(file(chunk), size(chunk)));
        for (std::size_t i = 0; i < photos.size(); ++i)
            for (const auto& part : photos[i])
                MINAMO_DO(use(first(chunk) + i, part));
    }
    return {};
}

} // namespace minamo
