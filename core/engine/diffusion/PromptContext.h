#pragma once
#include "engine/diffusion/ModelCheck.h"
#include "models/ClipTokenizer.h"
#include "project/Project.h"

namespace minamo {

/// Tokens of a prompt as the model's own pipeline makes them: by its tokenizer, or, of "" where there is
/// none, the constant ones. Errors: those of ClipTokenizer::open and emptyPromptIds; "prompt.too-long"
/// {bytes, limit}.
Result<TokenIds> promptTokens(const ModelFolder& folder, const std::string& prompt);

/// Hidden states of tokens, [1, tokens, width] in fp32 on the CPU. The text encoder is loaded for this and
/// dropped. Errors: "model.no-text-encoder" {path}, "prompt.bad-token" {path, token, tokens}, those of
/// loadClipText.
Result<at::Tensor> promptContext(const ModelFolder& folder, const TokenIds& ids);

/// What every pass of a network with a text encoder is told: fills model.conditioning.context and
/// model.prompt {text, tokens}, which belongs into the keys of results. A project's `store` keeps the hidden
/// states (stage "prompt", keyed by encoder and tokens), so that the encoder is loaded once; nullptr:
/// computes them. Nothing happens where the network takes no text. Errors: "prompt.not-taken" {name} for a
/// prompt that such a network cannot be told, "prompt.wrong-width" {found, expected}, those of the two above
/// and of writing.
Result<void> tellPrompt(DiffusionModel& model, const std::string& prompt, const ArtifactStore* store);

/// The prompt that the project's features were computed with; "" if there are none.
std::string promptOfFeatures(const Project& project);
/// tellPrompt() of that, as the features' extraction did.
Result<void> tellPromptOfFeatures(DiffusionModel& model, const Project& project);

} // namespace minamo
