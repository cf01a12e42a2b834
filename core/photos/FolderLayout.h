#pragma once
#include "photos/PhotoColumns.h"

namespace minamo {

/// What the folders of these photos mean: "flat", "class" or "environment-class". Rules, in this order:
///  - one outer folder around three or more levels is a wrapper and is ignored;
///  - under nine tenths of the photos at least two folders deep: "class" if at least half lie in a folder,
///  else "flat";
///  - outer folders are all called train, test, val ...: "class" (the outer folder becomes the tag "split");
///  - an outer folder is named like an OK class and no inner one is: "class";
///  - else "environment-class" (outer folder = environment, next one = class).
std::string detectLayout(const std::vector<std::string>& paths);

/// The words the folders give under this layout: columns "label", "environment", "split" as far as they
/// apply.
PhotoColumns tableOfFolders(std::vector<std::string> paths, const std::string& layout);

} // namespace minamo
