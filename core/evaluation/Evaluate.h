#pragma once
#include "data/Dataset.h"
#include "data/Styles.h"
#include "evaluation/Evaluation.h"
#include "evaluation/JudgedPhotos.h"

namespace minamo {

/// What an evaluation is made from, besides the photos' table.
struct EvaluationInputs {
    std::array<Contestant, 2> contestants;
    std::array<bool, 2> learned { true, true }; ///< false: this classifier's report says "train.not-learned"
    const Dataset* dataset = nullptr;
    const Styles* styles = nullptr; ///< nullptr = none
    std::vector<std::string> styleNames; ///< the user's name per style, "" = none
    InspectionCosts costs;
};

/// Counts everything: rows, confusion, thresholds, leak, verdict, sentences, notes.
Evaluation evaluatePhotos(const JudgedPhotos& table, const EvaluationInputs& inputs);

/// Parts for cross-fitting: the folds, or, of one fold, five parts drawn by physical part (or photo).
std::vector<int> crossFittingParts(const JudgedPhotos& table, const Dataset& dataset);

/// How far the style alone gives away whether a photo shows a defect (or its class, without an OK class).
LeakCheck leakCheck(const JudgedPhotos& table, bool okKnown);

/// Verdict and sentences from the figures that are in `evaluation`.
/// @param accuracy the two on the same photos
void judge(Evaluation& evaluation, const Comparison& accuracy);

} // namespace minamo
