#include "start/StartPlace.h"

#include "start/DropZone.h"
#include "start/Machine.h"
#include "start/MachinePanel.h"
#include "start/RecentCard.h"
#include "start/StepStrip.h"

#include <QDir>
#include <QFileDialog>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QScrollArea>

namespace minamo {

namespace {
constexpr int shownRecents = 6;
}

StartPlace::StartPlace(ProjectModel& model, ProjectFlow& flow, QWidget* parent) :
    Place("start", "start", parent), m_model(model), m_flow(flow), m_machine(new Machine(this)),
    m_drop(new DropZone), m_claim(new TextLabel(TextSize::caption, false, TextColor::text2)),
    m_projects(new TextLabel(TextSize::caption, false, TextColor::text2)),
    m_elsewhere(new Button(ButtonKind::quiet, ButtonSize::small)),
    m_recentTitle(new TextLabel(TextSize::place, true)),
    m_recentEmpty(new TextLabel(TextSize::body, false, TextColor::text2)), m_recents(new QGridLayout),
    m_steps(new StepStrip)
{
    setHeaderVisible(false);
    auto* whole = new QWidget;
    auto* layout = new QHBoxLayout(whole);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(buildLeft(), 1);
    layout->addWidget(new MachinePanel(*m_machine));
    setCentre(whole);
    connect(m_drop, &DropZone::folderDropped, &m_flow, &ProjectFlow::openAny);
    connect(m_drop, &DropZone::openAsked, this, &StartPlace::chooseFolder);
    connect(m_drop, &DropZone::sampleAsked, &m_flow, &ProjectFlow::makeSample);
    connect(m_elsewhere, &QPushButton::clicked, this, &StartPlace::choosePlaceOfProjects);
    connect(m_steps, &StepStrip::chosen, this, &Place::placeAsked);
    connect(m_machine, &Machine::known, this, &StartPlace::checkReady);
    connect(&m_model, &ProjectModel::opened, this, &StartPlace::readRecents);
    retranslate();
}

QString StartPlace::title() const
{
    return tr("Start");
}

QWidget* StartPlace::buildBrand()
{
    auto* brand = new QWidget;
    auto* row = new QHBoxLayout(brand);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(12);
    row->addWidget(new IconLabel("minamo", 40, TextColor::accent));
    auto* texts = new QVBoxLayout;
    texts->setSpacing(0);
    auto* name = new TextLabel(TextSize::title, true);
    name->setText(QString::fromUtf8("Minamo　水面"));
    texts->addWidget(name);
    texts->addWidget(m_claim);
    row->addLayout(texts, 1);
    return brand;
}

QWidget* StartPlace::buildPlaceOfProjects()
{
    auto* whole = new QWidget;
    auto* row = new QHBoxLayout(whole);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    m_projects->setObjectName("projectsFolder");
    m_elsewhere->setObjectName("changeProjectsFolder");
    row->addWidget(m_projects);
    row->addWidget(m_elsewhere);
    row->addStretch();
    return whole;
}

void StartPlace::showPlaceOfProjects()
{
    const auto folder = ProjectFlow::projectsFolder();
    m_projects->setToolTip(QDir::toNativeSeparators(folder));
    m_projects->setText(tr("New projects are made in %1").arg(shownFolder(folder)));
}

void StartPlace::choosePlaceOfProjects()
{
    auto* dialog = new QFileDialog(this, tr("Where new projects are made"), ProjectFlow::projectsFolder());
    dialog->setFileMode(QFileDialog::Directory);
    dialog->setOption(QFileDialog::ShowDirsOnly);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString& folder) {
        ProjectFlow::setProjectsFolder(folder);
        showPlaceOfProjects();
    });
    dialog->open();
}

QWidget* StartPlace::buildLeft()
{
    auto* content = new QWidget;
    content->setProperty("surface", "window");
    auto* layout = new QVBoxLayout(content);
    layout->setContentsMargins(40, 22, 36, 24);
    layout->setSpacing(0);
    layout->addWidget(buildBrand());
    layout->addSpacing(20);
    layout->addWidget(m_drop);
    layout->addSpacing(6);
    layout->addWidget(buildPlaceOfProjects());
    layout->addSpacing(18);
    layout->addWidget(m_recentTitle);
    layout->addSpacing(8);
    layout->addWidget(m_recentEmpty);
    m_recents->setSpacing(16);
    m_recents->setColumnStretch(0, 1);
    m_recents->setColumnStretch(1, 1);
    layout->addLayout(m_recents);
    layout->addSpacing(24);
    layout->addWidget(m_steps);
    layout->addStretch();
    auto* area = new QScrollArea;
    area->setWidgetResizable(true);
    area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    area->setWidget(content);
    return area;
}

void StartPlace::retranslate()
{
    m_claim->setText(tr("A workbench that finds how inspection photos differ by the way they were taken, "
                        "measures it, and teaches it to a classifier"));
    m_elsewhere->setText(tr("Change…"));
    showPlaceOfProjects();
    m_recentTitle->setText(tr("Recent projects"));
    m_recentEmpty->setText(tr("None yet. What you open or make appears here."));
}

void StartPlace::setActive(bool active)
{
    if (!active)
        return;
    readRecents();
    m_machine->ask();
}

void StartPlace::readRecents()
{
    if (m_reading)
        return;
    m_reading = true;
    const auto work = [all = recentProjects()] {
        QList<ProjectGlance> glances;
        for (const auto& recent : all)
            if (auto glance = glanceAt(recent); glance.found && glances.size() < shownRecents)
                glances.push_back(std::move(glance));
        return glances;
    };
    m_model.background().run(this, work, [this](const QList<ProjectGlance>& glances) {
        m_reading = false;
        m_recentsRead = true;
        showRecents(glances);
        checkReady();
    });
}

void StartPlace::showRecents(const QList<ProjectGlance>& glances)
{
    qDeleteAll(m_cards);
    m_cards.clear();
    for (const auto& glance : glances) {
        auto* card = new RecentCard(glance);
        connect(card, &QAbstractButton::clicked, this, [this, card] { m_flow.openAny(card->folder()); });
        const int index = static_cast<int>(m_cards.size());
        m_recents->addWidget(card, index / 2, index % 2);
        m_cards.push_back(card);
    }
    m_recentEmpty->setVisible(m_cards.isEmpty());
}

void StartPlace::chooseFolder()
{
    auto* dialog = new QFileDialog(this, tr("Open a folder of photos or a project"));
    dialog->setFileMode(QFileDialog::Directory);
    dialog->setOption(QFileDialog::ShowDirsOnly);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QFileDialog::fileSelected, &m_flow, &ProjectFlow::openAny);
    dialog->open();
}

bool StartPlace::isReady() const
{
    return m_recentsRead && !m_reading && m_machine->isKnown();
}

void StartPlace::checkReady()
{
    if (isReady())
        Q_EMIT ready();
}

} // namespace minamo
