#include "StatusBar.h"

#include "jobs/JobTexts.h"
#include "theme/Format.h"

#include <QEvent>
#include <QProgressBar>
#include <QTimer>

namespace minamo {

namespace {

constexpr int messageTime = 8000; // ms

QWidget* divider()
{
    auto* line = separatorLine();
    line->setFixedSize(1, 14);
    return line;
}

} // namespace

StatusBar::StatusBar(ProjectModel& model, JobStarter& starter, QWidget* parent) :
    QStatusBar(parent), m_model(model), m_starter(starter), m_savedIcon(new IconLabel("check", 14)),
    m_saved(new TextLabel(TextSize::caption, false, TextColor::text2)),
    m_job(new TextLabel(TextSize::caption, false, TextColor::text2)), m_bar(new QProgressBar),
    m_percent(new TextLabel(TextSize::caption, false, TextColor::text2)),
    m_undoIcon(new IconLabel("undo", 14)), m_last(new TextLabel(TextSize::caption, false, TextColor::text2)),
    m_message(new TextLabel(TextSize::caption, false, TextColor::text)),
    m_running(new TextLabel(TextSize::caption, false, TextColor::text2))
{
    setSizeGripEnabled(false);
    setContentsMargins(10, 0, 10, 0);
    m_bar->setFixedWidth(90);
    m_bar->setRange(0, 1000);
    m_bar->setTextVisible(false);
    for (QWidget* widget : std::initializer_list<QWidget*> {
             m_savedIcon, m_saved, divider(), m_job, m_bar, m_percent, m_undoIcon, m_last, m_message })
        addWidget(widget);
    addPermanentWidget(m_running);
    connect(&model, &ProjectModel::opened, this, &StatusBar::refresh);
    connect(&model, &ProjectModel::closed, this, &StatusBar::refresh);
    connect(&model, &ProjectModel::documentChanged, this, &StatusBar::refresh);
    connect(&model, &ProjectModel::editFailed, this, [this](const Error& error) { say(error); });
    connect(&starter, &JobStarter::jobsChanged, this, &StatusBar::refreshJob);
    connect(&starter, &JobStarter::jobProgressed, this, &StatusBar::refreshJob);
    connect(&starter, &JobStarter::startFailed, this, [this](const Error& error) { say(error); });
    refresh();
}

void StatusBar::say(const QString& message)
{
    m_message->setText(message);
    QTimer::singleShot(messageTime, m_message, [label = m_message, message] {
        if (label->text() == message)
            label->clear();
    });
}

void StatusBar::say(const Error& error)
{
    const auto phrases = uiPhrases();
    say(QString::fromStdString(phrases.sentence(error) + " " + phrases.hint(error)));
}

void StatusBar::refresh()
{
    const auto saved = m_model.lastSaved();
    m_saved->setText(saved.isValid() ? tr("Saved %1").arg(saved.toString("HH:mm")) : tr("Ready"));
    m_savedIcon->setVisible(saved.isValid());
    const auto last = m_model.undoText();
    m_last->setText(last.isEmpty() ? QString() : tr("Last change: %1").arg(last));
    m_undoIcon->setVisible(!last.isEmpty());
    refreshJob();
}

void StatusBar::refreshJob()
{
    const auto id = m_starter.running();
    m_bar->setVisible(!id.isEmpty());
    if (id.isEmpty()) {
        m_job->clear();
        m_percent->clear();
        m_running->setText(m_model.isOpen() ? tr("No job running") : QString());
        return;
    }
    const auto status = m_starter.status(id);
    m_job->setText(jobTitle(status.stage));
    m_bar->setValue(static_cast<int>(1000 * qMax(0.0, jobShare(status))));
    m_percent->setText(jobRightText(status));
    int running = 0;
    for (const auto& job : m_starter.jobs())
        running += m_starter.status(job).state == JobState::running;
    m_running->setText(tr("%n job(s) running", nullptr, qMax(1, running)));
}

void StatusBar::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange) {
        m_message->clear();
        refresh();
    }
    QStatusBar::changeEvent(event);
}

} // namespace minamo
