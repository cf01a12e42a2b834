#include "package/ModelCard.h"

#include "base/NumberText.h"
#include "evaluation/Evaluation.h"

#include <cmath>
#include <fmt/format.h>

namespace minamo {
namespace {

std::string escaped(const std::string& text)
{
    std::string result;
    for (const char c : text)
        if (c == '|' || c == '\n')
            result += c == '|' ? "\\|" : " ";
        else
            result += c;
    return result;
}

/// "94.2 % (90.1-96.7, n = 412)", or counts where a rate would claim too much (design: style.md 4).
std::string shown(const Phrases& phrases, const Rate& rate)
{
    if (rate.of < fewestForRate)
        return phrases.text("card.rate.few", { { "count", std::llround(rate.count) }, { "of", rate.of } });
    return phrases.text("card.rate",
        { { "percent", percentText(rate.value()) }, { "low", percentText(rate.low) },
            { "high", percentText(rate.high) }, { "of", rate.of } });
}

/// One language of MODEL_CARD.md.
class CardWriter {
public:
    CardWriter(Language language, const ModelCard& card, const PackageManifest& manifest) :
        m_phrases(language), m_card(card), m_manifest(manifest)
    {
    }

    std::string text()
    {
        say("card.title", { { "name", m_manifest.name } });
        say("card.intro",
            { { "date", m_manifest.created.substr(0, 10) }, { "program", m_manifest.program } });
        writeUse();
        writeClassifier();
        writeScores();
        writeStyles();
        writeData();
        writeLimits();
        writeLicences();
        return std::move(m_text);
    }

private:
    bool japanese() const { return m_phrases.language() == Language::ja; }
    void say(const char* key, const Json& values = Json::object())
    {
        m_text += m_phrases.text(key, values) + "\n\n";
    }
    void item(const char* key, const Json& values) { m_text += "- " + m_phrases.text(key, values) + "\n"; }
    void writeUse()
    {
        say("card.use");
        m_text += "```\nminamo-cli package verify DIR\nminamo-cli package run DIR photo.png --json\n```\n\n";
    }
    std::string shownLabel(const PackageLabel& label) const
    {
        const auto& name = japanese() ? label.ja : label.en;
        return label.isOk ? m_phrases.text("card.class-ok", { { "name", name } }) : name;
    }
    std::string shownClass(const std::string& name) const
    {
        for (const auto& label : m_manifest.labels)
            if (label.name == name)
                return shownLabel(label);
        return name;
    }
    void writeClassifier()
    {
        say("card.classifier");
        std::string labels;
        for (const auto& label : m_manifest.labels)
            labels += (labels.empty() ? "" : ", ") + shownLabel(label);
        item("card.classes", { { "names", labels } });
        item(m_manifest.judgesAsBefore()   ? "card.method.own"
                : m_card.method == "guide" ? "card.method.guide"
                                           : "card.method.erm",
            { { "pseudoDomains", m_card.pseudoDomains },
                { "variant", m_phrases.text("card.variant." + m_manifest.classifier.variant) } });
        item("card.reason", { { "reason", m_phrases.text(m_card.reason) } });
        item("card.psi",
            { { "name", m_manifest.modelName }, { "kept", m_manifest.psiTensors },
                { "of", m_manifest.psiTensorsOfModel } });
        if (m_manifest.isOwn())
            writeNetwork(*m_manifest.classifier.network);
        if (!m_manifest.judgesAsBefore())
            item("card.trained",
                { { "train", m_card.trainPhotos }, { "validation", m_card.validationPhotos } });
        if (m_card.checked > 0)
            item("card.checked",
                { { "photos", m_card.checked }, { "difference", fmt::format("{:.1e}", m_card.difference) },
                    { "sameStyle", m_card.sameStyle } });
        m_text += "\n";
    }
    /// Where the plant's own classifier came from.
    void writeNetwork(const PackageNetwork& network)
    {
        item("card.network",
            { { "file", network.file }, { "architecture", network.architecture },
                { "size", m_manifest.preprocessing.phiSize }, { "outputs", network.classes.size() },
                { "hash", network.hash } });
        if (!network.source.empty())
            item("card.network.source", { { "source", network.source } });
    }
    void writeScores()
    {
        const auto mode = m_manifest.judgesAsBefore() ? "own" : m_card.mode;
        say("card.scores", { { "mode", m_phrases.text("card.mode." + mode) } });
        if (!m_card.verdict.empty())
            say(("card.verdict." + m_card.verdict).c_str());
        m_text += m_phrases.text("card.scores.head") + "\n|---|---|---|---|\n";
        for (const auto& score : m_card.scores) {
            const auto name
                = m_phrases.text("card.kind." + score.kind, { { "name", japanese() ? score.ja : score.en } });
            const bool known = score.errors.overReject.of + score.errors.miss.of > 0;
            m_text += fmt::format("| {} | {} | {} | {} |\n", escaped(name), shown(m_phrases, score.accuracy),
                known ? shown(m_phrases, score.errors.overReject) : "-",
                known ? shown(m_phrases, score.errors.miss) : "-");
        }
        m_text += "\n";
    }
    void writeStyles()
    {
        const auto& d = m_manifest.decision;
        say("card.styles");
        for (const auto& style : m_manifest.styles)
            item("card.style",
                { { "number", style.number }, { "name", japanese() ? style.ja : style.en },
                    { "photos", style.photos } });
        m_text += "\n";
        say("card.outside",
            { { "limit", fmt::format("{:.3g}", d.outside) }, { "percent", percentText(d.outsideQuantile) } });
        if (m_manifest.okKnown())
            say(d.reviewHigh > d.reviewLow ? "card.decision" : "card.decision.no-band",
                { { "threshold", fmt::format("{:.3f}", d.threshold) },
                    { "low", fmt::format("{:.3f}", d.reviewLow) },
                    { "high", fmt::format("{:.3f}", d.reviewHigh) } });
        if (m_card.expected)
            writeExpected(*m_card.expected);
    }
    /// What the threshold and the band gave on photos that chose neither.
    void writeExpected(const OperatingPoint& point)
    {
        Json values { { "overReject", shown(m_phrases, point.errors.overReject) },
            { "miss", shown(m_phrases, point.errors.miss) } };
        const auto photos = point.errors.overReject.of + point.errors.miss.of;
        if (point.band.photos == 0)
            return say("card.expected", values);
        values["share"] = percentText(point.band.photos / double(photos));
        values["overRejectLeft"] = shown(m_phrases, point.withReview.overReject);
        values["missLeft"] = shown(m_phrases, point.withReview.miss);
        say("card.expected.band", values);
    }
    void writeData()
    {
        say("card.data", { { "photos", m_card.photos }, { "fingerprint", m_card.fingerprint } });
        for (const auto& count : m_card.environments)
            item("card.environment", { { "name", count.name }, { "photos", count.photos } });
        for (const auto& count : m_card.classes)
            item("card.class", { { "name", shownClass(count.name) }, { "photos", count.photos } });
        m_text += "\n";
    }
    void writeLimits()
    {
        say("card.limits");
        for (const auto& limit : m_card.limits)
            m_text += "- " + m_phrases.sentence(limit) + "\n";
        m_text += "\n";
    }
    void writeLicences()
    {
        const auto& l = m_manifest.licences;
        say("card.licences");
        item("card.licence.model", { { "name", m_manifest.modelName }, { "licence", l.model } });
        if (m_manifest.isOwn())
            item("card.licence.classifier",
                { { "file", m_manifest.classifier.network->file }, { "licence", l.classifier } });
        item("card.licence.data", { { "licence", l.data } });
        item("card.licence.program", { { "licence", l.program } });
        m_text += "\n" + m_phrases.text("card.recipe") + "\n\n```\n" + m_card.recipe.dump(1) + "\n```\n";
    }

