#include "ShortcutSheet.h"

#include "CommandTable.h"
#include "theme/Place.h"

#include <QGridLayout>
#include <QScrollArea>

namespace minamo {

namespace {

void addRow(QGridLayout* grid, const QString& key, const QString& what)
{
    const int row = grid->rowCount();
    auto* keyLabel = new TextLabel(TextSize::body, true);
    keyLabel->setText(key);
    auto* text = new TextLabel(TextSize::body, false, TextColor::text2);
    text->setText(what);
    grid->addWidget(keyLabel, row, 0);
    grid->addWidget(text, row, 1);
}

void addTitle(QGridLayout* grid, const QString& title)
{
    auto* label = new TextLabel(TextSize::card, true);
    label->setText(title);
    grid->addWidget(label, grid->rowCount(), 0, 1, 2);
}

} // namespace

ShortcutSheet::ShortcutSheet(const CommandTable& commands, const Place& place, QWidget* parent) :
    QDialog(parent)
{
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Keys"));
    resize(460, 620);
    auto* content = new QWidget;
    content->setProperty("surface", "panel");
    auto* grid = new QGridLayout(content);
    grid->setContentsMargins(24, 16, 24, 24);
    grid->setHorizontalSpacing(24);
    grid->setVerticalSpacing(7);
    grid->setColumnStretch(1, 1);
    addTitle(grid, tr("Window"));
    for (const auto* action : commands.actions())
        for (const auto& key : action->shortcuts())
            addRow(grid, key.toString(QKeySequence::NativeText),
                action->text().remove('&').remove(QString::fromUtf8("…")));
    if (const auto keys = place.shortcuts(); !keys.isEmpty()) {
        addTitle(grid, place.title());
        for (const auto& [key, what] : keys)
            addRow(grid, key, what);
    }
    grid->setRowStretch(grid->rowCount(), 1);
    auto* area = new QScrollArea;
    area->setWidgetResizable(true);
    area->setWidget(content);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(area);
}

} // namespace minamo
