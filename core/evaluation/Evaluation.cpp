#include "evaluation/Evaluation.h"

#include <algorithm>

namespace minamo {

std::int64_t missingForRate(const Rate& rate)
{
    return std::max<std::int64_t>(0, fewestForRate - rate.of);
}

std::string PairedTest::mark(bool isAccuracy) const
{
    return worse() ? "▲" : !rose ? "" : isAccuracy ? "↓" : "↑";
}

bool EvaluationRow::tooFew(bool okKnown) const
{
    return (okKnown ? ok : photos) < fewestForRate;
}

} // namespace minamo
