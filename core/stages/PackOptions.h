#pragma once
#include "base/Options.h"
#include "project/ArtifactStore.h"

namespace minamo {

/// How photos become network input (decision D12). One artifact per rule.
struct PackOptions {
    static constexpr const char* stage = "pack";
    int size = 64;                       ///< side of the square, px
    std::string fit = "stretch";         ///< "stretch": the whole photo; "crop": short side to size, centre crop

    template <class V> void describe(V& v)
    {
        v("size", size, OptionInfo { .minimum = 8, .maximum = 1024, .unit = "px" });
        v("fit", fit, OptionInfo { .choices = { "stretch", "crop" } });
    }
};

/// The pack of these photos (id of the import artifact) under this rule.
inline ArtifactKey packKey(const std::string& samples, const PackOptions& options)
{
    return { PackOptions::stage, 1, canonicalOptions(options), { samples } };
}

} // namespace minamo
