#pragma once
#include <QObject>
#include <QPointer>
#include <QThreadPool>
#include <memory>
#include <type_traits>

namespace minamo {

/// Work outside the UI thread whose answer comes back to it. The pool is waited for when this object ends,
/// and no answer is delivered after that or after the end of `context`.
class Background {
public:
    explicit Background(int threads = 0); ///< 0 = one per core, at least two
    ~Background();

    /// `work()` in a thread of the pool, then `done(its value)` in the UI thread.
    template <class Work, class Done> void run(QObject* context, Work work, Done done)
    {
        QPointer<QObject> alive(context);
        m_pool->start(
            [receiver = m_receiver.get(), alive, work = std::move(work), done = std::move(done)]() mutable {
                auto value = std::make_shared<std::invoke_result_t<Work>>(work());
                QMetaObject::invokeMethod(
                    receiver,
                    [alive, value, done = std::move(done)]() mutable {
                        if (alive)
                            done(std::move(*value));
                    },
                    Qt::QueuedConnection);
            });
    }
    void waitForDone();

private:
    std::unique_ptr<QObject> m_receiver; ///< lives in the UI thread
    std::unique_ptr<QThreadPool> m_pool;
};

} // namespace minamo
