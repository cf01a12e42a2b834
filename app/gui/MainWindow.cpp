#include "MainWindow.h"

#include "Rail.h"
#include "StatusBar.h"
#include "history/HistoryPanel.h"
#include "jobs/JobsPanel.h"
#include "start/DropZone.h"
#include "theme/Messages.h"
#include "theme/Theme.h"

#include <QCloseEvent>
#include <QDragEnterEvent>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QMimeData>
#include <QSettings>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace minamo {

MainWindow::MainWindow(ProjectModel& model, JobStarter& starter, ProjectFlow& flow, Appearance& appearance,
    const QList<Place*>& places) :
    m_model(model),
    m_starter(starter), m_flow(flow), m_appearance(appearance), m_places(places),
    m_commands(new CommandTable(this)), m_rail(new Rail(places)), m_stack(new QStackedWidget),
    m_jobs(new JobsPanel(starter, this)), m_history(new HistoryPanel(model, this)),
    m_barrier(new Banner(BannerKind::info)), m_status(new StatusBar(model, starter))
{
    setObjectName("minamo");
    setAcceptDrops(true);
    setContextMenuPolicy(Qt::NoContextMenu);
    buildCentre();
    buildCommands();
    buildMenus();
    follow();
    retranslate();
    selectPlace(0);
}

MainWindow::~MainWindow() = default;

void MainWindow::buildCentre()
{
    auto* centre = new QWidget;
    auto* layout = new QHBoxLayout(centre);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_rail);
    auto* column = new QVBoxLayout;
    column->setSpacing(0);
    column->addWidget(m_barrier);
    column->addWidget(m_stack, 1);
    layout->addLayout(column, 1);
    m_barrier->hide();
    for (auto* place : m_places)
        m_stack->addWidget(place);
    m_stack->setMinimumSize(
        640, 400); // a place that wants more is cut, the window keeps the size it was given
    setCentralWidget(centre);
    addDockWidget(Qt::RightDockWidgetArea, m_jobs);
    addDockWidget(Qt::RightDockWidgetArea, m_history);
    resizeDocks({ m_jobs, m_history }, { 330, 330 }, Qt::Horizontal);
    m_jobs->hide();
    m_history->hide();
    setStatusBar(m_status);
}

void MainWindow::follow()
{
    connect(m_rail, &Rail::chosen, this, &MainWindow::selectPlace);
    for (auto* place : m_places)
        connect(place, &Place::placeAsked, this, &MainWindow::showPlace);
    connect(&m_model, &ProjectModel::opened, this, [this] {
        refreshCommands();
        if (currentPlace()->name() == "start")
            showPlace("data");
    });
    for (const auto signal : { &ProjectModel::opened, &ProjectModel::closed, &ProjectModel::barrierChanged })
        connect(&m_model, signal, this, &MainWindow::showBarrier);
    connect(&m_model, &ProjectModel::closed, this, &MainWindow::refreshCommands);
    connect(&m_model, &ProjectModel::documentChanged, this, &MainWindow::refreshCommands);
    connect(&m_flow, &ProjectFlow::importAsked, this, [this] { showPlace("data"); });
    connect(&m_flow, &ProjectFlow::failed, this, [this](const Error& error) { m_status->say(error); });
    connect(&m_starter, &JobStarter::jobsChanged, this, &MainWindow::refreshCommands);
    connect(&m_starter, &JobStarter::jobStarted, this, [this](const QString& id) {
        const auto stage = m_starter.stage(id);
        if (stage != "discover" && stage != "embed") // seconds, asked for by a click on a cell
            m_jobs->show();
    });
}

/// Who else edits this project, or why nobody can here; gone as soon as this window may edit.
void MainWindow::showBarrier()
{
    if (const auto& barrier = m_model.barrier())
        m_barrier->setError(*barrier);
    m_barrier->setVisible(m_model.barrier().has_value());
    refreshCommands();
}

Place* MainWindow::currentPlace() const
{
    return static_cast<Place*>(m_stack->currentWidget());
}

Place* MainWindow::place(const QString& name) const
{
    for (auto* place : m_places)
        if (place->name() == name)
            return place;
    return nullptr;
}

bool MainWindow::showPlace(const QString& name)
{
    for (int i = 0; i < m_places.size(); ++i) {
        if (m_places[i]->name() == name) {
            selectPlace(i);
            return true;
        }
    }
    return false;
}

void MainWindow::selectPlace(int index)
{
    if (m_stack->currentIndex() != index)
        currentPlace()->setActive(false);
    m_stack->setCurrentIndex(index);
    m_rail->setCurrent(index);
    m_places[index]->setActive(true);
    if (m_panelMenu)
        fillPanelMenu();
}

void MainWindow::chooseFolder(const QString& title, std::function<void(const QString&)> then)
{
    auto* dialog = new QFileDialog(this, title);
    dialog->setFileMode(QFileDialog::Directory);
    dialog->setOption(QFileDialog::ShowDirsOnly);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QFileDialog::fileSelected, this,
        [then = std::move(then)](const QString& folder) { then(folder); });
    dialog->open();
}

bool MainWindow::saveScreenshot(const QString& file)
{
    return grab().save(file, "PNG");
}

void MainWindow::setLanguage(Language language)
{
    m_appearance.setLanguage(language);
    m_appearance.remember();
}

void MainWindow::setTheme(ThemeKind theme)
{
    m_appearance.setTheme(theme);
    m_appearance.remember();
}

void MainWindow::restoreLayout()
{
    QSettings settings;
    restoreGeometry(settings.value("window/geometry").toByteArray());
    restoreState(settings.value("window/state").toByteArray());
    for (auto* place : m_places)
        place->restoreLayout(settings.value("window/place-" + place->name()).toByteArray());
}

void MainWindow::closeEvent(QCloseEvent* event)
{
    QSettings settings;
    settings.setValue("window/geometry", saveGeometry());
    settings.setValue("window/state", saveState());
    for (auto* place : m_places)
        settings.setValue("window/place-" + place->name(), place->saveLayout());
    event->accept(); // jobs are processes of their own and go on
}

void MainWindow::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QMainWindow::changeEvent(event);
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event)
{
    if (!folderOf(event->mimeData()).isEmpty())
        event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent* event)
{
    event->acceptProposedAction();
    m_flow.openAny(folderOf(event->mimeData()));
}

} // namespace minamo
