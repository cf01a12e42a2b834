#include "ThresholdPanel.h"

#include "ThresholdChart.h"
#include "evaluation/Thresholds.h"
#include "theme/Format.h"

#include <QDoubleSpinBox>
#include <QEvent>
#include <QGridLayout>
#include <QSignalBlocker>
#include <QVBoxLayout>

namespace minamo {

ThresholdPanel::ThresholdPanel(QWidget* parent) :
    QWidget(parent), m_chart(new ThresholdChart), m_figures(new TextLabel(TextSize::body, true)),
    m_costs(new TextLabel(TextSize::body)), m_band(new TextLabel(TextSize::body)),
    m_note(new TextLabel(TextSize::caption, false, TextColor::text2)),
    m_reset(new Button(ButtonKind::quiet, ButtonSize::small))
{
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(12, 8, 12, 12);
    layout->setSpacing(6);
    layout->addWidget(m_chart);
    auto* first = new QHBoxLayout;
    first->addWidget(m_figures, 1);
    first->addWidget(m_reset);
    layout->addLayout(first);
    auto* grid = new QGridLayout;
    grid->setHorizontalSpacing(8);
    grid->setVerticalSpacing(4);
    grid->setColumnStretch(0, 1);
    m_overReject = addCost(grid, 0, m_overRejectLabel);
    m_miss = addCost(grid, 1, m_missLabel);
    m_review = addCost(grid, 2, m_reviewLabel);
    m_defectRate = addCost(grid, 3, m_defectRateLabel);
    m_reviewShare = addCost(grid, 4, m_reviewShareLabel);
    for (auto* box : { m_defectRate, m_reviewShare })
        box->setRange(0, 100);
    m_defectRate->setDecimals(1);
    layout->addLayout(grid);
    for (auto* label : { m_costs, m_band, m_note }) {
        label->setWordWrap(true);
        layout->addWidget(label);
    }
    layout->addStretch();
    connectParts();
    retranslate();
}

QDoubleSpinBox* ThresholdPanel::addCost(QGridLayout* grid, int row, TextLabel*& label)
{
    label = new TextLabel(TextSize::caption, false, TextColor::text2);
    label->setWordWrap(true);
    auto* box = new QDoubleSpinBox;
    box->setDecimals(0);
    box->setRange(0, 1e7);
    box->setGroupSeparatorShown(true);
    box->setKeyboardTracking(false);
    box->setFixedWidth(112);
    grid->addWidget(label, row, 0);
    grid->addWidget(box, row, 1);
    return box;
}

void ThresholdPanel::connectParts()
{
    connect(m_chart, &ThresholdChart::moved, this, [this](double threshold) {
        m_choice.threshold = threshold;
        count();
    });
    connect(m_chart, &ThresholdChart::released, this, [this] { Q_EMIT edited(m_choice); });
    connect(m_reset, &QPushButton::clicked, this, [this] {
        m_choice.threshold.reset();
        count();
        Q_EMIT edited(m_choice);
    });
    for (auto* box : { m_overReject, m_miss, m_review, m_defectRate, m_reviewShare })
        connect(box, &QDoubleSpinBox::valueChanged, this, &ThresholdPanel::takeCosts);
}

void ThresholdPanel::takeCosts()
{
    m_choice.costs = { m_overReject->value(), m_miss->value(), m_review->value(), m_defectRate->value() / 100,
        m_reviewShare->value() / 100 };
    count();
    Q_EMIT edited(m_choice);
}

void ThresholdPanel::setData(std::shared_ptr<const ResultsData> data)
{
    m_data = std::move(data);
    m_chart->setCurve(m_data ? m_data->evaluation.curve : std::vector<ThresholdPoint>());
    count();
}

void ThresholdPanel::setChoice(const InspectionChoice& choice)
{
    m_choice = choice;
    const auto put = [](QDoubleSpinBox* box, double value) {
        const QSignalBlocker silent(box);
        box->setValue(value);
    };
    put(m_overReject, choice.costs.overReject);
    put(m_miss, choice.costs.miss);
    put(m_review, choice.costs.review);
    put(m_defectRate, choice.costs.defectRate * 100);
    put(m_reviewShare, choice.costs.reviewShare * 100);
    count();
}

void ThresholdPanel::count()
{
    if (!m_data || m_data->evaluation.curve.empty())
        return;
    const auto& curve = m_data->evaluation.curve;
    const auto& costs = m_choice.costs;
    const auto usual = [&](int which) { return hasLearned() ? cheapestThreshold(curve, which, costs) : 0.5; };
    m_before = operatingPoint(m_data->photos, 0, usual(0), costs);
    m_point = operatingPoint(m_data->photos, 1, m_choice.threshold ? *m_choice.threshold : usual(1), costs);
    m_chart->setThreshold(m_point.threshold, m_point.band);
    show();
}

bool ThresholdPanel::hasLearned() const
{
    return m_data->evaluation.verdict != "not-learned";
}

QString ThresholdPanel::figuresText() const
{
    return m_figures->text();
}

void ThresholdPanel::show()
{
    const auto whole = [](double value) { return formatCount(std::llround(value)); };
    m_figures->setText(tr("Over-reject %1, miss %2")
                           .arg(formatPercent(m_point.errors.overReject.value()),
                               formatPercent(m_point.errors.miss.value())));
    m_reset->setEnabled(m_choice.threshold.has_value());
    m_costs->setText(m_data->evaluation.compared
            ? tr("Per 1,000 parts: %1 → %2 yen").arg(whole(m_before.cost), whole(m_point.cost))
            : tr("Per 1,000 parts: %1 yen").arg(whole(m_point.cost)));
    const auto& band = m_point.band;
    m_band->setText(band.photos > 0
            ? tr(
                "To a person from %1 to %2: %3. Saves %4 over-rejects and %5 misses; per 1,000 parts %6 yen.")
                  .arg(formatNumber(band.low, 2), formatNumber(band.high, 2),
                      formatPhotos(std::llround(band.photos)), whole(band.overRejectsSaved),
                      whole(band.missesSaved), whole(m_point.costWithReview))
            : tr("No photo needs to go to a person at this threshold."));
    // What a threshold costs on photos that did not choose it: only known for the costs it was evaluated
    // with.
    const auto& evaluation = m_data->evaluation;
    QStringList notes;
    if (!hasLearned())
        notes << tr("Neither classifier has learned the classes yet: no threshold is recommended.");
    else if (evaluation.compared)
        notes << tr("“Before” is at its own cheapest threshold.");
    if (hasLearned() && evaluation.costs == m_choice.costs)
        notes << tr("Chosen without the photos it judges, the threshold gives over-reject %1 and miss %2.")
                     .arg(formatPercent(evaluation.honest[1].errors.overReject.value()),
                         formatPercent(evaluation.honest[1].errors.miss.value()));
    m_note->setText(notes.join(QChar(' ')));
}

void ThresholdPanel::retranslate()
{
    m_overRejectLabel->setText(tr("One over-reject"));
    m_missLabel->setText(tr("One miss"));
    m_reviewLabel->setText(tr("A person looks once"));
    m_defectRateLabel->setText(tr("Bad parts on the line"));
    m_reviewShareLabel->setText(tr("A person can see"));
    for (auto* box : { m_overReject, m_miss, m_review })
        box->setSuffix(tr(" yen"));
    for (auto* box : { m_defectRate, m_reviewShare })
        box->setSuffix(" %");
    const std::pair<QDoubleSpinBox*, TextLabel*> pairs[]
        = { { m_overReject, m_overRejectLabel }, { m_miss, m_missLabel }, { m_review, m_reviewLabel },
              { m_defectRate, m_defectRateLabel }, { m_reviewShare, m_reviewShareLabel } };
    for (const auto& [box, label] : pairs)
        box->setAccessibleName(label->text());
    m_chart->setAccessibleName(tr("Threshold"));
    m_reset->setText(tr("Recommended"));
    m_reset->setToolTip(tr("Back to the cheapest threshold for these costs"));
    if (m_data && !m_data->evaluation.curve.empty())
        show();
}

void ThresholdPanel::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QWidget::changeEvent(event);
}

} // namespace minamo
