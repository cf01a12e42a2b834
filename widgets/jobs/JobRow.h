#pragma once
#include "bridge/JobStarter.h"
#include "theme/Controls.h"

#include <QWidget>

class QPlainTextEdit;
class QProgressBar;

namespace minamo {

/// One job in the dock: state, name, 6 px bar, done / total, percent, time left; cancel or retry; log on
/// demand.
class JobRow : public QWidget {
    Q_OBJECT

public:
    JobRow(const QString& id, JobStarter& starter, QWidget* parent = nullptr);
    /// Takes status and texts from the starter again.
    void refresh();

protected:
    void paintEvent(QPaintEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void build();
    void showLog(bool shown);
    void appendLog();

    QString m_id;
    JobStarter& m_starter;
    IconLabel* m_icon;
    TextLabel* m_title;
    IconButton* m_cancel;
    IconButton* m_more;
    Button* m_retry;
    QProgressBar* m_bar;
    TextLabel* m_left;
    TextLabel* m_right;
    TextLabel* m_problem;
    QPlainTextEdit* m_log;
    std::size_t m_logged = 0;
    bool m_live = false;
};

} // namespace minamo
