#pragma once
#include "project/Project.h"

namespace minamo {

/// Folder (or single file) of the project's model; of the built-in one if the project has none.
/// Errors: "model.no-built-in" {path}, "model.gone" {path, name}.
Result<Path> modelFolderOf(const Project& project);

/// Name of the project's model; "built-in" if nobody chose one.
std::string modelNameOf(const Project& project);

} // namespace minamo
