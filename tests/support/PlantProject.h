#pragma once
#include "base/Hash.h"
#include "data/Dataset.h"
#include "data/ImageFacts.h"
#include "data/OkClass.h"
#include "data/factory/Factory.h"
#include "io/Safetensors.h"
#include "project/Project.h"
#include "stages/PackOptions.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <map>
#include <numeric>
#include <thread>

namespace minamo {

/// The synthetic plant as a project whose photos are packed already: no photo files, no decoder, so it works
/// in every build. Row order, labels and columns are those of `minamo-cli sample`; facts and thumbnails are
/// left empty.
class PlantProject {
public:
    PlantProject(const PlantSettings& settings, std::vector<int> sizes) :
        m_settings(settings), m_sizes(std::move(sizes)), m_order(inPathOrder())
    {
    }

    Result<Project> make(const Path& folder) const
    {
        MINAMO_TRY(auto project, Project::create(folder, folder.filename().string()));
        MINAMO_TRY(const auto samples, writeImport(project));
        const auto packs = pixels();
        for (std::size_t i = 0; i < packs.size(); ++i)
            MINAMO_DO(writePack(project, samples, m_sizes[i], packs[i]));
        return project;
    }

private:
    using Bytes = std::vector<std::uint8_t>;

    std::vector<int> inPathOrder() const
    {
        std::vector<std::string> paths;
        for (int i = 0; i < m_settings.count; ++i)
            paths.push_back(plantPhotoPath(plantTruth(m_settings, i), i));
        std::vector<int> order(paths.size());
        std::iota(order.begin(), order.end(), 0);
        std::sort(order.begin(), order.end(),
            [&](int a, int b) { return paths[std::size_t(a)] < paths[std::size_t(b)]; });
        return order;
    }

    static Category categoryOf(const std::string& name, const std::vector<std::string>& words)
    {
        Category category { name, words, {} };
        auto& values = category.values;
        std::sort(values.begin(), values.end());
        values.erase(std::unique(values.begin(), values.end()), values.end());
        for (const auto& word : words)
            category.codes.push_back(
                std::int32_t(std::lower_bound(values.begin(), values.end(), word) - values.begin()));
        return category;
    }

    Dataset dataset() const
    {
        Dataset dataset;
        std::map<std::string, std::vector<std::string>> words;
        for (const int index : m_order) {
            const auto truth = plantTruth(m_settings, index);
            dataset.paths.push_back(plantPhotoPath(truth, index));
            dataset.ids.push_back(hash64(dataset.paths.back()));
            dataset.contents.push_back(mixKeys(m_settings.seed, dataset.ids.back()));
            dataset.widths.push_back(m_settings.size);
            dataset.heights.push_back(m_settings.size);
            words["label"].push_back(truth.label);
            words["environment"].push_back(truth.environment);
            words["group"].push_back(truth.group);
            words["camera"].push_back(truth.camera);
            words["site"].push_back(truth.site);
            words["shift"].push_back(truth.shift);
        }
        dataset.label = categoryOf("label", words["label"]);
        dataset.environment = categoryOf("environment", words["environment"]);
        dataset.group = categoryOf("group", words["group"]);
        for (const char* name : { "camera", "site", "shift" })
            dataset.tags.push_back(categoryOf(name, words[name]));
        dataset.okClasses = guessOkClasses(dataset.label.values);
        return dataset;
    }

    Result<std::string> writeImport(Project& project) const
    {
        const ArtifactKey key { "import", 1,
            { { "plantSeed", m_settings.seed }, { "severity", m_settings.severity },
                { "count", m_settings.count } },
            {} };
        MINAMO_TRY(auto draft, project.artifacts().begin(key));
        MINAMO_DO(writeDataset(draft.folder(), dataset()));
        MINAMO_DO(writeImageFacts(draft.folder(), std::vector<ImageFacts>(m_order.size())));
        MINAMO_TRY(
            const auto id, project.artifacts().commit(std::move(draft), { { "photos", m_order.size() } }));
        MINAMO_DO(project.edit("/samples", id, "result-adopted", Json::object(), false));
        return id;
    }

    static Result<void> writePack(
        const Project& project, const std::string& samples, std::int64_t side, const Bytes& pixels)
    {
        const std::int64_t rows = std::ssize(pixels) / (3 * side * side);
        MINAMO_TRY(auto draft, project.artifacts().begin(packKey(samples, { .size = int(side) })));
        MINAMO_DO(writeSafetensors(draft.folder() / "pixels.safetensors",
            { tensorOf("pixels", DType::u8, pixels, { rows, 3, side, side }) }));
        MINAMO_TRY([[maybe_unused]] const auto id,
            project.artifacts().commit(std::move(draft), { { "photos", rows }, { "size", side } }));
        return {};
    }

    /// One pack per size.
    std::vector<Bytes> pixels() const
    {
        std::vector<Bytes> packs;
        for (const int side : m_sizes)
            packs.emplace_back(m_order.size() * bytesOf(side));
        std::atomic<std::size_t> next = 0;
        const auto work = [&] {
            for (std::size_t row = next++; row < m_order.size(); row = next++) {
                const auto photo = renderPlantPhoto(m_settings, m_order[row]);
                for (std::size_t i = 0; i < packs.size(); ++i)
                    shrink(photo, m_sizes[i], packs[i].data() + row * bytesOf(m_sizes[i]));
            }
        };
        std::vector<std::jthread> threads;
        for (unsigned i = 0; i < std::max(1U, std::thread::hardware_concurrency()); ++i)
            threads.emplace_back(work);
        threads.clear();
        return packs;
    }

    static std::size_t bytesOf(int side) { return 3 * std::size_t(side) * std::size_t(side); }

    /// Area average of interleaved RGB to planar RGB, as the pack stage reduces photos.
    static void shrink(const PlantPhoto& photo, int side, std::uint8_t* out)
    {
        const double step = double(photo.width) / side;
        for (int y = 0; y < side; ++y)
            for (int x = 0; x < side; ++x) {
                double sum[3] = {};
                const double total = addWindow(photo, x * step, y * step, step, sum);
                for (int c = 0; c < 3; ++c)
                    out[(c * side + y) * side + x] = std::uint8_t(std::lround(sum[c] / total));
            }
    }

    static double addWindow(const PlantPhoto& photo, double left, double top, double step, double* sum)
    {
        const auto share
            = [step](int i, double low) { return std::min(i + 1.0, low + step) - std::max(double(i), low); };
        double total = 0;
        for (int v = int(top); v < top + step && v < photo.height; ++v)
            for (int u = int(left); u < left + step && u < photo.width; ++u) {
                const double weight = share(v, top) * share(u, left);
                for (int c = 0; c < 3; ++c)
                    sum[c] += weight * photo.pixels[std::size_t((v * photo.width + u) * 3 + c)];
                total += weight;
            }
        return total;
    }

    PlantSettings m_settings;
    std::vector<int> m_sizes;
    std::vector<int> m_order;
};

} // namespace minamo
