#pragma once
#include <QWidget>
#include <vector>

namespace minamo {

/// The noise levels of the model's schedule in three scales under each other: t, log sigma (natural
/// logarithm), percent of the range. A click chooses.
class TimestepAxis : public QWidget {
    Q_OBJECT

public:
    explicit TimestepAxis(QWidget* parent = nullptr);
    /// `logSigma`: one number per timestep (NaN where there is no signal), or empty if it is not known yet.
    void setSchedule(int steps, const std::vector<double>& logSigma);
    void setTimestep(int timestep);
    QSize sizeHint() const override { return { 320, 92 }; }
    QSize minimumSizeHint() const override { return { 220, 92 }; }

Q_SIGNALS:
    void timestepChosen(int timestep);

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    double at(int timestep) const;
    void choose(double x);
    QString sigmaText(int timestep) const;

    int m_steps = 1000, m_timestep = 0;
    std::vector<double> m_logSigma;
};

} // namespace minamo
