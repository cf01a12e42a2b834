#include "data/DataPlace.h"

#include "bridge/ProjectFlow.h"
#include "bridge/ThumbnailCache.h"
#include "data/BreakdownPanel.h"
#include "data/ClassMenu.h"
#include "data/PhotoDelegate.h"
#include "data/PhotoGrid.h"
#include "data/PhotoTable.h"
#include "data/PhotoTiles.h"
#include "data/RunPanel.h"
#include "data/SkippedPanel.h"
#include "intake/ImportPage.h"
#include "jobs/JobTexts.h"
#include "theme/Format.h"
#include "theme/Icons.h"

#include <QButtonGroup>
#include <QFileDialog>
#include <QHeaderView>
#include <QMenu>
#include <QStackedWidget>
#include <QTableView>

namespace minamo {

namespace {

constexpr int photoRow = 61, gridMode = 0, tableMode = 1;

void prepareTable(QTableView* view, PhotoTable* table)
{
    view->setModel(table);
    view->setItemDelegateForColumn(0, new PhotoDelegate(view));
    view->setShowGrid(false);
    view->setWordWrap(false);
    view->setSelectionBehavior(QAbstractItemView::SelectRows);
    view->setSelectionMode(QAbstractItemView::ExtendedSelection);
    view->verticalHeader()->hide();
    view->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    view->verticalHeader()->setDefaultSectionSize(photoRow);
    view->horizontalHeader()->setHighlightSections(false);
    view->horizontalHeader()->setSortIndicatorShown(true);
    view->horizontalHeader()->setSortIndicator(-1, Qt::AscendingOrder);
    view->horizontalHeader()->setDefaultSectionSize(104);
    view->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    view->setTabKeyNavigation(false);
    view->setSortingEnabled(true);
    QObject::connect(table, &QAbstractItemModel::modelReset, view, [view] {
        view->setColumnWidth(0, 84);
        view->setColumnWidth(1, 230);
    });
}

} // namespace

DataPlace::DataPlace(ProjectModel& model, JobStarter& starter, ProjectFlow& flow, QWidget* parent) :
    Place("data", "data", parent), m_model(model), m_starter(starter), m_flow(flow),
    m_table(new PhotoTable(model, this)),
    m_grid(new PhotoGrid(*m_table, model)), m_view(new QTableView), m_photos(new QStackedWidget),
    m_breakdown(new BreakdownPanel(model)), m_skipped(new SkippedPanel(model)),
    m_run(new RunPanel(model, starter)), m_empty(new EmptyState("data", this)),
    m_import(new ImportPage(this)), m_again(new Button(ButtonKind::secondary)),
    m_moved(new Banner(BannerKind::caution)),
    m_asPhotos(new Button(ButtonKind::secondary)), m_asTable(new Button(ButtonKind::secondary)),
    m_clear(new Button(ButtonKind::quiet)), m_count(new TextLabel(TextSize::body, true)),
    m_file(new TextLabel(TextSize::caption, false, TextColor::text2)),
    m_start(new Button(ButtonKind::primary))
{
    setCentre(buildPhotos());
    buildPanels();
    header()->addAction(m_again);
    header()->addAction(m_start);
    followImport();
    connect(m_start, &QPushButton::clicked, m_run, &RunPanel::start);
    connect(m_run, &RunPanel::canStartChanged, this, [this] { m_start->setEnabled(m_run->canStart()); });
    connect(m_run, &RunPanel::started, this, [this] { Q_EMIT placeAsked("latents"); });
    connect(m_empty, &EmptyState::clicked, this, [this] { Q_EMIT placeAsked("start"); });
    connect(m_breakdown, &BreakdownPanel::filterChosen, m_table, &PhotoTable::setFilter);
    connect(m_table, &PhotoTable::ordered, this, &DataPlace::showCounts);
    connect(m_skipped, &SkippedPanel::changed, this, &DataPlace::retranslate);
    connect(&model.thumbnails(), &ThumbnailCache::thumbnailReady, this, [this](int) {
        m_view->viewport()->update();
        checkReady();
    });
    for (const auto signal : { &ProjectModel::datasetChanged, &ProjectModel::opened, &ProjectModel::closed })
        connect(&model, signal, this, &DataPlace::refresh);
    connect(m_moved, &Banner::clicked, this, &DataPlace::askForPhotos);
    connect(&model, &ProjectModel::editFailed, this, [this](const Error& error) {
        if (error.code.starts_with("photos."))
            m_moved->setError(error, tr("Where are they now?…"));
    });
    connect(&starter, &JobStarter::jobsChanged, this, &DataPlace::refresh);
    connect(&starter, &JobStarter::jobProgressed, this, &DataPlace::showProgress);
    refresh(); // also without a project there is something to show
}

void DataPlace::followImport()
{
    m_import->hide();
    connect(&m_flow, &ProjectFlow::importAsked, this, [this](const Json& options, bool newProject) {
        m_import->ask(options, newProject);
        m_asking = true;
        refresh();
    });
    const auto leave = [this] {
        m_asking = false;
        refresh();
    };
    connect(m_import, &ImportPage::accepted, this, [this, leave] {
        leave();
        m_flow.importPhotos(m_import->options(), m_import->isForNewProject());
    });
    connect(m_import, &ImportPage::cancelled, this, [this, leave] {
        leave();
        if (!m_model.isOpen())
            Q_EMIT placeAsked("start");
    });
    connect(m_import, &ImportPage::ready, this, &DataPlace::checkReady);
    connect(&m_model, &ProjectModel::opened, this, leave); // another project: the question is void
    connect(m_again, &QPushButton::clicked, &m_flow, &ProjectFlow::importAgain);
}

QString DataPlace::title() const
{
    return tr("Data");
}

QWidget* DataPlace::buildPhotos()
{
    auto* whole = new QWidget;
    whole->setProperty("surface", "panel");
    whole->setAttribute(Qt::WA_StyledBackground);
    auto* layout = new QVBoxLayout(whole);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    auto* bar = new QHBoxLayout;
    bar->setContentsMargins(12, 8, 12, 8);
    bar->setSpacing(8);
    auto* modes = new QButtonGroup(this);
    for (auto* button : { m_asPhotos, m_asTable }) {
        button->setCheckable(true);
        modes->addButton(button, button == m_asPhotos ? gridMode : tableMode);
        bar->addWidget(button);
    }
    m_asPhotos->setIcon(icon("photos"));
    m_asTable->setIcon(icon("table"));
    m_asPhotos->setChecked(true);
    connect(modes, &QButtonGroup::idClicked, this, &DataPlace::showMode);
    connect(m_clear, &QPushButton::clicked, this, [this] {
        m_table->setFilter(-1, -1);
        m_breakdown->clearFilter();
    });
    bar->addSpacing(8);
    bar->addWidget(m_count);
    bar->addWidget(m_clear);
    bar->addStretch();
    bar->addWidget(m_file);
    layout->addWidget(m_moved);
    m_moved->hide();
    layout->addLayout(bar);
    layout->addWidget(separatorLine());
    prepareTable(m_view, m_table);
    m_photos->addWidget(m_grid);
    m_photos->addWidget(m_view);
    layout->addWidget(m_photos, 1);
    connect(m_grid, &PhotoGrid::currentChanged, this,
        [this](int row) { m_file->setText(m_table->index(row, 1).data().toString()); });
    connect(m_view->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
        [this](
            const QModelIndex& index) { m_file->setText(m_table->index(index.row(), 1).data().toString()); });
    for (QWidget* view : { static_cast<QWidget*>(m_grid), static_cast<QWidget*>(m_view) }) {
        view->setContextMenuPolicy(Qt::CustomContextMenu);
        connect(view, &QWidget::customContextMenuRequested, this, &DataPlace::showClassMenu);
    }
    return whole;
}

QVector<int> DataPlace::chosenRows() const
{
    QVector<int> rows;
    if (m_photos->currentIndex() == gridMode && m_grid->current() >= 0)
        rows.append(m_table->sample(m_grid->current()));
    if (m_photos->currentIndex() == tableMode)
        for (const auto& index : m_view->selectionModel()->selectedRows())
            rows.append(m_table->sample(index.row()));
    return rows;
}

void DataPlace::showClassMenu()
{
    QMenu menu;
    addClassActions(menu, m_model, chosenRows(), this);
    if (!menu.isEmpty())
        menu.exec(QCursor::pos());
}

void DataPlace::buildPanels()
{
    m_breakdownPanel = addPanel("breakdown", m_breakdown, Qt::LeftDockWidgetArea);
    m_runPanel = addPanel("run", m_run, Qt::RightDockWidgetArea);
    m_skippedPanel = addPanel("skipped", m_skipped, Qt::RightDockWidgetArea);
    splitPanel(m_runPanel, m_skippedPanel, Qt::Vertical);
    resizePanels({ m_breakdownPanel, m_runPanel }, { 300, 360 }, Qt::Horizontal);
    resizePanels({ m_runPanel, m_skippedPanel }, { 700, 160 }, Qt::Vertical);
}

void DataPlace::showMode(int mode)
{
    m_photos->setCurrentIndex(mode);
    if (mode == tableMode && m_grid->current() >= 0)
        m_view->selectRow(m_grid->current());
}

void DataPlace::refresh()
{
    const auto dataset = m_model.dataset();
    m_tiled = dataset && rowsByPhoto(*dataset).size() != dataset->size();
    const bool photos = dataset && !m_asking;
    showInstead(m_asking ? m_import : photos ? nullptr : static_cast<QWidget*>(m_empty));
    m_start->setVisible(photos);
    m_again->setVisible(photos);
    m_again->setEnabled(!m_model.barrier() && m_starter.running().isEmpty());
    retranslate();
    checkReady();
}

/// Everything computed stays valid; only steps that open the photo files need to know where they are.
void DataPlace::showMoved()
{
    const bool moved = m_model.photosMoved() && m_model.dataset();
    if (moved)
        m_moved->setError(
            { "photos.moved", { { "path", m_model.dataset()->root.string() } }, {} }, tr("Where are they now?…"));
    m_moved->setVisible(moved);
}

void DataPlace::askForPhotos()
{
    auto* dialog = new QFileDialog(this, tr("Where are the photos now?"));
    dialog->setFileMode(QFileDialog::Directory);
    dialog->setOption(QFileDialog::ShowDirsOnly);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QFileDialog::fileSelected, &m_model, &ProjectModel::relocate);
    dialog->open();
}

