#include "package/PackageManifest.h"

#include "base/Hash.h"
#include "io/Csv.h"

#include <algorithm>
#include <cmath>
#include <set>

namespace minamo {
namespace {

Json toJson(const CellId& cell)
{
    return { { "tap", cell.tap }, { "timestep", cell.timestep } };
}

Json toJson(const std::optional<CellId>& cell)
{
    return cell ? toJson(*cell) : Json();
}

Json toJson(const std::optional<PackageNetwork>& network)
{
    return network ? Json { { "architecture", network->architecture }, { "file", network->file },
        { "hash", network->hash }, { "source", network->source }, { "classes", network->classes } }
                   : Json();
}

/// What breaks a rule; caught in packageManifestFromJson.
struct Broken {
    std::string reason;
};

void require(bool isTrue, const char* reason)
{
    if (!isTrue)
        throw Broken { reason };
}

double number(const Json& json, const char* name, double low, double high)
{
    const double value = json.at(name).get<double>();
    require(value >= low && value <= high, name);
    return value;
}

std::int64_t whole(const Json& json, const char* name, std::int64_t low, std::int64_t high)
{
    require(json.at(name).is_number_integer(), name);
    const auto value = json.at(name).get<std::int64_t>();
    require(value >= low && value <= high, name);
    return value;
}

std::string oneOf(const Json& json, const char* name, std::initializer_list<const char*> choices)
{
    auto value = json.at(name).get<std::string>();
    require(std::any_of(choices.begin(), choices.end(), [&](const char* c) { return value == c; }), name);
    return value;
}

std::string filled(const Json& json, const char* name)
{
    auto value = json.at(name).get<std::string>();
    require(!value.empty(), name);
    return value;
}

CellId cellFrom(const Json& json)
{
    return { filled(json, "tap"), static_cast<int>(whole(json, "timestep", 0, 100000)) };
}

std::optional<CellId> maybeCell(const Json& json)
{
    return json.is_null() ? std::nullopt : std::optional(cellFrom(json));
}

void readFiles(const Json& json, PackageManifest& manifest)
{
    std::set<std::string> seen;
    for (const auto& entry : json) {
        PackageFile file { filled(entry, "path"), entry.at("size").get<std::uint64_t>(),
            filled(entry, "hash") };
        require(seen.insert(file.path).second, "files");
        manifest.files.push_back(std::move(file));
    }
}

void readNames(const Json& json, PackageManifest& manifest)
{
    for (const auto& entry : json.at("labels"))
        manifest.labels.push_back(
            { filled(entry, "name"), filled(entry, "ja"), filled(entry, "en"), entry.at("ok").get<bool>() });
    require(manifest.labels.size() >= 2 && manifest.labels.size() <= 100000, "labels");
    const auto& styles = json.at("styles");
    manifest.styleCell = cellFrom(styles.at("cell"));
    for (const auto& entry : styles.at("entries"))
        manifest.styles.push_back({ static_cast<int>(whole(entry, "number", 1, 1000000)), filled(entry, "ja"),
            filled(entry, "en"), whole(entry, "photos", 0, 1'000'000'000'000) });
    require(!manifest.styles.empty(), "styles");
}

std::array<double, 3> perColour(const Json& json, const char* name, double low)
{
    const auto& values = json.at(name);
    require(values.is_array() && values.size() == 3, name);
    std::array<double, 3> result {};
    for (std::size_t i = 0; i < 3; ++i) {
        result[i] = values[i].get<double>();
        require(result[i] >= low && result[i] <= 100, name);
    }
    return result;
}

std::optional<PackageNetwork> networkFrom(const Json& json, std::size_t labels)
{
    if (json.is_null())
        return std::nullopt;
    PackageNetwork network { filled(json, "architecture"), filled(json, "file"), filled(json, "hash"),
        json.at("source").get<std::string>(), {} };
    const auto& classes = json.at("classes");
    require(classes.is_array() && !classes.empty() && classes.size() <= 100000, "classes");
    for (const auto& value : classes) {
        require(value.is_number_integer() && value >= 0 && value < labels, "classes");
        network.classes.push_back(value.get<int>());
    }
    return network;
}

void readPixels(const Json& pixels, PackageManifest& manifest)
{
    manifest.preprocessing.fit = oneOf(pixels, "fit", { "stretch", "crop" });
    manifest.preprocessing.psiSize = static_cast<int>(whole(pixels.at("psi"), "size", 8, 1024));
    if (const auto& phi = pixels.at("phi"); !phi.is_null()) {
        manifest.preprocessing.phiSize = static_cast<int>(whole(phi, "size", 8, 1024));
        manifest.preprocessing.phiRange = { perColour(phi, "mean", -100), perColour(phi, "deviation", 1e-6) };
    }
    manifest.preprocessing.roi = pixels.at("roi").get<std::vector<std::string>>();
    manifest.preprocessing.tiles = filled(pixels, "tiles");
    manifest.preprocessing.overlap = static_cast<int>(whole(pixels, "overlap", 0, 50));
}

void readNetworks(const Json& json, PackageManifest& manifest)
{
    const auto& psi = json.at("psi");
    manifest.modelName = psi.at("name").get<std::string>();
    manifest.modelId = psi.at("id").get<std::string>();
    manifest.psiTensors = whole(psi, "tensors", 1, 1000000);
    manifest.psiTensorsOfModel = whole(psi, "tensorsOfModel", manifest.psiTensors, 1000000);
    manifest.draw = static_cast<int>(whole(psi.at("noise"), "draw", 0, 1000000));
    const auto& classifier = json.at("classifier");
    auto& c = manifest.classifier;
    c.method = oneOf(classifier, "method", { "erm", "guide" });
    c.variant = oneOf(classifier, "variant", { "encoder", "fast", "own" });
    c.width = static_cast<int>(whole(classifier, "width", 0, 256));
    c.phi = maybeCell(classifier.at("phi"));
    c.domains = maybeCell(classifier.at("domains"));
    c.network = networkFrom(classifier.value("network", Json()), manifest.labels.size());
    const bool encoder = c.variant == "encoder", fast = c.variant == "fast";
    require(encoder == (c.width > 0) && fast != (manifest.preprocessing.phiSize > 0)
            && fast == c.phi.has_value() && (c.method == "guide") == c.domains.has_value()
            && manifest.isOwn() == c.network.has_value()
            && (manifest.isOwn() || manifest.preprocessing.phiRange == imagenetRange),
        "classifier");
}

void readDecision(const Json& json, PackageManifest& manifest)
{
    const auto& decision = json.at("decision");
    auto& d = manifest.decision;
    d.threshold = number(decision, "threshold", 0, 1);
    d.reviewLow = number(decision, "reviewLow", 0, 1);
    d.reviewHigh = number(decision, "reviewHigh", d.reviewLow, 1);
    d.source = decision.at("source").get<std::string>();
    d.outside = number(decision, "outside", 0, 1e30);
    d.outsideQuantile = number(decision, "outsideQuantile", 0, 1);
    const auto& test = json.at("selfTest");
    manifest.selfTestPhotos = static_cast<int>(whole(test, "photos", 1, 10000));
    manifest.selfTestTolerance = number(test, "tolerance", 0, 1e-2);
    const auto& licences = json.at("licences");
    const auto own = licences.value("classifier", Json());
    require(own.is_null() != manifest.isOwn() && (own.is_null() || own != Json("")), "licences");
    manifest.licences = { filled(licences, "model"), own.is_null() ? std::string() : own.get<std::string>(),
        filled(licences, "data"), filled(licences, "program") };
}

} // namespace

bool PackageManifest::okKnown() const
{
    return std::any_of(labels.begin(), labels.end(), [](const PackageLabel& label) { return label.isOk; });
}

std::vector<CellId> PackageManifest::cells() const
{
    std::set<CellId> all { styleCell };
    for (const auto* cell : { &classifier.phi, &classifier.domains })
        if (*cell)
            all.insert(**cell);
    return { all.begin(), all.end() };
}

Json toJson(const PackageManifest& m)
{
    Json files = Json::array(), labels = Json::array(), styles = Json::array();
    for (const auto& file : m.files)
        files.push_back({ { "path", file.path }, { "size", file.size }, { "hash", file.hash } });
    for (const auto& label : m.labels)
        labels.push_back(
            { { "name", label.name }, { "ja", label.ja }, { "en", label.en }, { "ok", label.isOk } });
    for (const auto& style : m.styles)
        styles.push_back({ { "number", style.number }, { "ja", style.ja }, { "en", style.en },
            { "photos", style.photos } });
    const auto& p = m.preprocessing;
    const Json psiPixels { { "size", p.psiSize }, { "range", "value / 127.5 - 1" } };
    const Json phiPixels = p.phiSize == 0
        ? Json()
        : Json { { "size", p.phiSize }, { "range", "(value / 255 - mean) / deviation" },
              { "mean", p.phiRange.mean }, { "deviation", p.phiRange.deviation } };
    const Json noise { { "generator", "philox4x32-10, Box-Muller" },
        { "key", "xxh3-64 of the photo's file; stream from timestep and draw" }, { "draw", m.draw } };
    return { { "schema", packageSchema }, { "version", packageVersion }, { "name", m.name },
        { "created", m.created }, { "program", m.program }, { "files", files }, { "labels", labels },
        { "preprocessing",
            { { "colour", "rgb, 8 bit, upright" }, { "fit", p.fit },
                { "resize", "area averaging where a side shrinks, linear where it grows" }, { "roi", p.roi },
                { "tiles", p.tiles }, { "overlap", p.overlap }, { "psi", psiPixels },
                { "phi", phiPixels } } },
        { "psi",
            { { "name", m.modelName }, { "id", m.modelId }, { "tensors", m.psiTensors },
                { "tensorsOfModel", m.psiTensorsOfModel }, { "pool", "mean over space" },
                { "noise", noise } } },
        { "classifier",
            { { "method", m.classifier.method }, { "variant", m.classifier.variant },
                { "width", m.classifier.width }, { "phi", toJson(m.classifier.phi) },
                { "domains", toJson(m.classifier.domains) }, { "network", toJson(m.classifier.network) } } },
        { "styles", { { "cell", toJson(m.styleCell) }, { "entries", styles } } },
        { "decision",
            { { "threshold", m.decision.threshold }, { "reviewLow", m.decision.reviewLow },
                { "reviewHigh", m.decision.reviewHigh }, { "source", m.decision.source },
                { "outside", m.decision.outside }, { "outsideQuantile", m.decision.outsideQuantile } } },
        { "selfTest", { { "photos", m.selfTestPhotos }, { "tolerance", m.selfTestTolerance } } },
        { "licences",
            { { "model", m.licences.model },
                { "classifier", m.licences.classifier.empty() ? Json() : Json(m.licences.classifier) },
                { "data", m.licences.data }, { "program", m.licences.program } } } };
}

Result<PackageManifest> packageManifestFromJson(const Json& json)
{
    if (!json.is_object() || json.value("schema", Json()) != Json(packageSchema))
        return fail("package.not-a-package");
    try {
        const auto version = whole(json, "version", 1, 1'000'000'000);
        if (version > packageVersion)
            return fail("package.newer-version", { { "version", version }, { "known", packageVersion } });
        PackageManifest manifest;
        manifest.name = json.at("name").get<std::string>();
        manifest.created = json.at("created").get<std::string>();
        manifest.program = json.at("program").get<std::string>();
        readFiles(json.at("files"), manifest);
        readNames(json, manifest);
        readPixels(json.at("preprocessing"), manifest);
        readNetworks(json, manifest);
        readDecision(json, manifest);
        return manifest;
    } catch (const Broken& broken) {
        return fail("package.bad-manifest", { { "reason", broken.reason } });
    } catch (const Json::exception& e) {
        return fail("package.bad-manifest", { { "reason", "JSON" } }, e.what());
    }
}

Result<PackageManifest> readPackageManifest(
    const Path& place, const std::string& text, const std::string& checksum)
{
    const auto json = Json::parse(text, nullptr, false);
    auto manifest = packageManifestFromJson(json);
    // A newer format may have another checksum: its version is told first.
    const bool isNewer = !manifest && manifest.error().code == "package.newer-version";
    if (!isNewer && checksum != hashHex(text) + "\n")
        return fail("package.changed-file", { { "path", place.string() }, { "file", packageManifestFile } });
    if (!manifest) {
        manifest.error().values["path"] = place.string();
        return manifest;
    }
    for (const auto& file : manifest->files)
        if (!isSafePackagePath(file.path))
            return fail("package.unsafe-path", { { "path", place.string() }, { "file", file.path } });
    return manifest;
}

bool isSafePackagePath(const std::string& path)
{
    if (path.empty() || path.size() > 400 || path.front() == '/' || !isUtf8(path))
        return false;
    for (const unsigned char c : path)
        if (c < 32 || c == 127 || c == '\\' || c == ':')
            return false;
    for (std::size_t from = 0; from <= path.size();) {
        const auto to = std::min(path.find('/', from), path.size());
        const auto part = path.substr(from, to - from);
        if (part.empty() || part == "." || part == "..")
            return false;
        from = to + 1;
    }
    return true;
}

} // namespace minamo
