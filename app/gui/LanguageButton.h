#pragma once
#include <QToolButton>

namespace minamo {

/// The language at the right end of the menu bar, with a menu of both.
class LanguageButton : public QToolButton {
    Q_OBJECT

public:
    LanguageButton(QAction* japanese, QAction* english, QWidget* parent = nullptr);
    QSize sizeHint() const override { return { 96, 27 }; }

protected:
    void changeEvent(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    void retranslate();
};

} // namespace minamo
