#pragma once

namespace minamo {

/// The program minamo. Exit codes: 0 done, 1 the screenshot or PDF could not be made, 2 bad arguments (one sentence
/// on stderr).
int runApplication(int count, char** values);

} // namespace minamo
