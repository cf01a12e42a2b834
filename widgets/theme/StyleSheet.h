#pragma once
#include "theme/Theme.h"

#include <QString>

namespace minamo {
/// The style sheet of the whole window with the colours of this theme filled in.
QString styleSheet(const Theme& theme);
} // namespace minamo
