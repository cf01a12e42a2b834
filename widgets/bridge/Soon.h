#pragma once
#include <QTimer>
#include <functional>

namespace minamo {

/// Many wishes, one act: `act` comes once within `ms` of the first wish, however often it is asked for.
/// For what a job's events change: they may come by the hundred, an eye sees ten pictures a second.
class Soon {
public:
    Soon(QObject* owner, std::function<void()> act, int ms = 100) :
        m_timer(new QTimer(owner)), m_act(std::move(act))
    {
        m_timer->setSingleShot(true);
        m_timer->setInterval(ms);
        QObject::connect(m_timer, &QTimer::timeout, owner, [this] { m_act(); });
    }
    void ask()
    {
        if (!m_timer->isActive())
            m_timer->start();
    }
    bool isAsked() const { return m_timer->isActive(); }

private:
    QTimer* m_timer; ///< ends with the owner, of which this object is a member
    std::function<void()> m_act;
};

} // namespace minamo
