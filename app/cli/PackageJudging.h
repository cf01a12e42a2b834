#pragma once
#include "Console.h"

#include <vector>

namespace minamo {

/// Photos for a package.
struct JudgeRequest {
    std::vector<std::string> files;
    std::string environment; ///< chooses the region of interest, where the package has one per environment
};

/// package run: a line (or one JSON object) per photo. A photo that cannot be read is reported, the others
/// are judged all the same; the exit code then says "failed".
int judgePhotos(const Console& console, const std::string& place, const JudgeRequest& request);

} // namespace minamo
