#include "ReportPages.h"

#include "PdfText.h"

#include <QBuffer>
#include <QPageLayout>
#include <QPdfWriter>
#include <QSaveFile>

namespace minamo {

ReportPages::ReportPages(std::shared_ptr<const ReportData> report) : m_report(std::move(report))
{
    for (const auto& photo : m_report->photos)
        m_photos.push_back(QImage::fromData(reinterpret_cast<const uchar*>(photo.data()), int(photo.size())));
    const SliceContext context { *m_report, m_photos };
    for (const auto& block : m_report->blocks)
        std::visit([&](const auto& one) { addSlices(m_slices, one, context); }, block);
    breakIntoPages();
}

/// What keeps with the next moves to the next page together with it; a slice with a head brings its head.
void ReportPages::breakIntoPages()
{
    m_pages.emplace_back();
    double y = page::top;
    for (std::size_t i = 0; i < m_slices.size();) {
        std::size_t end = i;
        double wanted = 0;
        do
            wanted += m_slices[end].height + (end > i ? m_slices[end].before : 0);
        while (m_slices[end++].keepWithNext && end < m_slices.size());
        const bool opens = m_pages.back().empty();
        const double before = opens ? 0 : m_slices[i].before;
        if (!opens && (m_slices[i].newPage || y + before + wanted > page::bottom)) {
            m_pages.emplace_back();
            y = page::top;
            if (const auto& head = m_slices[i].head) {
                m_pages.back().push_back({ head.get(), y });
                y += head->height;
            }
        }
        for (bool first = m_pages.back().empty(); i < end; ++i, first = false) {
            y += first ? 0 : m_slices[i].before;
            m_pages.back().push_back({ &m_slices[i], y });
            y += m_slices[i].height;
        }
    }
}

void ReportPages::paint(QPainter& painter, int index, QStringList* words) const
{
    PageCanvas canvas(painter, words);
    for (const auto& placed : m_pages[std::size_t(index)])
        placed.slice->paint(canvas, { page::left, placed.y });
    paintFooter(canvas, index);
}

void ReportPages::paintFooter(PageCanvas& canvas, int index) const
{
    const auto& theme = canvas.theme();
    const QRectF line(page::left, page::footer + 6, page::room, 44);
    canvas.rule(page::left, page::footer, page::room, theme.line);
    canvas.line(line.adjusted(0, 0, -1000, 0), qtText(m_report->footer), 8.5, false, theme.text2);
    canvas.line(line.adjusted(770, 0, -140, 0), qtText(m_report->footerNote), 8.5, false, theme.text2,
        Qt::AlignRight | Qt::AlignVCenter);
    canvas.line(line, QString("%1 / %2").arg(index + 1).arg(count()), 8.5, false, theme.text2,
        Qt::AlignRight | Qt::AlignVCenter);
}

QImage ReportPages::image(int index, int width) const
{
    const double scale = width / page::width;
    QImage image(width, int(page::height * scale), QImage::Format_RGB32);
    image.fill(Qt::white);
    QPainter painter(&image);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setRenderHint(QPainter::TextAntialiasing);
    painter.scale(scale, scale);
    paint(painter, index);
    return image;
}

QStringList ReportPages::words() const
{
    QStringList words;
    QImage nowhere(8, 8, QImage::Format_RGB32);
    QPainter painter(&nowhere);
    for (int i = 0; i < count(); ++i)
        paint(painter, i, &words);
    return words;
}

Result<void> writePdf(const ReportPages& pages, const QString& file)
{
    const auto cannot = [&](const QSaveFile& target) {
        return fail(
            "file.cannot-write", { { "path", file.toStdString() } }, target.errorString().toStdString());
    };
    QByteArray bytes;
    {
        QBuffer buffer(&bytes);
        buffer.open(QIODevice::WriteOnly);
        QPdfWriter writer(&buffer);
        writer.setResolution(254); // a device pixel is a tenth of a millimetre
        writer.setPageSize(QPageSize(QPageSize::A4));
        writer.setPageMargins(QMarginsF(0, 0, 0, 0));
        writer.setTitle(qtText(pages.report().title));
        writer.setCreator("Minamo");
        QPainter painter(&writer);
        for (int i = 0; i < pages.count(); ++i) {
            if (i > 0)
                writer.newPage();
            pages.paint(painter, i);
        }
    }
    restoreDrawnCharacters(bytes, pages.words().join(QString()));
    QSaveFile target(file);
    if (!target.open(QIODevice::WriteOnly) || target.write(bytes) != bytes.size() || !target.commit())
        return cannot(target);
    return {};
}

} // namespace minamo
