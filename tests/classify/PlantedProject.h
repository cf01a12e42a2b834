#pragma once
#include "base/Random.h"
#include "data/Dataset.h"
#include "io/Safetensors.h"
#include "jobs/JobContext.h"
#include "project/FeatureStore.h"
#include "project/Project.h"
#include "stages/PackOptions.h"

#include <functional>

namespace minamo {

/// A project whose truth is known: classes, styles and environments are drawn first, features and pixels
/// follow. Task features hold class and style on one axis, so that they collide: .5 class + .5 style + noise.
/// Style features hold style and environment and nothing of the class. In training environments style and
/// class go together one way, in the last environment the other way.
struct PlantedProject {
    int environments = 3, perEnvironment = 80, side = 32;
    bool styleIsVisible = true; ///< false: the style cell is noise (negative control)
    std::string noisyEnvironment = {}; ///< photos, features and labels of this one are replaced by noise
    std::string flippedEnvironment = {}; ///< labels of this one are exchanged

    Dataset dataset = {};
    std::vector<double> styles = {}, classes = {};

    Result<Project> make(const Path& folder)
    {
        draw();
        MINAMO_TRY(auto project, Project::create(folder, "planted"));
        MINAMO_DO(addSamples(project));
        MINAMO_DO(addPixels(project));
        Json cells = Json::array();
        MINAMO_TRY(const auto style, addCell(project, { "down_blocks.0", 100 }, 0, 8));
        MINAMO_TRY(const auto task, addCell(project, { "up_blocks.1", 50 }, 1, 12));
        MINAMO_DO(project.edit("/features", Json { style, task }, "result-adopted", Json::object(), false));
        return project;
    }

private:
    bool isNoisy(std::size_t row) const
    {
        return dataset.environment.values[std::size_t(dataset.environment.codes[row])] == noisyEnvironment;
    }

    void draw()
    {
        dataset.label = { "label", { "OK", "Scratch" }, {} };
        dataset.environment.name = "environment";
        for (int e = 0; e < environments; ++e) {
            dataset.environment.values.push_back("Plant " + std::string(1, char('A' + e)));
            for (int i = 0; i < perEnvironment; ++i)
                addPhoto(e, i);
        }
        dataset.okClasses = { 0 };
    }

    void addPhoto(int environment, int index)
    {
        constexpr double shares[] = { 0.1, 0.2, 0.3, 0.4 };
        const auto id = mixKeys(std::uint64_t(environment) + 1, std::uint64_t(index));
        CounterRandom random(id, 1);
        const bool isBad = random.below(2) == 1;
        const bool rising = isBad != (environment == environments - 1);
        double u = random.uniform();
        int level = 0;
        while (level < 3 && u >= shares[rising ? level : 3 - level])
            u -= shares[rising ? level : 3 - level], ++level;
        classes.push_back(isBad ? 1 : -1);
        styles.push_back(2 * level - 3);
        dataset.ids.push_back(id);
        dataset.contents.push_back(mixKeys(id, 99));
        dataset.paths.push_back(dataset.environment.values.back() + "/" + std::to_string(index) + ".png");
        dataset.widths.push_back(side);
        dataset.heights.push_back(side);
        dataset.environment.codes.push_back(environment);
        const auto row = dataset.size() - 1;
        int label = isBad;
        if (isNoisy(row))
            label = int(CounterRandom(id, 7).below(2));
        if (dataset.environment.values.back() == flippedEnvironment)
            label = 1 - label;
        dataset.label.codes.push_back(label);
    }

    Result<void> addSamples(Project& project)
    {
        MINAMO_TRY(
            auto draft, project.artifacts().begin({ "import", 1, { { "noisy", noisyEnvironment } }, {} }));
        MINAMO_DO(writeDataset(draft.folder(), dataset));
        MINAMO_TRY(const auto id, project.artifacts().commit(std::move(draft), Json::object()));
        return project.edit("/samples", id, "result-adopted", Json::object(), false);
    }

