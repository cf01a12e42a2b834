#pragma once
#include <QAction>
#include <QKeySequence>
#include <QList>
#include <QObject>
#include <functional>

class QWidget;

namespace minamo {

/// Every command of the window once: its words, its key, what it does. Menus, tooltips and the shortcut sheet
/// come from it; retranslate() sets all words again.
class CommandTable : public QObject {
    Q_OBJECT

public:
    using Words = std::function<QString()>;
    explicit CommandTable(QWidget* window);

    /// `words` gives the text in the language in force ("&Open project…").
    QAction* add(const QString& name, const Words& words, const QKeySequence& key, std::function<void()> act);
    QAction* action(const QString& name) const;
    const QList<QAction*>& actions() const { return m_actions; }
    void retranslate();

private:
    QWidget* m_window;
    QList<QAction*> m_actions;
    QList<Words> m_words;
};

} // namespace minamo
