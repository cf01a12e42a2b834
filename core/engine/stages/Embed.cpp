#include "engine/stages/Embed.h"

#include "data/MapLayout.h"
#include "engine/clustering/Matrices.h"
#include "engine/device/Guarded.h"
#include "engine/embedding/EmbeddingMethod.h"
#include "engine/stages/CellInput.h"
#include "statistics/LayoutQuality.h"

#include <algorithm>
#include <chrono>

namespace minamo {
namespace {

using Clock = std::chrono::steady_clock;
constexpr std::int64_t percent = 100; // one scale from the first word to the last

/// Tells the world about the map while it grows; what cannot be written is only not shown.
class LayoutTeller {
public:
    LayoutTeller(const Project& project, const Path& work, const Dataset& dataset, JobContext& context) :
        m_file(work / "layout.safetensors"),
        m_name(m_file.lexically_relative(project.folder()).generic_string()), m_dataset(dataset),
        m_context(context)
    {
    }
    bool operator()(const LayoutStep& step)
    {
        const auto now = Clock::now();
        const bool last = step.epoch == step.epochs;
        if (step.epoch > 5 && (last || now >= m_next)) {
            if (writeMapLayout(m_file, { m_dataset.ids, step.xy }))
                m_context.event(
                    "layout", { { "file", m_name }, { "epoch", step.epoch }, { "epochs", step.epochs } });
            m_context.progress("embed", step.epoch * percent / step.epochs, percent);
            // A slow disk or a million photos: telling stays a tenth of the work.
            const auto after = Clock::now();
            m_next = after + std::max<Clock::duration>(std::chrono::milliseconds(100), 9 * (after - now));
        }
        return !m_context.cancelled();
    }

private:
    Path m_file;
    std::string m_name;
    const Dataset& m_dataset;
    JobContext& m_context;
    Clock::time_point m_next {};
};

struct Map {
    MapLayout layout;
    Json quality;
};

Result<Map> compute(const Project& project, const Dataset& dataset, const CellRecord& cell,
    const EmbedOptions& options, const Path& work, JobContext& context)
{
    MINAMO_TRY(const auto method, embeddingMethod(options.method));
    MINAMO_TRY(const auto features, cellFeatures(project, cell, dataset.size()));
    context.progress("embed", 0, percent);
    LayoutTeller teller(project, work, dataset, context);
    MINAMO_TRY(auto xy, method.embed(embeddingInput(tensorOfRows(features)), { options, std::ref(teller) }));
    const auto rows = static_cast<Eigen::Index>(dataset.size());
    const auto quality
        = layoutQuality(features, Eigen::Map<const FeatureMatrix>(xy.data(), rows, 2), 15, 2000);
    return Map { { dataset.ids, std::move(xy) },
        { { "trustworthiness", quality.trustworthiness }, { "neighboursKept", quality.neighboursKept },
            { "neighbours", quality.neighbours }, { "photos", quality.photos } } };
}

StageResult resultOf(const std::string& id, Json summary, JobContext& context)
{
    summary["artifact"] = id;
    context.progress("embed", percent, percent);
    return { { { "/embed", id } }, std::move(summary) };
}

} // namespace

Result<StageResult> runEmbed(const Project& project, const EmbedOptions& asked, JobContext& context)
{
    auto options = asked;
    MINAMO_TRY(const auto dataset, project.dataset());
    MINAMO_TRY(const auto cell, wantedCell(project, options.tap, options.timestep));
    const ArtifactKey key { EmbedOptions::stage, 1, canonicalOptions(options),
        { dataset.artifact, cell.artifact } };
    const auto& store = project.artifacts();
    const auto stored = [&]() -> Result<StageResult> {
        MINAMO_TRY(const auto manifest, store.manifest(key.id()));
        return resultOf(key.id(), manifest.at("summary"), context);
    };
    if (store.contains(key.id()))
        return stored();
    MINAMO_TRY(const auto work, store.takeWork(key, [&] { return context.cancelled(); }));
    if (store.contains(key.id()))
        return stored();
    auto map = guarded("cpu", [&] { return compute(project, dataset, cell, options, work.folder, context); });
    store.dropWorkFolder(key);
    if (!map)
        return tl::make_unexpected(map.error());
    MINAMO_TRY(auto draft, store.begin(key));
    MINAMO_DO(writeMapLayout(draft.folder() / "embedding.safetensors", map->layout));
    const Json summary { { "tap", options.tap }, { "timestep", options.timestep },
        { "method", options.method }, { "photos", dataset.size() }, { "quality", map->quality } };
    MINAMO_TRY(const auto id, store.commit(std::move(draft), summary));
    return resultOf(id, summary, context);
}

} // namespace minamo
