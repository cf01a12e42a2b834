#pragma once
#include "base/Result.h"

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace minamo {

/// Shapes of stored tensors by name.
using TensorShapes = std::map<std::string, std::vector<std::int64_t>>;

/// One part of a model as Stable Diffusion's original code stores it: the config that the shapes tell, and
/// where each module is today. A module that is not needed has the name "".
struct OriginalPart {
    Json config;
    std::map<std::string, std::string> modules;

    /// Today's name of a tensor, by the longest module that it lies in. False if it lies in none.
    bool translate(const std::string& stored, std::string& today) const;
};

/// Names without the part's prefix. A shape that is not there, or too short, counts as 0: the config's own
/// checks or the loading then refuse it by name. Heads and groups leave no trace in shapes: 8 heads with
/// convolutions as projections (Stable Diffusion 1), heads of 64 with linear ones (2); 32 groups.
OriginalPart originalUNet(const TensorShapes& shapes);
OriginalPart originalAutoencoder(const TensorShapes& shapes);
/// CLIP as in transformers (Stable Diffusion 1).
OriginalPart originalClip(const TensorShapes& shapes);
/// OpenCLIP (Stable Diffusion 2), which is read before its last layer.
OriginalPart originalOpenClip(const TensorShapes& shapes);

/// "attn.in_proj_weight" holds queries, keys and values one below the other: the names of its thirds
/// ("attn.q_proj.weight" ...); empty for every other tensor.
std::vector<std::string> fusedParts(const std::string& name);

} // namespace minamo
