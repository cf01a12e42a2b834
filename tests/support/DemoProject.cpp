#include "DemoProject.h"

#include "base/Hash.h"
#include "base/Random.h"
#include "data/CellScores.h"
#include "data/ImageFacts.h"
#include "data/MapLayout.h"
#include "data/Styles.h"
#include "data/TextColumn.h"
#include "data/TrainReport.h"
#include "data/factory/Factory.h"
#include "stages/EmbedOptions.h"
#include "stages/EmbedOptions.h"

#include <QBuffer>
#include <QImage>
#include <algorithm>
#include <cmath>

namespace minamo {

namespace {

void put(Category& category, const std::string& value)
{
    auto found = std::find(category.values.begin(), category.values.end(), value);
    if (found == category.values.end())
        found = category.values.insert(found, value);
    category.codes.push_back(static_cast<std::int32_t>(found - category.values.begin()));
}

ImageFacts factsOf(const PlantPhoto& photo)
{
    double sum = 0, squares = 0;
    const auto count = static_cast<double>(photo.width) * photo.height;
    for (std::size_t i = 0; i + 2 < photo.pixels.size(); i += 3) {
        const double luma
            = 0.299 * photo.pixels[i] + 0.587 * photo.pixels[i + 1] + 0.114 * photo.pixels[i + 2];
        sum += luma;
        squares += luma * luma;
    }
    ImageFacts facts;
    facts.brightness = static_cast<float>(sum / count);
    facts.contrast
        = static_cast<float>(std::sqrt(std::max(0.0, squares / count - sum / count * sum / count)));
    facts.sharpness = facts.contrast * 8;
    return facts;
}

std::string jpegOf(const PlantPhoto& photo)
{
    const QImage image(
        photo.pixels.data(), photo.width, photo.height, 3 * photo.width, QImage::Format_RGB888);
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    image.save(&buffer, "JPG", 85);
    return bytes.toStdString();
}

struct Photos {
    Dataset dataset;
    std::vector<ImageFacts> facts;
    TextColumn thumbnails { "" };
};

Photos renderPhotos(const DemoSettings& settings)
{
    Photos photos;
    auto& data = photos.dataset;
    data.tags = { { "camera", {}, {} }, { "site", {}, {} }, { "shift", {}, {} } };
    const PlantSettings plant { .seed = 7, .count = settings.photos, .size = settings.size };
    for (int i = 0; i < settings.photos; ++i) {
        const auto photo = renderPlantPhoto(plant, i);
        data.paths.push_back(plantPhotoPath(photo.truth, i));
        data.ids.push_back(hash64(data.paths.back()));
        data.contents.push_back(
            hash64({ reinterpret_cast<const char*>(photo.pixels.data()), photo.pixels.size() }));
        data.widths.push_back(photo.width);
        data.heights.push_back(photo.height);
        put(data.label, photo.truth.label);
        put(data.environment, photo.truth.environment);
        put(data.group, photo.truth.group);
        put(data.tags[0], photo.truth.camera);
        put(data.tags[1], photo.truth.site);
        put(data.tags[2], photo.truth.shift);
        photos.facts.push_back(factsOf(photo));
        photos.thumbnails.add(jpegOf(photo));
    }
    for (std::size_t i = 0; i < data.label.values.size(); ++i)
        if (data.label.values[i] == "OK")
            data.okClasses = { static_cast<int>(i) };
    data.root = "/photos/sample";
    return photos;
}

Result<std::string> writeSamples(const ArtifactStore& store, Photos& photos)
{
    MINAMO_TRY(auto draft, store.begin({ "import", 1, { { "demo", photos.dataset.size() } }, {} }));
    MINAMO_DO(writeDataset(draft.folder(), photos.dataset));
    MINAMO_DO(writeImageFacts(draft.folder(), photos.facts));
    std::vector<TensorView> tensors;
    photos.thumbnails.appendTo(tensors);
    MINAMO_DO(writeSafetensors(draft.folder() / "thumbnails.safetensors", tensors));
    const auto& paths = photos.dataset.paths;
    const Json report { { "skipped",
                            { { { "path", "Plant B/OK/memo.jpg" }, { "reason", "photo.not-a-photo" },
                                  { "values", Json::object() } },
                                { { "path", "Plant C/Dent/C-0042.jpg" }, { "reason", "photo.empty" },
                                    { "values", Json::object() } } } },
        { "duplicates", Json::array({ Json::array({ paths[0], paths[1] }) }) },
        { "duplicatesWithin", Json::array() } };
    MINAMO_DO(writeJson(draft.folder() / "report.json", report));
    return store.commit(std::move(draft), { { "photos", photos.dataset.size() } });
}

CellScores inventScores()
{
    CellScores scores;
    CounterRandom random(11);
    const char* const taps[] = { "down_blocks.0", "down_blocks.1", "down_blocks.2", "mid_block",
        "up_blocks.0", "up_blocks.1", "up_blocks.2" };
    for (int row = 0; row < 7; ++row)
        for (const int timestep : { 10, 50, 100, 200 }) {
            const double hill
                = std::exp(-std::pow(row - 5.0, 2) / 4 - std::pow(std::log(timestep / 60.0), 2) / 2);
            CellScore cell;
            cell.tap = taps[row];
            cell.timestep = timestep;
            cell.dimension = 128;
            cell.styleNmi = 0.18 + 0.55 * hill + random.uniform(-0.03, 0.03);
            cell.classNmi = 0.08 + 0.05 * random.uniform();
            cell.balance = *cell.styleNmi - *cell.classNmi;
            cell.silhouette = 0.1 + 0.3 * hill;
            cell.stability = 0.4 + 0.5 * hill;
            cell.labelFree = cell.silhouette * cell.stability;
            cell.clusters = 5;
            scores.cells.push_back(cell);
        }
    const auto best = std::max_element(scores.cells.begin(), scores.cells.end(),
        [](const CellScore& a, const CellScore& b) { return a.styleNmi < b.styleNmi; });
    scores.best = static_cast<int>(best - scores.cells.begin());
    scores.criterion = "style-nmi";
    scores.reason = "cell.best-style-nmi";
    scores.values = { { "score", std::round(*best->styleNmi * 100) / 100 },
        { "classNmi", std::round(*best->classNmi * 100) / 100 }, { "cells", scores.cells.size() } };
    return scores;
}

Style inventStyle(int number, const std::vector<std::int64_t>& rows, const Photos& photos, const Styles& all)
{
    Style style;
    style.number = number;
    style.count = static_cast<std::int64_t>(rows.size());
    const auto some = [&](std::size_t from) {
        std::vector<std::int64_t> picked;
        for (std::size_t i = 0; i < 3 && from + i < rows.size(); ++i)
            picked.push_back(rows[from + i]);
        return picked;
    };
    style.typical = some(0);
    style.edge = some(rows.size() / 3);
    style.odd = some(rows.size() * 2 / 3);
    double inside = 0, outside = 0;
    for (std::size_t i = 0; i < photos.facts.size(); ++i)
        (all.style[i] == number - 1 ? inside : outside) += photos.facts[i].brightness;
    const auto n = static_cast<double>(rows.size()), rest = static_cast<double>(photos.facts.size()) - n;
    const double mean = inside / n, other = outside / std::max(1.0, rest);
    style.facts = { { "brightness", mean, other, (mean - other) / 20, std::abs(mean - other) > 10 } };
    style.words = { mean < other ? "style.word.dark" : "style.word.bright" };
    return style;
}

Styles inventStyles(const Photos& photos)
{
    Styles styles;
    styles.tap = "up_blocks.1";
    styles.timestep = 50;
    styles.stability = 0.91;
    styles.dimension = 2;
    const auto& codes = photos.dataset.environment.codes;
    const auto count = photos.dataset.environment.values.size();
    std::vector<std::vector<std::int64_t>> rows(count);
    for (std::size_t i = 0; i < codes.size(); ++i) {
        const auto code = static_cast<std::size_t>(codes[i]);
        styles.style.push_back(codes[i]);
        styles.pseudoDomain.push_back(codes[i] * 2 + static_cast<int>(i % 2));
        styles.distance.push_back(1);
        styles.membership.push_back(0.85f);
        rows[code].push_back(static_cast<std::int64_t>(i));
    }
    for (std::size_t s = 0; s < count; ++s) {
        styles.styleOf.insert(styles.styleOf.end(), 2, static_cast<int>(s));
        styles.styles.push_back(inventStyle(static_cast<int>(s) + 1, rows[s], photos, styles));
        styles.styles.back().pseudoDomains = { static_cast<int>(2 * s), static_cast<int>(2 * s + 1) };
    }
    styles.centroids.assign(styles.styleOf.size() * 2, 0.f);
    for (const Category* column :
        { &photos.dataset.environment, &photos.dataset.label, photos.dataset.tag("camera") }) {
        StyleAssociation link { column->name, column->values,
            std::vector(count, std::vector<std::int64_t>(column->values.size())), 0, 0, 0.001, 0 };
        for (std::size_t i = 0; i < codes.size(); ++i)
            ++link.counts[static_cast<std::size_t>(styles.style[i])]
                         [static_cast<std::size_t>(column->codes[i])];
        link.cramersV = column->name == "label" ? 0.09 : column->name == "camera" ? 0.74 : 0.98;
        link.photos = static_cast<std::int64_t>(codes.size());
        styles.associations.push_back(std::move(link));
    }
    return styles;
}

MapLayout inventMap(const Photos& photos)
{
    MapLayout map;
    map.ids = photos.dataset.ids;
    CounterRandom random(5);
    for (const auto code : photos.dataset.environment.codes) {
        const double angle = code * 2 * 3.14159265 / 5;
        map.xy.push_back(static_cast<float>(4 * std::cos(angle) + random.normal()));
        map.xy.push_back(static_cast<float>(4 * std::sin(angle) + random.normal()));
    }
    return map;
}

TrainReport inventTraining(const Photos& photos, std::vector<Prediction>& predictions)
{
    TrainReport report;
    const auto& data = photos.dataset;
    report.variant = "fast";
    report.mode = "leave-one-environment-out";
    report.classes = data.label.values;
    report.environments = data.environment.values;
    report.methods = { "erm", "guide" };
    report.okClasses = data.okClasses;
    CounterRandom random(3), certainty(4);
    for (int fold = 0; fold < static_cast<int>(report.environments.size()); ++fold)
        for (int method = 0; method < 2; ++method) {
            TrainRun run;
            run.fold = fold;
            run.holdout = report.environments[static_cast<std::size_t>(fold)];
            run.method = report.methods[static_cast<std::size_t>(method)];
            run.steps = 300;
            run.bestStep = 220;
            run.validation = 0.8;
            report.runs.push_back(run);
            for (std::size_t i = 0; i < data.size(); ++i) {
                if (data.environment.codes[i] != fold)
                    continue;
                const bool right = random.uniform() < (method ? 0.78 : 0.66);
                const int truth = data.label.codes[i];
                const int wrong = (truth + 1) % static_cast<int>(report.classes.size());
                const auto sure = static_cast<float>(0.55 + 0.4 * certainty.uniform());
                const auto others = (1 - sure) / static_cast<float>(report.classes.size() - 1);
                std::vector<float> all(report.classes.size(), others);
                all[static_cast<std::size_t>(right ? truth : wrong)] = sure;
                predictions.push_back({ data.ids[i], fold, 0, method, truth, right ? truth : wrong, sure, 1,
                    method ? fold : -1, all });
            }
        }
    completeReport(report, predictions);
    return report;
}

/// Commits one folder of files and points the document to it.
template <class Write>
Result<std::string> addResult(Project& project, const std::string& stage, const std::string& input,
    Write write, Json options = { { "demo", true } }, const Json& summary = Json::object())
{
    MINAMO_TRY(auto draft, project.artifacts().begin({ stage, 1, std::move(options), { input } }));
    MINAMO_DO(write(draft.folder()));
    return project.artifacts().commit(std::move(draft), summary);
}

Result<void> point(Project& project, const std::string& pointer, const Json& value, const std::string& stage)
{
    return project.edit(pointer, value, "result-adopted", { { "stage", stage } }, false);
}

Result<void> addScores(Project& project, const Photos& photos, const std::string& samples)
{
    const auto scores = inventScores();
    MINAMO_TRY(const auto scored,
        addResult(project, "score", samples, [&](const Path& to) { return writeCellScores(to, scores); }));
    MINAMO_DO(point(project, "/scores", scored, "score"));
    const auto& best = scores.cells[static_cast<std::size_t>(scores.best)];
    MINAMO_DO(project.chooseCell({ best.tap, best.timestep, scores.reason, scores.values }, false));
    auto styles = inventStyles(photos);
    styles.tap = best.tap;
    styles.timestep = best.timestep;
    MINAMO_TRY(const auto found,
        addResult(project, "discover", samples, [&](const Path& to) { return writeStyles(to, styles); }));
    MINAMO_DO(point(project, "/discover", found, "discover"));
    const EmbedOptions drawn { .tap = best.tap, .timestep = best.timestep };
    const Json quality { { "trustworthiness", 0.962 }, { "neighboursKept", 0.54 }, { "neighbours", 15 },
        { "photos", photos.dataset.size() } };
    MINAMO_TRY(const auto map,
        addResult(
            project, "embed", samples,
            [&](const Path& to) { return writeMapLayout(to / "embedding.safetensors", inventMap(photos)); },
            canonicalOptions(drawn), { { "quality", quality } }));
    return point(project, "/embed", map, "embed");
}

Result<void> addTraining(Project& project, const Photos& photos, const std::string& samples)
{
    std::vector<Prediction> predictions;
    const auto report = inventTraining(photos, predictions);
    MINAMO_TRY(const auto trained, addResult(project, "train", samples, [&](const Path& to) -> Result<void> {
        MINAMO_DO(writeJson(to / "results.json", toJson(report)));
        return writePredictions((to / "predictions.safetensors").string(), predictions);
    }));
    return point(project, "/train", Json::array({ trained }), "train");
}

} // namespace

Result<Project> makeDemoProject(const Path& folder, const std::string& name, const DemoSettings& settings)
{
    MINAMO_TRY(auto project, Project::create(folder, name));
    auto photos = renderPhotos(settings);
    MINAMO_TRY(const auto samples, writeSamples(project.artifacts(), photos));
    MINAMO_DO(point(project, "/samples", samples, "import"));
    if (settings.scored)
        MINAMO_DO(addScores(project, photos, samples));
    if (settings.trained)
        MINAMO_DO(addTraining(project, photos, samples));
    return project;
}

} // namespace minamo
