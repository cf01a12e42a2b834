#pragma once
#include "Console.h"

namespace minamo {

/// What a person (or --json) gets to see after a stage: its summary.
void printSummary(const Console& console, const std::string& stage, const Json& summary);

} // namespace minamo
