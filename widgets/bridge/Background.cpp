#include "bridge/Background.h"

#include <QThread>

namespace minamo {

Background::Background(int threads) :
    m_receiver(std::make_unique<QObject>()), m_pool(std::make_unique<QThreadPool>())
{
    m_pool->setMaxThreadCount(threads > 0 ? threads : qMax(2, QThread::idealThreadCount()));
}

Background::~Background()
{
    m_pool->clear();
    m_pool->waitForDone(); // a running piece still posts to the receiver
}

void Background::waitForDone()
{
    m_pool->waitForDone();
}

} // namespace minamo
