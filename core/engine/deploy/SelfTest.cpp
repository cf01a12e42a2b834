#include "engine/deploy/SelfTest.h"

#include "base/Random.h"
#include "data/factory/Textures.h"
#include "io/Safetensors.h"

#include <cmath>
#include <fmt/format.h>

namespace minamo {
namespace {

constexpr std::uint64_t series = 20260000; // of textures and contents

/// Picture `index` as planar RGB.
std::vector<std::uint8_t> pictureOf(int index, int size)
{
    const auto plane = std::size_t(size) * std::size_t(size);
    std::vector<std::uint8_t> planar(3 * plane);
    if (size < 16 || size > 512) {
        CounterRandom random(series, static_cast<std::uint64_t>(index));
        for (auto& value : planar)
            value = static_cast<std::uint8_t>(random.below(256));
        return planar;
    }
    const auto picture = renderTexture(series, index, size);
    for (std::size_t i = 0; i < plane; ++i)
        for (std::size_t c = 0; c < 3; ++c)
            planar[c * plane + i] = picture.pixels[3 * i + c];
    return planar;
}

std::vector<PackagePhoto> pictures(const PackageManifest& manifest)
{
    std::vector<PackagePhoto> photos;
    for (int i = 0; i < manifest.selfTestPhotos; ++i) {
        PackagePhoto photo { mixKeys(series, static_cast<std::uint64_t>(i)),
            pictureOf(i, manifest.preprocessing.psiSize), {} };
        if (manifest.preprocessing.phiSize > 0)
            photo.phi = pictureOf(i, manifest.preprocessing.phiSize);
        photos.push_back(std::move(photo));
    }
    return photos;
}

/// The pictures as they lie in the file.
Result<std::vector<PackagePhoto>> readPictures(const SafetensorsFile& file, const PackageManifest& manifest)
{
    const auto wrong = [&](const char* name) {
        return fail("package.bad-weights", { { "path", file.path().string() }, { "tensor", name } });
    };
    const std::int64_t count = manifest.selfTestPhotos;
    MINAMO_TRY(const auto contents, file.require("contents", DType::u64, 1));
    if (contents.elements() != count)
        return wrong("contents");
    std::vector<PackagePhoto> photos(static_cast<std::size_t>(count));
    for (std::size_t i = 0; i < photos.size(); ++i)
        photos[i].content = contents.data<std::uint64_t>()[i];
    for (const auto& [name, size, member] :
        { std::tuple("psi.pixels", manifest.preprocessing.psiSize, &PackagePhoto::psi),
            std::tuple("phi.pixels", manifest.preprocessing.phiSize, &PackagePhoto::phi) }) {
        if (size == 0)
            continue;
        MINAMO_TRY(const auto pixels, file.require(name, DType::u8, 4));
        if (pixels.shape != std::vector<std::int64_t> { count, 3, size, size })
            return wrong(name);
        const auto bytes = static_cast<std::size_t>(pixels.elements() / count);
        for (std::size_t i = 0; i < photos.size(); ++i)
            (photos[i].*member)
                .assign(
                    pixels.data<std::uint8_t>() + i * bytes, pixels.data<std::uint8_t>() + (i + 1) * bytes);
    }
    return photos;
}

std::vector<std::uint8_t> joined(
    const std::vector<PackagePhoto>& photos, std::vector<std::uint8_t> PackagePhoto::*member)
{
    std::vector<std::uint8_t> all;
    for (const auto& photo : photos)
        all.insert(all.end(), (photo.*member).begin(), (photo.*member).end());
    return all;
}

} // namespace

Result<void> writeSelfTest(const Path& folder, const PackageManifest& manifest, const PackageRunner& runner)
{
    const auto photos = pictures(manifest);
    MINAMO_TRY(const auto verdicts, runner.judge(photos));
    std::vector<std::uint64_t> contents;
    std::vector<float> probabilities;
    std::vector<double> distances;
    for (std::size_t i = 0; i < photos.size(); ++i) {
        contents.push_back(photos[i].content);
        distances.push_back(verdicts[i].distance);
        const auto& p = verdicts[i].probabilities;
        probabilities.insert(probabilities.end(), p.begin(), p.end());
    }
    const auto count = std::ssize(photos);
    const std::int64_t psi = manifest.preprocessing.psiSize, phi = manifest.preprocessing.phiSize;
    const auto psiPixels = joined(photos, &PackagePhoto::psi), phiPixels = joined(photos, &PackagePhoto::phi);
    std::vector<TensorView> views { tensorOf("contents", DType::u64, contents),
        tensorOf("distances", DType::f64, distances),
        tensorOf("probabilities", DType::f32, probabilities, { count, std::ssize(manifest.labels) }),
        tensorOf("psi.pixels", DType::u8, psiPixels, { count, 3, psi, psi }) };
    if (phi > 0)
        views.push_back(tensorOf("phi.pixels", DType::u8, phiPixels, { count, 3, phi, phi }));
    return writeSafetensors(folder / "selftest.safetensors", views);
}

Result<SelfTestReport> runSelfTest(
    const Path& folder, const PackageManifest& manifest, const PackageRunner& runner)
{
    MINAMO_TRY(const auto file, SafetensorsFile::open(folder / "selftest.safetensors"));
    MINAMO_TRY(const auto photos, readPictures(file, manifest));
    MINAMO_TRY(const auto expected, file.require("probabilities", DType::f32, 2));
    MINAMO_TRY(const auto distances, file.require("distances", DType::f64, 1));
    const auto classes = static_cast<std::int64_t>(manifest.labels.size());
    if (expected.elements() != std::ssize(photos) * classes || distances.elements() != std::ssize(photos))
        return fail(
            "package.bad-weights", { { "path", file.path().string() }, { "tensor", "probabilities" } });
    MINAMO_TRY(const auto verdicts, runner.judge(photos));
    SelfTestReport report { static_cast<int>(photos.size()), 0, 0 };
    for (std::size_t i = 0; i < photos.size(); ++i) {
        double difference = 0;
        for (std::size_t c = 0; c < std::size_t(classes); ++c)
            difference = std::max(difference,
                std::abs(double { verdicts[i].probabilities[c] }
                    - expected.data<float>()[i * std::size_t(classes) + c]));
        const double stored = distances.data<double>()[i];
        const double relative = std::abs(verdicts[i].distance - stored) / std::max(std::abs(stored), 1e-12);
        if (!(difference <= manifest.selfTestTolerance) || !(relative <= 10 * manifest.selfTestTolerance))
            return fail("package.self-test",
                { { "photo", i + 1 }, { "difference", fmt::format("{:.1e}", std::max(difference, relative)) },
                    { "tolerance", fmt::format("{:.0e}", manifest.selfTestTolerance) } });
        report.probability = std::max(report.probability, difference);
        report.distance = std::max(report.distance, relative);
    }
    return report;
}

} // namespace minamo
