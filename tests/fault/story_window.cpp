// fault_story_window PROJECT SEED: the same through the window's model: edits, undo, redo, one promise each
// when the window shows it. To be killed.
#include "base/Random.h"
#include "bridge/ProjectModel.h"

#include <QApplication>
#include <unistd.h>

using namespace minamo;

namespace {

void nextStep(ProjectModel& model, CounterRandom& random)
{
    const auto what = random.below(8);
    if (what == 0 && model.canUndo())
        return model.undo();
    if (what == 1 && model.canRedo())
        return model.redo();
    const auto text = std::to_string(random());
    model.edit(
        "/styleNames/d/" + std::to_string(random.below(12)), text, "style-named", { { "name", text } });
}

} // namespace

int main(int count, char** words)
{
    QApplication application(count, words);
    if (count < 3)
        return 2;
    ProjectModel model;
    CounterRandom random(QByteArray(words[2]).toULongLong(), 0x77696e64);
    QObject::connect(&model, &ProjectModel::opened, &model, [&] { nextStep(model, random); });
    QObject::connect(&model, &ProjectModel::documentChanged, &model, [&] {
        if (::write(STDOUT_FILENO, ".", 1) != 1)
            QApplication::quit();
        nextStep(model, random);
    });
    const auto failed = [] { QApplication::exit(1); };
    QObject::connect(&model, &ProjectModel::openFailed, &model, failed);
    QObject::connect(&model, &ProjectModel::editFailed, &model, failed);
    if (Project::isProject(words[1]))
        model.open(words[1]);
    else
        model.create(words[1], "story");
    return QApplication::exec();
}
