#include "data/ClassMenu.h"

#include "bridge/ClassText.h"
#include "bridge/ProjectModel.h"
#include "data/LabelEdits.h"

#include <QCoreApplication>
#include <QInputDialog>
#include <QMenu>

namespace minamo {
namespace {

struct Text {
    Q_DECLARE_TR_FUNCTIONS(minamo::ClassMenu)
};

void relabel(ProjectModel& model, const QVector<int>& rows, const QString& name)
{
    const auto dataset = model.dataset();
    if (!dataset)
        return;
    std::vector<std::uint64_t> samples;
    for (const int row : rows)
        samples.push_back(dataset->ids[static_cast<std::size_t>(row)]);
    const auto className = name.toStdString();
    model.edit("/labels", relabelled(model.document().value("labels", Json()), samples, className),
        className.empty() ? "labels-restored" : "relabelled",
        { { "count", samples.size() }, { "name", className } });
}

/// The class that all of them have; -2 if they differ.
int commonClass(const Dataset& dataset, const QVector<int>& rows)
{
    int common = dataset.label.codes[static_cast<std::size_t>(rows.front())];
    for (const int row : rows)
        if (dataset.label.codes[static_cast<std::size_t>(row)] != common)
            common = -2;
    return common;
}

} // namespace

void addClassActions(QMenu& menu, ProjectModel& model, const QVector<int>& rows, QWidget* parent)
{
    const auto dataset = model.dataset();
    if (!dataset || rows.isEmpty())
        return;
    menu.addSection(Text::tr("Class of %n photo(s)", nullptr, static_cast<int>(rows.size())));
    const int now = commonClass(*dataset, rows);
    for (std::size_t i = 0; i < dataset->label.values.size(); ++i) {
        const auto name = QString::fromStdString(dataset->label.values[i]);
        auto* action = menu.addAction(classText(model, dataset->label.values[i]).replace('&', "&&"));
        action->setCheckable(true);
        action->setChecked(static_cast<int>(i) == now);
        QObject::connect(action, &QAction::triggered, parent, [=, &model] { relabel(model, rows, name); });
    }
    menu.addSeparator();
    QObject::connect(menu.addAction(Text::tr("New class…")), &QAction::triggered, parent, [=, &model] {
        const auto name = QInputDialog::getText(parent, Text::tr("New class"), Text::tr("Name of the class"));
        if (!name.trimmed().isEmpty())
            relabel(model, rows, name.trimmed());
    });
    auto* back = menu.addAction(Text::tr("Back to the imported class"));
    back->setEnabled(!dataset->labelEdits.empty());
    QObject::connect(back, &QAction::triggered, parent, [=, &model] { relabel(model, rows, QString()); });
}

} // namespace minamo
