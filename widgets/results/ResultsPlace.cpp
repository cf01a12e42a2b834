#include "ResultsPlace.h"

#include "CompareTable.h"
#include "ConfusionMatrix.h"
#include "KeyFigure.h"
#include "ThresholdPanel.h"
#include "bridge/ThumbnailCache.h"
#include "gallery/PhotoStrip.h"
#include "gallery/PhotoViewer.h"
#include "gallery/Segmented.h"
#include "stages/EvaluateOptions.h"
#include "theme/Format.h"
#include "theme/Tag.h"
#include "training/MarkLegend.h"

#include <QComboBox>
#include <QScrollArea>
#include <QStackedWidget>
#include <QVBoxLayout>
#include <cmath>

namespace minamo {

Place* createResultsPlace(ProjectModel& model, JobStarter& starter)
{
    return new ResultsPlace(model, starter);
}

namespace {

QScrollArea* scrolling(QWidget* content)
{
    auto* area = new QScrollArea;
    content->setProperty("surface", "panel");
    content->setAttribute(Qt::WA_StyledBackground);
    area->setWidgetResizable(true);
    area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    area->setWidget(content);
    return area;
}

/// A run as the boxes keep it: "train-1234/guide".
QString runKey(const std::string& artifact, const std::string& method)
{
    return QString::fromStdString(artifact + "/" + method);
}

} // namespace

ResultsPlace::ResultsPlace(ProjectModel& model, JobStarter& starter, QWidget* parent) :
    Place("results", "results", parent), m_model(model), m_starter(starter),
    m_data(std::make_shared<ResultsData>()), m_after(new QComboBox), m_before(new QComboBox),
    m_compareLabel(new TextLabel(TextSize::body, false, TextColor::text2)), m_overReject(new KeyFigure),
    m_miss(new KeyFigure), m_accuracy(new KeyFigure), m_view(new Segmented), m_which(new Segmented),
    m_marks(new MarkLegend), m_table(new CompareTable), m_confusion(new ConfusionMatrix),
    m_threshold(new ThresholdPanel), m_strip(new PhotoStrip), m_viewer(new PhotoViewer(model, this)),
    m_leakTitle(new TextLabel(TextSize::body)), m_leakFigure(new TextLabel(TextSize::body, true)),
    m_leakTag(new Tag), m_leakText(new TextLabel(TextSize::caption, false, TextColor::text2)),
    m_news(new Banner(BannerKind::info)), m_problem(new Banner(BannerKind::danger)),
    m_empty(new EmptyState("results")),
    m_reading(
        model, this, { "/evaluate", "/train", "/samples", "/okClasses", "/labels" },
        [] { return ProjectReading<ResultsData>::Read(readResults); },
        [this](Result<ResultsData> data) { take(std::move(data)); })
{
    buildPanels();
    connectParts();
    retranslate();
    m_reading.again();
    decideWhatToShow();
}

QString ResultsPlace::title() const
{
    return tr("Results");
}

bool ResultsPlace::isReady() const
{
    return !m_reading.isReading() && !m_model.isOpening() && !m_model.isReading()
        && !m_model.thumbnails().isPending();
}

void ResultsPlace::buildPanels()
{
    header()->addAfterTitle(m_after);
    header()->addAfterTitle(m_compareLabel);
    header()->addAfterTitle(m_before);
    setCentre(makeCentre());
    m_verdictPanel = addPanel("verdict", makeVerdict(), Qt::RightDockWidgetArea);
    m_thresholdPanel = addPanel("threshold", scrolling(m_threshold), Qt::RightDockWidgetArea);
    m_leakPanel = addPanel("leak", makeLeak(), Qt::RightDockWidgetArea);
    m_stripPanel = addPanel("photos", m_strip, Qt::BottomDockWidgetArea);
    resizePanels({ m_verdictPanel, m_thresholdPanel, m_leakPanel }, { 200, 440, 130 }, Qt::Vertical);
    resizePanels({ m_verdictPanel }, { 390 }, Qt::Horizontal);
    resizePanels({ m_stripPanel }, { 200 }, Qt::Vertical);
}

QWidget* ResultsPlace::makeCentre()
{
    auto* centre = new QWidget;
    centre->setProperty("surface", "panel");
    centre->setAttribute(Qt::WA_StyledBackground);
    auto* layout = new QVBoxLayout(centre);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_problem);
    layout->addWidget(m_news);
    m_problem->hide();
    m_news->hide();
    auto* figures = new QHBoxLayout;
    figures->setSpacing(0);
    for (auto* figure : { m_overReject, m_miss, m_accuracy })
        figures->addWidget(figure);
    layout->addLayout(figures);
    layout->addWidget(separatorLine());
    auto* bar = new QHBoxLayout;
    bar->setContentsMargins(12, 8, 12, 4);
    bar->setSpacing(16);
    for (const char* key : { "style", "environment", "confusion" })
        m_view->addSegment(key);
    for (const char* key : { "before", "after" })
        m_which->addSegment(key);
    m_which->setCurrent("after");
    m_view->setCurrent("style");
    bar->addWidget(m_view);
    bar->addWidget(m_marks, 1);
    bar->addWidget(m_which);
    layout->addLayout(bar);
    m_pages = new QStackedWidget;
    m_pages->addWidget(scrolling(m_table));
    m_pages->addWidget(scrolling(m_confusion));
    layout->addWidget(m_pages, 1);
    return centre;
}

