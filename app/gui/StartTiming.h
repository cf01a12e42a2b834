#pragma once
#include <QObject>
#include <QStringList>

class QWidget;

namespace minamo {

/// With MINAMO_TIMING set: how long after the start of the process the window had its first frame, and what
/// the time went into; one line on stderr.
class StartTiming : public QObject {
    Q_OBJECT

public:
    static bool isWanted();
    explicit StartTiming(QObject* parent = nullptr);
    /// Names what happened since the last mark (or the start of the process).
    void mark(const char* what);
    /// Waits for the first frame of this window, which is about to be shown.
    void watch(QWidget& window);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    double m_last = 0;
    QStringList m_parts;
    bool m_over = false;
};

} // namespace minamo
