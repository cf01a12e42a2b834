// Annex: layers x timesteps, the map, the styles.
#include "report/MeanPhoto.h"
#include "report/ReportPen.h"
#include "statistics/Sampling.h"

#include <algorithm>
#include <cmath>
#include <unordered_map>

namespace minamo {
namespace {

constexpr std::int64_t mostPoints = 4000;

double figureOf(const CellScore& cell, const std::string& criterion)
{
    return criterion == "style-nmi" ? cell.styleNmi.value_or(0) : cell.labelFree;
}

template <class T> std::size_t placeOf(std::vector<T>& list, const T& value)
{
    const auto found = std::ranges::find(list, value);
    if (found != list.end())
        return std::size_t(found - list.begin());
    list.push_back(value);
    return list.size() - 1;
}

void writeHeatMap(ReportPen& pen)
{
    if (!pen.source.scores || pen.source.scores->cells.empty())
        return;
    const auto& scores = *pen.source.scores;
    GridBlock grid { pen.say("heat.layer"), pen.say("heat.timestep"), {}, {}, {} };
    std::vector<int> timesteps;
    double most = 0;
    for (const auto& cell : scores.cells) {
        placeOf(timesteps, cell.timestep);
        placeOf(grid.rows, cell.tap);
        most = std::max(most, figureOf(cell, scores.criterion));
    }
    std::ranges::sort(timesteps);
    for (const int timestep : timesteps)
        grid.columns.push_back(std::to_string(timestep));
    grid.cells.assign(grid.rows.size(), std::vector<GridBlock::Cell>(timesteps.size()));
    for (std::size_t i = 0; i < scores.cells.size(); ++i) {
        const auto& cell = scores.cells[i];
        const auto row = placeOf(grid.rows, cell.tap), column = placeOf(timesteps, cell.timestep);
        const double value = figureOf(cell, scores.criterion);
        const auto name = "heat." + cell.tap + "@" + std::to_string(cell.timestep);
        grid.cells[row][column] = { most > 0 ? std::max(0.0, value / most) : 0,
            pen.figures.number(name, value, 2), int(i) == scores.best };
    }
    pen.heading("heat");
    pen.text(scores.criterion == "style-nmi" ? "heat.style-nmi" : "heat.label-free");
    pen.add(std::move(grid));
    pen.add(TextBlock { pen.notice(scores.reason, scores.values), Tone::muted });
}

/// Both axes in one scale, so that distances keep their proportion.
std::vector<ScatterBlock::Point> fitted(std::vector<ScatterBlock::Point> points)
{
    if (points.empty())
        return points;
    const auto [left, right] = std::ranges::minmax(points, {}, &ScatterBlock::Point::x);
    const auto [top, bottom] = std::ranges::minmax(points, {}, &ScatterBlock::Point::y);
    const float x0 = left.x, y0 = top.y, width = right.x - x0, height = bottom.y - y0;
    const float scale = std::max({ width, height, 1e-6f });
    for (auto& point : points) {
        point.x = (point.x - x0 + (scale - width) / 2) / scale;
        point.y = (point.y - y0 + (scale - height) / 2) / scale;
    }
    return points;
}

void writeMap(ReportPen& pen)
{
    const auto& source = pen.source;
    if (!source.map || !source.styles)
        return;
    std::unordered_map<std::uint64_t, std::size_t> rows;
    for (std::size_t i = 0; i < source.dataset->ids.size(); ++i)
        rows[source.dataset->ids[i]] = i;
    const auto total = std::int64_t(source.map->ids.size());
    ScatterBlock block;
    for (const auto i : sampleRows(total, mostPoints, 0)) {
        const auto at = std::size_t(i);
        const auto row = rows.find(source.map->ids[at]);
        const float x = source.map->xy[2 * at], y = source.map->xy[2 * at + 1];
        if (row != rows.end() && row->second < source.styles->style.size() && std::isfinite(x)
            && std::isfinite(y))
            block.points.push_back({ x, -y, source.styles->style[row->second] });
    }
    block.points = fitted(std::move(block.points));
    for (int i = 0; i < std::ssize(source.styleNames); ++i)
        block.legend.emplace_back(i,
            pen.say("style-title",
                { { "code", pen.styleCode(i) }, { "name", source.styleNames[std::size_t(i)] } }));
    auto method = source.mapManifest.is_object()
        ? source.mapManifest.value("options", Json::object()).value("method", std::string())
        : std::string();
    std::ranges::transform(method, method.begin(), [](unsigned char c) { return std::toupper(c); });
    pen.heading("map");
    pen.add(std::move(block));
    pen.text(total > mostPoints ? "map.note-thinned" : "map.note",
        { { "method", method }, { "photos", pen.figures.photos("map.photos", double(total)) },
            { "shown", pen.figures.photos("map.shown", double(std::min(total, mostPoints))) } },
        Tone::muted);
}

/// "Camera: CAM-A1 40, CAM-A2 40" of the three most frequent values.
std::string shareLine(ReportPen& pen, const StyleAssociation& link, int style)
{
    const auto& counts = link.counts[std::size_t(style)];
    std::vector<std::size_t> order;
    for (std::size_t v = 0; v < counts.size(); ++v)
        if (counts[v] > 0)
            order.push_back(v);
    std::ranges::stable_sort(order, std::greater(), [&](std::size_t v) { return counts[v]; });
    std::vector<std::string> words;
    for (std::size_t i = 0; i < std::min<std::size_t>(3, order.size()); ++i)
        words.push_back(
            (link.column == "label" ? pen.className(link.values[order[i]]) : link.values[order[i]]) + "\u00a0"
            + pen.figures.count(
                "share." + pen.styleCode(style) + "." + link.column + "." + link.values[order[i]],
                double(counts[order[i]])));
    if (order.size() > 3)
        words.push_back("…");
    return pen.say("card.share", { { "column", pen.columnWord(link.column) }, { "values", words } });
}

void writeCards(ReportPen& pen)
{
    if (!pen.source.styles)
        return;
    const auto& styles = *pen.source.styles;
    PhotoBlock block;
    block.perRow = 3;
    for (int i = 0; i < std::ssize(styles.styles); ++i) {
        const auto& style = styles.styles[std::size_t(i)];
        PhotoBlock::Group group { i, {},
            pen.say("style-title",
                { { "code", pen.styleCode(i) }, { "name", pen.source.styleNames[std::size_t(i)] } }),
            factLines(pen, style, 4) };
        if (const int mean = pen.meanPhoto(i); mean >= 0)
            group.photos.push_back(mean);
        for (const auto* rows : { &style.typical, &style.edge, &style.odd })
            if (!rows->empty())
                if (const int photo = pen.photo(rows->front()); photo >= 0)
                    group.photos.push_back(photo);
        group.lines.insert(group.lines.begin(),
            pen.figures.photos("style." + std::to_string(style.number) + ".photos", double(style.count)));
        for (const auto& link : styles.associations)
            if (link.column == "environment" || link.column == "camera" || link.column == "label")
                group.lines.push_back(shareLine(pen, link, i));
        block.groups.push_back(std::move(group));
    }
    pen.heading("cards");
    if (pen.source.pixels)
        pen.text("cards.note-mean", { { "most", pen.figures.photos("cards.mean", double(mostOfMean)) } },
            Tone::muted);
    else
        pen.text("cards.note", Json::object(), Tone::muted);
    pen.add(std::move(block));
}

} // namespace

void writeEvidence(ReportPen& pen)
{
    pen.heading("annex", true);
    pen.text("annex.note", Json::object(), Tone::muted);
    writeHeatMap(pen);
    writeMap(pen);
    writeCards(pen);
}

} // namespace minamo
