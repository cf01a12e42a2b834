#pragma once
#include "bridge/ProjectModel.h"
#include "theme/Panel.h"

class QListWidget;

namespace minamo {

class EmptyState;

/// The history dock: every edit in words, newest first. A click goes back to that point, or forward again;
/// the history is the project's own, so it is there after a restart too.
class HistoryPanel : public Panel {
    Q_OBJECT

public:
    explicit HistoryPanel(ProjectModel& model, QWidget* parent = nullptr);
    QListWidget* list() const { return m_list; }

protected:
    void changeEvent(QEvent* event) override;

private:
    HistoryPanel(ProjectModel& model, QWidget* content, QWidget* parent);
    void rebuild();
    void addLine(std::size_t cursor, const QString& words, const QString& when);
    void retranslate();

    ProjectModel& m_model;
    QListWidget* m_list;
    EmptyState* m_empty;
};

} // namespace minamo
