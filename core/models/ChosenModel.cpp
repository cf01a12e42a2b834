#include "models/ChosenModel.h"

namespace minamo {

namespace fs = std::filesystem;

Result<Path> modelFolderOf(const Project& project)
{
    std::error_code none;
    if (const std::string chosen = project.text("/model/dir"); !chosen.empty()) {
        if (!fs::exists(chosen, none))
            return fail("model.gone", { { "path", chosen }, { "name", project.text("/model/name") } });
        return Path(chosen);
    }
    const Path builtIn = sharedFolder() / "model";
    if (!fs::exists(builtIn / "config.json", none) && !fs::exists(builtIn / "model_index.json", none))
        return fail("model.no-built-in", { { "path", builtIn.lexically_normal().string() } });
    return builtIn;
}

std::string modelNameOf(const Project& project)
{
    return project.text("/model/dir").empty() ? "built-in" : project.text("/model/name");
}

} // namespace minamo
