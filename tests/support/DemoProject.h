#pragma once
#include "data/Dataset.h"
#include "project/Project.h"

namespace minamo {

/// A project folder with photos of the synthetic plant and invented results, made in a second without decoder or
/// network: what the window's tests and pictures need. Styles follow the plants, so the map has islands.
struct DemoSettings {
    int photos = 120;
    int size = 96;              ///< px of the thumbnails
    bool scored = true;         ///< scores, cell, styles, map
    bool trained = true;
};
Result<Project> makeDemoProject(const Path& folder, const std::string& name, const DemoSettings& settings = {});

} // namespace minamo