QWidget* ResultsPlace::makeVerdict()
{
    auto* content = new QWidget;
    m_sentences = new QVBoxLayout(content);
    m_sentences->setContentsMargins(12, 10, 12, 10);
    m_sentences->setSpacing(5);
    m_sentences->addStretch();
    return scrolling(content);
}

QWidget* ResultsPlace::makeLeak()
{
    auto* content = new QWidget;
    auto* layout = new QVBoxLayout(content);
    layout->setContentsMargins(12, 10, 12, 10);
    layout->setSpacing(6);
    auto* row = new QHBoxLayout;
    row->addWidget(m_leakTitle, 1);
    row->addWidget(m_leakFigure);
    row->addWidget(m_leakTag);
    layout->addLayout(row);
    m_leakText->setWordWrap(true);
    layout->addWidget(m_leakText);
    layout->addStretch();
    return scrolling(content);
}

void ResultsPlace::connectParts()
{
    m_table->setThumbnails(&m_model.thumbnails());
    m_strip->setThumbnails(&m_model.thumbnails());
    m_strip->setSelection(&m_selection);
    m_strip->setCaption([this](int row) { return QPair<QString, int>(defectText(row), -1); });
    connect(m_strip, &PhotoStrip::opened, this, &ResultsPlace::openPhoto);
    connect(m_viewer, &PhotoViewer::rowChanged, &m_selection, &SelectionModel::setCurrent);
    connect(m_view, &Segmented::chosen, this, &ResultsPlace::chooseView);
    connect(m_which, &Segmented::chosen, this, [this] { showConfusion(); });
    connect(m_table, &CompareTable::chosen, this, [this](int row, int column) {
        const auto& figures = m_table->rows()[row].figures;
        m_query = { !m_data->evaluation.okKnown() ? PhotoQuery::Kind::mistakes
                : column == 0                     ? PhotoQuery::Kind::overReject
                                                  : PhotoQuery::Kind::miss,
            figures.kind, figures.index };
        showStrip();
    });
    connect(m_confusion, &ConfusionMatrix::chosen, this, [this](int truth, int said) {
        m_query = { PhotoQuery::Kind::cell, "all", -1, truth, said, m_which->current() == "after" ? 1 : 0 };
        showStrip();
    });
    connect(m_threshold, &ThresholdPanel::edited, this, [this](const InspectionChoice& choice) {
        m_model.edit("/inspection", toJson(choice), "inspection",
            { { "threshold", formatNumber(m_threshold->threshold(), 2).toStdString() } });
    });
    for (auto* box : { m_after, m_before })
        connect(box, &QComboBox::activated, this,
            [this] { evaluate(m_after->currentData().toString(), m_before->currentData().toString()); });
    connect(m_news, &Banner::clicked, this, [this] { evaluate({}, {}); });
    connect(m_problem, &Banner::clicked, this, [this] { evaluate({}, {}); });
    connect(m_empty, &EmptyState::clicked, this, [this] {
        if (!m_model.dataset())
            Q_EMIT placeAsked("start");
        else if (m_data->runs.empty())
            Q_EMIT placeAsked("train");
        else
            evaluate({}, {});
    });
    connect(&m_model, &ProjectModel::documentChanged, this, [this](const QStringList& pointers) {
        if (pointers.contains("/inspection"))
            m_threshold->setChoice(inspectionOf(m_model.document()));
        if (pointers.contains("/styleNames") && m_data->evaluated)
            showTable();
        if (pointers.contains("/classNames") && m_data->evaluated) {
            showConfusion();
            showStrip();
        }
    });
    connect(&m_model, &ProjectModel::datasetChanged, this, &ResultsPlace::decideWhatToShow);
    connect(&m_model.thumbnails(), &ThumbnailCache::thumbnailReady, this, [this] {
        if (isReady())
            Q_EMIT ready();
    });
    connect(&m_starter, &JobStarter::jobsChanged, this, &ResultsPlace::decideWhatToShow);
}

