#pragma once
#include "data/TrainReport.h"

#include <QWidget>
#include <optional>

class QPainter;

namespace minamo {

/// One held-out environment: the same figure of both classifiers.
struct ResultsRow {
    QString name;
    std::int64_t photos = 0;
    struct Pair {
        std::optional<Rate> before, after; ///< plain, augmented
    };
    Pair accuracy, overReject, miss;
    bool total = false;
    bool hurts = false; ///< the paired test says: augmented is right less often, and that is no accident
};

/// Rows of a report, worst first by the plain classifier's accuracy (environments with fewer than 20 photos
/// last), the total at the end.
QList<ResultsRow> resultsRows(const TrainReport& report);


/// Plain (hollow grey, above) and augmented (filled accent, below) per held-out environment with 95 % Wilson
/// whiskers: accuracy, over-reject and miss in columns of their own.
class ResultsTable : public QWidget {
    Q_OBJECT

public:
    explicit ResultsTable(QWidget* parent = nullptr);
    void setReport(const TrainReport& report);
    const QList<ResultsRow>& rows() const { return m_rows; }
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;
    /// Text of one cell as painted: column 0 accuracy, 1 over-reject, 2 miss.
    QStringList cellTexts(int row, int column) const;
    /// Before the later figure: ▲ where the paired test says "worse" (it is made of the total accuracy only), ↓ or ↑
    /// where a figure got worse and nothing was tested; null otherwise.
    QChar markOf(int row, int column) const;

protected:
    void paintEvent(QPaintEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    static const ResultsRow::Pair& pairOf(const ResultsRow& row, int column);
    QString columnName(int column) const;
    QRectF column(int index) const;
    double scaleOf(int column) const;
    void paintHeader(QPainter& painter) const;
    void paintRow(QPainter& painter, int row) const;
    void paintPair(QPainter& painter, const QRectF& box, int row, int column) const;

    QList<ResultsRow> m_rows;
    bool m_inspection = false; ///< OK classes known: over-reject and miss mean something
};

} // namespace minamo
