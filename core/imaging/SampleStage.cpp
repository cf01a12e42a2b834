#include "imaging/SampleStage.h"

#include "data/factory/Factory.h"
#include "imaging/ImportStage.h"
#include "imaging/PhotoWorkers.h"
#include "io/Csv.h"
#include "io/Durability.h"
#include "photos/PhotoHeader.h"

#include <fmt/format.h>
#include <fstream>
#include <mutex>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

namespace minamo {

namespace fs = std::filesystem;

namespace {

PlantSettings settingsOf(const SampleOptions& options)
{
    return { .seed = static_cast<std::uint64_t>(options.seed),
        .severity = options.severity,
        .count = options.count,
        .size = options.size };
}

/// Every setting has its own folder: photos that a result was made from are never overwritten.
Path folderOf(const Project& project, const SampleOptions& options)
{
    return project.folder() / "sample"
        / fmt::format(
            "seed{}-severity{}-{}x{}px", options.seed, options.severity, options.count, options.size);
}

bool isCompletePhoto(const Path& file)
{
    const auto bytes = readFile(file);
    return bytes && readPhotoHeader(std::as_bytes(std::span(*bytes)));
}

std::vector<unsigned char> pngOf(PlantPhoto photo)
{
    const cv::Mat rgb(photo.height, photo.width, CV_8UC3, photo.pixels.data());
    cv::Mat bgr;
    cv::cvtColor(rgb, bgr, cv::COLOR_RGB2BGR);
    std::vector<unsigned char> bytes;
    cv::imencode(".png", bgr, bytes);
    return bytes;
}

/// Renames without flushing: a photo that a power cut spoils is found incomplete and made again.
Result<void> writePhoto(const Path& file, const std::vector<unsigned char>& bytes)
{
    std::error_code error;
    fs::create_directories(file.parent_path(), error);
    const Path part = file.string() + ".part";
    std::ofstream out(part, std::ios::binary | std::ios::trunc);
    out.write(reinterpret_cast<const char*>(bytes.data()), std::ssize(bytes));
    out.close();
    if (out)
        fs::rename(part, file, error);
    if (!out || error) {
        const int reason = error ? error.value() : errno;
        fs::remove(part, error);
        return cannotWrite(file, reason);
    }
    return {};
}

Result<void> makePhoto(const PlantSettings& settings, std::int64_t index, const Path& folder)
{
    const Path file = folder / plantPhotoPath(plantTruth(settings, index), index);
    if (isCompletePhoto(file))
        return {};
    try {
        return writePhoto(file, pngOf(renderPlantPhoto(settings, index)));
    } catch (const std::exception& e) {
        return fail("photo.out-of-memory", { { "path", file.string() } }, e.what());
    }
}

/// Rendering is nine tenths of the work, importing the rest: one bar for both, in photos.
class SampleProgress : public JobContext {
public:
    SampleProgress(JobContext& whole, std::int64_t count) : m_whole(whole), m_count(count) { }
    void progress(std::string_view stage, std::int64_t done, std::int64_t total) override
    {
        const auto rendered = m_count * 9 / 10;
        const bool rendering = stage == SampleOptions::stage;
        m_whole.progress(SampleOptions::stage,
            rendering ? rendered * done / total : rendered + (m_count - rendered) * done / total, m_count);
    }
    void event(std::string_view kind, const Json& values) override { m_whole.event(kind, values); }
    void warning(const Error& what) override { m_whole.warning(what); }
    bool cancelled() const override { return m_whole.cancelled(); }

private:
    JobContext& m_whole;
    std::int64_t m_count;
};

Result<void> makePhotos(const PlantSettings& settings, const Path& folder, JobContext& context)
{
    std::mutex mutex;
    Error first;
    const auto work = [&](std::int64_t index) {
        const auto made = makePhoto(settings, index, folder);
        const std::lock_guard lock(mutex);
        if (!made && first.code.empty())
            first = made.error();
    };
    const auto tick = [&](std::int64_t done) {
        context.progress(SampleOptions::stage, done, settings.count);
        const std::lock_guard lock(mutex);
        return first.code.empty() && !context.cancelled();
    };
    const bool complete = forEachPhoto(settings.count, work, tick);
    if (!first.code.empty())
        return tl::make_unexpected(first);
    return complete ? Result<void>() : cancelledError();
}

Result<void> writeManifest(const PlantSettings& settings, const Path& folder)
{
    std::string text = csvLine(plantManifestColumns());
    for (std::int64_t index = 0; index < settings.count; ++index)
        text += csvLine(plantManifestRow(plantTruth(settings, index), index));
    return writeFileAtomically(folder / "manifest.csv", text);
}

} // namespace

Result<StageResult> runSample(const Project& project, const SampleOptions& options, JobContext& context)
{
    if (project.readOnly())
        return fail("project.read-only", { { "path", project.folder().string() } });
    const auto settings = settingsOf(options);
    const Path folder = folderOf(project, options);
    SampleProgress both(context, settings.count);
    MINAMO_DO(makePhotos(settings, folder, both));
    MINAMO_DO(writeManifest(settings, folder));
    return runImport(project, { .folder = folder.string(), .layout = "manifest" }, both);
}

} // namespace minamo
