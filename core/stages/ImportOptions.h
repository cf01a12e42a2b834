#pragma once
#include "base/Options.h"

namespace minamo {

/// A folder of photos becomes the samples of a project.
struct ImportOptions {
    static constexpr const char* stage = "import";
    std::string folder = ""; ///< of the photos; "" = where the manifest lies
    std::string layout = "auto"; ///< what the folders mean: "flat", "class", "environment-class", "manifest"
    std::string manifest = ""; ///< CSV in UTF-8; "" = manifest.csv in the folder, if there is one
    std::string okClass = ""; ///< class that means OK; "" = guessed from the names

    template <class V> void describe(V& v)
    {
        // Where the photos lie does not change the result; what lies there is an input of the artifact.
        v("folder", folder, OptionInfo { .affectsResult = false });
        v("layout", layout,
            OptionInfo { .choices = { "auto", "flat", "class", "environment-class", "manifest" } });
        v("manifest", manifest, OptionInfo { .affectsResult = false });
        v("okClass", okClass, OptionInfo {});
    }
};

} // namespace minamo
