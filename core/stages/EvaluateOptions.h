#pragma once
#include "base/Options.h"

namespace minamo {

/// Two trained classifiers on the same photos: figures per environment and style, thresholds, costs, a verdict.
struct EvaluateOptions {
    static constexpr const char* stage = "evaluate";
    std::string train = {}; ///< id of the train artifact of "after"; "" = the newest
    std::string method = {}; ///< its method; "" = the augmented one if it has one
    std::string against = {}; ///< id of the train artifact of "before"; "" = the same
    std::string againstMethod = {}; ///< its method; "" = the plain one if it has one
    std::string styles = {}; ///< id of the discover artifact; "" = the current one
    double costOverReject = -1; ///< of a good part called bad; -1 = the project's figure
    double costMiss = -1; ///< of a bad part called good; -1 = the project's figure
    double costReview = -1; ///< of a photo that a person looks at; -1 = the project's figure
    double defectRate = -1; ///< share of bad parts assumed on the line; -1 = the project's figure
    double reviewShare = -1; ///< share of photos that a person can look at; -1 = the project's figure

    template <class V> void describe(V& v)
    {
        v("train", train, OptionInfo {});
        v("method", method, OptionInfo { .advanced = true });
        v("against", against, OptionInfo {});
        v("againstMethod", againstMethod, OptionInfo { .advanced = true });
        v("styles", styles, OptionInfo { .advanced = true });
        v("costOverReject", costOverReject, OptionInfo { .minimum = -1, .maximum = 1e9 });
        v("costMiss", costMiss, OptionInfo { .minimum = -1, .maximum = 1e9 });
        v("costReview", costReview, OptionInfo { .minimum = -1, .maximum = 1e9 });
        v("defectRate", defectRate, OptionInfo { .minimum = -1, .maximum = 1 });
        v("reviewShare", reviewShare, OptionInfo { .minimum = -1, .maximum = 1 });
    }
};

} // namespace minamo
