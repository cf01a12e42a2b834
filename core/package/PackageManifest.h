#pragma once
#include "data/PhotoRange.h"
#include "io/Files.h"
#include "project/FeatureStore.h"

#include <optional>
#include <string>
#include <vector>

namespace minamo {

/// Version of the package format that this program writes; older ones are read, newer ones are refused.
constexpr int packageVersion = 1;
constexpr const char* packageSchema = "minamo-package";
constexpr const char* packageManifestFile = "manifest.json";
constexpr const char* packageNetworkFile = "phi/model.safetensors"; ///< of the plant's own classifier
constexpr const char* packageChecksumFile = "manifest.json.xxh3"; ///< hashHex of manifest.json and a line end

/// A file of the package: relative path ('/'), size in bytes, hashFile() of its bytes.
struct PackageFile {
    std::string path;
    std::uint64_t size = 0;
    std::string hash;
};

/// A class, in the order of the classifier's outputs.
struct PackageLabel {
    std::string name; ///< as in the photos' folders
    std::string ja, en; ///< what people read
    bool isOk = false;
};

/// A known style, in the order of styles.safetensors.
struct PackageStyle {
    int number = 0;
    std::string ja, en;
    std::int64_t photos = 0; ///< it was found in
};

/// Who allows what; none is empty in an exported package.
struct PackageLicences {
    std::string model; ///< of the diffusion model Psi
    std::string classifier; ///< of the plant's own classifier; "" without one
    std::string data; ///< of the photos that the rest was learned from
    std::string program; ///< of Minamo
};

/// How a photo becomes network input (decision D12).
struct PackagePreprocessing {
    std::string fit = "stretch"; ///< as in PackOptions
    int psiSize = 64; ///< side of the square Psi sees, px
    int phiSize = 0; ///< side of the square the encoder sees, px; 0 = the classifier reads Psi alone
    PhotoRange phiRange = imagenetRange; ///< of the encoder's photos
    std::vector<std::string> roi = {}; ///< regions of interest and
    std::string tiles = "1x1"; ///< tiles, as in ImportOptions: a photo is judged by its worst tile
    int overlap = 10; ///< of neighbouring tiles, percent
};

/// The plant's own classifier, whose weights lie in packageNetworkFile as they were handed over.
struct PackageNetwork {
    std::string architecture; ///< "resnet18" ...
    std::string file, hash; ///< name it had in the plant, and hashFile() of it
    std::string source; ///< where its config.json says it comes from; "" = not told
    std::vector<int> classes; ///< label of each of its outputs
};

/// What the classifier is made of. classifier.safetensors holds "encoder.*" and "head.*", or "hidden.*",
/// "head.*", "phi.mean" and "phi.scale" (fast, own), and "guide.*" for T; own without T has none.
struct PackageClassifier {
    std::string method = "erm"; ///< "erm" or "guide"
    std::string variant = "fast"; ///< "encoder", "fast", or "own": Phi is the plant's own classifier
    int width = 0; ///< channels of the encoder's first stage; 0 for the fast variant
    std::optional<CellId> phi; ///< what the fast head reads
    std::optional<CellId> domains; ///< what the pseudo-domains of T are found in (GUIDE)
    std::optional<PackageNetwork> network; ///< variant "own"
};

/// When a person has to look. P(defect) = 1 - sum of the probabilities of OK classes.
struct PackageDecision {
    double threshold = 0.5; ///< P(defect) from here on means NG; without an OK class it is not used
    double reviewLow = 0, reviewHigh = 0; ///< low <= P(defect) < high goes to a person; equal = no band
    std::string source; ///< id of the artifact it comes from
    double outside = 0; ///< a distance to the nearest pseudo-domain above this is outside every known style
    double outsideQuantile = 0.99; ///< share of known photos below it, each measured as if it were new
};

/// manifest.json: everything about a package that is not an array.
struct PackageManifest {
    std::string name; ///< of the project
    std::string created; ///< UTC
    std::string program; ///< version of Minamo
    std::vector<PackageFile> files; ///< all but manifest.json and its checksum, sorted by path
    std::vector<PackageLabel> labels;
    PackagePreprocessing preprocessing;
    std::string modelName, modelId; ///< of Psi
    std::int64_t psiTensors = 0, psiTensorsOfModel = 0; ///< kept up to the last tap, and of the whole model
    int draw = 0; ///< of the noise
    PackageClassifier classifier;
    CellId styleCell; ///< what the styles were found in
    std::vector<PackageStyle> styles;
    PackageDecision decision;
    int selfTestPhotos = 0;
    double selfTestTolerance
        = 1e-4; ///< largest difference of a probability; ten times that for a distance (relative)
    PackageLicences licences;

    bool okKnown() const; ///< at least one class means OK
    bool isOwn() const { return classifier.variant == "own"; }
    bool judgesAsBefore() const { return isOwn() && classifier.method == "erm"; } ///< nothing was learned
    /// Cells that are computed of every photo, once each, sorted.
    std::vector<CellId> cells() const;
};

Json toJson(const PackageManifest& manifest);
/// Errors: "package.not-a-package", "package.newer-version" {version, known}, "package.bad-manifest"
/// {reason}; the caller adds {path}. Every number is checked: a manifest may come from anywhere.
Result<PackageManifest> packageManifestFromJson(const Json& json);

/// Parses a manifest and compares it with its checksum; file names that lead out of the package are refused.
/// Errors as in Package::open.
Result<PackageManifest> readPackageManifest(
    const Path& place, const std::string& text, const std::string& checksum);

/// True for what may be opened inside a package: relative, '/' between names, no empty, "." or ".." part, no
/// backslash, colon or control character.
bool isSafePackagePath(const std::string& path);

} // namespace minamo
