#include "data/RunPanel.h"

#include "bridge/Pace.h"
#include "stages/RunOptions.h"
#include "theme/Format.h"

#include <QEvent>
#include <QGridLayout>
#include <QScrollArea>
#include <QVBoxLayout>

namespace minamo {

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
    m_start->setObjectName("startRun");
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
    m_training = addLine(grid, 2);
    m_disk = addLine(grid, 3);
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
    connect(m_form, &OptionForm::changed, this, &RunPanel::refresh);
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
    if (!canStart())
        return; // the panel says why
    m_starter.start(RunOptions::stage, m_form->values());
    Q_EMIT started();
}

bool RunPanel::canStart() const
{
    return m_model.dataset() && m_starter.running().isEmpty() && m_form->unreadable().isEmpty();
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
    m_start->setEnabled(canStart());
    m_start->setToolTip(m_starter.running().isEmpty() ? "Ctrl+R" : tr("A job is running."));
    Q_EMIT canStartChanged();
    const bool done = m_model.isOpen() && m_model.document().contains("train");
    m_note->setVisible(done);
    showEstimate();
}

/// A line without a measured value says so in grey.
void RunPanel::show(TextLabel* line, const QString& measured)
{
    line->setText(measured.isEmpty() ? tr("not measured yet") : measured);
    line->setTextColor(measured.isEmpty() ? TextColor::text3 : TextColor::text);
    line->setFont(TextSize::body, !measured.isEmpty());
}

void RunPanel::showEstimate()
{
    const auto dataset = m_model.dataset();
    const double photos = dataset ? static_cast<double>(dataset->size()) : 0;
    const int environments = dataset ? static_cast<int>(dataset->environment.values.size()) : 0;
    const Json values = m_form->values();
    const auto estimate = estimateRun(m_model.text("/model/name"), values, photos, environments);
    m_passes->setText(formatCount(static_cast<qint64>(photos)) + " × "
        + formatCount(static_cast<qint64>(values.at("timesteps").size())));
    const auto seconds
        = [](const std::optional<double>& time) { return time ? formatDuration(*time) : QString(); };
    show(m_time, seconds(estimate.seconds));
    show(m_training, seconds(estimate.trainingSeconds));
    show(m_disk, estimate.bytes ? formatBytes(*estimate.bytes) : QString());
    const auto unreadable = m_form->unreadable();
    m_basis->setTextColor(unreadable.isEmpty() ? TextColor::text3 : TextColor::danger);
    m_basis->setText(!unreadable.isEmpty()
            ? tr("“%1” takes whole numbers only, within its range.").arg(unreadable)
            : estimate.seconds && estimate.trainingSeconds
            ? tr("Measured by earlier analyses on this computer. Finished parts are not computed again.")
            : tr("Not measured with these settings yet: the first photos are timed when it starts, and the "
                 "time left is shown from then on."));
}

void RunPanel::retranslate()
{
    m_intro->setText(tr("Features of every layer and timestep, the best cell, styles, map and both "
                        "classifiers in one go. These are the defaults."));
    m_estimateTitle->setText(tr("Estimate"));
    m_names[0]->setText(tr("Photos × timesteps"));
    m_names[1]->setText(tr("Features, styles, map"));
    m_names[2]->setText(tr("Classifiers"));
    m_names[3]->setText(tr("Disk"));
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
