#pragma once
#include "jobs/JobFolder.h"

#include <QString>

namespace minamo {

/// Names of jobs and their steps in the language in force.
QString jobTitle(const std::string& stage);
/// "特徴量の計算　192 / 320": what it does right now.
QString jobStepText(const JobStatus& status);
/// "60%　残り 1 分 10 秒", "6 秒", "中止" ... by state.
QString jobRightText(const JobStatus& status);
/// One sentence and the next step, for failed and died jobs; "" else.
QString jobProblem(const JobStatus& status);
/// Percent in 0..1; negative if not known.
double jobShare(const JobStatus& status);
/// One line of the log: time, what happened.
QString jobLogLine(const Json& event);

} // namespace minamo
