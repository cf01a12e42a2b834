#include "StartTiming.h"

#include <QEvent>
#include <QFile>
#include <QTimer>
#include <QWidget>
#include <QWindow>
#include <cstdio>
#include <ctime>
#include <unistd.h>

namespace minamo {

namespace {

/// Since the kernel made this process: loading the libraries counts too.
double secondsSinceStart()
{
    constexpr int startTime = 19; // of /proc/self/stat, counted from the field behind the program's name
    QFile file("/proc/self/stat");
    if (!file.open(QIODevice::ReadOnly))
        return 0;
    const auto text = file.readAll();
    const auto fields = text.mid(text.lastIndexOf(')') + 2).split(' ');
    timespec now {};
    clock_gettime(CLOCK_BOOTTIME, &now);
    return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) / 1e9
        - fields.value(startTime).toDouble() / static_cast<double>(sysconf(_SC_CLK_TCK));
}

} // namespace

bool StartTiming::isWanted()
{
    return qEnvironmentVariableIsSet("MINAMO_TIMING");
}

StartTiming::StartTiming(QObject* parent) : QObject(parent) { }

void StartTiming::mark(const char* what)
{
    const double now = secondsSinceStart();
    m_parts << QString("%1 %2").arg(what).arg(now - m_last, 0, 'f', 2);
    m_last = now;
}

void StartTiming::watch(QWidget& window)
{
    static_cast<void>(window.winId()); // makes the handle
    window.windowHandle()->installEventFilter(this);
}

bool StartTiming::eventFilter(QObject*, QEvent* event)
{
    if (event->type() != QEvent::Expose || m_over)
        return false;
    m_over = true;
    QTimer::singleShot(0, this, [this] { // the expose event paints
        mark("frame");
        std::fprintf(
            stderr, "minamo: first frame after %.2f s (%s)\n", m_last, qPrintable(m_parts.join(", ")));
    });
    return false;
}

} // namespace minamo
