#include "imaging/ImportChunks.h"

#include "base/Hash.h"
#include "data/TextColumn.h"
#include "imaging/FactMeter.h"
#include "imaging/PhotoDecoder.h"
#include "imaging/PhotoWorkers.h"
#include "imaging/Pixels.h"

#include <algorithm>
#include <cstring>
#include <fmt/format.h>
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

Result<void> writeChunk(const Path& file, const std::vector<ExaminedPhoto>& photos)
{
    std::vector<std::int32_t> sizes;
    std::vector<float> facts(photos.size() * factCount);
    TextColumn jpegs("jpegs"), errors("errors");
    for (std::size_t i = 0; i < photos.size(); ++i) {
        sizes.insert(sizes.end(), { photos[i].width, photos[i].height });
        std::memcpy(&facts[i * factCount], &photos[i].facts, sizeof(ImageFacts));
        jpegs.add(photos[i].jpeg);
        errors.add(errorText(photos[i].why));
    }
    std::vector<TensorView> tensors { tensorOf("sizes", DType::i32, sizes),
        tensorOf("facts", DType::f32, facts) };
    jpegs.appendTo(tensors);
    errors.appendTo(tensors);
    return writeSafetensors(file, tensors);
}

Result<std::vector<ExaminedPhoto>> readChunk(const Path& path, std::size_t count)
{
    MINAMO_TRY(const auto file, SafetensorsFile::open(path));
    MINAMO_TRY(const auto sizes, readColumn<std::int32_t>(file, "sizes", DType::i32, 2 * count));
    MINAMO_TRY(const auto facts, readColumn<float>(file, "facts", DType::f32, factCount * count));
    MINAMO_TRY(const auto jpegs, TextColumn::read(file, "jpegs"));
    MINAMO_TRY(const auto errors, TextColumn::read(file, "errors"));
    if (jpegs.size() != count || errors.size() != count)
        return fail("data.damaged", { { "path", path.string() }, { "column", "jpegs" } });
    std::vector<ExaminedPhoto> photos(count);
    for (std::size_t i = 0; i < count; ++i) {
        photos[i] = { sizes[2 * i], sizes[2 * i + 1], {}, jpegs[i], errorOf(errors[i]) };
        std::memcpy(static_cast<void*>(&photos[i].facts), &facts[i * factCount], sizeof(ImageFacts));
    }
    return photos;
}

ExaminedPhoto examineUnguarded(const Path& path, std::uint64_t content)
{
    ExaminedPhoto examined;
    const auto file = PhotoFile::read(path);
    if (!file || hash64(file->text()) != content) {
        examined.why = file ? Error { "photo.changed", Json::object(), "" } : file.error();
        return examined;
    }
    const auto photo = decodePhoto(file->bytes());
    if (!photo) {
        examined.why = photo.error();
        return examined;
    }
    examined.width = photo->fullWidth;
    examined.height = photo->fullHeight;
    examined.facts = measureFacts(photo->rgb);
    examined.jpeg = thumbnailOf(photo->rgb);
    return examined;
}

} // namespace

ExaminedPhoto examinePhoto(const Path& file, std::uint64_t content)
{
    ExaminedPhoto examined;
    try {
        examined = examineUnguarded(file, content);
    } catch (const std::exception& e) { // measuring needs memory too
        examined = { 0, 0, {}, "", { "photo.out-of-memory", Json::object(), e.what() } };
    }
    examined.why.values.erase("path"); // a result must not depend on where the folder lies
    return examined;
}

ImportChunks::ImportChunks(Path workFolder, Path root, const std::vector<std::string>& paths,
    const std::vector<std::uint64_t>& contents) :
    m_work(std::move(workFolder)),
    m_root(std::move(root)), m_paths(paths), m_contents(contents)
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
Result<void> ImportChunks::checkUnchanged(std::size_t chunk, const std::vector<ExaminedPhoto>& photos) const
{
    for (std::size_t i = 0; i < photos.size(); ++i)
        if (const auto& code = photos[i].why.code; code == "photo.changed" || code == "photo.cannot-read")
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
            std::vector<ExaminedPhoto> photos(size(chunk));
            const auto work = [&](std::int64_t i) {
                const auto photo = first(chunk) + static_cast<std::size_t>(i);
                photos[static_cast<std::size_t>(i)]
                    = examinePhoto(m_root / Path(m_paths[photo]), m_contents[photo]);
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
    const std::function<Result<void>(std::size_t, const ExaminedPhoto&)>& use) const
{
    for (std::size_t chunk = 0; chunk < chunks(); ++chunk) {
        MINAMO_TRY(const auto photos, readChunk(file(chunk), size(chunk)));
        for (std::size_t i = 0; i < photos.size(); ++i)
            MINAMO_DO(use(first(chunk) + i, photos[i]));
    }
    return {};
}

} // namespace minamo
