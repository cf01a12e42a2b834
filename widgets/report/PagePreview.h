#pragma once
#include <QImage>
#include <QScrollArea>
#include <vector>

namespace minamo {

/// Pages one below the other, as they will be printed.
class PagePreview : public QScrollArea {
    Q_OBJECT

public:
    explicit PagePreview(QWidget* parent = nullptr);
    /// Images of all pages, `pageWidth` device-independent px wide each.
    void setPages(std::vector<QImage> pages);
    int pages() const;
    static constexpr int pageWidth = 794; ///< A4 at 96 dpi

private:
    class Sheets;
    Sheets* m_sheets;
};

} // namespace minamo
