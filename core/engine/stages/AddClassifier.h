#pragma once
#include "jobs/JobContext.h"
#include "project/Project.h"
#include "stages/ClassifierOptions.h"
#include "stages/Stage.h"

namespace minamo {

/// Side of the photos that the classifier of these options takes, px; 0 if no model is named. Errors: those
/// of Backbone::open, "classifier.wrong-size" {size, side}.
Result<int> classifierSide(const ClassifierOptions& options);

/// Runs a classifier made elsewhere over all photos, or reads what it said elsewhere (options.phi and
/// .predictions): artifact "classifier" (OwnClassifier), adopted as
/// "/classifier"; `train` with its id keeps Phi frozen and trains T and a head. Needs the pack of
/// classifierSide(). Summary {artifact, name, file, hash, source, licence, classes, features, photos, size,
/// right, of}. config.json of timm beside the model says how it takes photos and where it comes from. Errors:
/// "classifier.nothing-given", "classifier.no-classes", "classifier.class-count" {found, expected},
/// "classifier.unknown-class" {class, known}, "train.no-pack" {size}, those of Backbone::open,
/// readForeignVerdicts and of devices, "cancelled".
Result<StageResult> runAddClassifier(
    const Project& project, const ClassifierOptions& options, JobContext& context);

} // namespace minamo
