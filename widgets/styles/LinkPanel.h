#pragma once
#include "StyleData.h"

#include <QWidget>

namespace minamo {

/// "What it goes with": for each known column Cramer's V with the styles, as a bar with its number and in
/// words.
class LinkPanel : public QWidget {
    Q_OBJECT

public:
    explicit LinkPanel(QWidget* parent = nullptr);
    void setStyles(const Styles& styles);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return { 140, sizeHint().height() }; }
    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    struct Row {
        std::string column;
        double value = 0;
    };
    QString footnote() const;
    QList<Row> m_rows;
};

} // namespace minamo
