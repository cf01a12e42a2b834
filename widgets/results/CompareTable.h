#pragma once
#include "evaluation/Evaluation.h"

#include <QPointer>
#include <QWidget>

class QPainter;

namespace minamo {

class ThumbnailCache;

/// One line of the table: a style, an environment, or all photos.
struct CompareRow {
    EvaluationRow figures;
    QString code, name;
    int slot = -1; ///< glyph of a style; -1 = none
    int photo = -1; ///< row of the data set that stands for it; -1 = none
};

/// Before (hollow grey, above) and after (filled accent, below) with 95 % Wilson whiskers, worst first:
/// over-reject and miss in columns of their own, or accuracy where no class means OK. Click or arrow keys
/// choose a row and a column.
class CompareTable : public QWidget {
    Q_OBJECT

public:
    explicit CompareTable(QWidget* parent = nullptr);
    void setThumbnails(ThumbnailCache* thumbnails);
    void setRows(QList<CompareRow> rows, bool okKnown, bool compared);
    const QList<CompareRow>& rows() const { return m_rows; }
    void setHeading(const QString& heading);
    void setChosen(int row, int column);
    int chosenRow() const { return m_row; }
    int chosenColumn() const { return m_column; }
    QRectF cellRect(int row, int column) const;
    /// As painted: before, after (one text if there is one classifier).
    QStringList cellTexts(int row, int column) const;
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

Q_SIGNALS:
    void chosen(int row, int column);

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    int columns() const { return m_okKnown ? 2 : 1; }
    const Rate& rate(int row, int column, int which) const;
    const PairedTest& test(int row, int column) const;
    QRectF column(int index) const;
    double nameWidth() const;
    double scale() const;
    void choose(int row, int column);
    void paintHeader(QPainter& painter) const;
    void paintName(QPainter& painter, int row) const;
    void paintCell(QPainter& painter, int row, int column) const;

    QPointer<ThumbnailCache> m_thumbnails;
    QList<CompareRow> m_rows;
    QString m_heading;
    bool m_okKnown = true, m_compared = true;
    int m_row = -1, m_column = 0;
};

} // namespace minamo
