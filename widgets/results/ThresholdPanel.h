#pragma once
#include "ResultsData.h"
#include "evaluation/Inspection.h"
#include "theme/Controls.h"

#include <QWidget>
#include <memory>

class QDoubleSpinBox;
class QGridLayout;

namespace minamo {

class ThresholdChart;

/// Threshold, costs and the review band; everything follows the slider at once, counted from the photos'
/// table. What is said of a threshold is measured on photos that chose neither it nor the band; of the user's
/// own threshold on all of them. A finished change is told by edited().
class ThresholdPanel : public QWidget {
    Q_OBJECT

public:
    explicit ThresholdPanel(QWidget* parent = nullptr);
    void setData(std::shared_ptr<const ResultsData> data);
    /// What the project says; without a threshold the recommended one is shown.
    void setChoice(const InspectionChoice& choice);
    const InspectionChoice& choice() const { return m_choice; }
    double threshold() const { return m_used.threshold; }
    const OperatingPoint& point() const { return m_point; } ///< as shown: cross-fitted
    ThresholdChart* chart() const { return m_chart; }
    QDoubleSpinBox* missCost() const { return m_miss; }
    QString figuresText() const; ///< what is said of the threshold, as shown
    QString howMeasured() const; ///< on which photos
    const QWidget* bandLabel() const { return m_band; } ///< the lowest of the main figures

Q_SIGNALS:
    void edited(const minamo::InspectionChoice& choice);

protected:
    void changeEvent(QEvent* event) override;

private:
    QDoubleSpinBox* addCost(QGridLayout* grid, int position, TextLabel*& label);
    void connectParts();
    void takeCosts();
    void count();
    void show();
    QString bandText() const;
    QString noteText() const;
    void retranslate();

    std::shared_ptr<const ResultsData> m_data;
    InspectionChoice m_choice;
    OperatingPoint m_used; ///< threshold and band of "after" that a line would use, on the same photos
    OperatingPoint m_before, m_point; ///< what to expect

    ThresholdChart* m_chart;
    QDoubleSpinBox* m_overReject;
    QDoubleSpinBox* m_miss;
    QDoubleSpinBox* m_review;
    QDoubleSpinBox* m_defectRate;
    QDoubleSpinBox* m_reviewShare;
    TextLabel* m_overRejectLabel = nullptr;
    TextLabel* m_missLabel = nullptr;
    TextLabel* m_reviewLabel = nullptr;
    TextLabel* m_defectRateLabel = nullptr;
    TextLabel* m_reviewShareLabel = nullptr;
    TextLabel* m_figures;
    TextLabel* m_costs;
    TextLabel* m_band;
    TextLabel* m_note;
    Button* m_reset;
};

} // namespace minamo
