#pragma once
#include "bridge/JobStarter.h"
#include "theme/Panel.h"

#include <QHash>

class QVBoxLayout;

namespace minamo {

class EmptyState;
class JobRow;

/// The jobs dock: newest first, running ones marked.
class JobsPanel : public Panel {
    Q_OBJECT

public:
    explicit JobsPanel(JobStarter& starter, QWidget* parent = nullptr);

protected:
    void changeEvent(QEvent* event) override;

private:
    JobsPanel(JobStarter& starter, QWidget* content, QWidget* parent);
    void rebuild();
    void retranslate();

    JobStarter& m_starter;
    QWidget* m_list;
    QVBoxLayout* m_rows;
    EmptyState* m_empty;
    QHash<QString, JobRow*> m_byId;
};

} // namespace minamo
