#pragma once
#include "models/ModelFolder.h"

namespace minamo {

/// A whole Stable Diffusion 1 or 2 in one safetensors file, under the names of the original code
/// (model.diffusion_model.*, first_stage_model.*, cond_stage_model.*); the configs are told by the tensors'
/// shapes. The schedule is Stable Diffusion's (predicting noise, or v with OpenCLIP), unless a
/// scheduler_config.json lies beside the file. Errors: "model.no-single-file" {path}: no network under these
/// names; "model.unknown-tensor" {path, tensor}: anything that such a model does not have; those of
/// SafetensorsFile::open.
Result<ModelFolder> openSingleFile(const Path& file);

} // namespace minamo
