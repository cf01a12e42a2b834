#pragma once
#include "theme/Controls.h"

#include <QDockWidget>
#include <QHBoxLayout>

namespace minamo {

/// The 30 px title of a dock: bold name, grey context, right: one status (text or any widget), float, close.
class DockTitle : public QWidget {
    Q_OBJECT

public:
    explicit DockTitle(QDockWidget* dock);
    void setContext(const QString& context);
    void setStatus(const QString& status);
    /// Puts a widget (a Seal, a Legend line, a small bar) left of the buttons; takes ownership.
    void addWidget(QWidget* widget);
    /// Puts a widget behind name and context; takes ownership.
    void addAfterTitle(QWidget* widget);

protected:
    void paintEvent(QPaintEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void retranslate();
    QDockWidget* m_dock;
    TextLabel* m_title;
    TextLabel* m_context;
    TextLabel* m_status;
    QHBoxLayout* m_right;
    QHBoxLayout* m_left;
    IconButton* m_float;
    IconButton* m_close;
};

/// A dock of a place: content under a DockTitle. setWindowTitle() names it (and its entry in the View menu).
class Panel : public QDockWidget {
    Q_OBJECT

public:
    /// `name` is the stable object name under which the layout is remembered.
    Panel(const QString& name, QWidget* content, QWidget* parent = nullptr);
    DockTitle* title() const { return m_title; }
    void setTitle(const QString& title, const QString& context = {});

private:
    DockTitle* m_title;
};

} // namespace minamo
