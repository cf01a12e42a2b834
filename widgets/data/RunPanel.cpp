#include "data/RunPanel.h"

#include "stages/RunOptions.h"
#include "theme/Format.h"

#include <QEvent>
#include <QGridLayout>
#include <QScrollArea>
#include <QThread>
#include <QVBoxLayout>

namespace minamo {

namespace {

// The built-in model on two cores of a laptop; the design's floor, so that estimates err on the long side.
constexpr double passesPerSecondAndCore = 20;
constexpr double otherShare = 0.8; // scores, styles, map and training against the features
constexpr double numbersPerPass = 2500; // features of all block outputs, pooled
constexpr double bytesPerNumber = 4;

} // namespace

RunEstimate estimateRun(double photos, double timesteps, int cores)
{
    RunEstimate estimate;
    estimate.passes = photos * timesteps;
    estimate.seconds = estimate.passes / (passesPerSecondAndCore * qMax(1, cores)) * (1 + otherShare);
    estimate.bytes = estimate.passes * numbersPerPass * bytesPerNumber;
    return estimate;
}

RunPanel::RunPanel(ProjectModel& model, JobStarter& starter, QWidget* parent) :
    QWidget(parent), m_model(model), m_starter(starter),
    m_intro(new TextLabel(TextSize::caption, false, TextColor::text2)), m_form(OptionForm::of(RunOptions {})),
    m_start(new Button(ButtonKind::primary, ButtonSize::large)),
    m_estimateTitle(new TextLabel(TextSize::body, true)),
    m_basis(new TextLabel(TextSize::caption, false, TextColor::text3)), m_note(new Banner(BannerKind::info))
{
    auto* content = new QWidget;
    content->setProperty("surface", "panel");
    auto* layout = new QVBoxLayout(content);
    layout->setContentsMargins(12, 12, 12, 12);
    layout->setSpacing(10);
    m_intro->setWordWrap(true);
    layout->addWidget(m_intro);
    layout->addWidget(m_form);
    layout->addWidget(separatorLine());
    layout->addWidget(m_estimateTitle);
    auto* grid = new QGridLayout;
    grid->setVerticalSpacing(6);
    grid->setColumnStretch(0, 1);
    m_passes = addLine(grid, 0);
    m_time = addLine(grid, 1);
    m_disk = addLine(grid, 2);
    layout->addLayout(grid);
    m_basis->setWordWrap(true);
    layout->addWidget(m_basis);
    layout->addWidget(m_start);
    layout->addWidget(m_note);
    layout->addStretch();
    auto* area = new QScrollArea;
    area->setWidgetResizable(true);
    area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    area->setWidget(content);
    auto* whole = new QVBoxLayout(this);
    whole->setContentsMargins(0, 0, 0, 0);
    whole->addWidget(area);
    setMinimumWidth(300);
    connect(m_form, &OptionForm::changed, this, &RunPanel::showEstimate);
    connect(m_start, &QPushButton::clicked, this, &RunPanel::start);
    connect(&model, &ProjectModel::datasetChanged, this, &RunPanel::offerEnvironments);
    connect(&model, &ProjectModel::documentChanged, this, &RunPanel::refresh);
    connect(&starter, &JobStarter::jobsChanged, this, &RunPanel::refresh);
    retranslate();
}

TextLabel* RunPanel::addLine(QGridLayout* grid, int row)
{
    m_names.push_back(new TextLabel(TextSize::body, false, TextColor::text2));
    auto* value = new TextLabel(TextSize::body, true);
    grid->addWidget(m_names.back(), row, 0);
    grid->addWidget(value, row, 1, Qt::AlignRight);
    return value;
}

void RunPanel::start()
{
    m_starter.start(RunOptions::stage, m_form->values());
    Q_EMIT started();
}

void RunPanel::offerEnvironments()
{
    QStringList values { "all" };
    if (const auto dataset = m_model.dataset())
        for (const auto& name : dataset->environment.values)
            values.push_back(QString::fromStdString(name));
    m_form->setChoices("holdout", values, [](const QString& value) {
        return value == "all" ? tr("Each environment once") : tr("Only %1").arg(value);
    });
    refresh();
}

void RunPanel::refresh()
{
    const auto running = m_starter.running();
    m_start->setEnabled(m_model.dataset() && running.isEmpty());
    m_start->setToolTip(running.isEmpty() ? "Ctrl+R" : tr("A job is running."));
    const bool done = m_model.isOpen() && m_model.document().contains("train");
    m_note->setVisible(done);
    showEstimate();
}

void RunPanel::showEstimate()
{
    const auto dataset = m_model.dataset();
    const double photos = dataset ? static_cast<double>(dataset->size()) : 0;
    const auto timesteps = static_cast<double>(m_form->values().at("timesteps").size());
    const int cores = QThread::idealThreadCount();
    const auto estimate = estimateRun(photos, timesteps, cores);
    m_passes->setText(
        formatCount(static_cast<qint64>(photos)) + " × " + formatCount(static_cast<qint64>(timesteps)));
    m_time->setText(formatDuration(estimate.seconds));
    m_disk->setText(formatBytes(estimate.bytes));
    m_basis->setText(
        tr("Built-in model on %n core(s); a GPU is faster. Finished parts are not computed again.", nullptr,
            cores));
}

void RunPanel::retranslate()
{
    m_intro->setText(tr("Features of every layer and timestep, the best cell, styles, map and both "
                        "classifiers in one go. These are the defaults."));
    m_estimateTitle->setText(tr("Estimate"));
    m_names[0]->setText(tr("Photos × timesteps"));
    m_names[1]->setText(tr("Time"));
    m_names[2]->setText(tr("Disk"));
    m_start->setText(tr("Start the analysis"));
    m_note->setTexts(tr("The analysis is done."), tr("Starting it again computes only what changed."));
    refresh();
}

void RunPanel::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QWidget::changeEvent(event);
}

} // namespace minamo
