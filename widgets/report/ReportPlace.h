#pragma once
#include "HandOverPanel.h"
#include "PagePreview.h"
#include "ReportPages.h"
#include "bridge/JobStarter.h"
#include "bridge/ProjectReading.h"
#include "theme/Place.h"

namespace minamo {

class Segmented;

/// The report as it is read and drawn in the background.
struct DrawnReport {
    std::shared_ptr<const ReportPages> pages; ///< null: there is nothing to report
    std::vector<QImage> images;
};

/// The place "report": the pages as they print, in either language; saved as HTML or PDF; the package for the
/// line.
class ReportPlace : public Place {
    Q_OBJECT

public:
    ReportPlace(ProjectModel& model, JobStarter& starter, QWidget* parent = nullptr);

    QString title() const override;
    bool isReady() const override
    {
        return !m_reading.isReading() && !m_model.isOpening() && !m_model.isReading();
    }
    PagePreview* preview() const { return m_preview; }
    HandOverPanel* handOver() const { return m_handOver; }
    std::shared_ptr<const ReportPages> pages() const { return m_pages; }
    Language reportLanguage() const { return m_language; }
    void setReportLanguage(Language language);
    /// Write the report in the background; the answer stands in the banner. The suffix decides: .html or
    /// .pdf.
    void save(const QString& file);
    /// Starts the export into a new folder inside `parent`.
    void exportInto(const QString& parent);

Q_SIGNALS:
    void saved(const QString& file);

protected:
    void retranslate() override;

private:
    void buildParts();
    void take(Result<DrawnReport> drawn);
    void askForFile(const QString& suffix);
    void askForFolder();
    void showExport();
    void decideWhatToShow();

    ProjectModel& m_model;
    JobStarter& m_starter;
    Language m_language;
    std::shared_ptr<const ReportPages> m_pages;
    PagePreview* m_preview;
    HandOverPanel* m_handOver;
    Segmented* m_languages;
    Button* m_html;
    Button* m_pdf;
    Banner* m_done;
    Banner* m_problem;
    EmptyState* m_empty;
    Panel* m_panel = nullptr;
    ProjectReading<DrawnReport> m_reading;
};

/// For the composition of the window.
Place* createReportPlace(ProjectModel& model, JobStarter& starter);

} // namespace minamo
