#pragma once
#include "data/Dataset.h"
#include "data/Styles.h"
#include "evaluation/Evaluate.h"

#include <fmt/format.h>
#include <functional>

namespace minamo {

/// Photos whose judgements are planted: classes OK (0) and Scratch (1).
struct PlantedPhotos {
    Dataset dataset;
    Styles styles;
    std::vector<Prediction> before, after;
    std::array<bool, 2> learned { true, true };

    PlantedPhotos(int styleCount, int environmentCount)
    {
        dataset.artifact = "import-planted";
        dataset.label = { "label", { "OK", "Scratch" }, {} };
        dataset.environment.name = "environment";
        dataset.okClasses = { 0 };
        for (int i = 0; i < environmentCount; ++i)
            dataset.environment.values.push_back("Plant " + std::string(1, char('A' + i)));
        for (int i = 0; i < styleCount; ++i)
            styles.styles.emplace_back().number = i + 1;
        styles.artifact = "discover-planted";
    }
    /// One photo in `environment` (= fold) with P(defect) under both classifiers, one seed.
    void add(int truth, int style, int environment, float defectBefore, float defectAfter)
    {
        const auto id = std::uint64_t(1000 + dataset.size());
        dataset.ids.push_back(id);
        dataset.contents.push_back(id);
        dataset.paths.push_back(fmt::format("{}.png", id));
        dataset.widths.push_back(8);
        dataset.heights.push_back(8);
        dataset.label.codes.push_back(truth);
        dataset.environment.codes.push_back(environment);
        styles.style.push_back(style);
        before.push_back(prediction(id, environment, 0, truth, defectBefore));
        after.push_back(prediction(id, environment, 0, truth, defectAfter));
    }
    /// A photo in tiles; P(defect) of each under both classifiers, and the style of each.
    void addTiled(int truth, const std::vector<float>& before, const std::vector<float>& after,
        const std::vector<int>& tileStyles, int environment = 0)
    {
        const auto first = dataset.size();
        for (std::size_t i = 0; i < before.size(); ++i) {
            add(truth, tileStyles[i], environment, before[i], after[i]);
            dataset.paths.back() = dataset.paths[first];
            dataset.regions.push_back({ int(i), 0, 1, 1 });
        }
    }
    static Prediction prediction(std::uint64_t id, int fold, int seed, int truth, float defect)
    {
        return { .id = id,
            .fold = fold,
            .seed = seed,
            .truth = truth,
            .predicted = defect > 0.5f ? 1 : 0,
            .probability = std::max(defect, 1 - defect),
            .probabilities = { 1 - defect, defect } };
    }
    JudgedPhotos table() const { return judgedPhotos(before, after, dataset, styles.style); }
    Evaluation evaluate(const InspectionCosts& costs = {}) const
    {
        EvaluationInputs inputs;
        inputs.contestants = { Contestant { "train-1", "erm", "fast", "leave-one-environment-out", 1 },
            Contestant { "train-1", "guide", "fast", "leave-one-environment-out", 1 } };
        inputs.dataset = &dataset;
        inputs.styles = &styles;
        inputs.costs = costs;
        inputs.learned = learned;
        return evaluatePhotos(table(), inputs);
    }
};

} // namespace minamo