/// Rows of the data set are photos, or tiles of them.
QString DataPlace::countText(int rows) const
{
    return m_tiled ? tr("%1 tile(s)", "%1 is the count with separators", rows).arg(formatCount(rows))
                   : formatPhotos(rows);
}

void DataPlace::showCounts()
{
    const auto dataset = m_model.dataset();
    const int shown = m_table->rowCount(), all = dataset ? static_cast<int>(dataset->size()) : 0;
    m_count->setText(shown == all ? countText(all) : tr("%1 of %2").arg(formatCount(shown), countText(all)));
    m_clear->setVisible(shown != all);
    m_file->clear();
    checkReady();
}

void DataPlace::showProgress()
{
    if (m_model.dataset())
        return;
    const auto id = m_starter.running();
    if (id.isEmpty()) {
        m_empty->setTexts(
            tr("No photos yet"), tr("Open a folder of photos, or try the sample plant."), tr("To the start"));
        return;
    }
    const auto status = m_starter.status(id);
    m_empty->setTexts(jobTitle(status.stage), jobStepText(status) + QChar(0x2003) + jobRightText(status));
}

void DataPlace::retranslate()
{
    const auto dataset = m_model.dataset();
    QString context;
    if (dataset) {
        context = tr("%1, %n class(es)", nullptr, static_cast<int>(dataset->label.values.size()))
                      .arg(countText(static_cast<int>(dataset->size())));
        if (dataset->environment.known())
            context
                += tr(", %n environment(s)", nullptr, static_cast<int>(dataset->environment.values.size()));
    }
    header()->setTitle(title(), m_asking ? QString() : context);
    m_again->setText(tr("Region and tiles…"));
    m_again->setToolTip(tr("Imports the same photos with other options"));
    m_start->setText(tr("Start the analysis"));
    m_asPhotos->setText(tr("Photos"));
    m_asTable->setText(tr("Table"));
    m_clear->setText(tr("Show all"));
    m_breakdownPanel->setTitle(tr("What is in it"));
    m_runPanel->setTitle(tr("Analysis"));
    m_skippedPanel->setTitle(tr("Skipped and duplicate"));
    m_skippedPanel->title()->setStatus(m_skipped->skipped() + m_skipped->duplicates() > 0
            ? tr("%1 skipped, %2 duplicate").arg(m_skipped->skipped()).arg(m_skipped->duplicates())
            : QString());
    m_table->retranslate();
    showCounts();
    showMoved();
    showProgress();
}

QList<QPair<QString, QString>> DataPlace::shortcuts() const
{
    return { { "← → ↑ ↓", tr("Previous, next photo; line above, below") },
        { "PgUp, PgDn", tr("A page up, down") }, { "Home, End", tr("First, last photo") },
        { tr("Right click"), tr("Change the class of the chosen photos") } };
}

bool DataPlace::isReady() const
{
    if (m_asking)
        return m_import->isReady();
    return !m_model.isOpening() && !m_model.isReading() && !m_table->isOrdering() && !m_skipped->isReading()
        && !m_model.thumbnails().isPending();
}

void DataPlace::checkReady()
{
    if (isReady())
        Q_EMIT ready();
}

} // namespace minamo
