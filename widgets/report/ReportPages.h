#pragma once
#include "PageSlices.h"

namespace minamo {

/// A report laid out on A4 pages: the preview and the PDF paint the same pages. May be made and painted in
/// any thread, one at a time.
class ReportPages {
public:
    explicit ReportPages(std::shared_ptr<const ReportData> report);
    ReportPages(const ReportPages&) = delete;

    const ReportData& report() const { return *m_report; }
    int count() const { return int(m_pages.size()); }
    /// Paints page `index` (from 0) in units of a tenth of a millimetre; `words`: collects every text.
    void paint(QPainter& painter, int index, QStringList* words = nullptr) const;
    /// The page as an image of this width, px.
    QImage image(int index, int width) const;
    /// Every text on every page, in the order of painting.
    QStringList words() const;

private:
    struct Placed {
        const Slice* slice = nullptr;
        double y = 0;
    };
    void breakIntoPages();
    void paintFooter(PageCanvas& canvas, int index) const;

    std::shared_ptr<const ReportData> m_report;
    std::vector<QImage> m_photos;
    Slices m_slices;
    std::vector<std::vector<Placed>> m_pages;
};

/// Writes all pages as one PDF (A4, text can be selected), beside the file and renamed.
/// Errors: "file.cannot-write" {path}.
Result<void> writePdf(const ReportPages& pages, const QString& file);

} // namespace minamo
