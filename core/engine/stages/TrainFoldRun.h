#pragma once
#include "data/ImagePack.h"
#include "data/Splits.h"
#include "data/TrainReport.h"
#include "engine/classify/EncoderTraining.h"
#include "engine/classify/FastHead.h"
#include "project/OwnClassifier.h"
#include "stages/TrainOptions.h"

#include <optional>

namespace minamo {

/// What all folds of a training share: the data, read once.
struct TrainInputs {
    TrainOptions options;
    Dataset dataset;
    std::vector<int> okClasses;
    std::optional<ImagePack> photos; ///< encoder variant
    const FeatureStore* features = nullptr; ///< fast variant and GUIDE
    std::optional<OwnClassifier> own; ///< Phi and the verdicts of the plant's own classifier
    std::vector<CellRecord> cells;
    at::Device device { at::kCPU };
    bool hasErm = true, hasGuide = true;

    int steps() const; ///< of one training, as progress counts them
    EncoderOptions encoderOptions() const;
    FastOptions fastOptions() const;
};

/// What was learned in one fold by one method.
struct TrainedUnit {
    TrainRun run;
    std::vector<Prediction> predictions;
    NamedTensors weights;
};

/// One fold under one seed: chooses cells and pseudo-domains on its training environments, then trains and
/// judges.
class TrainFoldRun {
public:
    TrainFoldRun(const TrainInputs& inputs, TrainFold fold, int seed);

    /// Chooses the cells of Psi and Phi, finds the pseudo-domains. `said` is asked to go on (false = stop).
    Result<void> prepare(const std::function<bool()>& goOn);
    /// Trains "erm" or "guide" from `checkpoint` if it is there, and judges the held-out photos.
    Result<TrainedUnit> train(const std::string& method, const Path& checkpoint, const TrainWatch& watch);

    const TrainFold& fold() const { return m_fold; }
    int seed() const { return m_seed; }
    /// Event "fold".
    Json describe() const;

private:
    Result<void> choosePsi(const std::function<bool()>& goOn);
    Result<void> findPseudoDomains();
    Result<void> choosePhi(const std::function<bool()>& goOn);
    Result<TrainedUnit> trainEncoder(bool guide, const Path& checkpoint, const TrainWatch& watch);
    Result<TrainedUnit> trainFast(bool guide, const TrainWatch& watch);
    TrainedUnit takeOwnVerdicts() const;
    void usePhi(const FeatureMatrix& phi);
    std::vector<int> domainsOf(const std::vector<int>& rows) const;
    Result<at::Tensor> styleTableFor(const NamedTensors& weights) const;
    void judge(TrainedUnit& unit, const at::Tensor& probabilities, bool guide) const;
    TrainRun newRun(bool guide, const TrainOutcome& outcome) const;

    const TrainInputs& m_inputs;
    TrainFold m_fold;
    int m_seed;
    FoldData m_data;
    std::optional<CellRecord> m_psiCell, m_phiCell;
    std::string m_psiReason;
    Json m_psiValues = Json::object();
    FeatureMatrix m_psi;
    std::optional<PseudoDomains> m_domains;
    FoldStyles m_styles;
    at::Tensor m_phi; // F32 [N, D], standardised on the training rows
    Standardiser m_standardiser;
};

/// The split of a seed: everything random in a training follows from it.
std::uint64_t trainSeed(int seed);

} // namespace minamo
