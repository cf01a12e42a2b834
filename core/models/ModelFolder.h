#pragma once
#include "models/ModelComponent.h"

#include <optional>

namespace minamo {

/// Where the parts of a diffusers model are: a pipeline folder (model_index.json with components in
/// sub-folders or, in older ones, all at the root) or a component folder (config.json and weights). A network
/// named inside a pipeline takes the other parts from there.
struct ModelFolder {
    Path root; ///< what the user named
    Path network; ///< holds config.json and the weights
    Path schedulerFile; ///< empty if there is none
    bool pipeline = false; ///< has a model_index.json
    Json config = Json::object(); ///< of the network
    Json scheduler = Json::object(); ///< of the schedule; {} if there is none
    std::vector<Path> weights; ///< one file, or all shards
    bool sharded = false;
    std::string variant; ///< "", "fp16", "non_ema" ...
    std::map<std::string, std::string> names; ///< as ModelComponent's
    std::optional<ModelComponent> autoencoder; ///< of a latent space
    std::optional<ModelComponent> textEncoder;
    Path tokenizer; ///< folder; empty if there is none
    std::string licence; ///< from the model card or a LICENSE file's first line; "" if not told

    std::string name() const; ///< last part of the path
};

/// Finds and checks the layout, of a folder or of a single file (see openSingleFile); opens no weights but
/// their headers. Errors: "model.not-a-folder", ".no-network" {classes},
/// ".unknown-component" {component, class}; those of openComponent.
Result<ModelFolder> openModelFolder(const Path& folder);

/// Content hash over config, schedule and weights of every part that decides a feature: the model's identity
/// in every artifact id. (What a prompt's tokens are is in the cells' keys.)
Result<std::string> modelId(const Path& folder);
Result<std::string> modelId(const ModelFolder& folder);

/// The same result; an error tells the file its values came from ({path}).
template <class T> Result<T> readFrom(const Path& file, Result<T> result)
{
    if (!result)
        result.error().values["path"] = file.string();
    return result;
}

} // namespace minamo
