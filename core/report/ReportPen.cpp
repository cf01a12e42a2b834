#include "report/ReportPen.h"

#include "data/ClassNames.h"
#include "report/MeanPhoto.h"

#include <algorithm>

namespace minamo {

ReportPen::ReportPen(const ReportSource& from, ReportData& to) :
    source(from), report(to), phrases(to.language), figures(to)
{
}

std::string ReportPen::say(const std::string& key, const Json& values) const
{
    return phrases.text("report." + key, values);
}

RichText ReportPen::rich(const std::string& key, const Json& values) const
{
    return richText(say(key, values));
}

RichText ReportPen::notice(const std::string& key, const Json& values)
{
    for (const auto& [name, value] : values.items())
        if (value.is_number())
            report.figures.push_back({ key + "." + name, value.get<double>(), value.dump() });
    return richText(phrases.text(key, values));
}

void ReportPen::heading(const std::string& key, bool newPage)
{
    add(HeadingBlock { say(key), newPage });
}

void ReportPen::text(const std::string& key, const Json& values, Tone tone)
{
    add(TextBlock { rich(key, values), tone });
}

std::string ReportPen::listed(const std::vector<std::string>& words) const
{
    const bool japanese = report.language == Language::ja;
    std::string all;
    for (std::size_t i = 0; i < words.size(); ++i)
        all += (i == 0 ? "" : japanese ? "、" : i + 1 == words.size() ? " and " : ", ") + words[i];
    return all;
}

std::string ReportPen::styleCode(int style) const
{
    return "S" + std::to_string(source.styles->styles[static_cast<std::size_t>(style)].number);
}

std::string ReportPen::styleLabel(int style) const
{
    return say("style-label",
        { { "code", styleCode(style) }, { "name", source.styleNames[static_cast<std::size_t>(style)] } });
}

std::string ReportPen::rowName(const EvaluationRow& row) const
{
    if (row.kind == "style" && source.styles && row.index < std::ssize(source.styleNames))
        return source.styleNames[static_cast<std::size_t>(row.index)];
    return row.name;
}

std::string ReportPen::className(const std::string& name) const
{
    return shownClass(source.document.value("classNames", Json()), name, report.language);
}

std::string ReportPen::classLabel(int label) const
{
    const auto name = className(source.dataset->label.values[static_cast<std::size_t>(label)]);
    return source.isOk(label) ? say("class-ok", { { "name", name } }) : name;
}

std::string ReportPen::columnWord(const std::string& column) const
{
    const auto key = "report.column." + column;
    return phrases.has(key) ? phrases.text(key) : column;
}

std::string ReportPen::strengthWord(double cramersV) const
{
    return say(cramersV >= 0.5 ? "strength.strong"
            : cramersV >= 0.3  ? "strength.medium"
            : cramersV >= 0.1  ? "strength.weak"
                               : "strength.none");
}

std::string ReportPen::rowFigure(const EvaluationRow& row, const std::string& what)
{
    return row.kind + (row.kind == "all" ? "." : "." + std::to_string(row.number) + ".") + what;
}

int ReportPen::photo(std::int64_t row)
{
    const auto known = std::ranges::find(m_photos, row, &std::pair<std::int64_t, int>::first);
    if (known != m_photos.end())
        return known->second;
    if (!source.thumbnails || row < 0 || row >= static_cast<std::int64_t>(source.thumbnails->count()))
        return -1;
    const auto bytes = source.thumbnails->jpeg(static_cast<std::size_t>(row));
    report.photos.emplace_back(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    m_photos.emplace_back(row, static_cast<int>(report.photos.size()) - 1);
    return m_photos.back().second;
}

int ReportPen::meanPhoto(int style)
{
    const auto& rows = source.styles->style;
    std::vector<std::size_t> members;
    for (std::size_t row = 0; row < rows.size(); ++row)
        if (rows[row] == style)
            members.push_back(row);
    if (!source.pixels || members.empty())
        return -1;
    report.photos.push_back(meanOfPhotos(*source.pixels, *source.dataset, members));
    return static_cast<int>(report.photos.size()) - 1;
}

const Rate& rateIn(const EvaluationRow& row, const std::string& what, int side)
{
    const auto& figures = row.figures[static_cast<std::size_t>(side)];
    return what == "accuracy"  ? figures.accuracy
        : what == "overReject" ? figures.errors.overReject
                               : figures.errors.miss;
}

const PairedTest& testIn(const EvaluationRow& row, const std::string& what)
{
    return what == "accuracy" ? row.accuracy : what == "overReject" ? row.overReject : row.miss;
}

std::vector<std::string> shownRates(const Evaluation& evaluation)
{
    if (evaluation.okKnown())
        return { "overReject", "miss" };
    return { "accuracy" };
}

} // namespace minamo
