#include "PagePreview.h"

#include "theme/Theme.h"

#include <QPaintEvent>
#include <QPainter>

namespace minamo {

namespace {

constexpr int gap = 24, pageHeight = PagePreview::pageWidth * 297 / 210;

} // namespace

/// The column of pages; paints those in sight.
class PagePreview::Sheets : public QWidget {
public:
    std::vector<QImage> pages;

    QRect pageRect(int index) const
    {
        return { (width() - pageWidth) / 2, gap + index * (pageHeight + gap), pageWidth, pageHeight };
    }
    QSize sizeHint() const override
    {
        return { pageWidth + 2 * gap, gap + int(pages.size()) * (pageHeight + gap) };
    }

protected:
    void paintEvent(QPaintEvent* event) override
    {
        const auto& theme = Theme::current();
        QPainter painter(this);
        painter.fillRect(event->rect(), theme.window);
        painter.setRenderHint(QPainter::SmoothPixmapTransform);
        for (int i = 0; i < int(pages.size()); ++i) {
            const QRect page = pageRect(i);
            if (!page.intersects(event->rect()))
                continue;
            painter.drawImage(page, pages[std::size_t(i)]);
            painter.setPen(theme.line);
            painter.drawRect(page.adjusted(-1, -1, 0, 0));
        }
    }
};

PagePreview::PagePreview(QWidget* parent) : QScrollArea(parent), m_sheets(new Sheets)
{
    setWidget(m_sheets);
    setWidgetResizable(true);
    setFrameShape(QFrame::NoFrame);
}

void PagePreview::setPages(std::vector<QImage> pages)
{
    m_sheets->pages = std::move(pages);
    m_sheets->setMinimumSize(m_sheets->sizeHint());
    m_sheets->updateGeometry();
    m_sheets->update();
}

int PagePreview::pages() const
{
    return int(m_sheets->pages.size());
}

} // namespace minamo
