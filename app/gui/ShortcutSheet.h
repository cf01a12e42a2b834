#pragma once
#include <QDialog>

namespace minamo {

class CommandTable;
class Place;

/// All keys of the window and of the place in front, as a table.
class ShortcutSheet : public QDialog {
    Q_OBJECT

public:
    ShortcutSheet(const CommandTable& commands, const Place& place, QWidget* parent = nullptr);
};

} // namespace minamo
