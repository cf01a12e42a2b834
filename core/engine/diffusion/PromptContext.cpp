#include "engine/diffusion/PromptContext.h"

#include "base/Hash.h"
#include "engine/device/Guarded.h"
#include "engine/models/ClipTextModel.h"
#include "engine/models/TensorViews.h"

#include <algorithm>

namespace minamo {
namespace {

constexpr int contextVersion = 1;
constexpr std::size_t longestPrompt = 2000; // bytes; 75 tokens are far less
constexpr const char* contextFile = "context.safetensors";

Result<ModelComponent> textEncoderOf(const ModelFolder& folder)
{
    if (!folder.textEncoder)
        return fail("model.no-text-encoder", { { "path", folder.root.string() } });
    return *folder.textEncoder;
}

Result<at::Tensor> storedContext(const Path& folder)
{
    MINAMO_TRY(const auto file, SafetensorsFile::open(folder / contextFile));
    MINAMO_TRY(const auto view, file.require("context", DType::f32, 3));
    return tensorFromView(view);
}

Result<at::Tensor> keptContext(const ModelFolder& folder, const TokenIds& ids, const ArtifactStore& store)
{
    MINAMO_TRY(const auto encoder, textEncoderOf(folder));
    MINAMO_TRY(const std::string content, componentId(encoder));
    const ArtifactKey key { "prompt", contextVersion, { { "tokens", ids } }, { content } };
    if (store.contains(key.id()))
        return storedContext(store.folder(key.id()));
    MINAMO_TRY(const at::Tensor context, promptContext(folder, ids));
    MINAMO_TRY(auto draft, store.begin(key));
    MINAMO_DO(writeSafetensors(draft.folder() / contextFile, { viewOfTensor("context", context) }));
    MINAMO_TRY([[maybe_unused]] const auto id, store.commit(std::move(draft), Json::object()));
    return context;
}

} // namespace

Result<TokenIds> promptTokens(const ModelFolder& folder, const std::string& prompt)
{
    if (prompt.size() > longestPrompt)
        return fail("prompt.too-long", { { "bytes", prompt.size() }, { "limit", longestPrompt } });
    MINAMO_TRY(const auto encoder, textEncoderOf(folder));
    MINAMO_TRY(const auto config,
        readFrom(encoder.folder / "config.json", ClipTextConfig::fromJson(encoder.config)));
    std::error_code none;
    const bool hasTokenizer = std::filesystem::is_directory(folder.tokenizer, none);
    if (prompt.empty() && !hasTokenizer)
        return readFrom(encoder.folder, emptyPromptIds(config));
    MINAMO_TRY(const auto tokenizer, ClipTokenizer::open(folder.tokenizer));
    return tokenizer.encode(prompt,
        std::min<std::size_t>(ClipTokenizer::promptLength, static_cast<std::size_t>(config.maxPositions)));
}

Result<at::Tensor> promptContext(const ModelFolder& folder, const TokenIds& ids)
{
    MINAMO_TRY(const auto encoder, textEncoderOf(folder));
    MINAMO_TRY(const auto model, loadClipText(encoder));
    const auto largest = std::ranges::max(ids);
    if (largest >= model->config().vocabSize)
        return fail("prompt.bad-token",
            { { "path", encoder.folder.string() }, { "token", largest },
                { "tokens", model->config().vocabSize } });
    return guarded("cpu", [&]() -> Result<at::Tensor> {
        const torch::NoGradGuard guard;
        TapRequest none;
        return model->forward(torch::tensor(ids).unsqueeze(0), none).contiguous();
    });
}

Result<void> tellPrompt(DiffusionModel& model, const std::string& prompt, const ArtifactStore* store)
{
    const int width = model.network->contextWidth();
    if (width == 0 && !prompt.empty())
        return fail("prompt.not-taken", { { "name", model.folder.name() } });
    if (width == 0)
        return {};
    MINAMO_TRY(const auto ids, promptTokens(model.folder, prompt));
    MINAMO_TRY(model.conditioning.context,
        store ? keptContext(model.folder, ids, *store) : promptContext(model.folder, ids));
    const auto found = model.conditioning.context.size(2);
    if (found != width)
        return fail("prompt.wrong-width",
            { { "path", model.folder.root.string() }, { "found", found }, { "expected", width } });
    model.prompt = { { "text", prompt }, { "tokens", hashHex(Json(ids).dump()).substr(0, 16) } };
    return {};
}

std::string promptOfFeatures(const Project& project)
{
    const auto cells = project.document().value("features", std::vector<std::string>());
    const auto manifest = cells.empty() ? Result<Json>(Json()) : project.artifacts().manifest(cells.front());
    const Json::json_pointer text("/options/prompt/text");
    return manifest && manifest->contains(text) ? manifest->at(text).get<std::string>() : "";
}

Result<void> tellPromptOfFeatures(DiffusionModel& model, const Project& project)
{
    return tellPrompt(model, promptOfFeatures(project), project.writable() ? &project.artifacts() : nullptr);
}

} // namespace minamo
