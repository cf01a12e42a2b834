#include "CommandTable.h"

#include <QWidget>

namespace minamo {

CommandTable::CommandTable(QWidget* window) : QObject(window), m_window(window) { }

QAction* CommandTable::add(
    const QString& name, const Words& words, const QKeySequence& key, std::function<void()> act)
{
    auto* action = new QAction(words(), m_window);
    action->setObjectName(name);
    action->setShortcut(key);
    connect(action, &QAction::triggered, this, [act = std::move(act)] { act(); });
    m_window->addAction(action);
    m_actions.push_back(action);
    m_words.push_back(words);
    return action;
}

QAction* CommandTable::action(const QString& name) const
{
    for (auto* action : m_actions)
        if (action->objectName() == name)
            return action;
    return nullptr;
}

void CommandTable::retranslate()
{
    for (int i = 0; i < m_actions.size(); ++i)
        m_actions[i]->setText(m_words[i]());
}

} // namespace minamo
