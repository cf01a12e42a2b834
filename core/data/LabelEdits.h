#pragma once
#include "base/Json.h"
#include "data/Dataset.h"

#include <span>

namespace minamo {

/// The document's "/labels" ({"<16 hex digits of the sample's id>": class name}) with this class for these
/// samples too;
/// "" = as imported.
Json relabelled(Json labels, std::span<const std::uint64_t> samples, const std::string& className);

/// Puts the classes of the document's "/labels" over those of the
/// import. A name the import does not know becomes a new class at the end. Sets `labelEdits`.
void applyLabelEdits(Dataset& dataset, const Json& labels);

} // namespace minamo
