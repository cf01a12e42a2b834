#pragma once
#include "base/Result.h"
#include "io/Files.h"

#include <cstdint>
#include <string>
#include <vector>

namespace minamo {

/// A column of words with few different values (class, environment, camera ...): values[codes[i]], code -1 = unknown.
struct Category {
    std::string name;
    std::vector<std::string> values;
    std::vector<std::int32_t> codes;      ///< one per sample, in [-1, values.size())

    bool known() const { return !values.empty(); }
};

/// The part of a photo that a row shows: a region of interest or a tile; px of the upright photo.
struct Region {
    std::int32_t x = 0, y = 0, width = 0, height = 0;
    bool operator==(const Region&) const = default;
};

/// The photos of a project, column by column. Row order is fixed by import (sorted by relative path) and shared by
/// every artifact made from it; ids travel with every row.
struct Dataset {
    std::string artifact;                     ///< id of the import artifact it was read from
    Path root;                                ///< folder the relative paths start at
    std::vector<std::uint64_t> ids;           ///< hash64 of the relative path
    std::vector<std::uint64_t> contents;      ///< hash64 of the file's bytes: keys the feature noise
    std::vector<std::string> paths;           ///< relative, UTF-8, '/' separated
    std::vector<std::int32_t> widths, heights;///< px, after EXIF rotation
    std::vector<Region> regions;              ///< one per sample, or empty: every row is a whole photo
    Category label { "label", {}, {} };
    Category environment { "environment", {}, {} };
    Category group { "group", {}, {} };       ///< physical part: one side of every split
    std::vector<Category> tags;               ///< camera, site, shift, lot, captured_at, ... as far as known
    std::vector<int> okClasses;               ///< classes that mean OK, guessed from their names (edited in the project)
    std::string labelEdits;                   ///< hash of the labels changed in the project; "" = as imported

    /// Names samples and labels: the input of every key that depends on a label (`artifact` where none does).
    std::string labelled() const { return labelEdits.empty() ? artifact : artifact + "+" + labelEdits; }
    std::size_t size() const { return ids.size(); }
    const Category* tag(std::string_view name) const;   ///< nullptr if there is no such column
};

/// Reads and writes the folder of an import artifact (samples.safetensors: one tensor per column).
Result<Dataset> readDataset(const Path& artifactFolder);
Result<void> writeDataset(const Path& artifactFolder, const Dataset& dataset);

} // namespace minamo
