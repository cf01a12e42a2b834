#include "TestSupport.h"

namespace minamo {
Path goldenFolder() { return Path(MINAMO_SOURCE_DIR) / "tests" / "golden"; }
} // namespace minamo
