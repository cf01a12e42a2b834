#include "jobs/JobTexts.h"

#include "theme/Format.h"

#include <QCoreApplication>

namespace minamo {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(Jobs)
};

QString localTime(const Json& event)
{
    const auto utc
        = QDateTime::fromString(QString::fromStdString(event.value("time", "")), Qt::ISODateWithMs);
    return utc.toLocalTime().toString("HH:mm:ss");
}

QString endText(const Json& event)
{
    const auto state = event.value("state", "");
    if (state == "done")
        return Words::tr("done");
    if (state == "cancelled")
        return Words::tr("cancelled");
    const Json error = event.value("error", Json::object());
    const Error what { error.value("code", "unknown"), error.value("values", Json::object()),
        error.value("detail", "") };
    return QString::fromStdString(uiPhrases().sentence(what) + " " + what.detail);
}

} // namespace

QString jobTitle(const std::string& stage)
{
    if (stage == "import")
        return Words::tr("Read photos");
    if (stage == "sample")
        return Words::tr("Make the sample plant");
    if (stage == "pack")
        return Words::tr("Prepare network input");
    if (stage == "extract" || stage == "cell")
        return Words::tr("Compute features");
    if (stage == "score")
        return Words::tr("Score cells");
    if (stage == "probe")
        return Words::tr("Linear probe");
    if (stage == "discover")
        return Words::tr("Find styles");
    if (stage == "embed")
        return Words::tr("Make the map");
    if (stage == "train")
        return Words::tr("Train classifiers");
    if (stage == "train-diffusion")
        return Words::tr("Train the diffusion model");
    if (stage == "run")
        return Words::tr("Whole analysis");
    return QString::fromStdString(stage);
}

QString jobStepText(const JobStatus& status)
{
    if (status.state == JobState::waiting)
        return Words::tr("Starting");
    const bool parts = status.stage == "run"; // counts its whole in per mille
    QString text = status.step.empty() || status.step == status.stage ? QString() : jobTitle(status.step);
    if (!parts && status.total > 0) {
        if (!text.isEmpty())
            text += QChar(0x3000);
        text += formatCount(status.done) + " / " + formatCount(status.total);
    }
    return text;
}

QString jobRightText(const JobStatus& status)
{
    const auto space = QString(QChar(0x2003));
    switch (status.state) {
    case JobState::waiting:
        return {};
    case JobState::running: {
        const double share = jobShare(status);
        const auto percent = share < 0 ? QString() : formatPercent(share, 0);
        return status.secondsLeft ? percent + space + formatTimeLeft(*status.secondsLeft) : percent;
    }
    case JobState::done:
        return formatDuration(status.seconds);
    case JobState::cancelled:
        return Words::tr("Cancelled at %1").arg(formatPercent(qMax(0.0, jobShare(status)), 0));
    case JobState::failed:
        return Words::tr("Failed");
    case JobState::died:
        return Words::tr("Stopped at %1").arg(formatPercent(qMax(0.0, jobShare(status)), 0));
    }
    return {};
}

QString jobProblem(const JobStatus& status)
{
    if ((status.state != JobState::failed && status.state != JobState::died) || !status.error)
        return {};
    const auto phrases = uiPhrases();
    const auto hint = phrases.hint(*status.error);
    return QString::fromStdString(phrases.sentence(*status.error) + (hint.empty() ? "" : " " + hint));
}

double jobShare(const JobStatus& status)
{
    if (status.state == JobState::done)
        return 1;
    return status.total > 0 ? static_cast<double>(status.done) / static_cast<double>(status.total) : -1;
}

QString jobLogLine(const Json& event)
{
    const auto kind = event.value("event", "");
    QString text;
    if (kind == "progress")
        text = QString("%1 %2 / %3")
                   .arg(jobTitle(event.value("stage", "")))
                   .arg(event.value("done", 0))
                   .arg(event.value("total", 0));
    else if (kind == "end")
        text = endText(event);
    else if (kind == "start")
        text = Words::tr("started, process %1").arg(event.value("pid", 0));
    else if (kind == "warning")
        text = QString::fromStdString(
            uiPhrases().sentence({ event.value("code", ""), event.value("values", Json::object()), "" }));
    else {
        Json rest = event;
        rest.erase("time");
        rest.erase("event");
        text = QString::fromStdString(kind + " " + rest.dump());
    }
    return localTime(event) + "  " + text.left(240);
}

} // namespace minamo
