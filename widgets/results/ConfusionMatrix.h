#pragma once
#include <QWidget>
#include <vector>

namespace minamo {

/// True class down, answer across; numbers are photos, colour is the share of the row. Click or arrow keys
/// choose a cell.
class ConfusionMatrix : public QWidget {
    Q_OBJECT

public:
    explicit ConfusionMatrix(QWidget* parent = nullptr);
    /// @param counts [truth][said]; with several seeds means, so not always whole
    void setCounts(std::vector<std::vector<double>> counts, const QStringList& classes,
        const std::vector<int>& okClasses);
    void setChosen(int truth, int said);
    QRectF cellRect(int truth, int said) const;
    QString cellText(int truth, int said) const;
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

Q_SIGNALS:
    void chosen(int truth, int said);

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    int classes() const { return static_cast<int>(m_counts.size()); }
    double labelWidth() const;
    double cellWidth() const;
    void choose(int truth, int said);

    std::vector<std::vector<double>> m_counts;
    QStringList m_classes;
    std::vector<int> m_okClasses;
    int m_truth = -1, m_said = -1;
};

} // namespace minamo
