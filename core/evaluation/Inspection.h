#pragma once
#include "evaluation/Evaluation.h"
#include "project/Project.h"

#include <optional>

namespace minamo {

/// What the user chose at place "results": document "/inspection" {costs, threshold, null = the recommended
/// one}.
struct InspectionChoice {
    InspectionCosts costs;
    std::optional<double> threshold; ///< absent: the recommended one
    bool operator==(const InspectionChoice&) const = default;
};

/// The project's choice; defaults where it says nothing or nothing usable.
InspectionChoice inspectionOf(const Json& document);
Json toJson(const InspectionChoice& choice);

} // namespace minamo
