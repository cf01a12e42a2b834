#include "StageLines.h"

#include "base/NumberText.h"
#include "data/Styles.h"

#include <algorithm>
#include <cctype>
#include <fmt/format.h>
#include <map>

namespace minamo {

namespace {

using Lines = std::vector<std::string>;

Lines importLines(const Phrases& phrases, const Json& summary)
{
    return { phrases.text("cli.lines.import", { { "photos", summary.at("photos") },
        { "classes", summary.at("classes").size() }, { "environments", summary.at("environments").size() } }) };
}
Lines extractLines(const Phrases& phrases, const Json& summary) { return { phrases.text("cli.lines.extract", summary) }; }

Lines scoreLines(const Phrases& phrases, const Json& summary)
{
    const auto& best = summary.at("best");
    if (best.is_null())
        return {};
    Lines lines { "  " + phrases.text("cli.info.cell", { { "tap", best.at("tap") }, { "timestep", best.at("timestep") },
        { "reason", phrases.text(best.at("reason").get<std::string>(), best.at("values")) } }) };
    if (summary.at("keptUserCell").get<bool>())
        lines.push_back(phrases.text("cli.lines.kept-cell"));
    return lines;
}

Lines probeLines(const Phrases& phrases, const Json& summary)
{
    const auto& cells = summary.at("cells");
    if (cells.empty())
        return {};
    const auto best = std::ranges::max_element(cells, {}, [](const Json& cell) { return cell.at("accuracy").get<double>(); });
    return { phrases.text("cli.lines.probe", { { "tap", best->at("tap") }, { "timestep", best->at("timestep") },
        { "accuracy", percentText(best->at("accuracy")) }, { "low", percentText(best->at("low")) },
        { "high", percentText(best->at("high")) }, { "n", summary.at("validation") }, { "cells", cells.size() } }) };
}

Lines discoverLines(const Phrases& phrases, const Json& summary)
{
    Lines lines { phrases.text("cli.lines.discover", { { "styles", summary.at("styles").size() },
        { "pseudoDomains", summary.at("pseudoDomains") },
        { "stability", fmt::format("{:.2f}", summary.at("stability").get<double>()) } }) };
    for (const auto& entry : summary.at("styles")) {
        Style style;
        style.number = entry.at("number");
        style.words = entry.at("words").get<std::vector<std::string>>();
        lines.push_back(phrases.text("cli.lines.style",
            { { "number", style.number }, { "count", entry.at("count") }, { "name", styleAutoName(style, phrases) } }));
    }
    return lines;
}

Lines classifierLines(const Phrases& phrases, const Json& summary)
{
    return { phrases.text(summary.at("size").is_null() ? "cli.lines.classifier-foreign" : "cli.lines.classifier", summary), phrases.text("cli.lines.classifier-next", summary) };
}

Lines exportLines(const Phrases& phrases, const Json& summary)
{
    auto values = summary;
    values["megabytes"] = fmt::format("{:.1f}", summary.at("bytes").get<double>() / 1e6);
    values["difference"] = fmt::format("{:.1e}", summary.at("difference").get<double>());
    Lines lines { phrases.text("cli.lines.export", values), phrases.text("cli.lines.export-check", values) };
    if (!summary.at("zip").get<std::string>().empty())
        lines.push_back(phrases.text("cli.lines.export-zip", values));
    return lines;
}

Lines embedLines(const Phrases& phrases, const Json& summary)
{
    auto values = summary;
    values["method"] = phrases.text("option.embed.method." + summary.at("method").get<std::string>());
    const auto& quality = summary.at("quality");
    if (!quality.contains("neighboursKept"))
        return { phrases.text("cli.lines.embed", values) };
    values["neighbours"] = quality.at("neighbours");
    values["kept"] = percentText(quality.at("neighboursKept"));
    return { phrases.text("cli.lines.embed", values), phrases.text("cli.lines.embed-quality", values) };
}

} // namespace

std::vector<std::string> stageLines(const Phrases& phrases, const std::string& stage, const Json& summary)
{
    using Writer = Lines (*)(const Phrases&, const Json&);
    static const std::map<std::string, Writer> writers { { "import", importLines }, { "sample", importLines },
        { "extract", extractLines }, { "score", scoreLines }, { "probe", probeLines },
        { "discover", discoverLines }, { "embed", embedLines }, { "classifier", classifierLines }, { "export", exportLines } };
    const auto found = writers.find(stage);
    return found == writers.end() ? Lines() : found->second(phrases, summary);
}

} // namespace minamo
