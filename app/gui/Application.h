#pragma once

namespace minamo {

/// The program minamo. Exit codes: 0 done, 1 the screenshot could not be taken, 2 bad arguments (one sentence
/// on stderr).
int runApplication(int count, char** values);

} // namespace minamo
