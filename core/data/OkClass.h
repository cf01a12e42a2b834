#pragma once
#include <string>
#include <vector>

namespace minamo {

/// Which classes mean "this part is fine", guessed from their names (OK, Free, Good, Normal, 良品, 正常 ...),
/// so that over-reject and miss can be told apart. Shown and editable; a wrong guess is worse than none, so
/// names that also say the opposite (not OK, no good, 不良品, 異常) never match. Returns indices into
/// `classNames`, ascending; empty if no name says so.
std::vector<int> guessOkClasses(const std::vector<std::string>& classNames);

} // namespace minamo
