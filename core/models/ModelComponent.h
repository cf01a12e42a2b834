#pragma once
#include "base/Result.h"
#include "io/Files.h"

#include <map>
#include <string>
#include <vector>

namespace minamo {

/// One network of a pipeline: config.json and its weights in one folder, as diffusers
/// (diffusion_pytorch_model*) or transformers (model*) name them.
struct ModelComponent {
    Path folder;
    Json config = Json::object();
    std::vector<Path> weights; ///< one file, or all shards
    bool sharded = false;
    std::string variant; ///< "", "fp16", "non_ema" ...
    /// Of a single file: today's name of each tensor that is stored, "" if it is not needed. Empty: as stored.
    std::map<std::string, std::string> names;

    /// `_class_name`, or the first of `architectures`; "" if the config names none.
    std::string className() const;
};

/// Opens no weight file. Errors: "model.no-config", ".no-weights", ".pickle" {file}, ".bad-shard-name"
/// {shard}, ".missing-shard" {shard}, "json.broken".
Result<ModelComponent> openComponent(const Path& folder);

/// Content hash over config and weights: "part-" and 16 hex digits.
Result<std::string> componentId(const ModelComponent& component);

bool isFile(const Path& path);
/// Told by its name: no pickle is ever opened.
bool isPickle(const Path& path);
/// A name that stays in its folder: no separator, no "..".
bool isPlainName(const std::string& name);

} // namespace minamo
