#pragma once
#include "Console.h"

namespace minamo {

/// The summary of `evaluate` for a person: both tables, the threshold, what can be said, what limits it.
void printEvaluation(const Console& console, const Json& summary);

} // namespace minamo
