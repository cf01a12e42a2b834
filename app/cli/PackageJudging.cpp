#ifdef MINAMO_WITH_IMAGING
#include "PackageJudging.h"

#include "data/PhotoTiles.h"
#include "engine/deploy/PackageRunner.h"
#include "imaging/PhotoPixels.h"
#include "package/Package.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <fmt/format.h>

namespace minamo {

namespace {

/// A package ready to judge photos.
class Judge {
public:
    static Result<Judge> open(const std::string& place, std::string environment)
    {
        MINAMO_TRY(auto package, Package::open(place));
        MINAMO_TRY(auto runner, PackageRunner::load(package.folder(), package.manifest()));
        return Judge(std::move(package), std::move(runner), std::move(environment));
    }

    Result<Json> judge(const std::string& file) const
    {
        const auto start = std::chrono::steady_clock::now();
        MINAMO_TRY(auto parts, readPhotoPixels(file, m_cuts, m_environment, m_rules));
        std::vector<PackagePhoto> photos;
        for (auto& part : parts)
            photos.push_back({ part.content, std::move(part.squares.front()),
                m_rules.size() > 1 ? std::move(part.squares.back()) : std::vector<std::uint8_t>() });
        MINAMO_TRY(const auto verdicts, m_runner.judge(photos));
        const std::chrono::duration<double, std::milli> passed = std::chrono::steady_clock::now() - start;
        auto result = toJson(file, verdicts);
        result["ms"] = passed.count();
        return result;
    }

private:
    Judge(Package package, PackageRunner runner, std::string environment) :
        m_package(std::move(package)), m_runner(std::move(runner)), m_environment(std::move(environment))
    {
        const auto& p = m_package.manifest().preprocessing;
        m_cuts.roi = p.roi;
        m_cuts.tiles = p.tiles;
        m_cuts.overlap = p.overlap;
        m_rules.push_back({ .size = p.psiSize, .fit = p.fit });
        if (p.phiSize > 0)
            m_rules.push_back({ .size = p.phiSize, .fit = p.fit });
    }

    /// The photo's verdict is that of its worst tile; a person looks if that one asks for it or any tile is
    /// outside every known style.
    Json toJson(const std::string& file, const std::vector<PackageVerdict>& verdicts) const
    {
        const auto& manifest = m_package.manifest();
        std::vector<TileVerdict> tiles;
        for (const auto& verdict : verdicts)
            tiles.push_back({ manifest.okKnown() ? verdict.defect : std::nan(""), verdict.probability });
        const auto* worst = &verdicts[worstTile(tiles)];
        const bool outside = std::ranges::any_of(verdicts, &PackageVerdict::outside);
        const auto& label = manifest.labels.at(std::size_t(worst->label));
        const auto& style = manifest.styles.at(std::size_t(worst->style));
        Json probabilities = Json::object();
        for (std::size_t i = 0; i < manifest.labels.size(); ++i)
            probabilities[manifest.labels[i].name] = worst->probabilities[i];
        return { { "file", file }, { "verdict", label.name },
            { "label", { { "ja", label.ja }, { "en", label.en } } }, { "probability", worst->probability },
            { "probabilities", std::move(probabilities) },
            { "defect", manifest.okKnown() ? Json(worst->defect) : Json() },
            { "ng", manifest.okKnown() ? Json(worst->isDefect) : Json() },
            { "style", { { "number", style.number }, { "ja", style.ja }, { "en", style.en } } },
            { "distance", worst->distance }, { "limit", manifest.decision.outside }, { "outside", outside },
            { "review", outside || worst->review }, { "tiles", verdicts.size() } };
    }

    Package m_package;
    PackageRunner m_runner;
    std::string m_environment;
    ImportOptions m_cuts;
    std::vector<PackOptions> m_rules;
};

std::string lineOf(const Phrases& phrases, const Json& result)
{
    const auto& ng = result.at("ng");
    const std::string language(languageCode(phrases.language()));
    auto line = phrases.text(ng.is_null() ? "cli.package.line"
            : ng.get<bool>()              ? "cli.package.line.ng"
                                          : "cli.package.line.ok",
        { { "file", result.at("file") }, { "verdict", result.at("label").at(language) },
            { "percent", fmt::format("{:.1f}", 100 * result.at("probability").get<double>()) },
            { "number", result.at("style").at("number") }, { "style", result.at("style").at(language) },
            { "distance", fmt::format("{:.3g}", result.at("distance").get<double>()) },
            { "limit", fmt::format("{:.3g}", result.at("limit").get<double>()) },
            { "ms", fmt::format("{:.0f}", result.at("ms").get<double>()) } });
    if (result.at("outside").get<bool>())
        line += phrases.text("cli.package.line.outside");
    else if (result.at("review").get<bool>())
        line += phrases.text("cli.package.line.review");
    return line;
}

} // namespace

int judgePhotos(const Console& console, const std::string& place, const JudgeRequest& request)
{
    const auto judge = Judge::open(place, request.environment);
    if (!judge)
        return console.report(judge.error());
    Json photos = Json::array(), failed = Json::array();
    Console human = console;
    human.json = false;
    for (const auto& file : request.files) {
        auto result = judge->judge(file);
        if (!result) {
            failed.push_back({ { "file", file }, { "error", console.toJson(result.error()) } });
            human.report(result.error());
        } else if (console.json) {
            photos.push_back(std::move(*result));
        } else {
            console.line(lineOf(console.phrases, *result));
        }
    }
    if (console.json)
        console.print({ { "photos", photos }, { "failed", failed } });
    return failed.empty() ? exitDone : exitFailed;
}

} // namespace minamo
#endif
