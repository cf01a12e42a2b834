#pragma once
#include "project/Project.h"

namespace minamo {

/// True if the folder the photos were imported from is not there: moved, renamed, a disk that is not mounted.
bool photosMoved(const Dataset& dataset);
/// Says where the photos are now: an edit of the user ("/photoFolder"). 48 of them, spread over all, must be
/// in `folder` under the same relative path and with the same bytes. Errors: "photos.missing" {path, checked,
/// missing, example}, "photos.changed" {path, checked, changed, example}, those of Project::dataset() and
/// Project::edit().
Result<void> relocatePhotos(Project& project, const Path& folder);

} // namespace minamo
