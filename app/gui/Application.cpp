#include "Application.h"

#include "Arguments.h"
#include "Composition.h"
#include "MainWindow.h"
#include "PdfExport.h"
#include "ScreenshotTaker.h"
#include "StartTiming.h"
#include "theme/Icons.h"

#include <QApplication>
#include <QSurfaceFormat>
#include <cstdio>

namespace minamo {

namespace {

constexpr int exitUsage = 2;
constexpr QSize defaultSize(1600, 1000);

int complain(const Error& error)
{
    const Phrases phrases(languageOfEnvironment());
    std::fprintf(stderr, "minamo: %s %s\n", phrases.sentence(error).c_str(), phrases.hint(error).c_str());
    return exitUsage;
}

int answer(const Arguments& arguments)
{
    if (arguments.version)
        std::printf("Minamo %s\n", MINAMO_VERSION);
    else
        std::printf(
            "%s", helpText(arguments.language.value_or(languageOfEnvironment())).toUtf8().constData());
    return 0;
}

void prepareApplication()
{
    QCoreApplication::setOrganizationName("Minamo");
    QCoreApplication::setApplicationName("minamo");
    QCoreApplication::setApplicationVersion(MINAMO_VERSION);
    QGuiApplication::setHighDpiScaleFactorRoundingPolicy(Qt::HighDpiScaleFactorRoundingPolicy::PassThrough);
}

int runWindow(QApplication& application, const Arguments& arguments, StartTiming* timing)
{
    const auto mark = [timing](const char* what) {
        if (timing)
            timing->mark(what);
    };
    mark("application");
    Appearance appearance(application);
    appearance.setTheme(arguments.theme.value_or(Appearance::rememberedTheme()));
    appearance.setLanguage(arguments.language.value_or(Appearance::rememberedLanguage()));
    application.setWindowIcon(icon("minamo", Theme::current().accent));
    mark("look");
    ProjectModel model;
    JobStarter starter(model);
    ProjectFlow flow(model, starter);
    MainWindow window(model, starter, flow, appearance, makePlaces(model, starter, flow));
    window.resize(defaultSize);
    if (arguments.screenshot.isEmpty())
        window.restoreLayout();
    if (arguments.size.isValid())
        window.resize(arguments.size);
    if (!arguments.project.isEmpty())
        flow.openAny(arguments.project);
    if (!arguments.place.isEmpty()) {
        window.showPlace(arguments.place);
        QObject::connect(
            &model, &ProjectModel::opened, &window,
            [&window, place = arguments.place] { window.showPlace(place); }, Qt::SingleShotConnection);
    }
    mark("window");
    if (timing)
        timing->watch(window);
    window.show();
    if (!arguments.screenshot.isEmpty())
        new ScreenshotTaker(window, model, flow, arguments.screenshot);
    return QApplication::exec();
}

} // namespace

int runApplication(int count, char** values)
{
    QStringList texts;
    for (int i = 1; i < count; ++i)
        texts.push_back(QString::fromLocal8Bit(values[i]));
    const auto arguments = parseArguments(texts);
    if (!arguments)
        return complain(arguments.error());
    if (arguments->help || arguments->version)
        return answer(*arguments);
    StartTiming timing;
    timing.mark("libraries");
    prepareApplication();
    if (!arguments->exportPdf.isEmpty()) // a PDF needs fonts and no display
        qputenv("QT_QPA_PLATFORM", "offscreen");
    int qtCount = 1; // Qt has switches of its own (-style ...), which are not ours
    QApplication application(qtCount, values);
    if (!arguments->exportPdf.isEmpty())
        return exportPdf(*arguments);
    return runWindow(application, *arguments, StartTiming::isWanted() ? &timing : nullptr);
}

} // namespace minamo
