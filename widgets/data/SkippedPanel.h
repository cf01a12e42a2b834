#pragma once
#include "bridge/ProjectModel.h"
#include "theme/Controls.h"

#include <QWidget>

class QTreeWidget;
class QTreeWidgetItem;

namespace minamo {

/// Files that were skipped with the reason, and photos of the same content.
class SkippedPanel : public QWidget {
    Q_OBJECT

public:
    explicit SkippedPanel(ProjectModel& model, QWidget* parent = nullptr);
    int skipped() const { return static_cast<int>(m_report.value("skipped", Json::array()).size()); }
    int duplicates() const { return static_cast<int>(m_report.value("duplicates", Json::array()).size()); }
    bool isReading() const { return m_reading; }

Q_SIGNALS:
    void changed();

protected:
    void changeEvent(QEvent* event) override;

private:
    void read();
    void show();
    void addSkipped();
    void addGroups(const char* key, const QString& title);

    ProjectModel& m_model;
    QTreeWidget* m_tree;
    TextLabel* m_nothing;
    QString m_shown;
    Json m_report = Json::object();
    bool m_reading = false;
};

} // namespace minamo
