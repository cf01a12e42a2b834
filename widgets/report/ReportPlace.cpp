#include "ReportPlace.h"

#include "gallery/Segmented.h"
#include "report/BuildReport.h"
#include "report/HtmlReport.h"
#include "stages/ExportOptions.h"
#include "theme/Format.h"

#include <QFileDialog>
#include <QScrollArea>
#include <QVBoxLayout>

namespace minamo {

namespace {

Result<DrawnReport> drawReport(const Project& project, Language language, int width)
{
    auto report = buildReport(project, language, utcNow());
    if (!report && report.error().code == "report.no-photos")
        return DrawnReport {};
    if (!report)
        return tl::make_unexpected(std::move(report).error());
    DrawnReport drawn {
        std::make_shared<const ReportPages>(std::make_shared<const ReportData>(std::move(*report))), {}
    };
    for (int i = 0; i < drawn.pages->count(); ++i)
        drawn.images.push_back(drawn.pages->image(i, width));
    return drawn;
}

Result<void> writeReport(const ReportPages& pages, const QString& file)
{
    if (file.endsWith(".pdf", Qt::CaseInsensitive))
        return writePdf(pages, file);
    return writeFileAtomically(file.toStdString(), htmlReport(pages.report()));
}

} // namespace

Place* createReportPlace(ProjectModel& model, JobStarter& starter)
{
    return new ReportPlace(model, starter);
}

ReportPlace::ReportPlace(ProjectModel& model, JobStarter& starter, QWidget* parent) :
    Place("report", "report", parent), m_model(model), m_starter(starter), m_language(uiLanguage()),
    m_preview(new PagePreview), m_handOver(new HandOverPanel), m_languages(new Segmented),
    m_html(new Button(ButtonKind::secondary)), m_pdf(new Button(ButtonKind::primary)),
    m_done(new Banner(BannerKind::info)), m_problem(new Banner(BannerKind::danger)),
    m_empty(new EmptyState("report")),
    m_reading(
        model, this,
        { "/samples", "/scores", "/discover", "/embed", "/train", "/evaluate", "/styleNames", "/okClasses",
            "/classNames", "/model" },
        [this] {
            const int width = int(PagePreview::pageWidth * devicePixelRatioF());
            return [language = m_language, width](
                       const Project& project) { return drawReport(project, language, width); };
        },
        [this](Result<DrawnReport> drawn) { take(std::move(drawn)); })
{
    buildParts();
    connect(m_languages, &Segmented::chosen, this,
        [this](const QString& key) { setReportLanguage(key == "ja" ? Language::ja : Language::en); });
    connect(m_html, &QPushButton::clicked, this, [this] { askForFile("html"); });
    connect(m_pdf, &QPushButton::clicked, this, [this] { askForFile("pdf"); });
    connect(m_handOver, &HandOverPanel::exportAsked, this, &ReportPlace::askForFolder);
    connect(m_handOver, &HandOverPanel::placeAsked, this, &Place::placeAsked);
    connect(m_empty, &EmptyState::clicked, this, [this] { Q_EMIT placeAsked("start"); });
    connect(&m_starter, &JobStarter::jobsChanged, this, &ReportPlace::showExport);
    connect(&m_model, &ProjectModel::datasetChanged, this, &ReportPlace::decideWhatToShow);
    connect(&m_model, &ProjectModel::barrierChanged, this, &ReportPlace::showExport);
    connect(&m_model, &ProjectModel::closed, this, [this] {
        m_done->hide();
        m_problem->hide();
    });
    retranslate();
    showExport();
    m_reading.again();
    decideWhatToShow();
}

QString ReportPlace::title() const
{
    return tr("Report");
}

void ReportPlace::buildParts()
{
    for (const char* key : { "ja", "en" })
        m_languages->addSegment(key);
    m_languages->setText("ja", "日本語");
    m_languages->setText("en", "English");
    m_languages->setCurrent(m_language == Language::ja ? "ja" : "en");
    header()->addAction(m_languages);
    header()->addAction(m_html);
    header()->addAction(m_pdf);
    auto* side = new QScrollArea;
    side->setWidgetResizable(true);
    side->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    side->setWidget(m_handOver);
    side->setMinimumWidth(270);
    m_panel = addPanel("hand-over", side, Qt::LeftDockWidgetArea);
    resizePanels({ m_panel }, { 290 }, Qt::Horizontal);
    auto* centre = new QWidget;
    auto* layout = new QVBoxLayout(centre);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    for (auto* banner : { m_done, m_problem }) {
        banner->hide();
        layout->addWidget(banner);
    }
    layout->addWidget(m_preview, 1);
    setCentre(centre);
}

void ReportPlace::setReportLanguage(Language language)
{
    m_languages->setCurrent(language == Language::ja ? "ja" : "en");
    if (language == m_language)
        return;
    m_language = language;
    m_reading.again();
}

void ReportPlace::take(Result<DrawnReport> drawn)
{
    m_problem->setVisible(!drawn);
    if (!drawn)
        m_problem->setError(drawn.error());
    m_pages = drawn ? drawn->pages : nullptr;
    m_preview->setPages(drawn ? std::move(drawn->images) : std::vector<QImage>());
    m_handOver->setMissing(m_pages ? m_pages->report().missing : std::vector<MissingStep>());
    for (auto* button : { m_html, m_pdf })
        button->setEnabled(m_pages != nullptr);
    showExport();
    decideWhatToShow();
    if (isReady())
        Q_EMIT ready();
}

void ReportPlace::askForFile(const QString& suffix)
{
    auto* dialog = new QFileDialog(
        this, suffix == "pdf" ? tr("Save the report as PDF") : tr("Save the report as HTML"));
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(suffix);
    dialog->setNameFilter(suffix == "pdf" ? "PDF (*.pdf)" : "HTML (*.html)");
    dialog->selectFile(m_model.name() + "." + suffix);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QFileDialog::fileSelected, this, &ReportPlace::save);
    dialog->open();
}

