#pragma once
#include "imaging/ImportPlan.h"
#include "project/Project.h"

namespace minamo {

/// What was corrected by hand stays when photos are imported again (more of them, another region, other
/// tiles): the document's "/labels" for the new samples; null if nothing is left. A class stays with the same
/// part of a photo of the same path and bytes; where a photo is cut in another way, with the photo if all its
/// old parts had that class.
Json keptLabels(const Json& labels, const Dataset& before, const ImportPlan& plan, const Dataset& now);

} // namespace minamo
