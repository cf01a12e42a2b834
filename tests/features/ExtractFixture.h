#pragma once
#include "TestSupport.h"
#include "base/Hash.h"
#include "base/Random.h"
#include "data/ImagePack.h"
#include "engine/diffusion/ModelCheck.h"
#include "engine/models/NetworkRegistry.h"
#include "engine/models/SaveModel.h"
#include "engine/stages/Extract.h"
#include "engine/stages/ModelCommands.h"
#include "project/FeatureStore.h"
#include "stages/PackOptions.h"

#include <csignal>
#include <numeric>
#include <unistd.h>

namespace minamo {

/// Keeps what a stage says, and may stop it or kill the process at a share of the work.
class Recorder : public JobContext {
public:
    double cancelAt = 2, killAt = 2; ///< share of the work
    std::vector<std::pair<std::int64_t, std::int64_t>> steps;
    std::vector<Json> events; ///< with "kind"
    std::vector<std::string> warnings;

    void progress(std::string_view, std::int64_t done, std::int64_t total) override
    {
        steps.emplace_back(done, total);
        const double share = static_cast<double>(done) / static_cast<double>(total);
        if (share >= killAt)
            ::kill(::getpid(), SIGKILL);
        m_stop = m_stop || share >= cancelAt;
    }
    void event(std::string_view kind, const Json& values) override
    {
        events.push_back(values);
        events.back()["kind"] = kind;
    }
    void warning(const Error& what) override { warnings.push_back(what.code); }
    bool cancelled() const override { return m_stop; }
    int count(const std::string& kind) const
    {
        return static_cast<int>(
            std::ranges::count(events, Json(kind), [](const Json& e) { return e.at("kind"); }));
    }

private:
    bool m_stop = false;
};

constexpr int fixtureSide = 16, fixturePhotos = 40;

/// A small U-Net with random weights; `change` may spoil its config or, after it was built, its weights.
inline void writeTinyModel(const Path& folder, const Json& change = Json::object(), int seed = 3,
    const std::function<void(DiffusionNetwork&)>& spoil = {})
{
    Json config { { "_class_name", "UNet2DModel" }, { "sample_size", fixtureSide }, { "in_channels", 3 },
        { "out_channels", 3 }, { "block_out_channels", { 8, 16 } }, { "layers_per_block", 1 },
        { "down_block_types", { "DownBlock2D", "AttnDownBlock2D" } },
        { "up_block_types", { "AttnUpBlock2D", "UpBlock2D" } }, { "norm_num_groups", 4 },
        { "attention_head_dim", 8 } };
    config.update(change);
    torch::manual_seed(seed);
    const auto network = makeNetwork(config);
    if (!network)
        qFatal("%s", explain(network).constData());
    {
        const torch::NoGradGuard guard;
        if (spoil)
            spoil(**network);
    }
    const auto saved = saveDiffusersFolder(**network, Json::object(), folder);
    if (!saved)
        qFatal("%s", explain(saved).constData());
}

/// The project's samples become these photos of random stripes, one per number, in this order.
inline void setPhotos(Project& project, const std::vector<int>& numbers)
{
    Dataset dataset;
    std::vector<std::uint8_t> pixels;
    for (const int i : numbers) {
        dataset.paths.push_back("photo" + std::to_string(i) + ".png");
        dataset.ids.push_back(hash64(dataset.paths.back()));
        dataset.contents.push_back(hash64("content" + std::to_string(i)));
        dataset.widths.push_back(fixtureSide);
        dataset.heights.push_back(fixtureSide);
        CounterRandom random(static_cast<std::uint64_t>(i));
        for (int p = 0; p < 3 * fixtureSide * fixtureSide; ++p)
            pixels.push_back(static_cast<std::uint8_t>(random.below(100) + 3u * static_cast<unsigned>(i)));
    }
    const auto count = static_cast<std::int64_t>(numbers.size());
    dataset.label.codes.assign(numbers.size(), -1);
    dataset.environment.codes.assign(numbers.size(), -1);
    dataset.group.codes.assign(numbers.size(), -1);
    auto draft = project.artifacts().begin({ "import", 1, { { "numbers", numbers } }, {} }).value();
    if (!writeDataset(draft.folder(), dataset))
        qFatal("cannot write the photos");
    const auto samples = project.artifacts().commit(std::move(draft), Json::object()).value();
    auto pack = project.artifacts().begin(packKey(samples, PackOptions { .size = fixtureSide })).value();
    if (!writeSafetensors(pack.folder() / "pixels.safetensors",
            { tensorOf("pixels", DType::u8, pixels, { count, 3, fixtureSide, fixtureSide }) }))
        qFatal("cannot write the pack");
    project.artifacts().commit(std::move(pack), Json::object()).value();
    if (!project.edit("/samples", samples, "result-adopted", Json::object(), false))
        qFatal("cannot edit");
}

/// A project with fixturePhotos photos; `reversed` lets the same photos come in another order.
inline Project makeProject(const Path& folder, const Path& model, bool reversed = false)
{
    auto project = Project::create(folder, "test").value();
    std::vector<int> numbers(fixturePhotos);
    std::iota(numbers.begin(), numbers.end(), 0);
    if (reversed)
        std::ranges::reverse(numbers);
    setPhotos(project, numbers);
    const auto added = addModel(project, model);
    if (!added || !adopt(project, "model", *added))
        qFatal("%s", explain(added).constData());
    return project;
}

/// Content of every file of the project's cells, by name inside artifacts.
inline std::map<std::string, std::string> cellFiles(const Project& project)
{
    std::map<std::string, std::string> files;
    for (const auto& id : project.artifacts().list("cell"))
        for (const auto& entry : std::filesystem::directory_iterator(project.artifacts().folder(id)))
            files[id + "/" + entry.path().filename().string()] = readFile(entry.path()).value();
    return files;
}

} // namespace minamo
