#pragma once
#include "package/Package.h"

#include <fstream>

namespace minamo {

/// A manifest with every part filled in; both variants and methods are told apart by the arguments.
inline PackageManifest sampleManifest(bool encoder = true, bool guide = true)
{
    PackageManifest m;
    m.name = "外観検査 A";
    m.created = "2026-11-25T08:00:00.000Z";
    m.program = "0.1.0";
    m.labels = { { "OK", "OK", "OK", true }, { "キズ", "キズ", "キズ", false } };
    m.preprocessing = { "stretch", 64, encoder ? 96 : 0, imagenetRange, { "10:10:80:80" }, "2x1", 10 };
    m.modelName = "built-in";
    m.modelId = "model-0123456789abcdef";
    m.psiTensors = 120;
    m.psiTensorsOfModel = 168;
    m.classifier.method = guide ? "guide" : "erm";
    m.classifier.variant = encoder ? "encoder" : "fast";
    m.classifier.width = encoder ? 24 : 0;
    if (!encoder)
        m.classifier.phi = CellId { "up_blocks.1", 50 };
    if (guide)
        m.classifier.domains = CellId { "mid_block", 10 };
    m.styleCell = { "up_blocks.1", 10 };
    m.styles = { { 1, "暗い", "dark", 200 }, { 2, "明るい", "bright", 100 } };
    m.decision = { 0.4, 0.2, 0.6, "evaluate-0123456789abcdef", 3.5, 0.99 };
    m.selfTestPhotos = 8;
    m.licences = { "apache-2.0", "", "社内限り", "Apache-2.0" };
    return m;
}

/// The same on the plant's own classifier.
inline PackageManifest sampleOwnManifest(bool guide = true)
{
    auto m = sampleManifest(true, guide);
    m.preprocessing.phiRange = halfRange;
    m.classifier.variant = "own";
    m.classifier.width = 0;
    m.classifier.network = PackageNetwork { "vit_tiny_patch16_224", "ライン3.safetensors",
        "0123456789abcdef0123456789abcdef", "", { 1, 0, 1 } };
    m.licences.classifier = "自社開発";
    return m;
}

/// A sealed folder of three files whose content means nothing.
inline Result<void> writeSamplePackage(const Path& folder)
{
    std::filesystem::create_directories(folder / "psi");
    for (const auto& [name, size] : { std::pair("psi/config.json", 60),
             std::pair("classifier.safetensors", 900), std::pair("MODEL_CARD.md", 300) }) {
        std::ofstream out(folder / name, std::ios::binary);
        for (int i = 0; i < size; ++i)
            out.put(static_cast<char>(i * 7 + size));
    }
    return sealPackage(folder, sampleManifest());
}

} // namespace minamo
