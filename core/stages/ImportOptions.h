#pragma once
#include "base/Options.h"

#include <string>
#include <vector>

namespace minamo {

/// A folder of photos becomes the samples of a project.
struct ImportOptions {
    static constexpr const char* stage = "import";
    std::string folder = ""; ///< of the photos; "" = where the manifest lies
    std::string layout = "auto"; ///< what the folders mean: "flat", "class", "environment-class", "manifest"
    std::string manifest = ""; ///< CSV in UTF-8 or CP932; "" = manifest.csv in the folder, if there is one
    std::vector<std::string> ok = {}; ///< classes that mean OK; empty = guessed from the names
    std::vector<std::string> roi = {}; ///< regions of interest in percent: "left:top:width:height" or
                                       ///< "environment=left:top:width:height"
    std::string tiles
        = "1x1"; ///< "columns x rows": each tile is a sample, each photo judged by its worst tile
    int overlap = 10; ///< of neighbouring tiles, percent of a tile's side

    template <class V> void describe(V& v)
    {
        // Where the photos lie does not change the result; what lies there is an input of the artifact.
        v("folder", folder, OptionInfo { .affectsResult = false });
        v("layout", layout,
            OptionInfo { .choices = { "auto", "flat", "class", "environment-class", "manifest" } });
        v("manifest", manifest, OptionInfo { .affectsResult = false });
        v("ok", ok, OptionInfo {});
        v("roi", roi, OptionInfo { .advanced = true });
        v("tiles", tiles, OptionInfo { .advanced = true });
        v("overlap", overlap, OptionInfo { .minimum = 0, .maximum = 50, .unit = "%", .advanced = true });
    }
};

} // namespace minamo
