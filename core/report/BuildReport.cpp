#include "report/BuildReport.h"

#include "report/ReportPen.h"

namespace minamo {
namespace {

void listMissing(const ReportSource& source, ReportData& report)
{
    if (!source.scores)
        report.missing.push_back({ "scores", "data" });
    if (!source.styles)
        report.missing.push_back({ "styles", "latents" });
    if (!source.training)
        report.missing.push_back({ "training", "train" });
    else if (!source.evaluation)
        report.missing.push_back({ "evaluation", "results" });
    if (source.dataset->okClasses.empty())
        report.missing.push_back({ "ok-class", "data" });
}

void writeMissing(ReportPen& pen)
{
    if (pen.report.missing.empty())
        return;
    pen.heading("missing");
    ListBlock list;
    for (const auto& step : pen.report.missing)
        list.items.push_back(pen.rich("missing." + step.code));
    pen.add(std::move(list));
}

} // namespace

Result<ReportData> buildReport(const Project& project, Language language, const std::string& now)
{
    MINAMO_TRY(const auto source, readReportSource(project, language, now));
    if (!source.dataset)
        return fail("report.no-photos", { { "name", project.name() } });
    ReportData report;
    report.language = language;
    listMissing(source, report);
    ReportPen pen(source, report);
    const Json values { { "name", source.name }, { "date", dateText(now, language) } };
    report.title = pen.say("document-title", values);
    report.footer = pen.say("footer", values);
    report.footerNote = pen.say("footer-note");
    for (const auto& write :
        { writeTitle, writeConclusion, writeKeyFigures, writeDifferences, writeWorstFirst })
        write(pen);
    writeMissing(pen);
    writeLinks(pen);
    writeDoubts(pen);
    writeShootingList(pen, 5);
    for (const auto& write : { writeCosts, writeMeeting, writeChecklist, writeRecord })
        write(pen);
    for (const auto& write : { writeEvidence, writeTables, writeSettings })
        write(pen);
    return report;
}

} // namespace minamo
