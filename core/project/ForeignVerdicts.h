#pragma once
#include "data/Dataset.h"
#include "project/OwnClassifier.h"

namespace minamo {

/// Features and verdicts of a classifier that ran elsewhere: `phi` is an .npz with one matrix, `predictions`
/// a CSV with a line per row of it: column "path" (as in the data set) and "prediction" (or "label"), and
/// probabilities in columns named by class, or of the verdict in "probability" (the rest is shared by the
/// other classes); without any a verdict counts as certain. Errors: those of CsvTable and readNpzMatrix,
/// "classifier.rows-differ" {features, predictions}, "classifier.no-column" {path, column},
/// "classifier.unknown-class" {class, known}, "classifier.bad-number" {path, line},
/// "classifier.photos-missing" {count, first}, "classifier.no-classes".
Result<OwnClassifier> readForeignVerdicts(const Path& phi, const Path& predictions, const Dataset& dataset);

} // namespace minamo
