#include "engine/stages/ModelCommands.h"

#include "engine/diffusion/PromptContext.h"
#include "engine/features/ExtractPlan.h"
#include "io/Safetensors.h"
#include "models/AutoencoderClasses.h"

namespace minamo {
namespace {

namespace fs = std::filesystem;
constexpr int usualSize = 64;

Result<int> imageSizeOf(const ModelFolder& folder)
{
    int place = 1; // px of a photo on each side of one of the network's
    if (const auto& autoencoder = folder.autoencoder) {
        MINAMO_TRY(const auto shape,
            readFrom(autoencoder->folder / "config.json", autoencoderShape(autoencoder->config)));
        place = shape.downscale;
    }
    const Json size = folder.config.value("sample_size", Json());
    if (size.is_null())
        return usualSize * place;
    const bool pair
        = size.is_array() && size.size() == 2 && size[0].is_number_integer() && size[0] == size[1];
    if (size.is_array() && !pair)
        return fail("model.not-square", { { "value", size } });
    const Json side = pair ? size[0] : size;
    if (!side.is_number_integer() || side < 1 || side > 1024 || side.get<int>() * place < 8
        || side.get<int>() * place > 1024)
        return fail("model.bad-config",
            { { "path", (folder.network / "config.json").string() }, { "key", "sample_size" },
                { "value", size } });
    return side.get<int>() * place;
}

} // namespace

Result<StageResult> addModel(const Project& project, const Path& folder)
{
    MINAMO_DO(project.writable());
    MINAMO_TRY(auto model, loadDiffusionModel(folder));
    MINAMO_TRY(const int size, imageSizeOf(model.folder));
    // What would refuse an extraction refuses the model already.
    MINAMO_DO(tellPrompt(model, "", nullptr));
    MINAMO_TRY([[maybe_unused]] const auto plan, planExtraction(model, { .timesteps = { 0 } }, "", 1, size));
    const Path place = fs::absolute(folder).lexically_normal();
    const std::string name = model.folder.name();
    Json warnings = Json::array();
    for (const auto& warning : model.warnings)
        warnings.push_back(warning.code);
    StageResult result;
    result.adoptions.push_back({ "/model",
        { { "id", model.id }, { "name", name }, { "dir", place.string() },
            { "parameters", model.network->parameterCount() } } });
    result.summary = { { "id", model.id }, { "name", name }, { "dir", place.string() }, { "size", size },
        { "parameters", model.network->parameterCount() }, { "licence", model.folder.licence },
        { "warnings", warnings } };
    return result;
}

Result<Json> projectModel(const Project& project)
{
    const bool own = !project.text("/model/dir").empty();
    Json json = project.document().value("model", Json::object());
    json["name"] = modelNameOf(project);
    json["source"] = own ? "project" : "built-in";
    MINAMO_TRY(const Path path, modelFolderOf(project));
    MINAMO_TRY(const auto folder, openModelFolder(path));
    json["dir"] = path.lexically_normal().string();
    json["licence"] = folder.licence;
    MINAMO_TRY(json["size"], imageSizeOf(folder));
    if (json.contains("parameters"))
        return json;
    MINAMO_TRY(json["id"], modelId(folder));
    std::int64_t count = 0;
    for (const auto& file : folder.weights) {
        MINAMO_TRY(const auto opened, SafetensorsFile::open(file));
        for (const auto& tensor : opened.tensors())
            count += tensor.elements();
    }
    json["parameters"] = count;
    return json;
}

Result<int> modelImageSize(const Project& project)
{
    MINAMO_TRY(const Path path, modelFolderOf(project));
    MINAMO_TRY(const auto folder, openModelFolder(path));
    return imageSizeOf(folder);
}

Result<int> extractedSize(const Project& project, const ExtractOptions& options)
{
    return options.size > 0 ? Result<int>(options.size) : modelImageSize(project);
}

} // namespace minamo
