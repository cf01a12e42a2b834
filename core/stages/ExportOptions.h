#pragma once
#include "base/Options.h"

namespace minamo {

/// The trained classifier as a package that runs without the project.
struct ExportOptions {
    static constexpr const char* stage = "export";
    std::string output = {}; ///< folder to make; a package that stands there is replaced
    std::string run = {}; ///< id of the training whose figures and settings count; "" = the newest
    std::string method = "auto"; ///< "erm", "guide", or by the comparison of the two
    std::string dataLicence = {}; ///< of the photos; "" = known for the synthetic plant only
    std::string modelLicence = {}; ///< of the diffusion model; "" = what its folder says
    std::string classifierLicence = {}; ///< of the plant's own classifier; "" = what its config.json says
    bool zip = false; ///< also as one file beside the folder

    template <class V> void describe(V& v)
    {
        v("output", output, OptionInfo { .affectsResult = false });
        v("run", run, OptionInfo {});
        v("method", method, OptionInfo { .choices = { "auto", "erm", "guide" } });
        v("dataLicence", dataLicence, OptionInfo {});
        v("modelLicence", modelLicence, OptionInfo {});
        v("classifierLicence", classifierLicence, OptionInfo {});
        v("zip", zip, OptionInfo { .affectsResult = false });
    }
};

} // namespace minamo
