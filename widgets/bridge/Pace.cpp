#include "bridge/Pace.h"

#include <QDateTime>
#include <QSettings>

namespace minamo {

namespace {

QString nameOf(const QString& what, const QString& model, const Json& options)
{
    QStringList taps;
    for (const auto& tap : options.value("taps", std::vector<std::string> {}))
        taps.push_back(QString::fromStdString(tap));
    return QStringList { what, model.isEmpty() ? QString("built-in") : model,
        QString::fromStdString(options.value("device", "auto")), taps.join('+') }
        .join('|');
}

double secondsOf(const Json& event)
{
    const auto time
        = QDateTime::fromString(QString::fromStdString(event.value("time", "")), Qt::ISODateWithMs);
    return static_cast<double>(time.toMSecsSinceEpoch()) / 1000;
}

/// The events of the last start: what came before was interrupted.
std::vector<Json> lastStart(const std::vector<Json>& events)
{
    auto from = events.begin();
    for (auto event = events.begin(); event != events.end(); ++event)
        if (event->value("event", "") == "start")
            from = event;
    return { from, events.end() };
}

/// Time until a progress event belongs to its stage.
std::map<std::string, double> secondsByStage(const std::vector<Json>& events)
{
    std::map<std::string, double> seconds;
    double last = events.empty() ? 0 : secondsOf(events.front());
    for (const auto& event : events) {
        if (event.value("event", "") != "progress")
            continue;
        const double now = secondsOf(event);
        seconds[event.value("stage", "")] += now - last;
        last = now;
    }
    return seconds;
}

/// A run says its settings, defaults filled in, before it starts.
Json settingsOf(const Json& options, const std::vector<Json>& events)
{
    for (const auto& event : events)
        if (event.value("event", "") == "plan")
            return event;
    return options;
}

/// The announcement of an extraction, null if everything was there already.
Json extractionOf(const std::vector<Json>& events)
{
    for (const auto& event : events)
        if (event.value("event", "") == "estimate" && event.contains("passes"))
            return event;
    return nullptr;
}

void measureFeatures(QMap<QString, double>& paces, const Json& announced,
    std::map<std::string, double>& seconds, const QString& model, const Json& options)
{
    const double passes = announced.value("passes", 0.0);
    const double whole = announced.value("photos", 0.0)
        * static_cast<double>(announced.value("timesteps", Json::array()).size());
    if (passes <= 0 || whole <= 0)
        return;
    paces[featurePace(model, options)] = (seconds["pack"] + seconds["extract"]) / passes;
    paces[featureBytes(model, options)] = announced.value("bytes", 0.0) / whole;
    const double analysis = seconds["score"] + seconds["discover"] + seconds["embed"];
    if (passes == whole && analysis > 0) // else parts of it were there already
        paces[analysisPace(model, options)] = analysis / passes;
}

} // namespace

QString featurePace(const QString& model, const Json& options)
{
    return nameOf("features", model, options);
}
QString analysisPace(const QString& model, const Json& options)
{
    return nameOf("analysis", model, options);
}
QString featureBytes(const QString& model, const Json& options)
{
    return nameOf("bytes", model, options);
}
QString trainingPace(const Json& options)
{
    return QStringList { "training", options.value("fast", false) ? "fast" : "encoder",
        QString::fromStdString(options.value("device", "auto")) }
        .join('|');
}

QMap<QString, double> measuredPaces(const std::string& stage, const Json& options,
    const std::vector<Json>& events, const QString& model, double photos)
{
    QMap<QString, double> paces;
    const auto last = lastStart(events);
    if (last.empty() || last.back().value("state", "") != "done")
        return paces;
    auto seconds = secondsByStage(last);
    const Json settings = settingsOf(options, last);
    if (const Json announced = extractionOf(last); announced.is_object())
        measureFeatures(paces, announced, seconds, model, settings);
    const auto trained = std::count_if(
        last.begin(), last.end(), [](const Json& event) { return event.value("event", "") == "trained"; });
    if (trained > 0 && photos > 0 && seconds["train"] > 0 && (stage == "run" || stage == "train"))
        paces[trainingPace(settings)] = seconds["train"] / static_cast<double>(trained) / photos;
    return paces;
}

double recalledPace(const QString& name)
{
    return QSettings().value("pace/" + name).toDouble();
}

RunEstimate estimateRun(const QString& model, const Json& options, double photos, int environments)
{
    RunEstimate estimate;
    const double passes = photos * static_cast<double>(options.value("timesteps", Json::array()).size());
    const double features = recalledPace(featurePace(model, options)),
                 analysis = recalledPace(analysisPace(model, options)),
                 bytes = recalledPace(featureBytes(model, options)),
                 training = recalledPace(trainingPace(options));
    if (features > 0 && analysis > 0)
        estimate.seconds = passes * (features + analysis);
    if (bytes > 0)
        estimate.bytes = passes * bytes;
    const int folds = options.value("holdout", "all") == "all" ? std::max(1, environments) : 1;
    const int methods = options.value("method", "both") == "both" ? 2 : 1;
    if (training > 0)
        estimate.trainingSeconds = training * photos * folds * methods * options.value("seeds", 1);
    return estimate;
}

PaceLearner::PaceLearner(ProjectModel& model, JobStarter& starter, QObject* parent) :
    QObject(parent), m_model(model), m_starter(starter)
{
    connect(&model, &ProjectModel::closed, this, [this] { m_learned.clear(); });
    connect(&model, &ProjectModel::datasetChanged, this, &PaceLearner::learn);
    connect(&starter, &JobStarter::jobsChanged, this, &PaceLearner::learn);
}

void PaceLearner::learn()
{
    if (!m_model.dataset())
        return;
    const auto jobs = m_starter.jobs();
    for (auto id = jobs.crbegin(); id != jobs.crend(); ++id) { // the newest has the last word
        if (m_learned.contains(*id) || m_starter.status(*id).state != JobState::done)
            continue;
        m_learned.push_back(*id);
        const auto paces = measuredPaces(m_starter.stage(*id), m_starter.options(*id), m_starter.events(*id),
            m_model.text("/model/name"), static_cast<double>(m_model.dataset()->size()));
        for (auto pace = paces.cbegin(); pace != paces.cend(); ++pace)
            QSettings().setValue("pace/" + pace.key(), pace.value());
    }
}

} // namespace minamo
