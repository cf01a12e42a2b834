#pragma once
#include "bridge/JobStarter.h"
#include "theme/Controls.h"

#include <QStatusBar>

class QProgressBar;

namespace minamo {

/// Bottom line: saved when, what runs and how far, the last change in words; short messages take the same
/// line.
class StatusBar : public QStatusBar {
    Q_OBJECT

public:
    StatusBar(ProjectModel& model, JobStarter& starter, QWidget* parent = nullptr);
    /// A message for some seconds, or an error until the next thing happens.
    void say(const QString& message);
    void say(const Error& error);

protected:
    void changeEvent(QEvent* event) override;

private:
    void refresh();
    void refreshJob();

    ProjectModel& m_model;
    JobStarter& m_starter;
    IconLabel* m_savedIcon;
    TextLabel* m_saved;
    TextLabel* m_job;
    QProgressBar* m_bar;
    TextLabel* m_percent;
    IconLabel* m_undoIcon;
    TextLabel* m_last;
    TextLabel* m_message;
    TextLabel* m_running;
};

} // namespace minamo
