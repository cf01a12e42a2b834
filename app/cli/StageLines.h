#pragma once
#include "base/Phrases.h"

#include <string>
#include <vector>

namespace minamo {

/// The summary of a stage as sentences for a person, a line each; none for a stage that has no words here
/// ("train" prints a table, see Summaries.cpp).
std::vector<std::string> stageLines(const Phrases& phrases, const std::string& stage, const Json& summary);

} // namespace minamo
