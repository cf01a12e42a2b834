#pragma once
#include "data/Dataset.h"
#include "stages/TrainOptions.h"
#include "theme/Controls.h"

#include <map>
#include <memory>

class QComboBox;
class QGridLayout;
class QSpinBox;

namespace minamo {

class Segmented;

/// The form of a new training: which classifiers, how fast, what is held out, how often; says how many
/// trainings that is and how long they took last time.
class TrainForm : public QWidget {
    Q_OBJECT

public:
    explicit TrainForm(QWidget* parent = nullptr);
    void setDataset(std::shared_ptr<const Dataset> dataset);
    /// Words of the styles, S1 first; none: styles cannot be held out.
    void setStyles(const QStringList& styles);
    /// Seconds per training of earlier runs, by variant ("fast", "encoder"); unknown ones stay out.
    void setPace(const std::map<std::string, double>& secondsPerRun);
    void setBusy(bool busy);
    TrainOptions options() const;
    /// Number of trainings that options() means.
    int runs() const;
    Button* startButton() const { return m_start; }
    QComboBox* holdout() const { return m_holdout; }
    Segmented* folds() const { return m_folds; }
    Segmented* method() const { return m_method; }
    Segmented* variant() const { return m_variant; }

Q_SIGNALS:
    void startAsked();

protected:
    void changeEvent(QEvent* event) override;

private:
    void addRow(TextLabel*& label, QWidget* control);
    void retranslate();
    bool byStyle() const;
    void fillHoldout();
    void showEstimate();

    std::shared_ptr<const Dataset> m_dataset;
    QStringList m_styles;
    std::map<std::string, double> m_pace;
    QString m_chosenHoldout = "all"; ///< kept while the list is filled again
    bool m_busy = false;
    QGridLayout* m_grid;
    Segmented* m_method;
    Segmented* m_variant;
    Segmented* m_folds;
    QComboBox* m_holdout;
    QSpinBox* m_seeds;
    Segmented* m_mode;
    TextLabel* m_variantLabel = nullptr;
    TextLabel* m_foldsLabel = nullptr;
    TextLabel* m_holdoutLabel = nullptr;
    TextLabel* m_seedsLabel = nullptr;
    TextLabel* m_modeLabel = nullptr;
    TextLabel* m_modeNote;
    TextLabel* m_runsLabel;
    TextLabel* m_runs;
    TextLabel* m_timeLabel;
    TextLabel* m_time;
    Button* m_start;
};

} // namespace minamo
