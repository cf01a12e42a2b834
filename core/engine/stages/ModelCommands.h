#pragma once
#include "engine/diffusion/ModelReport.h" // verifyModel, modelInfo
#include "models/ChosenModel.h"
#include "project/Project.h"
#include "stages/ExtractOptions.h"
#include "stages/Stage.h"

namespace minamo {

/// Lets a project use the model in `folder`, after loading and checking all of it: adoption "/model" {id,
/// name, dir, parameters}, summary {id, name, dir, size, parameters, licence, warnings}. Errors: those of
/// loading; "model.not-square", "extract.not-rgb" {channels}, "extract.noise-levels" if no features can come
/// from it.
Result<StageResult> addModel(const Project& project, const Path& folder);

/// What computes the project's features: {source "project" or "built-in", name, dir, id, parameters, size,
/// licence}. Opens no weights but their headers. Errors: those of modelFolderOf and openModelFolder.
Result<Json> projectModel(const Project& project);

/// Side of the photos the project's model wants, px; 64 if its config does not say. Opens no weights.
/// Errors: those of modelFolderOf and openModelFolder; "model.not-square" {value}.
Result<int> modelImageSize(const Project& project);

/// Side of the photos that an extraction takes, px: the wanted one, or modelImageSize().
Result<int> extractedSize(const Project& project, const ExtractOptions& options);

} // namespace minamo
