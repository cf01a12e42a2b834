#pragma once
#include "base/Json.h"

#include <QObject>

class QProcess;

namespace minamo {

/// What this machine can do, asked of `minamo-cli doctor --json` in a process of its own.
class Machine : public QObject {
    Q_OBJECT

public:
    explicit Machine(QObject* parent = nullptr);
    ~Machine() override;
    void ask();
    bool isKnown() const { return m_known; }
    /// Values of one finding ("cpu", "memory", "gpu", "model", "disk" ...); null if there is none.
    Json finding(const std::string& what) const;
    int cores() const;

Q_SIGNALS:
    void known();

private:
    void finish();
    QProcess* m_process = nullptr;
    Json m_findings = Json::array();
    bool m_known = false;
};

} // namespace minamo
