#pragma once
#include "base/Json.h"

#include <QByteArray>
#include <QProcess>
#include <QStringList>

namespace minamo {

/// What one call of minamo-cli (environment variable MINAMO_CLI) gave.
struct CliResult {
    int exitCode = -1;
    QByteArray output, errors;
    /// The last line of stdout as JSON (null if it is none).
    Json json() const
    {
        const auto lines = output.trimmed().split('\n');
        const auto parsed = Json::parse(lines.last().toStdString(), nullptr, false);
        return parsed.is_discarded() ? Json() : parsed;
    }
};

inline CliResult runCli(const QStringList& arguments, int timeoutSeconds = 240)
{
    QProcess process;
    process.start(QString::fromLocal8Bit(qgetenv("MINAMO_CLI")), arguments);
    if (!process.waitForFinished(timeoutSeconds * 1000)) {
        process.kill();
        process.waitForFinished();
        return { -1, process.readAllStandardOutput(), "did not end in time" };
    }
    return { process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1, process.readAllStandardOutput(),
        process.readAllStandardError() };
}

} // namespace minamo
