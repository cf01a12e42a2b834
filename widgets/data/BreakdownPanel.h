#pragma once
#include "bridge/ProjectModel.h"
#include "theme/Controls.h"

#include <QWidget>

namespace minamo {

class CountList;

/// Classes (with the mark which of them means OK) and environments, with counts; a click filters the photos.
class BreakdownPanel : public QWidget {
    Q_OBJECT

public:
    explicit BreakdownPanel(ProjectModel& model, QWidget* parent = nullptr);
    void clearFilter();

Q_SIGNALS:
    void filterChosen(int label, int environment);

protected:
    void changeEvent(QEvent* event) override;

private:
    void refresh();
    void retranslate();
    void setOkClasses(const QList<bool>& checks);
    void askForNames();

    ProjectModel& m_model;
    TextLabel* m_classTitle;
    TextLabel* m_classHint;
    CountList* m_classes;
    Button* m_names;
    TextLabel* m_environmentTitle;
    TextLabel* m_environmentHint;
    CountList* m_environments;
    QString m_shown; ///< import artifact the lists are of
};

} // namespace minamo
