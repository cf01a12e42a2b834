#include "stages/Stage.h"

namespace minamo {

Result<void> adopt(Project& project, const std::string& stage, const StageResult& result)
{
    for (const auto& adoption : result.adoptions)
        MINAMO_DO(project.edit(adoption.pointer, adoption.value, "result-adopted", { { "stage", stage } }, false));
    return {};
}

} // namespace minamo
