#include "AboutDialog.h"
#include "GuideWindow.h"
#include "LanguageButton.h"
#include "MainWindow.h"
#include "ShortcutSheet.h"
#include "StatusBar.h"
#include "history/HistoryPanel.h"
#include "jobs/JobsPanel.h"

#include <QApplication>
#include <QDesktopServices>
#include <QDir>
#include <QMenu>
#include <QMenuBar>
#include <QStandardPaths>
#include <QUrl>

namespace minamo {

void MainWindow::buildCommands()
{
    addFileCommands();
    addEditCommands();
    addViewCommands();
    addJobCommands();
    addHelpCommands();
}

void MainWindow::addFileCommands()
{
    m_commands->add(
        "new", [] { return tr("&New project from photos…"); }, QKeySequence("Ctrl+N"),
        [this] {
            chooseFolder(tr("Folder of photos"), [this](const QString& folder) { m_flow.openAny(folder); });
        });
    m_commands->add(
        "open", [] { return tr("&Open project…"); }, QKeySequence("Ctrl+O"),
        [this] {
            chooseFolder(tr("Project folder"), [this](const QString& folder) { m_model.open(folder); });
        });
    m_commands->add(
        "sample", [] { return tr("&Try the sample plant"); }, {}, [this] { m_flow.makeSample(); });
    m_commands->add(
        "import", [] { return tr("&Read another photo folder…"); }, QKeySequence("Ctrl+I"),
        [this] {
            chooseFolder(
                tr("Folder of photos"), [this](const QString& folder) { m_flow.importInto(folder); });
        });
    m_commands->add(
        "folder", [] { return tr("Show project &folder"); }, {},
        [this] { QDesktopServices::openUrl(QUrl::fromLocalFile(m_model.folder())); });
    m_commands->add(
        "close", [] { return tr("&Close project"); }, QKeySequence("Ctrl+W"),
        [this] {
            m_model.close();
            showPlace("start");
        });
    m_commands->add(
        "quit", [] { return tr("&Quit"); }, QKeySequence("Ctrl+Q"), [this] { close(); });
}

void MainWindow::addEditCommands()
{
    auto* undo = m_commands->add(
        "undo",
        [this] {
            const auto what = m_model.undoText();
            return what.isEmpty() ? tr("&Undo") : tr("&Undo: %1").arg(what);
        },
        QKeySequence("Ctrl+Z"), [this] { m_model.undo(); });
    undo->setShortcutContext(Qt::WindowShortcut);
    auto* redo = m_commands->add(
        "redo",
        [this] {
            const auto what = m_model.redoText();
            return what.isEmpty() ? tr("&Redo") : tr("&Redo: %1").arg(what);
        },
        {}, [this] { m_model.redo(); });
    redo->setShortcuts({ QKeySequence("Ctrl+Shift+Z"), QKeySequence("Ctrl+Y") });
    m_commands
        ->add(
            "history", [] { return tr("&History"); }, QKeySequence("Ctrl+H"),
            [this] { m_history->setVisible(!m_history->isVisible()); })
        ->setCheckable(true);
}

void MainWindow::addViewCommands()
{
    for (int i = 0; i < m_places.size(); ++i)
        m_commands->add(
            "place-" + m_places[i]->name(), [place = m_places[i]] { return place->title(); },
            QKeySequence(QString("Ctrl+%1").arg(i + 1)), [this, i] { selectPlace(i); });
    m_commands
        ->add(
            "japanese", [] { return QString::fromUtf8("日本語"); }, {}, [this] { setLanguage(Language::ja); })
        ->setCheckable(true);
    m_commands
        ->add(
            "english", [] { return QString("English"); }, {}, [this] { setLanguage(Language::en); })
        ->setCheckable(true);
    m_commands
        ->add(
            "light", [] { return tr("&Light colours"); }, {}, [this] { setTheme(ThemeKind::light); })
        ->setCheckable(true);
    m_commands
        ->add(
            "dark", [] { return tr("&Dark colours"); }, {}, [this] { setTheme(ThemeKind::dark); })
        ->setCheckable(true);
    m_commands->add(
        "fullscreen", [] { return tr("&Full screen"); }, QKeySequence("F11"),
        [this] { isFullScreen() ? showNormal() : showFullScreen(); });
    m_commands->add(
        "screenshot", [] { return tr("&Screenshot"); }, QKeySequence("F2"), [this] { takeScreenshot(); });
}

void MainWindow::addJobCommands()
{
    m_commands
        ->add(
            "jobs", [] { return tr("&Jobs panel"); }, QKeySequence("Ctrl+J"),
            [this] { m_jobs->setVisible(!m_jobs->isVisible()); })
        ->setCheckable(true);
    m_commands->add(
        "run", [] { return tr("Start the whole &analysis"); }, QKeySequence("Ctrl+R"),
        [this] { m_flow.startRun(); });
    m_commands->add(
        "cancel", [] { return tr("&Cancel the running job"); }, QKeySequence("Ctrl+."),
        [this] {
            if (const auto id = m_starter.running(); !id.isEmpty())
                m_starter.cancel(id);
        });
    m_commands->add(
        "retry", [] { return tr("Run the last job a&gain"); }, {},
        [this] {
            if (!m_starter.jobs().isEmpty())
                m_starter.retry(m_starter.jobs().first());
        });
}

void MainWindow::addHelpCommands()
{
    m_commands->add(
        "help", [] { return tr("&Help on this place"); }, QKeySequence("F1"),
        [this] { showGuide(currentPlace()->name()); });
    m_commands->add(
        "guide", [] { return tr("User &guide"); }, QKeySequence("Shift+F1"),
        [this] { showGuide(guideContentsPage); });
    m_commands->add(
        "shortcuts", [] { return tr("&Keys"); }, QKeySequence("Ctrl+/"),
        [this] {
            auto* sheet = new ShortcutSheet(*m_commands, *currentPlace(), this);
            sheet->open();
        });
    m_commands->add(
        "about", [] { return tr("&About Minamo"); }, {}, [this] { (new AboutDialog(this))->open(); });
}

void MainWindow::showGuide(const QString& page)
{
    auto* guide = findChild<GuideWindow*>();
    if (!guide)
        guide = new GuideWindow(this);
    guide->showPage(page);
}

void MainWindow::buildMenus()
{
    const auto menu = [this](std::function<QString()> words, const QStringList& commands) {
        auto* menu = menuBar()->addMenu(words());
        for (const auto& name : commands)
            name.isEmpty() ? menu->addSeparator() : (menu->addAction(m_commands->action(name)), nullptr);
        m_menus.push_back({ menu, std::move(words) });
        return menu;
    };
    auto* file = menu(
        [] { return tr("&File"); }, { "new", "open", "sample", "", "import", "folder", "", "close", "quit" });
    m_recentMenu = new QMenu(file);
    file->insertMenu(m_commands->action("sample"), m_recentMenu);
    m_menus.push_back({ m_recentMenu, [] { return tr("R&ecent projects"); } });
    connect(m_recentMenu, &QMenu::aboutToShow, this, &MainWindow::fillRecentMenu);
    menu([] { return tr("&Edit"); }, { "undo", "redo", "", "history" });
    QStringList view;
    for (auto* place : m_places)
        view.push_back("place-" + place->name());
    view += { "", "japanese", "english", "", "light", "dark", "", "fullscreen", "screenshot" };
    auto* viewMenu = menu([] { return tr("&View"); }, view);
    m_panelMenu = new QMenu(viewMenu);
    viewMenu->insertMenu(m_commands->action("fullscreen"), m_panelMenu);
    m_menus.push_back({ m_panelMenu, [] { return tr("&Panels of this place"); } });
    menu([] { return tr("&Jobs"); }, { "jobs", "", "run", "cancel", "retry" });
    menu([] { return tr("&Help"); }, { "help", "guide", "shortcuts", "", "about" });
    m_language = new LanguageButton(m_commands->action("japanese"), m_commands->action("english"), this);
    menuBar()->setFixedHeight(28);
    menuBar()->setCornerWidget(m_language);
    connect(m_jobs, &QDockWidget::visibilityChanged, m_commands->action("jobs"), &QAction::setChecked);
    connect(m_history, &QDockWidget::visibilityChanged, m_commands->action("history"), &QAction::setChecked);
}

void MainWindow::fillRecentMenu()
{
    m_recentMenu->clear();
    for (const auto& recent : recentProjects())
        m_recentMenu
            ->addAction(
                QDir(recent.folder).dirName(), this, [this, folder = recent.folder] { m_model.open(folder); })
            ->setToolTip(recent.folder);
    if (m_recentMenu->isEmpty())
        m_recentMenu->addAction(tr("None yet"))->setEnabled(false);
}

void MainWindow::fillPanelMenu()
{
    m_panelMenu->clear();
    for (auto* panel : currentPlace()->panels())
        m_panelMenu->addAction(panel->toggleViewAction());
    m_panelMenu->setEnabled(!m_panelMenu->isEmpty());
}

void MainWindow::refreshCommands()
{
    const bool open = m_model.isOpen();
    const bool photos = open && !m_model.text("/samples").isEmpty();
    const bool running = m_starter.anyRunning(), editable = open && !m_model.barrier();
    const auto enable = [this](const char* name, bool on) { m_commands->action(name)->setEnabled(on); };
    enable("import", editable && !running);
    enable("folder", open);
    enable("close", open);
    enable("undo", m_model.canUndo());
    enable("redo", m_model.canRedo());
    enable("run", photos && editable && !running);
    enable("cancel", running);
    const auto last
        = m_starter.jobs().isEmpty() ? JobState::done : m_starter.status(m_starter.jobs().first()).state;
    enable("retry",
        editable && !running
            && (last == JobState::failed || last == JobState::died || last == JobState::cancelled));
    m_commands->action("japanese")->setChecked(m_appearance.language() == Language::ja);
    m_commands->action("english")->setChecked(m_appearance.language() == Language::en);
    m_commands->action("light")->setChecked(m_appearance.theme() == ThemeKind::light);
    m_commands->action("dark")->setChecked(m_appearance.theme() == ThemeKind::dark);
    m_commands->retranslate(); // undo and redo carry what they would undo
    setWindowTitle(open ? tr("%1 — Minamo").arg(m_model.name()) : QString("Minamo"));
}

void MainWindow::retranslate()
{
    for (const auto& [menu, words] : m_menus)
        menu->setTitle(words());
    refreshCommands();
    fillPanelMenu();
}

void MainWindow::takeScreenshot()
{
    const auto folder = QStandardPaths::writableLocation(QStandardPaths::PicturesLocation);
    QDir().mkpath(folder);
    const auto file
        = QString("%1/minamo-%2-%3.png")
              .arg(folder, currentPlace()->name(), QDateTime::currentDateTime().toString("yyyyMMdd-HHmmss"));
    if (saveScreenshot(file))
        m_status->say(tr("Screenshot written to %1").arg(file));
    else
        m_status->say(Error { "window.screenshot-failed", { { "path", file.toStdString() } }, {} });
}

} // namespace minamo
