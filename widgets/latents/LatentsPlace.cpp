#include "LatentsPlace.h"

#include "CellMapFlow.h"
#include "CellPanel.h"
#include "LatentsReading.h"
#include "gallery/Segmented.h"
#include "heatmap/HeatMapWidget.h"
#include "theme/Format.h"

#include <QCheckBox>
#include <QProgressBar>
#include <QScrollArea>
#include <QVBoxLayout>

namespace minamo {

Place* createLatentsPlace(ProjectModel& model, JobStarter& starter, InteractiveClient& client)
{
    return new LatentsPlace(model, starter, client);
}

LatentsPlace::LatentsPlace(
    ProjectModel& model, JobStarter& starter, InteractiveClient& client, QWidget* parent) :
    Place("latents", "latents", parent),
    m_model(model), m_starter(starter), m_flow(new CellMapFlow(model, starter, this)),
    m_map(new HeatMapWidget), m_tabs(new Segmented), m_numbers(new QCheckBox), m_cellPanel(new CellPanel),
    m_activations(new ActivationPanel(model, client)), m_problem(new Banner(BannerKind::danger)),
    m_empty(new EmptyState("latents")), m_resume(new Button(ButtonKind::secondary)),
    m_stop(new Button(ButtonKind::secondary)),
    m_reading(
        model, this, { "/features", "/scores", "/probe", "/cell" },
        [] { return ProjectReading<HeatGrid>::Read(readHeatGrid); },
        [this](Result<HeatGrid> grid) { take(std::move(grid)); }),
    m_later(this, [this] { showAll(); })
{
    buildPanels();
    header()->addAction(m_resume);
    header()->addAction(m_stop);
    connectParts();
    retranslate();
    m_reading.again();
    decideWhatToShow();
}

void LatentsPlace::connectParts()
{
    connect(m_resume, &QPushButton::clicked, this, [this] { m_starter.start("run", Json::object()); });
    connect(m_stop, &QPushButton::clicked, this, [this] { m_starter.cancel(followedJob()); });
    connect(m_empty, &EmptyState::clicked, this, [this] {
        if (m_model.dataset())
            m_starter.start("run", Json::object());
        else
            Q_EMIT placeAsked("start");
    });
    connect(m_tabs, &Segmented::chosen, this, [this](const QString& figure) {
        m_map->setFigure(figure.toStdString());
        showCell();
    });
    connect(m_numbers, &QCheckBox::toggled, m_map, &HeatMapWidget::setNumbersShown);
    connect(m_map, &HeatMapWidget::cellSelected, this, [this](const QString& tap, int timestep) {
        m_selected = CellId { tap.toStdString(), timestep };
        m_selectedByUser = true;
        showCell();
    });
    const auto openMap = [this] {
        if (!m_selected)
            return;
        m_flow->open(*m_selected);
        Q_EMIT placeAsked("styles");
    };
    connect(m_cellPanel, &CellPanel::mapAsked, this, openMap);
    connect(m_map, &HeatMapWidget::cellActivated, this, openMap);
    connect(&m_model, &ProjectModel::closed, this, [this] {
        m_selected.reset();
        m_selectedByUser = false;
    });
    connect(&m_model, &ProjectModel::datasetChanged, this, &LatentsPlace::decideWhatToShow);
    connect(&m_starter, &JobStarter::jobEvent, this, &LatentsPlace::hear);
    connect(&m_starter, &JobStarter::jobProgressed, this, &LatentsPlace::showProgress);
    connect(&m_starter, &JobStarter::jobsChanged, this, [this] {
        if (followedJob() != m_followed) {
            replay();
            if (m_followed.isEmpty())
                m_grid.endRunning();
        }
        showAll();
    });
}

QString LatentsPlace::title() const
{
    return tr("Latents");
}

void LatentsPlace::buildPanels()
{
    auto* content = new QWidget;
    auto* layout = new QVBoxLayout(content);
    layout->setContentsMargins(12, 12, 12, 8);
    layout->setSpacing(10);
    auto* row = new QHBoxLayout;
    row->addWidget(m_tabs);
    row->addStretch();
    row->addWidget(m_numbers);
    m_numbers->setChecked(true);
    layout->addWidget(m_problem);
    m_problem->hide();
    layout->addLayout(row);
    auto* scroll = new QScrollArea;
    scroll->setWidgetResizable(true);
    scroll->setWidget(m_map);
    scroll->viewport()->setProperty("surface", "panel");
    scroll->viewport()->setAttribute(Qt::WA_StyledBackground);
    layout->addWidget(scroll, 1);
    m_mapPanel = addPanel("heatmap", content, Qt::TopDockWidgetArea);

    auto* right = new QScrollArea;
    right->setWidgetResizable(true);
    right->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    right->setWidget(m_cellPanel);
    m_cellPanel->setProperty("surface", "panel");
    m_cellPanel->setAttribute(Qt::WA_StyledBackground);

    right->setMinimumWidth(340);
    m_selectedPanel = addPanel("cell", right, Qt::TopDockWidgetArea);
    splitPanel(m_mapPanel, m_selectedPanel, Qt::Horizontal);
    m_activationsPanel = addPanel("activations", m_activations, Qt::BottomDockWidgetArea);
    resizePanels({ m_mapPanel, m_selectedPanel }, { 980, 460 }, Qt::Horizontal);
    resizePanels({ m_mapPanel, m_activationsPanel }, { 480, 290 }, Qt::Vertical);

    m_left = new TextLabel(TextSize::caption, false, TextColor::text2);
    m_progress = new QProgressBar;
    m_progress->setTextVisible(false);
    m_progress->setFixedWidth(110);
    m_progress->setMaximum(1000);
    m_bar = new QWidget;
    auto* bar = new QHBoxLayout(m_bar);
    bar->setContentsMargins(0, 0, 0, 0);
    bar->setSpacing(10);
    bar->addWidget(m_left);
    bar->addWidget(m_progress);
    m_mapPanel->title()->addWidget(m_bar);
}

QString LatentsPlace::followedJob() const
{
    for (const char* stage : { "run", "extract", "score", "probe" })
        if (const auto id = m_starter.running(stage); !id.isEmpty())
            return id;
    return {};
}

void LatentsPlace::take(Result<HeatGrid> grid)
{
    m_problem->setVisible(!grid);
    if (!grid)
        m_problem->setError(grid.error());
    m_grid = grid ? std::move(*grid) : HeatGrid();
    replay();
    showAll();
}

void LatentsPlace::showAll()
{
    showGrid();
    showProgress();
    showCell();
    decideWhatToShow();
    if (isReady())
        Q_EMIT ready();
}

void LatentsPlace::replay()
{
    m_followed = followedJob();
    if (m_followed.isEmpty())
        return;
    for (const auto& event : m_starter.events(m_followed))
        m_grid.apply(event);
}

void LatentsPlace::hear(const QString& id, const Json& event)
{
    // The last events of a job come when it does not run any more.
    if ((id != followedJob() && id != m_followed) || !m_grid.apply(event))
        return;
    m_later.ask();
}

void LatentsPlace::showGrid()
{
    chooseFigures();
    m_map->setGrid(m_grid);
    if (!m_selectedByUser) {
        const auto cell = m_model.isOpen() ? m_model.project()->cell() : std::nullopt;
        m_selected = m_grid.recommended();
        if (cell)
            m_selected = CellId { cell->tap, cell->timestep };
    }
    m_map->setSelected(m_selected);
}

void LatentsPlace::chooseFigures()
{
    QStringList wanted;
    for (const auto& figure : m_grid.figures())
        wanted << QString::fromStdString(figure);
    if (wanted.isEmpty())
        wanted << "styleNmi";
    if (wanted == m_tabs->keys())
        return;
    const QString before = m_tabs->current();
    m_tabs->clear();
    for (const auto& figure : wanted) {
        m_tabs->addSegment(figure);
        m_tabs->setText(figure, figureName(figure.toStdString()), figureMeaning(figure.toStdString()));
    }
    const QString natural = m_grid.criterion() == "label-free" ? "labelFree" : wanted.front();
    m_tabs->setCurrent(wanted.contains(before) && m_grid.criterion().empty() ? before : natural);
    m_map->setFigure(m_tabs->current().toStdString());
}

void LatentsPlace::showProgress()
{
    const auto job = followedJob();
    m_bar->setVisible(!job.isEmpty());
    m_stop->setVisible(!job.isEmpty());
    const int missing = m_grid.count(HeatState::notComputed);
    m_resume->setVisible(job.isEmpty() && missing > 0 && !m_grid.isEmpty());
    const int computed = m_grid.count(HeatState::extracted) + m_grid.count(HeatState::scored);
    QString status = m_grid.isEmpty() ? QString() : tr("%1 / %2 cells").arg(computed).arg(m_grid.total());
    if (!job.isEmpty()) {
        const auto state = m_starter.status(job);
        m_progress->setValue(state.total > 0 ? static_cast<int>(1000 * state.done / state.total) : 0);
        m_left->setText(state.secondsLeft ? formatTimeLeft(*state.secondsLeft) : QString());
        m_left->setVisible(state.secondsLeft.has_value());
    }
    m_mapPanel->title()->setStatus(status);
}

void LatentsPlace::showCell()
{
    m_cellPanel->setBusy(!m_starter.running("run").isEmpty() || !m_starter.running("extract").isEmpty());
    m_cellPanel->setCell(
        m_grid, m_selected, m_map->figure(), m_model.isOpen() ? m_model.project()->cell() : std::nullopt);
    showActivations();
}

/// The activation maps follow the selected cell; the scrubber leads away from it without selecting another.
void LatentsPlace::showActivations()
{
    if (!m_selected || m_grid.isEmpty()) {
        m_activations->setTap({});
        return;
    }
    m_activationsPanel->setTitle(tr("Activation maps"), QString::fromStdString(shortTap(m_selected->tap)));
    m_activations->setTap(m_selected->tap);
    const bool moved = m_lookedInto != m_selected;
    m_lookedInto = m_selected;
    m_activations->setTimesteps(m_grid.timesteps(), moved ? m_selected->timestep : m_activations->timestep());
}

void LatentsPlace::setActive(bool active)
{
    m_active = active;
    m_activations->setActive(active);
}

void LatentsPlace::decideWhatToShow()
{
    const bool running = !followedJob().isEmpty();
    if (!m_model.dataset())
        m_empty->setTexts(tr("No photos yet"), tr("Open a folder of photos; the heat map grows from them."),
            tr("To Start"));
    else if (running)
        m_empty->setTexts(tr("Getting ready"), tr("The first cells appear in a moment."));
    else
        m_empty->setTexts(tr("No features yet"),
            tr("The diffusion network looks at every photo, layer by layer and at several noise levels."),
            tr("Start the analysis"));
    showInstead(m_grid.isEmpty() ? m_empty : nullptr);
    header()->setTitle(title(),
        m_model.dataset() ? formatPhotos(static_cast<qint64>(m_model.dataset()->size())) : QString());
}

QList<QPair<QString, QString>> LatentsPlace::shortcuts() const
{
    return { { tr("Arrow keys"), tr("Move over the cells") },
        { tr("Enter"), tr("Open the map of the selected cell") } };
}

void LatentsPlace::retranslate()
{
    m_mapPanel->setTitle(tr("Heat map"), tr("layer × timestep"));
    m_selectedPanel->setTitle(tr("Selected cell"));
    m_activationsPanel->setTitle(tr("Activation maps"));
    m_numbers->setText(tr("Show numbers"));
    m_resume->setText(tr("Compute the missing cells"));
    m_stop->setText(tr("Stop"));
    for (const auto& figure : m_tabs->keys())
        m_tabs->setText(figure, figureName(figure.toStdString()), figureMeaning(figure.toStdString()));
    m_map->setAccessibleName(tr("Heat map of layers and timesteps"));
    m_map->update();
    showProgress();
    showCell();
    decideWhatToShow();
}

} // namespace minamo
