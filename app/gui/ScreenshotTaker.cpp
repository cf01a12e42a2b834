#include "ScreenshotTaker.h"

#include "MainWindow.h"
#include "theme/Format.h"

#include <QCoreApplication>
#include <QTimer>
#include <cstdio>

namespace minamo {

namespace {

constexpr int lookEvery = 50, patience = 60000; // ms
constexpr int quietLooks = 4; // layouts settle in a few rounds of the event loop

void giveUp(const Error& error)
{
    const auto phrases = uiPhrases();
    std::fprintf(stderr, "%s %s\n", phrases.sentence(error).c_str(), phrases.hint(error).c_str());
    QCoreApplication::exit(1);
}

} // namespace

ScreenshotTaker::ScreenshotTaker(MainWindow& window, ProjectModel& model, ProjectFlow& flow, QString file) :
    QObject(&window), m_window(window), m_model(model), m_flow(flow), m_file(std::move(file))
{
    m_since.start();
    auto* timer = new QTimer(this);
    connect(timer, &QTimer::timeout, this, &ScreenshotTaker::look);
    timer->start(lookEvery);
    connect(&flow, &ProjectFlow::failed, this, [](const Error& error) { giveUp(error); });
}

void ScreenshotTaker::look()
{
    const bool ready = !m_flow.isBusy() && !m_model.isOpening() && !m_model.isReading()
        && m_window.currentPlace()->isReady();
    m_quiet = ready ? m_quiet + 1 : 0;
    if (m_quiet >= quietLooks) {
        if (m_window.saveScreenshot(m_file))
            QCoreApplication::exit(0);
        else
            giveUp({ "window.screenshot-failed", { { "path", m_file.toStdString() } }, {} });
    } else if (m_since.elapsed() > patience) {
        giveUp({ "window.never-ready",
            { { "place", m_window.currentPlace()->title().toStdString() }, { "seconds", patience / 1000 } },
            {} });
    }
}

} // namespace minamo
