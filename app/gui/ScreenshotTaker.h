#pragma once
#include <QElapsedTimer>
#include <QObject>
#include <QString>

namespace minamo {

class MainWindow;
class ProjectFlow;
class ProjectModel;

/// Waits until the place in front is fully drawn, writes the window to a file and ends the program: 0, or 1
/// with one sentence on stderr.
class ScreenshotTaker : public QObject {
    Q_OBJECT

public:
    ScreenshotTaker(MainWindow& window, ProjectModel& model, ProjectFlow& flow, QString file);

private:
    void look();
    MainWindow& m_window;
    ProjectModel& m_model;
    ProjectFlow& m_flow;
    QString m_file;
    QElapsedTimer m_since;
    int m_quiet = 0;
};

} // namespace minamo
