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
    layout->setContentsMargins(12, 4, 12, 8);
    layout->setSpacing(4);
    layout->addWidget(m_chart);
    auto* first = new QHBoxLayout;
    first->addWidget(m_figures, 1);
    first->addWidget(m_reset);
    layout->addLayout(first);
    for (auto* label : { m_costs, m_band, m_note }) {
        label->setWordWrap(true);
        layout->addWidget(label);
    }
    auto* grid = new QGridLayout;
    grid->setHorizontalSpacing(8);
    grid->setVerticalSpacing(1);
    m_overReject = addCost(grid, 0, m_overRejectLabel);
    m_miss = addCost(grid, 1, m_missLabel);
    m_review = addCost(grid, 2, m_reviewLabel);
    m_defectRate = addCost(grid, 3, m_defectRateLabel);
    m_reviewShare = addCost(grid, 4, m_reviewShareLabel);
    for (auto* box : { m_defectRate, m_reviewShare })
        box->setRange(0, 100);
    m_defectRate->setDecimals(1);
    layout->addLayout(grid);
    layout->addStretch();
    connectParts();
    retranslate();
}

/// Three beside each other, each with its name above.
QDoubleSpinBox* ThresholdPanel::addCost(QGridLayout* grid, int position, TextLabel*& label)
{
    label = new TextLabel(TextSize::caption, false, TextColor::text2);
    auto* box = new QDoubleSpinBox;
    box->setDecimals(0);
    box->setRange(0, 1e7);
    box->setGroupSeparatorShown(true);
    box->setKeyboardTracking(false);
    box->setMinimumWidth(96);
    const int row = 2 * (position / 3), column = position % 3;
    grid->addWidget(label, row, column);
    grid->addWidget(box, row + 1, column);
    grid->setColumnStretch(column, 1);
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
    const auto& evaluation = m_data->evaluation;
    const auto& photos = m_data->photos;
    const auto& costs = m_choice.costs;
    const auto threshold = m_choice.threshold ? m_choice.threshold : evaluation.fixedThreshold(1);
    m_used = operatingPoint(
        photos, 1, threshold ? *threshold : cheapestThreshold(evaluation.curve, 1, costs), costs);
    m_before = crossFitted(photos, 0, m_data->parts, costs, evaluation.fixedThreshold(0));
    m_point = crossFitted(photos, 1, m_data->parts, costs, threshold);
    m_chart->setThreshold(m_used.threshold, m_used.band);
    show();
}

QString ThresholdPanel::figuresText() const
{
    return m_figures->text();
}

QString ThresholdPanel::howMeasured() const
{
    return m_note->text();
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
    m_band->setText(bandText());
    m_note->setText(noteText());
}

QString ThresholdPanel::bandText() const
{
    const auto whole = [](double value) { return formatCount(std::llround(value)); };
    if (m_used.band.photos == 0)
        return tr("No photo needs to go to a person at this threshold.");
    const auto& band = m_point.band;
    return tr("To a person from %1 to %2: %3. Saves %4 over-rejects and %5 misses; per 1,000 parts %6 yen.")
        .arg(formatNumber(m_used.band.low, 2), formatNumber(m_used.band.high, 2),
            formatPhotos(std::llround(band.photos)), whole(band.overRejectsSaved), whole(band.missesSaved),
            whole(m_point.costWithReview));
}

/// On which photos the figures were measured: those that choose a threshold flatter it.
QString ThresholdPanel::noteText() const
{
    const auto& evaluation = m_data->evaluation;
    QStringList notes;
    if (m_choice.threshold)
        notes << tr(
            "Your own threshold: measured on these photos at the threshold shown. Only the band is chosen "
            "without the photos it judges.");
    else if (evaluation.learned[1])
        notes << tr("Measured on photos that chose neither threshold nor band. On those that chose them: "
                    "over-reject %1, miss %2, %3 yen.")
                     .arg(formatPercent(m_used.errors.overReject.value()),
                         formatPercent(m_used.errors.miss.value()), formatCount(std::llround(m_used.cost)));
    if (!evaluation.learned[1])
        notes << tr("The classifier has not learned the classes yet: no threshold is recommended.");
    else if (evaluation.compared)
        notes << tr("“Before” is at its own cheapest threshold.");
    return notes.join(QChar(' '));
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
