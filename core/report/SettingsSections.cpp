// Annex: how it was made, from what, under which terms, and what it does not prove.
#include "base/Hash.h"
#include "report/ReportPen.h"

#include <algorithm>

namespace minamo {
namespace {

using Rows = std::vector<std::vector<RichText>>;

void addRow(Rows& rows, const std::string& name, const std::string& value)
{
    if (!value.empty())
        rows.push_back({ { { name, false } }, { { value, false } } });
}

std::string shown(const Json& value)
{
    return value.is_string() ? value.get<std::string>() : value.dump();
}

std::string modelName(const ReportPen& pen)
{
    const auto model = pen.source.document.value("model", Json::object());
    const auto name = model.is_object() ? model.value("name", std::string()) : std::string();
    return name.empty() ? pen.say("model.built-in") : name;
}

void addAnalysis(ReportPen& pen, Rows& rows)
{
    const auto& source = pen.source;
    addRow(rows, pen.say("settings.model"), modelName(pen));
    if (source.cellManifest.is_object()) {
        const auto options = source.cellManifest.value("options", Json::object());
        addRow(
            rows, pen.say("settings.size"), options.contains("size") ? shown(options["size"]) + " px" : "");
        addRow(rows, pen.say("settings.fit"), options.contains("fit") ? shown(options["fit"]) : "");
    }
    if (source.scores)
        addRow(
            rows, pen.say("settings.cells"), pen.figures.count("cells", double(source.scores->cells.size())));
    if (!source.styles)
        return;
    addRow(rows, pen.say("settings.cell"),
        pen.say("record.cell", { { "tap", source.styles->tap }, { "timestep", source.styles->timestep } }));
    addRow(rows, pen.say("settings.pseudo-domains"),
        pen.figures.count("pseudoDomains", double(source.styles->pseudoDomains())));
}

/// The training's options under the names of its form, as they were given.
void addTraining(ReportPen& pen, Rows& rows)
{
    if (!pen.source.trainManifest.is_object())
        return;
    const auto options = pen.source.trainManifest.value("options", Json::object());
    for (const auto& [name, value] : options.items()) {
        const auto key = "option.train." + name;
        const bool automatic = value.is_number()
            && (name == "timestep"
                    ? value == -1
                    : value == 0 && (name == "clusters" || name == "learningRate" || name == "steps"));
        const auto text = automatic ? pen.say("settings.automatic")
            : value.is_boolean()    ? pen.say(value ? "settings.on" : "settings.off")
                                    : shown(value);
        if (pen.phrases.has(key) && !text.empty())
            addRow(rows, pen.phrases.text(key), text);
    }
}

/// One number for all photos: equal only if every file is the same, byte by byte.
std::string fingerprint(const Dataset& dataset)
{
    std::string all;
    for (std::size_t i = 0; i < dataset.size(); ++i)
        all += toHex(dataset.ids[i]) + toHex(dataset.contents[i]);
    return hashHex(all);
}

void writeFingerprint(ReportPen& pen)
{
    const auto& source = pen.source;
    Rows rows;
    addRow(rows, pen.say("fingerprint.photos"), fingerprint(*source.dataset));
    addRow(rows, pen.say("fingerprint.import"), source.dataset->artifact);
    if (source.styles)
        addRow(rows, pen.say("fingerprint.styles"), source.styles->artifact);
    if (source.trainManifest.is_object())
        addRow(rows, pen.say("fingerprint.training"), source.trainManifest.value("id", ""));
    if (source.evaluation)
        addRow(rows, pen.say("fingerprint.evaluation"), source.evaluation->artifact);
    pen.heading("fingerprint");
    pen.add(TableBlock {
        { { pen.say("fingerprint.what"), 1 }, { pen.say("fingerprint.number"), 2 } }, std::move(rows) });
}

void writeCaveats(ReportPen& pen)
{
    const auto& source = pen.source;
    ListBlock list;
    for (const char* key : { "caveat.look", "caveat.small", "caveat.intervals" })
        list.items.push_back(pen.rich(key));
    if (const auto skipped = source.importReport.value("skipped", Json::array()).size())
        list.items.push_back(
            pen.rich("caveat.skipped", { { "photos", pen.figures.photos("skipped", double(skipped)) } }));
    if (const auto copies = source.importReport.value("duplicates", Json::array()).size())
        list.items.push_back(
            pen.rich("caveat.duplicates", { { "sets", pen.figures.count("duplicates", double(copies)) } }));
    if (source.training && source.training->seeds == 1)
        list.items.push_back(pen.rich("caveat.one-seed"));
    std::vector<Error> notes = source.evaluation ? source.evaluation->notes : std::vector<Error>();
    if (source.training)
        for (const auto& note : source.training->notes)
            if (std::ranges::find(notes, note.code, &Error::code) == notes.end())
                notes.push_back(note);
    for (const auto& note : notes)
        list.items.push_back(pen.notice("error." + note.code, note.values));
    pen.heading("caveats");
    pen.add(std::move(list));
}

void writeWords(ReportPen& pen)
{
    TermBlock terms;
    for (const char* key : { "over-reject", "miss", "style", "interval", "plain", "augmented", "association",
             "environment", "mcnemar", "nmi" })
        terms.terms.emplace_back(
            pen.say(std::string("word.") + key), pen.say(std::string("word.") + key + ".meaning"));
    pen.heading("words");
    pen.add(std::move(terms));
}

} // namespace

void writeSettings(ReportPen& pen)
{
    Rows rows;
    addAnalysis(pen, rows);
    addTraining(pen, rows);
    pen.heading("settings");
    pen.add(TableBlock {
        { { pen.say("settings.name"), 1 }, { pen.say("settings.value"), 1.4 } }, std::move(rows) });
    writeFingerprint(pen);
    const auto model = pen.source.document.value("model", Json());
    pen.heading("licences");
    pen.add(ListBlock { false,
        { pen.rich("licence.minamo"),
            model.is_object() ? pen.rich("licence.model", { { "name", modelName(pen) } })
                              : pen.rich("licence.built-in"),
            pen.rich("licence.photos") } });
    writeCaveats(pen);
    writeWords(pen);
}

} // namespace minamo
