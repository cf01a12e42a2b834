#include "TrainForm.h"

#include "forms/OptionField.h"
#include "gallery/Segmented.h"
#include "theme/Format.h"

#include <QComboBox>
#include <QEvent>
#include <QGridLayout>
#include <QSpinBox>
#include <QVBoxLayout>

namespace minamo {

namespace {

/// What an option may be, as the command's help has it.
QStringList choicesOf(const std::string& option)
{
    QStringList choices;
    for (const auto& field : optionFields<TrainOptions>())
        if (field.name == option)
            for (const auto& choice : field.info.choices)
                choices << QString::fromStdString(choice);
    return choices;
}

} // namespace

TrainForm::TrainForm(QWidget* parent) :
    QWidget(parent), m_grid(new QGridLayout), m_method(new Segmented), m_variant(new Segmented),
    m_folds(new Segmented), m_holdout(new QComboBox), m_seeds(new QSpinBox), m_mode(new Segmented),
    m_modeNote(new TextLabel(TextSize::caption, false, TextColor::text2)),
    m_runsLabel(new TextLabel(TextSize::body, false, TextColor::text2)),
    m_runs(new TextLabel(TextSize::body, true)),
    m_timeLabel(new TextLabel(TextSize::body, false, TextColor::text2)),
    m_time(new TextLabel(TextSize::body, true)), m_start(new Button(ButtonKind::primary))
{
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(12, 12, 12, 12);
    layout->setSpacing(10);
    for (const char* key : { "erm", "guide", "both" })
        m_method->addSegment(key);
    m_method->setCurrent("both");
    m_method->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    layout->addWidget(m_method);
    m_grid->setHorizontalSpacing(12);
    m_grid->setVerticalSpacing(8);
    m_grid->setColumnStretch(1, 1);
    layout->addLayout(m_grid);
    for (const char* key : { "fast", "encoder" })
        m_variant->addSegment(key);
    addRow(m_variantLabel, m_variant);
    for (const auto& key : choicesOf("folds"))
        m_folds->addSegment(key);
    addRow(m_foldsLabel, m_folds);
    addRow(m_holdoutLabel, m_holdout);
    m_seeds->setRange(1, 20);
    addRow(m_seedsLabel, m_seeds);
    for (const char* key : { "inductive", "transductive" })
        m_mode->addSegment(key);
    addRow(m_modeLabel, m_mode);
    m_modeNote->setWordWrap(true);
    layout->addWidget(m_modeNote);
    layout->addWidget(separatorLine());
    auto* estimate = new QGridLayout;
    estimate->setVerticalSpacing(4);
    estimate->addWidget(m_runsLabel, 0, 0);
    estimate->addWidget(m_runs, 0, 1, Qt::AlignRight);
    estimate->addWidget(m_timeLabel, 1, 0);
    estimate->addWidget(m_time, 1, 1, Qt::AlignRight);
    layout->addLayout(estimate);
    auto* actions = new QHBoxLayout;
    actions->addWidget(m_start);
    actions->addStretch();
    layout->addLayout(actions);
    layout->addStretch();
    for (auto* segmented : { m_method, m_variant, m_mode })
        connect(segmented, &Segmented::chosen, this, &TrainForm::showEstimate);
    connect(m_folds, &Segmented::chosen, this, [this] {
        m_chosenHoldout = "all";
        fillHoldout();
        showEstimate();
    });
    connect(m_holdout, &QComboBox::activated, this, [this] {
        m_chosenHoldout = m_holdout->currentData().toString();
        showEstimate();
    });
    connect(m_seeds, &QSpinBox::valueChanged, this, &TrainForm::showEstimate);
    connect(m_start, &QPushButton::clicked, this, &TrainForm::startAsked);
    retranslate();
}

void TrainForm::addRow(TextLabel*& label, QWidget* control)
{
    label = new TextLabel(TextSize::body, false, TextColor::text2);
    const int row = m_grid->rowCount();
    m_grid->addWidget(label, row, 0);
    if (qobject_cast<Segmented*>(control))
        m_grid->addWidget(control, row, 1, Qt::AlignLeft);
    else
        m_grid->addWidget(control, row, 1);
}

void TrainForm::setDataset(std::shared_ptr<const Dataset> dataset)
{
    m_dataset = std::move(dataset);
    fillHoldout();
    showEstimate();
}

void TrainForm::setStyles(const QStringList& styles)
{
    m_styles = styles;
    if (m_styles.isEmpty())
        m_folds->setCurrent("environment");
    fillHoldout();
    showEstimate();
}

bool TrainForm::byStyle() const
{
    return m_folds->current() == "style";
}

void TrainForm::setPace(const std::map<std::string, double>& secondsPerRun)
{
    m_pace = secondsPerRun;
    showEstimate();
}

void TrainForm::setBusy(bool busy)
{
    m_busy = busy;
    showEstimate();
}

void TrainForm::fillHoldout()
{
    const QString before = m_chosenHoldout;
    m_holdout->clear();
    if (byStyle()) {
        m_holdout->addItem(tr("Each style once"), "all");
        for (int i = 0; i < m_styles.size(); ++i)
            m_holdout->addItem(tr("Only %1").arg(m_styles[i]), QString("S%1").arg(i + 1));
    } else if (m_dataset && m_dataset->environment.values.size() > 1) {
        m_holdout->addItem(tr("Each environment once"), "all");
        for (const auto& name : m_dataset->environment.values)
            m_holdout->addItem(tr("Only %1").arg(QString::fromStdString(name)), QString::fromStdString(name));
    }
    m_holdout->addItem(tr("None (split by chance)"), "");
    m_holdout->setCurrentIndex(std::max(0, m_holdout->findData(before)));
}

TrainOptions TrainForm::options() const
{
    TrainOptions options;
    options.method = m_method->current().toStdString();
    options.fast = m_variant->current() == "fast";
    options.folds = m_folds->current().toStdString();
    options.holdout = m_holdout->currentData().toString().toStdString();
    options.seeds = m_seeds->value();
    options.transductive = m_mode->current() == "transductive";
    return options;
}

int TrainForm::runs() const
{
    const auto o = options();
    const auto all = byStyle() ? m_styles.size()
        : m_dataset            ? static_cast<qsizetype>(m_dataset->environment.values.size())
                               : 1;
    const int folds = o.holdout == "all" ? static_cast<int>(all) : 1;
    return folds * o.seeds * (o.method == "both" ? 2 : 1);
}

void TrainForm::showEstimate()
{
    m_runs->setText(formatCount(runs()));
    const auto pace = m_pace.find(options().fast ? "fast" : "encoder");
    m_time->setText(
        pace == m_pace.end() ? tr("known after the first run") : formatDuration(pace->second * runs()));
    m_time->setTextColor(pace == m_pace.end() ? TextColor::text3 : TextColor::text);
    m_time->setFont(TextSize::body, pace != m_pace.end());
    const bool styles = m_styles.size() > 1;
    m_folds->segment("style")->setEnabled(styles);
    m_folds->segment("style")->setToolTip(
        styles ? phrase("option.train.folds.effect") : tr("Needs two styles or more: find styles first."));
    const bool plain = m_method->current() == "erm";
    for (auto* segment : { m_mode->segment("inductive"), m_mode->segment("transductive") })
        segment->setEnabled(!plain);
    m_modeNote->setText(plain                     ? tr("Only the augmented classifier knows this choice.")
            : m_mode->current() == "transductive" ? tr("The style of the judged photos is averaged before "
                                                       "they are judged: needs many photos at once.")
                                                  : tr("Every photo is judged alone, as on the line."));
    const bool possible = m_dataset && m_dataset->label.values.size() > 1;
    m_start->setEnabled(possible && !m_busy);
    m_start->setToolTip(!possible ? tr("Needs photos of at least two classes.")
            : m_busy              ? tr("Possible as soon as the running job is done.")
                                  : QString());
}

void TrainForm::retranslate()
{
    m_method->setText("erm", tr("Plain"), tr("The usual classifier (ERM)"));
    m_method->setText("guide", tr("Augmented"), tr("The classifier that is told the style (GUIDE)"));
    m_method->setText("both", tr("Both"), tr("Both on equal photos: the only fair comparison"));
    m_variant->setText("fast", tr("Fast"), tr("Small heads on the stored features: seconds"));
    m_variant->setText(
        "encoder", tr("Encoder"), tr("A network on the pixels: minutes to hours, a GPU helps"));
    m_mode->setText("inductive", tr("Inductive"));
    m_mode->setText("transductive", tr("Transductive"));
    for (const auto& key : choicesOf("folds"))
        m_folds->setText(
            key, phrase("option.train.folds." + key.toStdString()), phrase("option.train.folds.effect"));
    m_foldsLabel->setText(phrase("option.train.folds"));
    m_variantLabel->setText(tr("Variant"));
    m_holdoutLabel->setText(phrase("option.train.holdout"));
    m_seedsLabel->setText(tr("Repeats"));
    m_modeLabel->setText(tr("At test"));
    m_runsLabel->setText(tr("Trainings"));
    m_timeLabel->setText(tr("Estimate"));
    m_start->setText(tr("Start training"));
    m_seeds->setAccessibleName(tr("Repeats"));
    m_seeds->setToolTip(tr("Repeats with other splits and starts: the more, the surer the comparison."));
    m_folds->setAccessibleName(m_foldsLabel->text());
    m_holdout->setAccessibleName(m_holdoutLabel->text());
    fillHoldout();
    showEstimate();
}

void TrainForm::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QWidget::changeEvent(event);
}

} // namespace minamo
