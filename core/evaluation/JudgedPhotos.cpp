#include "evaluation/JudgedPhotos.h"

#include "data/PhotoTiles.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

namespace minamo {
namespace {

using ByPhoto = std::map<std::uint64_t, std::vector<const Prediction*>>;

ByPhoto byPhoto(const std::vector<Prediction>& predictions)
{
    ByPhoto found;
    for (const auto& p : predictions)
        found[p.id].push_back(&p);
    return found;
}

int seedsOf(const std::vector<Prediction>& predictions)
{
    int seeds = 1;
    for (const auto& p : predictions)
        seeds = std::max(seeds, p.seed + 1);
    return seeds;
}

float defectOf(const Prediction& prediction, const std::vector<int>& okClasses)
{
    if (okClasses.empty())
        return std::numeric_limits<float>::quiet_NaN();
    double ok = 0;
    for (const int c : okClasses)
        ok += prediction.probabilities.at(std::size_t(c));
    return float(std::clamp(1 - ok, 0.0, 1.0));
}

/// One tile of a photo, judged by both; a whole photo is its only tile.
struct JudgedTile {
    std::size_t row = 0;
    int number = 0; // among the photo's tiles, from 0
    std::array<const std::vector<const Prediction*>*, 2> answers {};

    int truth() const { return answers[1]->front()->truth; }
};

std::vector<JudgedTile> judgedTiles(
    const std::vector<std::size_t>& rows, const Dataset& dataset, const ByPhoto& before, const ByPhoto& after)
{
    std::vector<JudgedTile> tiles;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const auto id = dataset.ids[rows[i]];
        const auto a = before.find(id), b = after.find(id);
        if (a != before.end() && b != after.end())
            tiles.push_back({ rows[i], int(i), { &a->second, &b->second } });
    }
    return tiles;
}

void addAnswers(
    JudgedPhotos& table, int which, const std::vector<JudgedTile>& tiles, const std::vector<int>& okClasses)
{
    for (int seed = 0; seed < table.seeds[which]; ++seed) {
        std::vector<TileVerdict> verdicts;
        std::vector<int> said;
        for (const auto& tile : tiles)
            for (const auto* answer : *tile.answers[which])
                if (answer->seed == seed) {
                    verdicts.push_back({ defectOf(*answer, okClasses), answer->probability });
                    said.push_back(answer->predicted);
                }
        const auto worst = verdicts.empty() ? 0 : worstTile(verdicts);
        table.said[which].push_back(verdicts.empty() ? -1 : said[worst]);
        table.defect[which].push_back(
            verdicts.empty() ? std::numeric_limits<float>::quiet_NaN() : float(verdicts[worst].defect));
    }
}

/// The tile to be shown for the photo: the worst of "after" over all seeds.
const JudgedTile& decidingTile(const std::vector<JudgedTile>& tiles, const std::vector<int>& okClasses)
{
    std::vector<TileVerdict> means;
    for (const auto& tile : tiles) {
        auto& mean = means.emplace_back();
        const auto& answers = *tile.answers[1];
        for (const auto* answer : answers) {
            mean.defect += defectOf(*answer, okClasses) / double(answers.size());
            mean.probability += answer->probability / double(answers.size());
        }
    }
    return tiles[worstTile(means)];
}

/// One tile with a defect makes the photo bad, whoever labelled the others OK.
int truthOf(const std::vector<JudgedTile>& tiles, const std::vector<int>& okClasses)
{
    const auto bad
        = std::ranges::find_if(tiles, [&](const auto& tile) { return !isOneOf(tile.truth(), okClasses); });
    return bad == tiles.end() ? tiles.front().truth() : bad->truth();
}

/// Of equals the one with the smallest number.
int styleOf(const std::vector<JudgedTile>& tiles, const std::vector<std::int32_t>& styles)
{
    std::map<int, int> votes;
    for (const auto& tile : tiles)
        ++votes[styles[tile.row]];
    return std::ranges::max_element(votes, {}, [](const auto& vote) { return vote.second; })->first;
}

} // namespace

PhotoTally JudgedPhotos::tally(std::size_t photo, int which, const std::vector<int>& okClasses) const
{
    PhotoTally sum;
    const auto count = std::size_t(seeds[which]);
    for (std::size_t s = 0; s < count; ++s)
        if (const int answer = said[which][photo * count + s]; answer >= 0)
            sum.add(truth[photo], answer, okClasses);
    return sum;
}

double JudgedPhotos::meanDefect(std::size_t photo, int which) const
{
    double sum = 0;
    int judged = 0;
    const auto count = std::size_t(seeds[which]);
    for (std::size_t s = 0; s < count; ++s)
        if (const float p = defect[which][photo * count + s]; !std::isnan(p)) {
            sum += p;
            ++judged;
        }
    return judged ? sum / judged : std::numeric_limits<double>::quiet_NaN();
}

int JudgedPhotos::mainAnswer(std::size_t photo, int which) const
{
    std::map<int, int> votes;
    const auto count = std::size_t(seeds[which]);
    for (std::size_t s = 0; s < count; ++s)
        if (const int answer = said[which][photo * count + s]; answer >= 0)
            ++votes[answer];
    int best = -1;
    for (const auto& [answer, number] : votes)
        if (best < 0 || number > votes.at(best))
            best = answer;
    return best;
}

int JudgedPhotos::tilesPerPhoto() const
{
    return tiles.empty() ? 1 : std::ranges::max(tiles);
}

JudgedPhotos judgedPhotos(const std::vector<Prediction>& before, const std::vector<Prediction>& after,
    const Dataset& dataset, const std::vector<std::int32_t>& styles)
{
    JudgedPhotos table;
    table.seeds = { seedsOf(before), seedsOf(after) };
    const auto first = byPhoto(before), second = byPhoto(after);
    for (const auto& rows : rowsByPhoto(dataset)) {
        const auto tiles = judgedTiles(rows, dataset, first, second);
        if (tiles.empty())
            continue;
        const auto& deciding = decidingTile(tiles, dataset.okClasses);
        table.ids.push_back(dataset.ids[rows.front()]);
        table.row.push_back(std::int32_t(deciding.row));
        table.tile.push_back(deciding.number);
        table.tiles.push_back(std::int32_t(tiles.size()));
        table.fold.push_back(deciding.answers[1]->front()->fold);
        table.truth.push_back(truthOf(tiles, dataset.okClasses));
        table.good.push_back(isOneOf(table.truth.back(), dataset.okClasses));
        table.style.push_back(styles.empty() ? -1 : styleOf(tiles, styles));
        table.environment.push_back(
            dataset.environment.known() ? dataset.environment.codes[deciding.row] : -1);
        for (const int which : { 0, 1 })
            addAnswers(table, which, tiles, dataset.okClasses);
    }
    return table;
}

} // namespace minamo
