#include "bridge/InteractiveClient.h"

#include "bridge/JobStarter.h"

#include <QDir>
#include <QFileInfo>
#include <QProcess>
#include <QTimer>
#include <utility>

namespace minamo {

namespace {

constexpr int goodbye = 1500; // ms: what does not end by itself is killed

Error errorOf(const Json& told)
{
    return { told.value("code", "interactive.died"), told.value("values", Json::object()),
        told.value("detail", "") };
}

/// Opens the answer's file and takes its name away: who reads it keeps it.
Result<InteractiveAnswer> opened(const Json& values)
{
    InteractiveAnswer answer { values, nullptr };
    const auto name = values.find("file");
    if (name == values.end())
        return answer;
    const Path path(name->get<std::string>());
    MINAMO_TRY(auto file, SafetensorsFile::open(path));
    answer.file = std::make_shared<const SafetensorsFile>(std::move(file));
    std::error_code none;
    std::filesystem::remove(path, none);
    return answer;
}

} // namespace

InteractiveClient::InteractiveClient(ProjectModel& model, QObject* parent) : QObject(parent), m_model(model)
{
    connect(&model, &ProjectModel::closed, this, [this] {
        m_asked.clear();
        release();
    });
}

InteractiveClient::~InteractiveClient()
{
    if (!m_process)
        return;
    m_process->disconnect(this);
    m_process->closeWriteChannel();
    if (!m_process->waitForFinished(goodbye)) {
        m_process->kill();
        m_process->waitForFinished(goodbye); // at once
    }
}

qint64 InteractiveClient::processId() const
{
    return m_process ? m_process->processId() : 0;
}

void InteractiveClient::ask(QObject* context, const std::string& question, Json what, Done done)
{
    if (!m_model.isOpen())
        return;
    const int id = ++m_last;
    m_asked.insert(id, { context, std::move(done) });
    if (!start())
        return;
    what["id"] = id;
    what["ask"] = question;
    m_process->write(QByteArray::fromStdString(what.dump() + "\n"));
}

/// False if there is nothing to start; then everything asked has failed (or will, in the next round).
bool InteractiveClient::start()
{
    if (m_process)
        return true;
    const QString program = JobStarter::program();
    if (!QFileInfo(program).isExecutable()) {
        const Error why { "job.no-program", { { "program", program.toStdString() } }, {} };
        QTimer::singleShot(0, this, [this, why] { end(why); });
        return false;
    }
    m_process = new QProcess(this);
    m_process->setWorkingDirectory(QDir::homePath());
    m_process->setStandardErrorFile(QProcess::nullDevice());
    connect(m_process, &QProcess::readyReadStandardOutput, this, &InteractiveClient::listen);
    connect(m_process, &QProcess::finished, this, [this] {
        listen();
        end({ "interactive.died", Json::object(), {} });
    });
    connect(m_process, &QProcess::errorOccurred, this, [this, program](QProcess::ProcessError error) {
        if (error == QProcess::FailedToStart)
            end({ "job.cannot-start", { { "program", program.toStdString() } }, {} });
    });
    m_process->start(program, { "interactive", m_model.folder() });
    return true;
}

void InteractiveClient::listen()
{
    while (m_process && m_process->canReadLine()) {
        const auto line = Json::parse(m_process->readLine().toStdString(), nullptr, false);
        if (line.is_object())
            hear(line);
    }
}

void InteractiveClient::hear(const Json& line)
{
    if (line.contains("folder"))
        m_folder = QString::fromStdString(line.at("folder").get<std::string>());
    const Json id = line.value("id", Json());
    if (!id.is_number_integer() || !m_asked.contains(id.get<int>()))
        return;
    const Asked asked = m_asked.take(id.get<int>());
    if (line.contains("answer"))
        return deliver(asked, line.at("answer"));
    if (!asked.context)
        return;
    if (line.contains("error"))
        asked.done(tl::make_unexpected(errorOf(line.at("error"))));
    else
        asked.done(cancelledError());
}

void InteractiveClient::deliver(const Asked& asked, const Json& answer)
{
    m_background.run(
        asked.context, [answer] { return opened(answer); },
        [done = asked.done](Result<InteractiveAnswer> found) { done(std::move(found)); });
}

void InteractiveClient::end(const Error& why)
{
    const auto asked = std::exchange(m_asked, {});
    release();
    for (const auto& one : asked)
        if (one.context)
            one.done(tl::make_unexpected(why));
}

/// Lets the process go: it ends when it hears no more, and is killed if it does not.
void InteractiveClient::release()
{
    const QString folder = std::exchange(m_folder, {});
    QProcess* process = std::exchange(m_process, nullptr);
    if (!process)
        return;
    process->disconnect(this);
    const auto clean = [this, folder, process] {
        process->deleteLater();
        if (!folder.isEmpty())
            m_background.run(
                this, [folder] { return QDir(folder).removeRecursively(); }, [](bool) {});
    };
    if (process->state() == QProcess::NotRunning)
        return clean();
    connect(process, &QProcess::finished, this, clean);
    process->closeWriteChannel();
    QTimer::singleShot(goodbye, process, &QProcess::kill);
}

} // namespace minamo
