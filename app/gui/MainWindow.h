#pragma once
#include "Appearance.h"
#include "CommandTable.h"
#include "bridge/ProjectFlow.h"
#include "theme/Place.h"

#include <QMainWindow>
#include <functional>

class QMenu;
class QStackedWidget;

namespace minamo {

class Banner;
class HistoryPanel;
class JobsPanel;
class LanguageButton;
class Rail;
class StatusBar;

/// The frame of the window: rail, places, docks of jobs and history, menus, status line. Knows places only as
/// Place.
class MainWindow : public QMainWindow {
    Q_OBJECT

public:
    MainWindow(ProjectModel& model, JobStarter& starter, ProjectFlow& flow, Appearance& appearance,
        const QList<Place*>& places);
    ~MainWindow() override;

    bool showPlace(const QString& name);
    Place* currentPlace() const;
    Place* place(const QString& name) const;
    CommandTable& commands() { return *m_commands; }
    JobsPanel& jobsPanel() { return *m_jobs; }
    HistoryPanel& historyPanel() { return *m_history; }
    Banner& barrierBanner() { return *m_barrier; }
    /// Writes the window as PNG; false if that fails.
    bool saveScreenshot(const QString& file);
    void restoreLayout();

protected:
    void changeEvent(QEvent* event) override;
    void closeEvent(QCloseEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    void buildCentre();
    void buildCommands();
    void addFileCommands();
    void addEditCommands();
    void addViewCommands();
    void addJobCommands();
    void addHelpCommands();
    void buildMenus();
    void follow();
    void retranslate();
    void refreshCommands();
    void showBarrier();
    void fillRecentMenu();
    void fillPanelMenu();
    void selectPlace(int index);
    void chooseFolder(const QString& title, std::function<void(const QString&)> then);
    void takeScreenshot();
    void showGuide(const QString& page);
    void setLanguage(Language language);
    void setTheme(ThemeKind theme);

    ProjectModel& m_model;
    JobStarter& m_starter;
    ProjectFlow& m_flow;
    Appearance& m_appearance;
    QList<Place*> m_places;
    CommandTable* m_commands;
    Rail* m_rail;
    QStackedWidget* m_stack;
    JobsPanel* m_jobs;
    HistoryPanel* m_history;
    Banner* m_barrier;
    StatusBar* m_status;
    QMenu* m_recentMenu = nullptr;
    QMenu* m_panelMenu = nullptr;
    QList<QPair<QMenu*, std::function<QString()>>> m_menus;
    LanguageButton* m_language = nullptr;
};

} // namespace minamo
