#pragma once
#include "PlantProject.h"
#include "data/CellScores.h"
#include "data/ImagePack.h"
#include "engine/clustering/CellScoring.h"
#include "engine/stages/Extract.h"
#include "engine/stages/ModelCommands.h"
#include "engine/stages/Score.h"
#include "stages/Stage.h"

namespace minamo {

/// How well the plants of a PlantProject come apart.
struct PlantStyles {
    double pixelNmi = 0; ///< k-means on per-channel pixel means and deviations, against the plants
    CellScore picked; ///< the cell that `run` picks
    CellScore labelFree; ///< the cell that it would pick if it did not know the plants
};

/// NMI of k-means (K = plants) on mean and deviation of every channel, [N, 6] as they are.
inline double pixelNmi(const ImagePack& photos, const Dataset& dataset)
{
    FeatureMatrix facts(static_cast<Eigen::Index>(photos.count()), 6);
    const auto plane = std::size_t(photos.size()) * std::size_t(photos.size());
    for (std::size_t row = 0; row < photos.count(); ++row)
        for (std::size_t c = 0; c < 3; ++c) {
            double sum = 0, squares = 0;
            for (const std::uint8_t value : photos.pixels(row).subspan(c * plane, plane)) {
                sum += value;
                squares += double(value) * value;
            }
            const double mean = sum / double(plane);
            facts(Eigen::Index(row), Eigen::Index(c)) = float(mean);
            facts(Eigen::Index(row), Eigen::Index(3 + c))
                = float(std::sqrt(std::max(0.0, squares / double(plane) - mean * mean)));
        }
    const ScoreLabels labels { dataset.environment.codes, {}, {} };
    return scoreCell(facts, labels, {}, ScoreParts::labelsOnly).styleNmi.value_or(-1);
}

/// Extracts with the built-in model and scores, as `run` does.
inline Result<PlantStyles> plantStyles(Project& project, const ExtractOptions& options)
{
    SilentContext context;
    MINAMO_TRY(const auto dataset, project.dataset());
    MINAMO_TRY(const int size, modelImageSize(project));
    const auto pack = packKey(project.text("/samples"), { .size = size }).id();
    MINAMO_TRY(const auto photos, ImagePack::open(project.artifacts().folder(pack)));
    PlantStyles styles { pixelNmi(photos, dataset), {}, {} };
    MINAMO_TRY(const auto extracted, runExtract(project, options, context));
    MINAMO_DO(adopt(project, ExtractOptions::stage, extracted));
    MINAMO_TRY(const auto scored, runScore(project, {}, context));
    MINAMO_DO(adopt(project, ScoreOptions::stage, scored));
    MINAMO_TRY(const auto scores, readCellScores(project.artifacts().folder(project.text("/scores"))));
    styles.picked = scores.cells.at(std::size_t(scores.best));
    styles.labelFree = scores.cells.at(std::size_t(bestCell(scores.cells, "label-free")));
    return styles;
}

} // namespace minamo
