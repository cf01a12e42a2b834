#include "report/HtmlReport.h"

#include "report/HtmlParts.h"

#include <fmt/format.h>

namespace minamo {
namespace {

const char* toneName(Tone tone)
{
    return tone == Tone::accent ? "accent"
        : tone == Tone::caution ? "caution"
        : tone == Tone::muted   ? "muted"
                                : "plain";
}

std::string element(const std::string& tag, const std::string& css, const std::string& content)
{
    return fmt::format("<{}{}>{}</{}>", tag, css.empty() ? "" : " class=\"" + css + "\"", content, tag);
}

/// The mark of the product (resources/icons/minamo.svg).
constexpr const char* mark
    = R"(<svg width="20" height="20" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-linecap="round" aria-hidden="true"><circle cx="12" cy="4.8" r="1.7" fill="currentColor" stroke="none"/><path stroke-width="1.9" d="M9 9.7c1.8 1 4.2 1 6 0M6 13.2c3.6 2.2 8.4 2.2 12 0M3 16.7c5.4 3.5 12.6 3.5 18 0"/></svg>)";

/// One block after another; each overload writes one kind.
struct HtmlWriter {
    const ReportData& report;
    std::string out {};

    void operator()(const TitleBlock& block)
    {
        std::string lines, heads, cells;
        for (const auto& line : block.lines)
            lines += (lines.empty() ? "" : "<br>") + htmlText(line);
        for (const auto& box : block.boxes) {
            heads += element("th", "", htmlText(box));
            cells += "<td></td>";
        }
        out += "<header><div>" + element("div", "kind", mark + htmlText(block.kind))
            + element("h1", "", lines) + element("div", "under", htmlText(block.under)) + "</div>";
        if (!block.boxes.empty())
            out += "<table class=\"boxes\"><tr>" + heads + "</tr><tr>" + cells + "</tr></table>";
        out += "</header>\n";
    }
    void operator()(const HeadingBlock& block)
    {
        out += element("h2", block.newPage ? "page" : "", htmlText(block.text)) + "\n";
    }
    void operator()(const TextBlock& block)
    {
        out += element("p", block.tone == Tone::plain ? "" : toneName(block.tone), htmlRich(block.text))
            + "\n";
    }
    void operator()(const CalloutBlock& block)
    {
        out += element("div", std::string("callout ") + toneName(block.tone),
                   element("span", "label", htmlText(block.label)) + htmlRich(block.text))
            + "\n";
    }
    void operator()(const KeyFigureBlock& block)
    {
        out += "<div class=\"figures\">";
        for (const auto& item : block.items) {
            out += element("div", item.worse ? "worse" : "",
                element("b", "", htmlText(item.label)) + element("span", "context", htmlText(item.context))
                    + "<br>"
                    + (item.before.empty() ? ""
                                           : element("span", "before", htmlText(item.before))
                                + element("span", "arrow", "→"))
                    + element("span", "after", htmlText(item.mark + item.after))
                    + element("div", "muted", htmlText(item.under)));
        }
        out += "</div>\n";
    }
    void operator()(const PhotoBlock& block)
    {
        out += fmt::format(
            "<div class=\"groups\" style=\"grid-template-columns:repeat({},1fr)\">", block.perRow);
        for (const auto& group : block.groups) {
            std::string photos, lines;
            for (const int photo : group.photos) {
                const auto& bytes = report.photos[std::size_t(photo)];
                photos += fmt::format("<img alt=\"\" src=\"data:image/{};base64,{}\">",
                    bytes.starts_with("\x89PNG") ? "png" : "jpeg", base64(bytes));
            }
            for (const auto& line : group.lines)
                lines += element("div", "line", htmlText(line));
            out += element("div", "group",
                element("div", "wells", photos)
                    + element("div", "title", svgGlyph(group.slot, 11) + htmlText(group.title)) + lines);
        }
        out += "</div>\n";
    }
    void operator()(const RateBlock& block)
    {
        out += "<div class=\"legend\">";
        if (!block.before.empty())
            out += element("span", "", svgRateKey(false) + htmlText(block.before));
        out += element("span", "", svgRateKey(true) + htmlText(block.after))
            + element("span", "", htmlText(block.bars));
        if (!block.worse.empty())
            out += element("span", "", htmlText(block.worse));
        out += "</div><table class=\"rates\"><thead><tr>" + element("th", "", htmlText(block.nameTitle))
            + element("th", "right", htmlText(block.countTitle));
        for (const auto& column : block.columns)
            out += element("th", "", htmlText(column.title) + svgRateAxis(column)) + "<th></th>";
        out += "</tr></thead><tbody>";
        for (const auto& row : block.rows)
            writeRates(block, row);
        out += "</tbody></table>\n";
    }
    void writeRates(const RateBlock& block, const RateBlock::Row& row)
    {
        out += "<tr><td>" + (row.code.empty() ? "" : element("span", "code", htmlText(row.code)) + "　")
            + htmlText(row.name) + "</td>" + element("td", "right", htmlText(row.count));
        for (std::size_t i = 0; i < row.cells.size(); ++i) {
            const auto& cell = row.cells[i];
            out += element("td", "", svgRate(cell, block.columns[i]))
                + element("td", "pair",
                    (cell.beforeText.empty() ? "" : htmlText(cell.beforeText) + " → ")
                        + element("b", "", htmlText(cell.mark + cell.afterText)));
        }
        out += "</tr>";
    }
    void operator()(const SealBlock& block)
    {
        out += element("div", std::string("seal ") + toneName(block.tone),
                   element("span", "stamp",
                       element("b", "", htmlText(block.word)) + " | " + htmlText(block.number))
                       + element("span", "sentence", htmlText(block.sentence)))
            + "\n";
    }
    void operator()(const BarBlock& block)
    {
        out += "<table class=\"list\"><thead><tr>" + element("th", "", htmlText(block.nameTitle))
            + element("th", "", htmlText(block.valueTitle)) + "<th></th>"
            + element("th", "", htmlText(block.readingTitle)) + "</tr></thead><tbody>";
        for (const auto& row : block.rows)
            out += "<tr>" + element("td", "", htmlText(row.name))
                + element("td", "", svgBar(row.value, row.tone))
                + element("td", "right", element("b", "", htmlText(row.text)))
                + element("td", "", htmlText(row.reading)) + "</tr>";
        out += "</tbody></table>\n";
    }
    void operator()(const TableBlock& block)
    {
        double total = 0;
        for (const auto& column : block.columns)
            total += column.share;
        out += "<table class=\"list\"><thead><tr>";
        for (const auto& column : block.columns)
            out += fmt::format("<th{} style=\"width:{:.1f}%\">{}</th>",
                column.right ? " class=\"right\"" : "", 100 * column.share / total, htmlText(column.title));
        out += "</tr></thead><tbody>";
        for (const auto& row : block.rows) {
            out += "<tr>";
            for (std::size_t i = 0; i < row.size(); ++i)
                out += element("td", block.columns[i].right ? "right" : "", htmlRich(row[i]));
            out += "</tr>";
        }
        out += "</tbody></table>\n";
    }
    void operator()(const ListBlock& block)
    {
        std::string items;
        for (const auto& item : block.items)
            items += element("li", "", htmlRich(item));
        out += element(block.numbered ? "ol" : "ul", "", items) + "\n";
    }
    void operator()(const CheckBlock& block)
    {
        out += "<ul class=\"check\">";
        for (const auto& row : block.rows) {
            const bool yes = row.state == CheckState::yes, no = row.state == CheckState::no;
            out += element("li", "",
                element("span",
                    std::string("state ")
                        + (yes       ? "yes"
                                : no ? "no"
                                     : "open"),
                    (yes         ? "✓ "
                            : no ? "✕ "
                                 : "– ")
                        + htmlText(row.word))
                    + element("span", "", htmlRich(row.what))
                    + element("span", "figure", htmlText(row.figure)));
        }
        out += "</ul>\n";
    }
    void operator()(const TermBlock& block)
    {
        out += "<dl>";
        for (const auto& [term, meaning] : block.terms)
            out += "<div>" + element("dt", "", htmlText(term)) + element("dd", "", htmlText(meaning))
                + "</div>";
        out += "</dl>\n";
    }
    void operator()(const GridBlock& block)
    {
        out += "<table class=\"grid\"><tr>" + element("th", "row", htmlText(block.rowTitle))
            + fmt::format("<th colspan=\"{}\">{}</th></tr><tr><th></th>", block.columns.size(),
                htmlText(block.columnTitle));
        for (const auto& column : block.columns)
            out += element("th", "", htmlText(column));
        out += "</tr>";
        for (std::size_t r = 0; r < block.rows.size(); ++r) {
            out += "<tr>" + element("th", "row", htmlText(block.rows[r]));
            for (const auto& cell : block.cells[r])
                out += cell.shade ? fmt::format("<td{} style=\"{}\">{}</td>",
                           cell.marked ? " class=\"marked\"" : "", cssShade(*cell.shade), htmlText(cell.text))
                                  : "<td class=\"empty\"></td>";
            out += "</tr>";
        }
        out += "</table>\n";
    }
    void operator()(const ScatterBlock& block)
    {
        std::string legend;
        for (const auto& [slot, words] : block.legend)
            legend += element("li", "", svgGlyph(slot, 11) + htmlText(words));
        out += element("div", "scatter", svgScatter(block) + element("ul", "", legend)) + "\n";
    }
};

} // namespace

std::string htmlText(const std::string& text)
{
    std::string safe;
    for (const char c : text)
        safe += c == '&' ? "&amp;"
            : c == '<'   ? "&lt;"
            : c == '>'   ? "&gt;"
            : c == '"'   ? "&quot;"
                         : std::string(1, c);
    return safe;
}

std::string htmlRich(const RichText& text)
{
    std::string all;
    for (const auto& piece : text)
        all += piece.bold ? element("b", "", htmlText(piece.text)) : htmlText(piece.text);
    return all;
}

std::string htmlReport(const ReportData& report)
{
    HtmlWriter writer { report };
    for (const auto& block : report.blocks)
        std::visit(writer, block);
    return fmt::format(
               "<!DOCTYPE html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n"
               "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{}</title>\n"
               "<style>{}</style>\n</head>\n<body>\n",
               languageCode(report.language), htmlText(report.title),
               htmlStyle(report.footer, report.footerNote))
        + writer.out + element("p", "muted note", htmlText(report.footerNote)) + "\n</body>\n</html>\n";
}

} // namespace minamo
