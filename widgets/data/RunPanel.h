#pragma once
#include "bridge/JobStarter.h"
#include "forms/OptionForm.h"
#include "theme/Messages.h"

#include <QWidget>

class QGridLayout;

namespace minamo {

/// The main job: its settings with their defaults, what it will cost, and the button that starts it.
class RunPanel : public QWidget {
    Q_OBJECT

public:
    RunPanel(ProjectModel& model, JobStarter& starter, QWidget* parent = nullptr);
    void start();
    bool canStart() const;

Q_SIGNALS:
    void started();
    void canStartChanged();

protected:
    void changeEvent(QEvent* event) override;

private:
    void retranslate();
    void refresh();
    void offerEnvironments();
    void showEstimate();
    TextLabel* addLine(QGridLayout* grid, int row);
    void show(TextLabel* line, const QString& measured);

    ProjectModel& m_model;
    JobStarter& m_starter;
    TextLabel* m_intro;
    OptionForm* m_form;
    Button* m_start;
    TextLabel* m_estimateTitle;
    QList<TextLabel*> m_names;
    TextLabel* m_passes;
    TextLabel* m_time;
    TextLabel* m_training;
    TextLabel* m_disk;
    TextLabel* m_basis;
    Banner* m_note;
};

} // namespace minamo
