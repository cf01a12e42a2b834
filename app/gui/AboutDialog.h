#pragma once
#include <QDialog>

namespace minamo {

class Place;

/// What the place in front shows, what to do there, and the words it uses.
class HelpDialog : public QDialog {
    Q_OBJECT

public:
    explicit HelpDialog(const Place& place, QWidget* parent = nullptr);
    static HelpDialog* about(QWidget* parent);

private:
    HelpDialog(const QString& title, const QString& html, QWidget* parent);
};

} // namespace minamo
