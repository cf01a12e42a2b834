#pragma once
#include "bridge/ProjectFlow.h"
#include "theme/Messages.h"
#include "theme/Place.h"

class QGridLayout;

namespace minamo {

class DropZone;
class Machine;
class RecentCard;
class StepStrip;
struct ProjectGlance;

/// The place "start": begin with a folder or the sample, go on with a recent project, see what the machine
/// can do.
class StartPlace : public Place {
    Q_OBJECT

public:
    StartPlace(ProjectModel& model, ProjectFlow& flow, QWidget* parent = nullptr);
    QString title() const override;
    bool isReady() const override;
    void setActive(bool active) override;

protected:
    void retranslate() override;

private:
    QWidget* buildLeft();
    QWidget* buildBrand();
    QWidget* buildPlaceOfProjects();
    void showPlaceOfProjects();
    void choosePlaceOfProjects();
    void readRecents();
    void showRecents(const QList<ProjectGlance>& glances);
    void chooseFolder();
    void checkReady();

    ProjectModel& m_model;
    ProjectFlow& m_flow;
    Machine* m_machine;
    DropZone* m_drop;
    TextLabel* m_claim;
    TextLabel* m_projects; ///< where new projects are made
    Button* m_elsewhere;
    TextLabel* m_recentTitle;
    TextLabel* m_recentEmpty;
    QGridLayout* m_recents;
    QList<RecentCard*> m_cards;
    StepStrip* m_steps;
    bool m_recentsRead = false;
    bool m_reading = false;
};

} // namespace minamo
