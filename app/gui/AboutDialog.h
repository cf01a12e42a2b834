#pragma once
#include <QDialog>

namespace minamo {

/// What the program is, its version and its licence.
class AboutDialog : public QDialog {
    Q_OBJECT

public:
    explicit AboutDialog(QWidget* parent = nullptr);
};

} // namespace minamo
