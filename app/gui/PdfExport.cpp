#include "PdfExport.h"

#include "report/BuildReport.h"
#include "report/ReportPages.h"

#include <cstdio>

namespace minamo {

namespace {

Result<int> write(const Arguments& arguments, Language language)
{
    MINAMO_TRY(const auto project, Project::open(arguments.project.toStdString()));
    MINAMO_TRY(auto report, buildReport(project, language, utcNow()));
    const ReportPages pages(std::make_shared<const ReportData>(std::move(report)));
    MINAMO_DO(writePdf(pages, arguments.exportPdf));
    return pages.count();
}

} // namespace

int exportPdf(const Arguments& arguments)
{
    const auto language = arguments.language.value_or(languageOfEnvironment());
    const auto pages = write(arguments, language);
    const Phrases phrases(languageOfEnvironment());
    if (!pages) {
        std::fprintf(stderr, "minamo: %s %s\n", phrases.sentence(pages.error()).c_str(),
            phrases.hint(pages.error()).c_str());
        return 1;
    }
    std::printf("%s\n",
        phrases
            .text(
                "window.pdf-written", { { "path", arguments.exportPdf.toStdString() }, { "pages", *pages } })
            .c_str());
    return 0;
}

} // namespace minamo