    Phrases m_phrases;
    const ModelCard& m_card;
    const PackageManifest& m_manifest;
    std::string m_text;
};

Json toJson(const std::vector<CardCount>& counts)
{
    Json list = Json::array();
    for (const auto& count : counts)
        list.push_back({ { "name", count.name }, { "photos", count.photos } });
    return list;
}

Json toJson(const std::optional<OperatingPoint>& expected)
{
    if (!expected)
        return nullptr;
    auto json = toJson(expected->errors);
    json["withReview"] = toJson(expected->withReview);
    json["reviewed"] = expected->band.photos;
    return json;
}

} // namespace

Json toJson(const ModelCard& card, const PackageManifest& manifest)
{
    Json scores = Json::array(), limits = Json::array();
    for (const auto& score : card.scores)
        scores.push_back({ { "kind", score.kind }, { "ja", score.ja }, { "en", score.en },
            { "accuracy", toJson(score.accuracy) }, { "overReject", toJson(score.errors.overReject) },
            { "miss", toJson(score.errors.miss) } });
    const Phrases ja(Language::ja), en(Language::en);
    for (const auto& limit : card.limits)
        limits.push_back({ { "code", limit.code }, { "values", limit.values }, { "ja", ja.sentence(limit) },
            { "en", en.sentence(limit) } });
    const auto whole = toJson(manifest);
    return { { "schema", "minamo-model-card" }, { "version", packageVersion }, { "name", manifest.name },
        { "created", manifest.created }, { "program", manifest.program },
        { "data",
            { { "fingerprint", card.fingerprint }, { "photos", card.photos },
                { "trainPhotos", card.trainPhotos }, { "validationPhotos", card.validationPhotos },
                { "environments", toJson(card.environments) }, { "classes", toJson(card.classes) } } },
        { "evaluation",
            { { "artifact", card.evaluation }, { "mode", card.mode }, { "verdict", card.verdict },
                { "scores", scores }, { "expected", toJson(card.expected) } } },
        { "classifier",
            { { "method", card.method }, { "reason", card.reason }, { "pseudoDomains", card.pseudoDomains },
                { "network", whole.at("classifier").at("network") }, { "recipe", card.recipe } } },
        { "check",
            { { "photos", card.checked }, { "difference", card.difference }, { "sameStyle", card.sameStyle },
                { "features", card.featureDevice } } },
        { "labels", whole.at("labels") }, { "styles", whole.at("styles") },
        { "decision", whole.at("decision") }, { "limits", limits }, { "licences", whole.at("licences") } };
}

std::string modelCardText(const ModelCard& card, const PackageManifest& manifest)
{
    return CardWriter(Language::ja, card, manifest).text() + "\n---\n\n"
        + CardWriter(Language::en, card, manifest).text();
}

} // namespace minamo
