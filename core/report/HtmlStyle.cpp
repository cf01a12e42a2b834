#include "report/HtmlParts.h"
#include "report/Palette.h"

#include <fmt/format.h>

namespace minamo {
namespace {

/// A string of CSS.
std::string cssText(const std::string& text)
{
    std::string quoted = "\"";
    for (const char c : text)
        quoted += c == '"' || c == '\\' ? std::string("\\") + c
            : c == '<'                  ? std::string("\\3c ")
            : c == '\n'                 ? std::string(" ")
                                        : std::string(1, c);
    return quoted + "\"";
}

constexpr const char* rules = R"(
*{box-sizing:border-box}
body{margin:0 auto;padding:10mm 0;width:176mm;font:10pt/1.6 "Noto Sans","Noto Sans CJK JP","Noto Sans JP","Yu Gothic","Meiryo",sans-serif;color:var(--text);background:#fff;-webkit-print-color-adjust:exact;print-color-adjust:exact;font-variant-numeric:tabular-nums}
p,ul,ol{margin:0 0 2mm}
.muted{color:var(--text2);font-size:9pt}
header{display:flex;justify-content:space-between;gap:8mm;margin-bottom:5mm}
header .kind{color:var(--text2);display:flex;align-items:center;gap:2mm}
header .kind svg{color:var(--accent)}
h1{font-size:18pt;line-height:1.4;margin:1mm 0}
header .under{color:var(--text2)}
.boxes{border-collapse:collapse;height:16mm;flex:none;margin-right:.3mm}
.boxes th{font-weight:400;font-size:9pt;width:14mm;border:.35mm solid var(--border);padding:0;line-height:4.2mm;color:var(--text2)}
.boxes td{border:.35mm solid var(--border);height:12mm}
h2{font-size:12pt;line-height:1.3;margin:5mm 0 2mm;padding-left:2.5mm;border-left:.8mm solid var(--accent);break-after:avoid}
h2.page{break-before:page} h2+p{break-after:avoid} ul,ol,dl{break-inside:avoid}
.callout{border:.3mm solid var(--line);border-radius:1mm;padding:3mm 4mm;margin:2mm 0;break-inside:avoid}
.callout.accent{border-color:var(--accent);font-size:11pt;line-height:1.65}
.callout.caution{border:.4mm dashed var(--caution)}
.callout.muted{color:var(--text2);font-size:9pt}
.callout .label{font-weight:700;margin-right:1em}
.accent .label{color:var(--accent)} .caution .label{color:var(--caution)}
.figures{display:flex;border:.3mm solid var(--line);border-radius:1mm;margin:3mm 0;break-inside:avoid}
.figures>div{flex:1;padding:3mm 4mm} .figures>div+div{border-left:.3mm solid var(--line)}
.figures .context{color:var(--text2);font-size:9pt;margin-left:1em}
.figures .before{font-size:16pt;color:var(--text2)} .figures .after{font-size:26pt;line-height:1.3;font-weight:700;color:var(--accent)}
.figures .worse .after{color:var(--caution)}
.figures .arrow{color:var(--text2);margin:0 2mm}
.groups{display:grid;gap:3mm 4mm;margin:2mm 0}
.group{break-inside:avoid;font-size:9pt;line-height:1.45}
.group .wells{display:flex;gap:1mm;margin-bottom:1mm}
.group .wells img{height:20mm;flex:1 1 0;min-width:0;max-width:22mm;object-fit:contain;background:var(--well)}
.group .title{font-weight:700;font-size:10pt;word-break:keep-all;overflow-wrap:anywhere} .group .line{color:var(--text2)}
.glyph{vertical-align:-.2em;margin-right:1mm}
table.list,table.rates{border-collapse:collapse;width:100%;margin:1mm 0 2mm;font-size:9.5pt;line-height:1.45}
table.list th,table.rates th{font-weight:400;color:var(--text2);text-align:left;border-bottom:.35mm solid var(--border);padding:.8mm 1mm;vertical-align:bottom}
table.list td,table.rates td{border-bottom:.25mm solid var(--line);padding:.9mm 1mm}
tr{break-inside:avoid} thead{display:table-header-group}
td.right,th.right{text-align:right!important;white-space:nowrap} th.right+th:not(.right),td.right+td:not(.right){padding-left:4mm!important}
table.list tr>:first-child,table.rates tr>:first-child{word-break:keep-all;overflow-wrap:anywhere}
table.list td{overflow-wrap:anywhere}
table.rates td{padding:0 1mm} table.rates .code{font-weight:700;white-space:nowrap} table.rates .pair{text-align:right;white-space:nowrap;color:var(--text2);padding:0 3mm}
table.rates .pair b{color:var(--text)} .rate,.axis{display:block;overflow:visible} .axis text,.instead{font-size:11px;fill:var(--text2)}
.instead{paint-order:stroke;stroke:#fff;stroke-width:4px}
.legend{display:flex;flex-wrap:wrap;gap:1mm 6mm;color:var(--text2);font-size:9pt;align-items:center} .legend svg{vertical-align:middle;margin-right:1mm}
.seal{display:flex;align-items:center;gap:4mm;margin:1mm 0 2mm} .seal .stamp{border:.4mm solid var(--accent);border-radius:.8mm;color:var(--accent);padding:.6mm 2.5mm;white-space:nowrap}
.seal.caution .stamp{border-style:dashed;border-color:var(--caution);color:var(--caution)} .seal.muted .stamp{border-color:var(--line);color:var(--text2)}
.seal .sentence{color:var(--text2)}
.bar{display:block}
.check{list-style:none;padding:0} .check li{display:grid;grid-template-columns:22mm 1fr auto;gap:2mm;border-bottom:.25mm solid var(--line);padding:.7mm 1mm;break-inside:avoid;font-size:9.5pt}
.check .state{font-weight:700;white-space:nowrap} .check .yes{color:var(--ok)} .check .no{color:var(--danger)} .check .open{color:var(--text2)} .check .figure{color:var(--text2);white-space:nowrap}
dl{display:grid;grid-template-columns:1fr 1fr;gap:1mm 6mm;margin:0;font-size:9pt} dl div{break-inside:avoid} dt{display:inline;font-weight:700;margin-right:1em} dd{display:inline;margin:0;color:var(--text2)}
table.grid{border-collapse:separate;border-spacing:1px;font-size:9pt;margin:1mm 0;break-inside:avoid} table.grid th{font-weight:400;color:var(--text2);padding:0 2mm;text-align:center} table.grid th.row{text-align:left;white-space:nowrap}
table.grid td{min-width:11mm;height:6mm;text-align:center;padding:0 1mm} table.grid td.marked{font-weight:700;outline:.5mm solid var(--text);outline-offset:-.5mm} table.grid td.empty{background:repeating-linear-gradient(45deg,#fff 0 3px,var(--line) 3px 4px)}
.scatter{display:flex;gap:6mm;align-items:flex-start;break-inside:avoid;margin:2mm 0} .scatter .map{border:.25mm solid var(--line);flex:none} .scatter ul{list-style:none;padding:0;font-size:9pt}
.note{margin-top:4mm}
@media screen{h2.page{margin-top:16mm}}
@media screen and (max-width:720px){
body{width:auto;padding:4mm} header{flex-wrap:wrap} .figures{flex-direction:column} .figures>div+div{border-left:0;border-top:.3mm solid var(--line)}
.groups{grid-template-columns:1fr 1fr!important} .seal{flex-wrap:wrap} dl{grid-template-columns:1fr}
table.list,table.rates,table.grid{display:block;overflow-x:auto} table.rates td:first-child{min-width:36mm} table.list td:first-child{min-width:22mm} .bar{width:26mm;height:auto} .check li{grid-template-columns:22mm 1fr} .check .figure{grid-column:2}
.scatter{flex-direction:column} .scatter .map{width:100%;height:auto}
}
@media print{body{padding:0 .3mm 0 0;width:auto} .note{display:none}}
)";

} // namespace

std::string htmlStyle(const std::string& footer, const std::string& note)
{
    return fmt::format(":root{{--text:{};--text2:{};--line:{};--border:{};--well:{};--accent:{};--caution:{};"
                       "--danger:{};--ok:{}}}",
               Palette::text, Palette::text2, Palette::line, Palette::border, Palette::well, Palette::accent,
               Palette::caution, Palette::danger, Palette::ok)
        + fmt::format(
            "@page{{size:A4;margin:15mm 16mm 15mm 18mm;@bottom-left{{content:{};font-size:8.5pt;color:{};"
            "white-space:nowrap}}"
            "@bottom-right{{content:counter(page) \" / \" counter(pages);font-size:8.5pt;color:{}}}}}",
            cssText(footer + "\u2003" + note), Palette::text2, Palette::text2)
        + rules;
}

} // namespace minamo
