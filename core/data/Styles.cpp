#include "data/Styles.h"

#include "io/Safetensors.h"

namespace minamo {
namespace {

template <class T> std::vector<T> copyOf(const TensorView& view)
{
    return { view.data<T>(), view.data<T>() + view.elements() };
}

Json toJson(const Style& style)
{
    Json json { { "number", style.number }, { "count", style.count },
        { "pseudoDomains", style.pseudoDomains }, { "typical", style.typical }, { "edge", style.edge },
        { "odd", style.odd }, { "words", style.words }, { "facts", Json::array() },
        { "shares", Json::array() } };
    for (const auto& fact : style.facts)
        json["facts"].push_back({ { "name", fact.name }, { "mean", fact.mean }, { "rest", fact.rest },
            { "difference", fact.mean - fact.rest }, { "effect", fact.effect },
            { "matters", fact.matters } });
    for (const auto& share : style.shares)
        json["shares"].push_back({ { "column", share.column }, { "counts", share.counts } });
    return json;
}

Style styleFrom(const Json& json)
{
    Style style;
    json.at("number").get_to(style.number);
    json.at("count").get_to(style.count);
    json.at("pseudoDomains").get_to(style.pseudoDomains);
    json.at("typical").get_to(style.typical);
    json.at("edge").get_to(style.edge);
    json.at("odd").get_to(style.odd);
    json.at("words").get_to(style.words);
    for (const auto& fact : json.at("facts"))
        style.facts.push_back(
            { fact.at("name"), fact.at("mean"), fact.at("rest"), fact.at("effect"), fact.at("matters") });
    for (const auto& share : json.at("shares"))
        style.shares.push_back({ share.at("column"), share.at("counts") });
    return style;
}

Json toJson(const StyleAssociation& link)
{
    return { { "column", link.column }, { "values", link.values }, { "counts", link.counts },
        { "cramersV", link.cramersV }, { "nmi", link.nmi }, { "p", link.pValue }, { "photos", link.photos } };
}

StyleAssociation associationFrom(const Json& json)
{
    return { json.at("column"), json.at("values"), json.at("counts"), json.at("cramersV"), json.at("nmi"),
        json.at("p"), json.at("photos") };
}

Result<void> readArrays(const Path& folder, Styles& styles)
{
    MINAMO_TRY(const auto file, SafetensorsFile::open(folder / "pseudodomains.safetensors"));
    MINAMO_TRY(const auto assignments, file.require("assignments", DType::i32, 1));
    MINAMO_TRY(const auto style, file.require("style", DType::i32, 1));
    MINAMO_TRY(const auto distances, file.require("distances", DType::f32, 1));
    MINAMO_TRY(const auto membership, file.require("membership", DType::f32, 1));
    MINAMO_TRY(const auto styleOf, file.require("style_of", DType::i32, 1));
    MINAMO_TRY(const auto centroids, file.require("centroids", DType::f32, 2));
    styles.pseudoDomain = copyOf<std::int32_t>(assignments);
    styles.style = copyOf<std::int32_t>(style);
    styles.distance = copyOf<float>(distances);
    styles.membership = copyOf<float>(membership);
    styles.styleOf = copyOf<std::int32_t>(styleOf);
    styles.centroids = copyOf<float>(centroids);
    styles.dimension = centroids.shape[1];
    return {};
}

void readFacts(const Json& json, Styles& styles)
{
    json.at("tap").get_to(styles.tap);
    json.at("timestep").get_to(styles.timestep);
    json.at("stability").get_to(styles.stability);
    for (const auto& style : json.at("styles"))
        styles.styles.push_back(styleFrom(style));
    for (const auto& link : json.at("associations"))
        styles.associations.push_back(associationFrom(link));
}

} // namespace

const StyleAssociation* Styles::association(const std::string& column) const
{
    for (const auto& link : associations)
        if (link.column == column)
            return &link;
    return nullptr;
}

Result<Styles> readStyles(const Path& artifactFolder)
{
    Styles styles;
    styles.artifact = artifactFolder.filename().string();
    MINAMO_TRY(const auto json, readJson(artifactFolder / "styles.json"));
    try {
        readFacts(json, styles);
    } catch (const Json::exception& e) {
        return fail("json.broken", { { "path", (artifactFolder / "styles.json").string() } }, e.what());
    }
    MINAMO_DO(readArrays(artifactFolder, styles));
    return styles;
}

Result<void> writeStyles(const Path& artifactFolder, const Styles& styles, const Json& more)
{
    const auto clusters = static_cast<std::int64_t>(styles.styleOf.size());
    MINAMO_DO(writeSafetensors(artifactFolder / "pseudodomains.safetensors",
        { tensorOf("assignments", DType::i32, styles.pseudoDomain),
            tensorOf("style", DType::i32, styles.style), tensorOf("distances", DType::f32, styles.distance),
            tensorOf("membership", DType::f32, styles.membership),
            tensorOf("style_of", DType::i32, styles.styleOf),
            tensorOf("centroids", DType::f32, styles.centroids, { clusters, styles.dimension }) }));
    Json json = more;
    json.update({ { "tap", styles.tap }, { "timestep", styles.timestep }, { "stability", styles.stability },
        { "pseudoDomains", clusters }, { "styles", Json::array() }, { "associations", Json::array() } });
    for (const auto& style : styles.styles)
        json["styles"].push_back(toJson(style));
    for (const auto& link : styles.associations)
        json["associations"].push_back(toJson(link));
    return writeJson(artifactFolder / "styles.json", json);
}

std::string styleAutoName(const Style& style, const Phrases& phrases)
{
    if (style.words.empty())
        return phrases.text("style.name.plain", { { "number", style.number } });
    std::string name = phrases.text(style.words.front());
    for (std::size_t i = 1; i < style.words.size(); ++i)
        name = phrases.text(
            "style.name.join", { { "first", name }, { "second", phrases.text(style.words[i]) } });
    return name;
}

} // namespace minamo