    /// A grey disc whose brightness is the style and whose stripe is the class; noise for the noisy
    /// environment.
    Result<void> addPixels(Project& project)
    {
        std::vector<std::uint8_t> pixels;
        for (std::size_t row = 0; row < dataset.size(); ++row) {
            CounterRandom random(dataset.ids[row], isNoisy(row) ? 12 : 11);
            for (int i = 0; i < 3 * side * side; ++i) {
                const bool onStripe = classes[row] > 0 && (i / side % side + i % side) % 8 < 3;
                const double value = isNoisy(row)
                    ? random.uniform(0, 255)
                    : 120 + 15 * styles[row] + 40 * onStripe + 6 * random.normal();
                pixels.push_back(std::uint8_t(std::clamp(value, 0.0, 255.0)));
            }
        }
        const auto key = packKey(project.text("/samples"), PackOptions { .size = side });
        MINAMO_TRY(auto draft, project.artifacts().begin(key));
        MINAMO_DO(writeSafetensors(draft.folder() / "pixels.safetensors",
            { tensorOf("pixels", DType::u8, pixels, { std::int64_t(dataset.size()), 3, side, side }) }));
        MINAMO_TRY(const auto id, project.artifacts().commit(std::move(draft), Json::object()));
        return id.empty() ? Result<void>(fail("unknown")) : Result<void> {};
    }

    float feature(std::size_t row, int cell, int column, CounterRandom& random) const
    {
        const double noise = random.normal();
        if (isNoisy(row))
            return float(3 * noise);
        if (cell == 1)
            return float(column == 0 ? 0.5 * classes[row] + 0.5 * styles[row] + 0.05 * noise : 0.3 * noise);
        if (!styleIsVisible)
            return float(noise);
        if (column == 0)
            return float(2 * styles[row] + 0.1 * noise);
        return float(column == 1 + dataset.environment.codes[row] ? 1.5 + 0.1 * noise : 0.1 * noise);
    }

    Result<std::string> addCell(Project& project, const CellId& cell, int number, int dimension)
    {
        const auto rows = std::int64_t(dataset.size());
        std::vector<float> values;
        for (std::size_t row = 0; row < dataset.size(); ++row) {
            CounterRandom random(dataset.ids[row], std::uint64_t(20 + number + (isNoisy(row) ? 10 : 0)));
            for (int column = 0; column < dimension; ++column)
                values.push_back(feature(row, number, column, random));
        }
        const ArtifactKey key { "cell", 1, { { "tap", cell.tap }, { "timestep", cell.timestep } },
            { project.text("/samples") } };
        MINAMO_TRY(auto draft, project.artifacts().begin(key));
        MINAMO_DO(writeSafetensors(draft.folder() / chunkName(0),
            { tensorOf("features", DType::f32, values, { rows, dimension }),
                tensorOf("ids", DType::u64, dataset.ids) }));
        return project.artifacts().commit(
            std::move(draft), { { "position", number }, { "rows", rows }, { "dimension", dimension } });
    }
};

/// Hears everything; may act on it.
struct RecordingContext : JobContext {
    std::vector<std::pair<std::string, Json>> events;
    std::vector<std::pair<std::int64_t, std::int64_t>> steps;
    std::vector<std::string> warnings;
    std::function<void()> onCurve = [] {};
    bool stop = false;

    void progress(std::string_view, std::int64_t done, std::int64_t total) override
    {
        steps.emplace_back(done, total);
    }
    void event(std::string_view kind, const Json& values) override
    {
        events.emplace_back(kind, values);
        if (kind == "curve")
            onCurve();
    }
    void warning(const Error& what) override { warnings.push_back(what.code); }
    bool cancelled() const override { return stop; }
    std::vector<Json> of(const std::string& kind) const
    {
        std::vector<Json> found;
        for (const auto& [name, values] : events)
            if (name == kind)
                found.push_back(values);
        return found;
    }
};

} // namespace minamo
