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

Q_SIGNALS:
    void started();

protected:
    void changeEvent(QEvent* event) override;

private:
    void retranslate();
    void refresh();
    void offerEnvironments();
    void showEstimate();
    TextLabel* addLine(QGridLayout* grid, int row);

    ProjectModel& m_model;
    JobStarter& m_starter;
    TextLabel* m_intro;
    OptionForm* m_form;
    Button* m_start;
    TextLabel* m_estimateTitle;
    QList<TextLabel*> m_names;
    TextLabel* m_passes;
    TextLabel* m_time;
    TextLabel* m_disk;
    TextLabel* m_basis;
    Banner* m_note;
};

/// What `run` costs, before it has run: features of `blocks` taps at every timestep on this many cores.
struct RunEstimate {
    double passes = 0; ///< photos x timesteps
    double seconds = 0;
    double bytes = 0; ///< of stored features
};
RunEstimate estimateRun(double photos, double timesteps, int cores);

} // namespace minamo