/// Empty keys: the newest training, plain against augmented. The result comes back by "/evaluate".
void ResultsPlace::evaluate(const QString& after, const QString& before)
{
    EvaluateOptions options;
    const auto put = [](const QString& key, std::string& artifact, std::string& method) {
        const auto parts = key.split('/');
        if (parts.size() != 2)
            return;
        artifact = parts[0].toStdString();
        method = parts[1].toStdString();
    };
    put(after, options.train, options.method);
    put(before, options.against, options.againstMethod);
    m_starter.start(EvaluateOptions::stage, optionsToJson(options));
}

void ResultsPlace::take(Result<ResultsData> data)
{
    m_data = std::make_shared<ResultsData>(data ? std::move(*data) : ResultsData {});
    m_photoOfRow.clear();
    for (std::size_t i = 0; i < m_data->photos.size(); ++i)
        m_photoOfRow[m_data->photos.row[i]] = static_cast<int>(i);
    if (m_model.dataset() && m_selection.size() != static_cast<int>(m_model.dataset()->size()))
        m_selection.reset(static_cast<int>(m_model.dataset()->size()));
    m_threshold->setData(m_data);
    m_threshold->setChoice(inspectionOf(m_model.document()));
    fillRuns();
    showAll();
    decideWhatToShow();
    if (isReady())
        Q_EMIT ready();
}

void ResultsPlace::fillRuns()
{
    for (auto* box : { m_after, m_before })
        box->clear();
    for (const auto& run : m_data->runs)
        for (auto* box : { m_after, m_before })
            box->addItem(runName(run), runKey(run.artifact, run.method));
    for (auto* box : { m_after, m_before }) // the longest name in the language in force
        box->setMinimumWidth(box->minimumSizeHint().width() + 24);
    const auto& [before, after] = m_data->evaluation.contestants;
    m_after->setCurrentIndex(m_after->findData(runKey(after.artifact, after.method)));
    m_before->setCurrentIndex(m_before->findData(runKey(before.artifact, before.method)));
    for (auto* widget : { static_cast<QWidget*>(m_after), static_cast<QWidget*>(m_before),
             static_cast<QWidget*>(m_compareLabel) })
        widget->setVisible(m_data->evaluated);
}

void ResultsPlace::showAll()
{
    if (!m_data->evaluated)
        return;
    const bool styles = !m_data->evaluation.byStyle.empty();
    m_view->segment("style")->setEnabled(styles);
    if (!styles && m_view->current() == "style")
        m_view->setCurrent("environment");
    showKeyFigures();
    showVerdict();
    chooseView(m_view->current());
    showLeak();
    m_thresholdPanel->setVisible(m_data->evaluation.okKnown());
}

void ResultsPlace::chooseView(const QString& key)
{
    const bool confusion = key == "confusion";
    m_pages->setCurrentIndex(confusion ? 1 : 0);
    m_which->setVisible(confusion && m_data->evaluation.compared);
    m_marks->setVisible(!confusion);
    if (confusion)
        showConfusion();
    else
        showTable();
    chooseFirstMistakes();
}

/// "0.81 → 0.12"; "" without an OK class.
QString ResultsPlace::defectText(int row) const
{
    const int photo = m_photoOfRow.value(row, -1);
    if (photo < 0 || !m_data->evaluation.okKnown())
        return {};
    const auto position = static_cast<std::size_t>(photo);
    const QString after = formatNumber(m_data->photos.meanDefect(position, 1), 2);
    if (!m_data->evaluation.compared)
        return after;
    return formatNumber(m_data->photos.meanDefect(position, 0), 2) + " " + QChar(0x2192) + " " + after;
}

void ResultsPlace::openPhoto(int row)
{
    m_viewer->open(row, m_strip->rows(), [this](int shown) { return photoCaption(shown); });
}

} // namespace minamo
