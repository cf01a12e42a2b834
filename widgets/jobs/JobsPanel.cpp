#include "jobs/JobsPanel.h"

#include "jobs/JobRow.h"
#include "theme/Messages.h"

#include <QEvent>
#include <QScrollArea>
#include <QVBoxLayout>

namespace minamo {

namespace {
constexpr int shownJobs = 30;
}

JobsPanel::JobsPanel(JobStarter& starter, QWidget* parent) : JobsPanel(starter, new QWidget, parent) { }

JobsPanel::JobsPanel(JobStarter& starter, QWidget* content, QWidget* parent) :
    Panel("jobs", content, parent), m_starter(starter), m_list(new QWidget),
    m_empty(new EmptyState("waiting"))
{
    auto* area = new QScrollArea;
    area->setWidgetResizable(true);
    area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    area->setWidget(m_list);
    m_list->setProperty("surface", "panel");
    m_rows = new QVBoxLayout(m_list);
    m_rows->setContentsMargins(0, 0, 0, 0);
    m_rows->setSpacing(0);
    m_rows->addStretch();
    auto* layout = new QVBoxLayout(content);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_empty, 1);
    layout->addWidget(area, 1);
    content->setMinimumWidth(280);
    connect(&starter, &JobStarter::jobsChanged, this, &JobsPanel::rebuild);
    connect(&starter, &JobStarter::jobProgressed, this, [this](const QString& id) {
        if (auto* row = m_byId.value(id))
            row->refresh();
    });
    retranslate();
    rebuild();
}

void JobsPanel::rebuild()
{
    const auto ids = m_starter.jobs().mid(0, shownJobs);
    for (auto it = m_byId.begin(); it != m_byId.end();) {
        if (ids.contains(it.key())) {
            ++it;
        } else {
            delete it.value();
            it = m_byId.erase(it);
        }
    }
    for (int i = 0; i < ids.size(); ++i) {
        auto*& row = m_byId[ids[i]];
        if (!row)
            row = new JobRow(ids[i], m_starter);
        if (m_rows->indexOf(row) != i)
            m_rows->insertWidget(i, row);
        row->refresh();
    }
    m_empty->setVisible(ids.isEmpty());
    m_list->parentWidget()->parentWidget()->setVisible(!ids.isEmpty());
    retranslate();
}

void JobsPanel::retranslate()
{
    int running = 0;
    for (const auto& id : m_starter.jobs())
        running += m_starter.status(id).state == JobState::running;
    setTitle(tr("Jobs"));
    title()->setStatus(running > 0 ? tr("%n running", nullptr, running) : QString());
    m_empty->setTexts(tr("No jobs yet"),
        tr("Work that takes time appears here, with its progress. It goes on when this window is closed."));
}

void JobsPanel::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    Panel::changeEvent(event);
}

} // namespace minamo
