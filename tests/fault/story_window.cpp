// fault_story_window PROJECT SEED: the whole window on a project, its places shown in turn, with edits, undo
// and redo through its commands: one promise each when the window shows it. To be killed. fault_story_window
// PROJECT: makes that project and ends.
#include "Appearance.h"
#include "Composition.h"
#include "DemoProject.h"
#include "MainWindow.h"
#include "base/Random.h"

#include <QApplication>
#include <QSettings>
#include <unistd.h>

using namespace minamo;

namespace {

constexpr const char* places[] { "data", "styles", "latents", "train", "report" };

void nextStep(MainWindow& window, ProjectModel& model, CounterRandom& random)
{
    const auto what = random.below(8);
    if (what == 0 && model.canUndo())
        return window.commands().action("undo")->trigger();
    if (what == 1 && model.canRedo())
        return window.commands().action("redo")->trigger();
    if (what == 2)
        window.showPlace(places[random.below(std::size(places))]);
    const auto text = std::to_string(random());
    model.edit(
        "/styleNames/d/" + std::to_string(random.below(12)), text, "style-named", { { "name", text } });
}

int play(QApplication& application, const char* project, const char* seed)
{
    QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, QString("%1/settings").arg(project));
    Appearance appearance(application);
    ProjectModel model;
    JobStarter starter(model);
    ProjectFlow flow(model, starter);
    MainWindow window(model, starter, flow, appearance, makePlaces(model, starter, flow));
    window.show();
    CounterRandom random(QByteArray(seed).toULongLong(), 0x77696e64);
    QObject::connect(&model, &ProjectModel::opened, &window, [&] { nextStep(window, model, random); });
    QObject::connect(&model, &ProjectModel::documentChanged, &window, [&] {
        if (::write(STDOUT_FILENO, ".", 1) != 1)
            QApplication::quit();
        nextStep(window, model, random);
    });
    const auto failed = [] { QApplication::exit(1); };
    QObject::connect(&model, &ProjectModel::openFailed, &window, failed);
    QObject::connect(&model, &ProjectModel::editFailed, &window, failed);
    model.open(project);
    return QApplication::exec();
}

} // namespace

int main(int count, char** words)
{
    QApplication application(count, words);
    if (count == 2)
        return makeDemoProject(words[1], "story", { .photos = 20, .size = 32 }) ? 0 : 1;
    return count == 3 ? play(application, words[1], words[2]) : 2;
}
