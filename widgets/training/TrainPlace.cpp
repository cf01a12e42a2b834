#include "TrainPlace.h"

#include "CurveChart.h"
#include "MarkLegend.h"
#include "ResultsTable.h"
#include "TrainForm.h"
#include "bridge/Pace.h"
#include "theme/Format.h"

#include <QComboBox>
#include <QProgressBar>
#include <QScrollArea>
#include <QVBoxLayout>

namespace minamo {

Place* createTrainPlace(ProjectModel& model, JobStarter& starter)
{
    return new TrainPlace(model, starter);
}

Result<std::vector<FinishedTraining>> readTrainings(const Project& project)
{
    std::vector<FinishedTraining> trainings;
    const auto& document = project.document();
    const auto listed = document.find("train");
    if (listed == document.end())
        return trainings;
    for (const auto& id : listed->is_array() ? *listed : Json::array({ *listed })) {
        if (!id.is_string())
            continue;
        auto report = readTrainReport(project.artifacts().folder(id).string());
        if (!report)
            continue;
        trainings.push_back({ id, std::move(*report) });
    }
    return trainings;
}

namespace {

/// Styles and their names, without photos and map.
Result<StyleData> stylesOf(const Project& project)
{
    StyleData data;
    const auto id = project.text("/discover");
    if (id.empty())
        return data;
    MINAMO_TRY(data.styles, readStyles(project.artifacts().folder(id)));
    return data;
}

} // namespace

TrainPlace::TrainPlace(ProjectModel& model, JobStarter& starter, QWidget* parent) :
    Place("train", "train", parent), m_model(model), m_starter(starter), m_form(new TrainForm),
    m_accuracy(new CurveChart(CurveChart::Unit::percent)), m_loss(new CurveChart(CurveChart::Unit::number)),
    m_table(new ResultsTable), m_folds(new QComboBox), m_reports(new QComboBox), m_progress(new QProgressBar),
    m_left(new TextLabel(TextSize::caption, false, TextColor::text2)),
    m_problem(new Banner(BannerKind::danger)), m_empty(new EmptyState("train")),
    m_stop(new Button(ButtonKind::secondary)), m_retry(new Button(ButtonKind::secondary)),
    m_reading(
        model, this, { "/train" },
        [] { return ProjectReading<std::vector<FinishedTraining>>::Read(readTrainings); },
        [this](Result<std::vector<FinishedTraining>> found) { take(std::move(found)); }),
    m_styleReading(
        model, this, { "/discover", "/styleNames" }, [] { return ProjectReading<StyleData>::Read(stylesOf); },
        [this](Result<StyleData> found) {
            m_styles = found ? std::move(*found) : StyleData {};
            showStyles();
        }),
    m_later(this, [this] {
        fillFolds();
        showCurves();
        if (isReady())
            Q_EMIT ready();
    })
{
    buildPanels();
    connectParts();
    retranslate();
    m_form->setDataset(model.dataset());
    m_reading.again();
    m_styleReading.again();
    collectCurves();
    decideWhatToShow();
}

QString TrainPlace::title() const
{
    return tr("Train");
}

void TrainPlace::buildPanels()
{
    header()->addAction(m_retry);
    header()->addAction(m_stop);
    auto* form = new QScrollArea;
    form->setWidgetResizable(true);
    form->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    form->setWidget(m_form);
    form->setMinimumWidth(310);
    m_form->setProperty("surface", "panel");
    m_form->setAttribute(Qt::WA_StyledBackground);
    m_formPanel = addPanel("form", form, Qt::LeftDockWidgetArea);
    m_curvePanel = addPanel("curves", makeCurves(), Qt::LeftDockWidgetArea);
    m_resultPanel = addPanel("results", makeResults(), Qt::LeftDockWidgetArea);
    splitPanel(m_formPanel, m_curvePanel, Qt::Horizontal);
    splitPanel(m_curvePanel, m_resultPanel, Qt::Vertical);
    resizePanels({ m_formPanel, m_curvePanel }, { 330, 1100 }, Qt::Horizontal);
    resizePanels({ m_curvePanel, m_resultPanel }, { 300, 520 }, Qt::Vertical);
    m_progress->setTextVisible(false);
    m_progress->setFixedWidth(110);
    m_progress->setMaximum(1000);
    m_folds->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    m_reports->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    for (auto* box : { m_folds, m_reports }) {
        box->setStyleSheet("QComboBox { min-height: 20px; max-height: 20px; }");
        box->setFixedHeight(22);
    }
    m_curvePanel->title()->addWidget(m_left);
    m_curvePanel->title()->addWidget(m_progress);
    m_curvePanel->title()->addWidget(m_folds);
    m_resultPanel->title()->addWidget(m_reports);
}

QWidget* TrainPlace::makeCurves()
{
    auto* content = new QWidget;
    auto* layout = new QVBoxLayout(content);
    layout->setContentsMargins(0, 0, 0, 0);
    m_noCurves = new TextLabel(TextSize::body, false, TextColor::text2);
    m_noCurves->setAlignment(Qt::AlignCenter);
    m_noCurves->setWordWrap(true);
    m_charts = new QWidget;
    auto* row = new QHBoxLayout(m_charts);
    row->setContentsMargins(0, 0, 0, 4);
    row->setSpacing(0);
    row->addWidget(m_accuracy, 1);
    auto* line = new QWidget;
    line->setFixedWidth(1);
    line->setProperty("line", true);
    line->setAttribute(Qt::WA_StyledBackground);
    row->addWidget(line);
    row->addWidget(m_loss, 1);
    layout->addWidget(m_charts, 1);
    layout->addWidget(m_noCurves, 1);
    return content;
}

QWidget* TrainPlace::makeResults()
{
    auto* content = new QWidget;
    auto* layout = new QVBoxLayout(content);
    layout->setContentsMargins(0, 0, 0, 0);
    m_problem->hide();
    layout->addWidget(m_problem);
    m_noResults = new TextLabel(TextSize::body, false, TextColor::text2);
    m_noResults->setAlignment(Qt::AlignCenter);
    m_noResults->setWordWrap(true);
    layout->addWidget(m_noResults, 1);
    auto* inner = new QWidget;
    inner->setProperty("surface", "panel");
    inner->setAttribute(Qt::WA_StyledBackground);
    auto* rows = new QVBoxLayout(inner);
    rows->setContentsMargins(0, 12, 0, 12);
    rows->setSpacing(4);
    m_verdict = new TextLabel(TextSize::card, true);
    m_test = new TextLabel(TextSize::caption, false, TextColor::text2);
    m_notes = new TextLabel(TextSize::caption, false, TextColor::text2);
    m_marks = new MarkLegend;
    for (auto* label : { m_verdict, m_test, m_notes })
        label->setWordWrap(true);
    for (QWidget* widget :
        { static_cast<QWidget*>(m_verdict), static_cast<QWidget*>(m_test), static_cast<QWidget*>(m_marks) }) {
        widget->setContentsMargins(12, 0, 12, 0);
        rows->addWidget(widget);
    }
    rows->addSpacing(4);
    rows->addWidget(m_table);
    m_notes->setContentsMargins(12, 8, 12, 0);
    rows->addWidget(m_notes);
    rows->addStretch();
    auto* scroll = new QScrollArea;
    scroll->setWidgetResizable(true);
    scroll->setWidget(inner);
    m_results = scroll;
    layout->addWidget(scroll, 1);
    return content;
}

void TrainPlace::connectParts()
{
    connect(m_form, &TrainForm::startAsked, this,
        [this] { m_starter.start(TrainOptions::stage, optionsToJson(m_form->options())); });
    connect(m_stop, &QPushButton::clicked, this, [this] { m_starter.cancel(runningJob()); });
    connect(m_retry, &QPushButton::clicked, this, [this] { m_starter.retry(m_curveJob); });
    connect(m_folds, &QComboBox::activated, this, [this](int index) {
        m_followNewest = index == m_folds->count() - 1;
        showCurves();
    });
    connect(m_reports, &QComboBox::activated, this, &TrainPlace::showReport);
    connect(m_empty, &EmptyState::clicked, this, [this] { Q_EMIT placeAsked("start"); });
    connect(&m_model, &ProjectModel::opened, this, &TrainPlace::collectCurves);
    connect(&m_model, &ProjectModel::closed, this, [this] {
        m_curves.clear();
        showCurves();
    });
    connect(&m_model, &ProjectModel::datasetChanged, this, [this] {
        m_form->setDataset(m_model.dataset());
        showPace();
        decideWhatToShow();
    });
    connect(&m_starter, &JobStarter::jobsChanged, this, [this] {
        collectCurves();
        showPace();
        showProgress();
    });
    connect(&m_starter, &JobStarter::jobProgressed, this, &TrainPlace::showProgress);
    connect(&m_starter, &JobStarter::jobEvent, this, &TrainPlace::hear);
}

void TrainPlace::hear(const QString& id, const Json& event)
{
    if (id != m_curveJob && event.value("event", "") == "curve")
        collectCurves();
    else if (id == m_curveJob && m_curves.apply(event))
        m_later.ask();
}

/// What a training took last time on this machine.
void TrainPlace::showPace()
{
    std::map<std::string, double> secondsPerRun;
    const double photos = m_model.dataset() ? static_cast<double>(m_model.dataset()->size()) : 0;
    for (const bool fast : { true, false })
        if (const double pace = recalledPace(trainingPace({ { "fast", fast } })) * photos; pace > 0)
            secondsPerRun[fast ? "fast" : "encoder"] = pace;
    m_form->setPace(secondsPerRun);
}

void TrainPlace::showStyles()
{
    QStringList names;
    for (int style = 0; style < static_cast<int>(m_styles.styles.styles.size()); ++style)
        names << styleCode(style) + QChar(0x2002) + styleName(m_styles, m_model, style);
    m_form->setStyles(names);
}

QString TrainPlace::runningJob() const
{
    const auto training = m_starter.running(TrainOptions::stage);
    return training.isEmpty() ? m_starter.running("run") : training;
}

void TrainPlace::collectCurves()
{
    QString job;
    const auto all = m_starter.jobs();
    for (const auto& id : all) {
        const auto stage = m_starter.stage(id);
        if (stage != TrainOptions::stage && stage != "run")
            continue;
        const auto& events = m_starter.events(id);
        const bool curves = std::any_of(events.begin(), events.end(), [](const Json& event) {
            return event.value("event", "") == "curve" && event.contains("holdout");
        });
        if (curves) {
            job = id;
            break;
        }
    }
    if (job == m_curveJob && !m_curves.folds().empty())
        return;
    m_curveJob = job;
    m_curves.clear();
    m_followNewest = true;
    if (!job.isEmpty())
        for (const auto& event : m_starter.events(job))
            m_curves.apply(event);
    fillFolds();
    showCurves();
}

void TrainPlace::fillFolds()
{
    const auto& folds = m_curves.folds();
    while (m_folds->count() > static_cast<int>(folds.size()))
        m_folds->removeItem(m_folds->count() - 1);
    for (int i = 0; i < static_cast<int>(folds.size()); ++i) {
        const auto& fold = folds[static_cast<std::size_t>(i)];
        QString words = fold.holdout.empty() ? tr("Split by chance")
                                             : tr("Held out: %1").arg(QString::fromStdString(fold.holdout));
        if (std::any_of(folds.begin(), folds.end(), [](const auto& f) { return f.seed > 0; }))
            words += tr(", repeat %1").arg(fold.seed + 1);
        if (i < m_folds->count())
            m_folds->setItemText(i, words);
        else
            m_folds->addItem(words);
    }
    if (m_followNewest)
        m_folds->setCurrentIndex(m_folds->count() - 1);
    m_folds->setVisible(m_folds->count() > 1);
}

void TrainPlace::showCurves()
{
    const int index = m_folds->currentIndex();
    const bool any = index >= 0 && index < static_cast<int>(m_curves.folds().size());
    m_charts->setVisible(any);
    m_noCurves->setVisible(!any);
    if (!any)
        return;
    const auto& fold = m_curves.folds()[static_cast<std::size_t>(index)];
    std::vector<CurveChart::Line> accuracy, loss;
    double last = 1;
    for (const char* series : { "erm", "guide" }) {
        const auto* curve = m_curves.curve(fold, series);
        if (!curve)
            continue;
        const bool augmented = series == std::string("guide");
        const QString name = augmented ? tr("Augmented") : tr("Plain");
        accuracy.push_back({ name, augmented, curve->validationSteps, curve->validation });
        loss.push_back({ name, augmented, curve->steps, curve->loss });
        last = std::max(last, curve->plannedSteps);
    }
    m_accuracy->setLines(accuracy, last);
    m_loss->setLines(loss, last);
}

void TrainPlace::showProgress()
{
    const auto job = runningJob();
    m_form->setBusy(m_starter.anyRunning());
    m_stop->setVisible(!job.isEmpty());
    m_progress->setVisible(!job.isEmpty());
    QString left;
    if (!job.isEmpty()) {
        const auto status = m_starter.status(job);
        m_progress->setValue(status.total > 0 ? static_cast<int>(1000 * status.done / status.total) : 0);
        left = status.secondsLeft ? formatTimeLeft(*status.secondsLeft) : QString();
    }
    m_left->setText(left);
    m_left->setVisible(!left.isEmpty());
    const auto state = m_curveJob.isEmpty() ? JobState::done : m_starter.status(m_curveJob).state;
    m_retry->setVisible(job.isEmpty()
        && (state == JobState::failed || state == JobState::cancelled || state == JobState::died));
}

void TrainPlace::take(Result<std::vector<FinishedTraining>> trainings)
{
    m_trainings = trainings ? std::move(*trainings) : std::vector<FinishedTraining>();
    fillReports();
    m_reports->setCurrentIndex(m_reports->count() - 1);
    showReport();
    decideWhatToShow();
    if (isReady())
        Q_EMIT ready();
}

const FinishedTraining* TrainPlace::shown() const
{
    const int index = m_reports->currentIndex();
    return index >= 0 && index < static_cast<int>(m_trainings.size())
        ? &m_trainings[static_cast<std::size_t>(index)]
        : nullptr;
}

void TrainPlace::decideWhatToShow()
{
    m_empty->setTexts(
        tr("No photos yet"), tr("Open a folder of photos; classifiers are trained on them."), tr("To Start"));
    showInstead(m_model.dataset() ? nullptr : m_empty);
    showProgress();
}

} // namespace minamo
