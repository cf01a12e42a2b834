#pragma once
#include "TestSupport.h"
#include "base/Hash.h"
#include "base/Random.h"
#include "data/ImageFacts.h"
#include "io/Safetensors.h"
#include "jobs/JobContext.h"
#include "project/FeatureStore.h"
#include "project/Project.h"

namespace minamo {

/// What is planted in the photos of a test project.
struct Planted {
    int environments = 4, classes = 3, photos = 240;
    bool namedEnvironments = true, namedClasses = true;
    double classStrength = 1; ///< of the class in the cell that shows environments
};

/// A project with three cells: "down@10" shows nothing, "up@50" shows the environment (strongly) and the
/// class (weakly), "up@100" shows the class. Environment 0 is dark with the light from the left, environment
/// 1 is noisy; camera = environment.
class PlantedProject {
public:
    explicit PlantedProject(const Planted& planted = {}) : m_planted(planted)
    {
        m_project = *Project::create(Path(m_folder.path().toStdString()) / "p", "planted");
        const auto samples = addSamples();
        std::vector<std::string> cells { addCell("down", 10, 0, 0, 0),
            addCell("up", 50, 6, planted.classStrength, 1), addCell("up", 100, 0.3, 6, 1) };
        m_ok = m_project->edit("/samples", samples, "result-adopted", {}, false)
            && m_project->edit("/features", cells, "result-adopted", {}, false);
    }
    Project& project() { return *m_project; }
    bool ok() const { return m_ok; }
    Path folder(const std::string& pointer) { return project().artifacts().folder(project().text(pointer)); }
    int environmentOf(int row) const { return row % m_planted.environments; }
    int classOf(int row) const { return row / m_planted.environments % m_planted.classes; }

private:
    std::string addSamples()
    {
        Dataset dataset;
        std::vector<ImageFacts> facts;
        dataset.tags = { { "camera", {}, {} } };
        for (int row = 0; row < m_planted.photos; ++row) {
            const int environment = environmentOf(row);
            dataset.paths.push_back("photo" + std::to_string(1000 + row) + ".png");
            dataset.ids.push_back(hash64(dataset.paths.back()));
            dataset.contents.push_back(hash64("content" + dataset.paths.back()));
            dataset.widths.push_back(64);
            dataset.heights.push_back(64);
            dataset.environment.codes.push_back(m_planted.namedEnvironments ? environment : -1);
            dataset.label.codes.push_back(m_planted.namedClasses ? classOf(row) : -1);
            dataset.group.codes.push_back(-1);
            dataset.tags[0].codes.push_back(environment);
            facts.push_back(factsOf(environment, row));
        }
        fillNames(dataset);
        auto draft = project().artifacts().begin({ "import", 1, { { "photos", m_planted.photos } }, {} });
        m_ok = writeDataset(draft->folder(), dataset) && writeImageFacts(draft->folder(), facts);
        return *project().artifacts().commit(std::move(*draft), Json::object());
    }
    void fillNames(Dataset& dataset) const
    {
        for (int i = 0; m_planted.namedEnvironments && i < m_planted.environments; ++i)
            dataset.environment.values.push_back("plant" + std::to_string(i));
        for (int i = 0; m_planted.namedClasses && i < m_planted.classes; ++i)
            dataset.label.values.push_back("class" + std::to_string(i));
        for (int i = 0; i < m_planted.environments; ++i)
            dataset.tags[0].values.push_back("camera" + std::to_string(i));
    }
    static ImageFacts factsOf(int environment, int row)
    {
        CounterRandom random(77, static_cast<std::uint64_t>(row));
        const auto around = [&](double middle, double spread) {
            return static_cast<float>(middle + spread * random.normal());
        };
        return { .brightness = around(environment == 0 ? 60 : 130, 12),
            .contrast = around(40, 5),
            .clipped = around(0.1, 0.02),
            .castRed = around(0, 3),
            .castBlue = around(0, 3),
            .sharpness = around(300, 60),
            .noise = around(environment == 1 ? 6 : 2, 0.7),
            .gradientX = around(environment == 0 ? -30 : 0, 8),
            .gradientY = around(0, 8) };
    }
    std::string addCell(
        const std::string& tap, int timestep, double environments, double classes, std::int64_t position)
    {
        constexpr int width = 16;
        std::vector<float> features;
        for (int row = 0; row < m_planted.photos; ++row) {
            CounterRandom random(
                mixKeys(hash64(tap), static_cast<std::uint64_t>(timestep)), static_cast<std::uint64_t>(row));
            for (int column = 0; column < width; ++column) {
                double value = random.normal();
                value += column == environmentOf(row) ? environments : 0;
                value += column == 8 + classOf(row) ? classes : 0;
                features.push_back(static_cast<float>(value));
            }
        }
        auto draft = project().artifacts().begin(
            { "cell", 1, { { "tap", tap }, { "timestep", timestep }, { "photos", m_planted.photos } }, {} });
        m_ok = writeSafetensors(draft->folder() / "chunk-00000.safetensors",
                   { tensorOf("features", DType::f32, features, { m_planted.photos, width }) })
                   .has_value()
            && m_ok;
        return *project().artifacts().commit(std::move(*draft),
            { { "position", position }, { "rows", m_planted.photos }, { "dimension", width } });
    }

    QTemporaryDir m_folder;
    Planted m_planted;
    std::optional<Project> m_project;
    bool m_ok = true;
};

/// Remembers what a stage said; stops it after `limit` progress reports.
class RecordingContext : public JobContext {
public:
    void progress(std::string_view, std::int64_t done, std::int64_t total) override
    {
        ++reports;
        last = { done, total };
    }
    void event(std::string_view kind, const Json& values) override { events.emplace_back(kind, values); }
    void warning(const Error& what) override { warnings.push_back(what.code); }
    bool cancelled() const override { return limit >= 0 && reports > limit; }
    int count(std::string_view kind) const
    {
        int found = 0;
        for (const auto& [name, values] : events)
            found += name == kind;
        return found;
    }

    int limit = -1, reports = 0;
    std::pair<std::int64_t, std::int64_t> last;
    std::vector<std::pair<std::string, Json>> events;
    std::vector<std::string> warnings;
};

} // namespace minamo
