#pragma once
#include "Arguments.h"

namespace minamo {

/// minamo PROJECT --export-pdf FILE [--language ja|en]: writes the report without opening the window. Needs a
/// QGuiApplication (any platform). Gives the exit code: 0 done, 1 with a sentence on stderr.
int exportPdf(const Arguments& arguments);

} // namespace minamo
