#include "evaluation/Inspection.h"

namespace minamo {

InspectionChoice inspectionOf(const Json& document)
{
    InspectionChoice choice;
    try {
        if (const auto found = document.find("inspection"); found != document.end() && found->is_object()) {
            fromJson(found->at("costs"), choice.costs);
            if (found->at("threshold").is_number())
                choice.threshold = found->at("threshold").get<double>();
        }
    } catch (const Json::exception&) {
        return {}; // a choice of another version is no reason to refuse the project
    }
    return choice;
}

Json toJson(const InspectionChoice& choice)
{
    return { { "costs", toJson(choice.costs) },
        { "threshold", choice.threshold ? Json(*choice.threshold) : Json() } };
}

} // namespace minamo
