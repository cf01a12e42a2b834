#include "start/Machine.h"

#include "bridge/JobStarter.h"

#include <QDir>
#include <QProcess>
#include <QThread>

namespace minamo {

Machine::Machine(QObject* parent) : QObject(parent) { }

Machine::~Machine()
{
    if (!m_process)
        return;
    m_process->disconnect(this);
    m_process->kill();
    m_process->waitForFinished(1000); // at once
}

void Machine::ask()
{
    if (m_process || m_known)
        return;
    m_process = new QProcess(this);
    m_process->setWorkingDirectory(QDir::homePath());
    m_process->setStandardErrorFile(QProcess::nullDevice());
    connect(m_process, &QProcess::finished, this, &Machine::finish);
    connect(m_process, &QProcess::errorOccurred, this, [this](QProcess::ProcessError error) {
        if (error == QProcess::FailedToStart)
            finish();
    });
    m_process->start(JobStarter::program(), { "doctor", "--json" }, QIODevice::ReadOnly);
}

void Machine::finish()
{
    const auto text = m_process->readAllStandardOutput().toStdString();
    if (Json parsed = Json::parse(text, nullptr, false); parsed.is_array())
        m_findings = std::move(parsed);
    m_process->deleteLater();
    m_process = nullptr;
    m_known = true;
    Q_EMIT known();
}

Json Machine::finding(const std::string& what) const
{
    for (const auto& finding : m_findings)
        if (finding.value("what", "") == what)
            return finding.value("values", Json::object());
    return nullptr;
}

int Machine::cores() const
{
    const Json cpu = finding("cpu");
    return cpu.is_object() ? cpu.value("cores", QThread::idealThreadCount()) : QThread::idealThreadCount();
}

} // namespace minamo