void ReportPlace::save(const QString& file)
{
    if (!m_pages)
        return;
    m_model.background().run(
        this, [pages = m_pages, file] { return writeReport(*pages, file); },
        [this, file](const Result<void>& written) {
            m_done->setVisible(written.has_value());
            m_problem->setVisible(!written);
            if (written)
                m_done->setTexts(tr("The report has been saved."), file);
            else
                m_problem->setError(written.error());
            Q_EMIT saved(file);
        });
}

void ReportPlace::askForFolder()
{
    auto* dialog = new QFileDialog(this, tr("Where the package is put"));
    dialog->setFileMode(QFileDialog::Directory);
    dialog->setOption(QFileDialog::ShowDirsOnly);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QFileDialog::fileSelected, this, &ReportPlace::exportInto);
    dialog->open();
}

void ReportPlace::exportInto(const QString& parent)
{
    ExportOptions options;
    const QString folder
        = parent + "/" + tr("%1 package", "name of a folder; %1 is the project").arg(m_model.name());
    options.output = folder.toStdString();
    options.dataLicence = m_handOver->dataLicence().toStdString();
    options.classifierLicence = m_handOver->classifierLicence().toStdString();
    connect(
        &m_starter, &JobStarter::jobStarted, m_done,
        [this, folder] {
            m_problem->hide();
            m_done->setTexts(tr("The package is being written; see the jobs."), folder);
            m_done->show();
        },
        Qt::SingleShotConnection);
    m_starter.start(ExportOptions::stage, optionsToJson(options));
}

void ReportPlace::showExport()
{
    const auto trained = m_model.document().value("train", Json());
    m_handOver->setExport(trained.is_array() && !trained.empty(), m_starter.anyRunning() || m_model.barrier(),
        m_model.document().contains("classifier"));
}

void ReportPlace::decideWhatToShow()
{
    m_empty->setTexts(tr("No photos yet"),
        tr("Open a folder of photos; the report tells what was found in them."), tr("To Start"));
    const bool any = m_model.dataset() != nullptr;
    for (QWidget* action : std::initializer_list<QWidget*> { m_languages, m_html, m_pdf })
        action->setVisible(any);
    showInstead(any ? nullptr : m_empty);
}

void ReportPlace::retranslate()
{
    header()->setTitle(title(), tr("Two pages for the manager, an annex for the engineer"));
    m_panel->setTitle(tr("Hand over"));
    m_html->setText(tr("Save HTML…"));
    m_pdf->setText(tr("Save PDF…"));
    m_languages->setAccessibleName(tr("Language of the report"));
    decideWhatToShow();
}

} // namespace minamo
