#include "StyleData.h"

#include "data/MapLayout.h"
#include "theme/Format.h"

#include <QCoreApplication>
#include <algorithm>
#include <cmath>
#include <unordered_map>

namespace minamo {

namespace {

/// The context "Styles" in translations/.
struct Words {
    Q_DECLARE_TR_FUNCTIONS(Styles)
};

const std::string unknown;

const std::string& wordOf(const Category& category, int row)
{
    const auto code
        = row < static_cast<int>(category.codes.size()) ? category.codes[static_cast<std::size_t>(row)] : -1;
    return code < 0 ? unknown : category.values[static_cast<std::size_t>(code)];
}

Result<void> readMap(const Project& project, StyleData& data)
{
    const auto id = project.text("/embed");
    if (id.empty())
        return {};
    const auto& store = project.artifacts();
    MINAMO_TRY(const auto layout, readMapLayout(store.folder(id) / "embedding.safetensors"));
    MINAMO_TRY(const auto manifest, store.manifest(id));
    const auto options = manifest.value("options", Json::object());
    data.mapMethod = options.value("method", "");
    data.mapTap = options.value("tap", "");
    data.mapTimestep = options.value("timestep", -1);
    data.mapSeed = options.value("seed", std::int64_t { 0 });
    const auto summary = manifest.value("summary", Json::object());
    if (const auto quality = summary.value("quality", Json::object()); quality.contains("neighboursKept"))
        data.mapQuality
            = LayoutQuality { quality.value("trustworthiness", 0.0), quality.value("neighboursKept", 0.0),
                  quality.value("photos", std::int64_t { 0 }), quality.value("neighbours", 0) };
    placeRows(data, layout.ids, layout.xy);
    return {};
}

QString relative(double mean, double rest)
{
    return std::abs(rest) > 1e-9 ? formatSigned((mean - rest) / std::abs(rest) * 100, 0) + "%"
                                 : formatNumber(mean, 1);
}

FactLine lineOf(const StyleFact& fact)
{
    const QString name = factName(fact.name);
    if (fact.name == "clipped")
        return { name, formatPercent(fact.mean), {} };
    if (fact.name == "castRed" || fact.name == "castBlue")
        return { name, formatSigned(fact.mean - fact.rest, 1), {} };
    if (fact.name == "gradientX")
        return { Words::tr("Light"), fact.mean > 0 ? Words::tr("from the right") : Words::tr("from the left"),
            Words::tr("(left/right %1)").arg(formatNumber(std::abs(fact.mean), 1)) };
    if (fact.name == "gradientY")
        return { Words::tr("Light"), fact.mean > 0 ? Words::tr("from below") : Words::tr("from above"),
            Words::tr("(top/bottom %1)").arg(formatNumber(std::abs(fact.mean), 1)) };
    return { Words::tr("%1 (against the rest)").arg(name), relative(fact.mean, fact.rest), {} };
}

} // namespace

const std::string& StyleData::className(int row) const
{
    return wordOf(dataset->label, row);
}
const std::string& StyleData::environmentName(int row) const
{
    return wordOf(dataset->environment, row);
}

void placeRows(StyleData& data, const std::vector<std::uint64_t>& ids, const std::vector<float>& xy)
{
    std::unordered_map<std::uint64_t, std::size_t> rows;
    for (std::size_t i = 0; i < data.size(); ++i)
        rows[data.dataset->ids[i]] = i;
    data.xy.assign(2 * data.size(), 0);
    data.placed.assign(data.size(), 0);
    for (std::size_t i = 0; i < ids.size() && 2 * i + 1 < xy.size(); ++i) {
        const auto found = rows.find(ids[i]);
        if (found == rows.end() || !std::isfinite(xy[2 * i]) || !std::isfinite(xy[2 * i + 1]))
            continue;
        data.xy[2 * found->second] = xy[2 * i];
        data.xy[2 * found->second + 1] = xy[2 * i + 1];
        data.placed[found->second] = 1;
    }
}

Result<StyleData> readStyleData(const Project& project, std::shared_ptr<const Dataset> dataset,
    std::shared_ptr<const std::vector<ImageFacts>> facts)
{
    StyleData data;
    data.dataset = std::move(dataset);
    data.facts = std::move(facts);
    if (const auto id = project.text("/discover"); !id.empty()) {
        MINAMO_TRY(data.styles, readStyles(project.artifacts().folder(id)));
    }
    MINAMO_DO(readMap(project, data));
    return data;
}

QString styleCode(int style)
{
    return QString("S%1").arg(style + 1);
}

std::string styleNamePointer(const StyleData& data, int style)
{
    return "/styleNames/" + data.styles.artifact + "/"
        + std::to_string(data.styles.styles[static_cast<std::size_t>(style)].number);
}

QString styleName(const StyleData& data, const ProjectModel& model, int style)
{
    if (style < 0 || style >= static_cast<int>(data.styles.styles.size()))
        return {};
    if (const auto given = model.text(styleNamePointer(data, style)); !given.isEmpty())
        return given;
    return QString::fromStdString(
        styleAutoName(data.styles.styles[static_cast<std::size_t>(style)], uiPhrases()));
}

QList<FactLine> factLines(const Style& style)
{
    QList<FactLine> lines;
    int light = 0;
    for (const auto& fact : style.facts) {
        const bool isLight = fact.name == "gradientX" || fact.name == "gradientY";
        // Two facts at least; of the light only its stronger direction.
        if (lines.size() >= 4 || (lines.size() >= 2 && !fact.matters) || (isLight && light++ > 0))
            continue;
        lines << lineOf(fact);
    }
    return lines;
}

QString factName(const std::string& fact)
{
    if (fact == "brightness")
        return Words::tr("Brightness");
    if (fact == "contrast")
        return Words::tr("Contrast");
    if (fact == "clipped")
        return Words::tr("Blown pixels");
    if (fact == "castRed")
        return Words::tr("Red cast");
    if (fact == "castBlue")
        return Words::tr("Blue cast");
    if (fact == "sharpness")
        return Words::tr("Sharpness");
    if (fact == "noise")
        return Words::tr("Noise");
    if (fact == "gradientX")
        return Words::tr("Light, left to right");
    if (fact == "gradientY")
        return Words::tr("Light, top to bottom");
    return QString::fromStdString(fact);
}

QString factValueText(const std::string& fact, double value)
{
    if (fact == "clipped")
        return formatPercent(value);
    const bool isSigned = fact.starts_with("cast") || fact.starts_with("gradient");
    return isSigned ? formatSigned(value, 1) : formatNumber(value, std::abs(value) < 10 ? 1 : 0);
}

QString columnWord(const std::string& column)
{
    if (column == "environment")
        return Words::tr("Environment");
    if (column == "label")
        return Words::tr("Defect class");
    if (column == "camera")
        return Words::tr("Camera");
    if (column == "site")
        return Words::tr("Site");
    if (column == "shift")
        return Words::tr("Shift");
    if (column == "lot")
        return Words::tr("Lot");
    if (column == "captured_at" || column == "date")
        return Words::tr("Date");
    if (column == "group")
        return Words::tr("Part");
    if (column == "part")
        return Words::tr("Kind of part");
    return QString::fromStdString(column);
}

double linkOfStyle(const Styles& styles, int style, const std::string& column)
{
    const auto* link = styles.association(column);
    if (!link || style >= static_cast<int>(link->counts.size()))
        return 0;
    double total = 0, inside = 0, square = 0;
    for (std::size_t s = 0; s < link->counts.size(); ++s)
        for (const auto count : link->counts[s]) {
            total += static_cast<double>(count);
            inside += s == static_cast<std::size_t>(style) ? static_cast<double>(count) : 0;
        }
    if (total <= 0 || inside <= 0 || inside >= total)
        return 0;
    for (std::size_t v = 0; v < link->values.size(); ++v) {
        double column_ = 0;
        for (const auto& counts : link->counts)
            column_ += static_cast<double>(counts[v]);
        const double here = static_cast<double>(link->counts[static_cast<std::size_t>(style)][v]);
        for (const auto& [seen, share] :
            { std::pair { here, inside / total }, { column_ - here, 1 - inside / total } })
            if (const double expected = column_ * share; expected > 0)
                square += (seen - expected) * (seen - expected) / expected;
    }
    return std::sqrt(square / total);
}

QString linkWord(double cramersV)
{
    return cramersV >= 0.5 ? Words::tr("strong")
        : cramersV >= 0.3  ? Words::tr("medium")
        : cramersV >= 0.1  ? Words::tr("weak")
                           : Words::tr("hardly any");
}

} // namespace minamo
