#include "report/ReportSource.h"

#include <algorithm>
#include <numeric>

namespace minamo {
namespace {

Json manifestOf(const Project& project, const std::string& id)
{
    const auto manifest = project.artifacts().manifest(id);
    return manifest ? *manifest : Json();
}

Result<void> readPhotos(const Project& project, ReportSource& source)
{
    if (project.text("/samples").empty())
        return {};
    const auto folder = project.artifacts().folder(project.text("/samples"));
    MINAMO_TRY(source.dataset, project.dataset());
    MINAMO_TRY(source.thumbnails, ThumbnailPack::open(folder));
    if (auto report = readJson(folder / "report.json"))
        source.importReport = std::move(*report);
    return {};
}

/// The photos as the model took them; without them there are no mean photos.
void readPixels(const Project& project, ReportSource& source)
{
    if (!source.cellManifest.is_object())
        return;
    const auto inputs = source.cellManifest.value("inputs", std::vector<std::string>());
    const auto pack = std::ranges::find_if(inputs, [](const auto& id) { return id.starts_with("pack-"); });
    if (pack == inputs.end() || !project.artifacts().contains(*pack))
        return;
    if (auto pixels = ImagePack::open(project.artifacts().folder(*pack));
        pixels && pixels->count() == source.dataset->size())
        source.pixels = std::move(*pixels);
}

Result<void> readAnalysis(const Project& project, Language language, ReportSource& source)
{
    const auto& store = project.artifacts();
    if (const auto id = project.text("/scores"); !id.empty()) {
        MINAMO_TRY(source.scores, readCellScores(store.folder(id)));
    }
    if (const auto id = project.text("/discover"); !id.empty()) {
        MINAMO_TRY(source.styles, readStyles(store.folder(id)));
        for (const auto& style : source.styles->styles) {
            const auto given = project.text("/styleNames/" + id + "/" + std::to_string(style.number));
            source.styleNames.push_back(given.empty() ? styleAutoName(style, Phrases(language)) : given);
        }
    }
    if (const auto id = project.text("/embed"); !id.empty()) {
        MINAMO_TRY(source.map, readMapLayout(store.folder(id) / "embedding.safetensors"));
        source.mapManifest = manifestOf(project, id);
    }
    const auto cells = source.document.value("features", Json::array());
    if (cells.is_array() && !cells.empty())
        source.cellManifest = manifestOf(project, cells.front());
    readPixels(project, source);
    return {};
}

Result<void> readJudgement(const Project& project, ReportSource& source)
{
    const auto& store = project.artifacts();
    const auto trained = source.document.value("train", Json::array());
    std::string training = trained.is_array() && !trained.empty() ? trained.back().get<std::string>() : "";
    if (const auto id = project.text("/evaluate"); !id.empty()) {
        MINAMO_TRY(source.evaluation, readEvaluation(store.folder(id)));
        training = source.evaluation->contestants[1].artifact;
    }
    if (training.empty() || !store.contains(training))
        return {};
    MINAMO_TRY(source.training, readTrainReport(store.folder(training).string()));
    source.trainManifest = manifestOf(project, training);
    return {};
}

} // namespace

bool ReportSource::isOk(int label) const
{
    return dataset && std::ranges::find(dataset->okClasses, label) != dataset->okClasses.end();
}

std::int64_t ReportSource::photosOfClass(int label) const
{
    return dataset ? std::ranges::count(dataset->label.codes, label) : 0;
}

std::int64_t ReportSource::okPhotos() const
{
    return dataset ? std::ranges::count_if(dataset->label.codes, [this](int code) { return isOk(code); }) : 0;
}

std::int64_t ReportSource::labelledPhotos() const
{
    return dataset ? std::ranges::count_if(dataset->label.codes, [](int code) { return code >= 0; }) : 0;
}

std::vector<std::vector<std::int64_t>> ReportSource::styleTimesClass() const
{
    if (!dataset || !styles)
        return {};
    std::vector counts(styles->styles.size(), std::vector<std::int64_t>(dataset->label.values.size()));
    const auto rows = std::min(dataset->label.codes.size(), styles->style.size());
    for (std::size_t row = 0; row < rows; ++row)
        if (const auto label = dataset->label.codes[row], style = styles->style[row];
            label >= 0 && style >= 0)
            ++counts[static_cast<std::size_t>(style)][static_cast<std::size_t>(label)];
    return counts;
}

Result<ReportSource> readReportSource(const Project& project, Language language, const std::string& now)
{
    ReportSource source;
    source.name = project.name();
    source.now = now;
    source.document = project.document();
    MINAMO_DO(readPhotos(project, source));
    MINAMO_DO(readAnalysis(project, language, source));
    MINAMO_DO(readJudgement(project, source));
    return source;
}

} // namespace minamo
