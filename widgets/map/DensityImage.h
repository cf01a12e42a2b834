#pragma once
#include "ClusterScene.h"

namespace minamo {

/// The scene as clouds: each mark spread by a smooth kernel of about 14 logical px, in its own colour; where
/// many lie, the cloud is opaque. Marks of the selection stay stronger than the rest.
SceneImage densityImage(const ClusterScene& scene);

/// Marks that can be shown as photos without covering each other: the visible point nearest to the middle of
/// each square of `cell` device pixels, selected ones first.
std::vector<int> photoTiles(const ClusterScene& scene, int cell);

} // namespace minamo
