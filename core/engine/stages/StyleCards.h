#pragma once
#include "data/Dataset.h"
#include "data/ImageFacts.h"
#include "data/Styles.h"

#include <vector>

namespace minamo {

/// Fills the cards of `styles.styles` (one per style, numbers and counts set) from what was measured and what
/// is known.

/// Typical, edge and odd photos, 6 of each and no photo twice: nearest the style's mean, smallest membership,
/// furthest out.
/// @param toMean per row: distance to the mean of its own style
void pickPhotos(Styles& styles, const std::vector<float>& toMean);

/// Cohen's d of every fact against all other photos, largest first; then up to two words a style is named by,
/// a third where two styles would have the same name. Nothing happens if there are no facts.
void measureFacts(Styles& styles, const std::vector<ImageFacts>& facts);

/// Counts and Cramer's V (bias-corrected) against environment, label and every tag with 2 .. N/3 values,
/// strongest first.
void linkColumns(Styles& styles, const Dataset& dataset);

} // namespace minamo
