#pragma once
#include "engine/stages/TrainFoldRun.h"

namespace minamo {

/// The cell of Psi for a fold and why.
struct StyleCellChoice {
    CellRecord cell;
    std::string reason; ///< phrase key
    Json values = Json::object();
};

/// Judges all cells on the fold's training and validation rows alone: by style NMI when two or more training
/// environments are known, else by the label-free figure. Errors: those of scoreCells.
Result<StyleCellChoice> chooseStyleCell(
    const TrainInputs& inputs, const TrainFold& fold, const std::function<bool()>& goOn);

/// The cell of Phi for the fast variant: the one whose linear head, trained on the fold's training rows, is
/// most often right on its validation rows (ties: smaller loss there, then the earlier cell).
Result<CellRecord> chooseClassCell(
    const TrainInputs& inputs, const FoldData& data, const std::function<bool()>& goOn);

} // namespace minamo
