#pragma once
#include "models/ModelDiagram.h"
#include "models/ModelTensors.h"
#include "project/Project.h"

#include <map>
#include <optional>

namespace minamo {

/// How much a tap answers to the way of shooting and to the class: its best timestep.
struct MeasuredTap {
    int timestep = 0;
    std::optional<double> styleNmi, classNmi;
};

/// What the disk says of the project's model; no weights are read.
struct ModelFacts {
    bool builtIn = false;
    std::string name;
    ModelFolder folder;
    ModelDiagram diagram;
    std::vector<ModelTensor> tensors;
    std::string card;
    std::map<std::string, MeasuredTap> measured; ///< by tap, as far as there are scores
    std::vector<int> timesteps; ///< of the project's cells
    std::optional<Error> problem; ///< the weights' headers cannot be read
    std::int64_t parameters() const;
    std::int64_t bytes() const;
    int steps() const; ///< timesteps of the schedule
    bool isEmpty() const { return diagram.layers.empty(); }
};

/// Errors: those of modelFolderOf, openModelFolder, modelDiagram. Runs in the background.
Result<ModelFacts> readModelFacts(const Project& project);

} // namespace minamo
