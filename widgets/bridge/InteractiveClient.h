#pragma once
#include "bridge/ProjectModel.h"
#include "io/Safetensors.h"

#include <QHash>
#include <QPointer>

class QProcess;

namespace minamo {

/// One answer: its values, and what was too big for a line.
struct InteractiveAnswer {
    Json values = Json::object();
    std::shared_ptr<const SafetensorsFile> file; ///< null if there is none; gone from the disk already
};

/// Asks `minamo-cli interactive` small questions about the open project (decision D2). The process starts
/// with the first question, keeps the model, and ends with the project or the window. If it dies, what was
/// asked fails with "interactive.died"; asking again starts another one. Nothing here blocks.
class InteractiveClient : public QObject {
    Q_OBJECT

public:
    using Done = std::function<void(Result<InteractiveAnswer>)>;
    explicit InteractiveClient(ProjectModel& model, QObject* parent = nullptr);
    ~InteractiveClient() override;

    /// `what`: the question without its name. `done` is called once in the UI thread, never before this
    /// returns, unless `context` or the project is gone by then. "cancelled": a newer question of this name
    /// came.
    void ask(QObject* context, const std::string& question, Json what, Done done);
    /// Of the process that answers; 0 if none runs.
    qint64 processId() const;

private:
    struct Asked {
        QPointer<QObject> context;
        Done done;
    };
    bool start();
    void listen();
    void hear(const Json& line);
    void deliver(const Asked& asked, const Json& answer);
    void end(const Error& why);
    void release();

    ProjectModel& m_model;
    Background m_background { 1 };
    QProcess* m_process = nullptr;
    QHash<int, Asked> m_asked;
    QString m_folder; ///< of the answers; the process removes it, unless it was killed
    int m_last = 0;
};

} // namespace minamo
