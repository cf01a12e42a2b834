#include "jobs/JobRow.h"

#include "jobs/JobTexts.h"
#include "theme/Theme.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QPainter>
#include <QPlainTextEdit>
#include <QProgressBar>

namespace minamo {

namespace {

constexpr std::size_t logLines = 400;

struct StateLook {
    const char* icon;
    TextColor color;
};

StateLook lookOf(JobState state)
{
    switch (state) {
    case JobState::waiting:
        return { "waiting", TextColor::text2 };
    case JobState::running:
        return { "play", TextColor::accent };
    case JobState::done:
        return { "check", TextColor::ok };
    case JobState::cancelled:
        return { "stop", TextColor::text3 };
    case JobState::failed:
    case JobState::died:
        return { "warning", TextColor::danger };
    }
    return { "", TextColor::text2 };
}

} // namespace

JobRow::JobRow(const QString& id, JobStarter& starter, QWidget* parent) :
    QWidget(parent), m_id(id), m_starter(starter), m_icon(new IconLabel("waiting", 16)),
    m_title(new TextLabel(TextSize::body, true)), m_cancel(new IconButton("close", this, 14)),
    m_more(new IconButton("chevron-down", this, 14)),
    m_retry(new Button(ButtonKind::secondary, ButtonSize::small)), m_bar(new QProgressBar),
    m_left(new TextLabel(TextSize::caption, false, TextColor::text2)),
    m_right(new TextLabel(TextSize::caption, false, TextColor::text2)),
    m_problem(new TextLabel(TextSize::caption)), m_log(new QPlainTextEdit)
{
    setObjectName("job-" + id);
    build();
    connect(m_cancel, &QToolButton::clicked, this, [this] { m_starter.cancel(m_id); });
    connect(m_retry, &QPushButton::clicked, this, [this] { m_starter.retry(m_id); });
    connect(m_more, &QToolButton::toggled, this, &JobRow::showLog);
    refresh();
}

void JobRow::build()
{
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(12, 9, 12, 10);
    layout->setSpacing(6);
    auto* top = new QHBoxLayout;
    top->setSpacing(8);
    top->addWidget(m_icon);
    top->addWidget(m_title, 1);
    top->addWidget(m_retry);
    m_more->setCheckable(true);
    for (auto* button : { m_more, m_cancel }) {
        button->setFixedSize(22, 22);
        button->setFocusPolicy(Qt::TabFocus);
        top->addWidget(button);
    }
    layout->addLayout(top);
    m_bar->setTextVisible(false);
    m_bar->setRange(0, 1000);
    layout->addWidget(m_bar);
    auto* bottom = new QHBoxLayout;
    bottom->addWidget(m_left, 1);
    bottom->addWidget(m_right);
    layout->addLayout(bottom);
    m_problem->setWordWrap(true);
    layout->addWidget(m_problem);
    m_log->setReadOnly(true);
    m_log->setFont(logFont());
    m_log->setFixedHeight(150);
    m_log->setMaximumBlockCount(static_cast<int>(logLines));
    m_log->hide();
    layout->addWidget(m_log);
    m_retry->setObjectName("retry");
    m_cancel->setObjectName("cancel");
}

void JobRow::refresh()
{
    const JobStatus status = m_starter.status(m_id);
    const StateLook look = lookOf(status.state);
    const bool going = status.state == JobState::running || status.state == JobState::waiting;
    m_icon->setIconName(look.icon);
    m_icon->setTextColor(look.color);
    m_title->setText(jobTitle(status.stage));
    m_cancel->setVisible(going);
    m_retry->setVisible(!going && status.state != JobState::done);
    m_retry->setText(status.state == JobState::cancelled ? tr("Resume") : tr("Run again"));
    m_cancel->setToolTip(tr("Cancel this job"));
    m_cancel->setAccessibleName(m_cancel->toolTip());
    m_more->setToolTip(tr("Show or hide the log"));
    m_more->setAccessibleName(m_more->toolTip());
    m_bar->setVisible(going);
    m_bar->setValue(static_cast<int>(1000 * qMax(0.0, jobShare(status))));
    m_left->setText(jobStepText(status));
    m_right->setText(jobRightText(status));
    m_problem->setText(jobProblem(status));
    m_problem->setVisible(!m_problem->text().isEmpty());
    setAccessibleName(m_title->text() + " " + m_right->text());
    if (m_log->isVisible())
        appendLog();
    if (m_live != going) {
        m_live = going;
        update();
    }
}

void JobRow::showLog(bool shown)
{
    m_more->setIconName(shown ? "chevron-up" : "chevron-down");
    m_log->setVisible(shown);
    if (shown)
        appendLog();
}

void JobRow::appendLog()
{
    const auto& events = m_starter.events(m_id);
    if (events.size() > m_logged + logLines)
        m_logged = events.size() - logLines;
    for (; m_logged < events.size(); ++m_logged)
        m_log->appendPlainText(jobLogLine(events[m_logged]));
    if (const auto error = m_starter.status(m_id).error; error && !error->detail.empty() && !m_live
        && !m_log->toPlainText().contains(QString::fromStdString(error->detail)))
        m_log->appendPlainText(QString::fromStdString(error->detail));
}

void JobRow::paintEvent(QPaintEvent*)
{
    const Theme& theme = Theme::current();
    QPainter painter(this);
    painter.fillRect(rect(), m_live ? theme.accentSoft : theme.panel);
    painter.fillRect(0, height() - 1, width(), 1, theme.line);
}

void JobRow::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange) {
        m_log->clear();
        m_logged = 0;
        refresh();
    }
    QWidget::changeEvent(event);
}

} // namespace minamo
