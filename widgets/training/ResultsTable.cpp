#include "ResultsTable.h"

#include "evaluation/Evaluation.h"
#include "theme/Fonts.h"
#include "theme/Format.h"
#include "theme/Theme.h"
#include "theme/Whisker.h"

#include <QEvent>
#include <QPainter>
#include <QPainterPath>
#include <algorithm>

namespace minamo {

namespace {

constexpr int headHeight = 46, rowHeight = 50, nameWidth = 150, figureWidth = 72, gap = 16;

void fill(ResultsRow& row, const Rate& accuracy, const InspectionErrors& errors, bool augmented)
{
    const auto put = [augmented](ResultsRow::Pair& pair, const Rate& rate) {
        (augmented ? pair.after : pair.before) = rate;
    };
    put(row.accuracy, accuracy);
    put(row.overReject, errors.overReject);
    put(row.miss, errors.miss);
    row.photos = std::max(row.photos, accuracy.of);
}

bool enough(const ResultsRow::Pair& pair)
{
    const auto& rate = pair.before ? pair.before : pair.after;
    return rate && rate->of >= fewestForRate;
}

double sortKey(const ResultsRow& row)
{
    const auto& rate = row.accuracy.before ? row.accuracy.before : row.accuracy.after;
    return enough(row.accuracy) ? rate->value() : 2;
}

/// 12.4 of 30 photos: counts are means over seeds and not always whole.
QString countOf(const Rate& rate)
{
    const bool whole = std::abs(rate.count - std::round(rate.count)) < 0.05;
    return formatNumber(rate.count, whole ? 0 : 1) + " / " + formatCount(rate.of);
}

} // namespace

QList<ResultsRow> resultsRows(const TrainReport& report)
{
    QList<ResultsRow> rows;
    ResultsRow total;
    total.total = true;
    total.hurts = report.compared && report.comparison.verdict == "hurts";
    for (const auto& method : report.totals) {
        const bool augmented = method.method == "guide";
        for (const auto& fold : method.folds) {
            const QString name = QString::fromStdString(fold.holdout);
            auto found
                = std::find_if(rows.begin(), rows.end(), [&](const ResultsRow& r) { return r.name == name; });
            if (found == rows.end()) {
                rows.push_back({});
                found = rows.end() - 1;
                found->name = name;
            }
            fill(*found, fold.accuracy, fold.errors, augmented);
        }
        fill(total, method.accuracy, method.errors, augmented);
    }
    std::stable_sort(rows.begin(), rows.end(),
        [](const ResultsRow& a, const ResultsRow& b) { return sortKey(a) < sortKey(b); });
    if (!report.totals.empty())
        rows.push_back(total);
    return rows;
}

ResultsTable::ResultsTable(QWidget* parent) : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void ResultsTable::setReport(const TrainReport& report)
{
    m_rows = resultsRows(report);
    m_inspection = !report.okClasses.empty();
    updateGeometry();
    update();
}

QSize ResultsTable::sizeHint() const
{
    return { 820, headHeight + static_cast<int>(m_rows.size()) * rowHeight };
}
QSize ResultsTable::minimumSizeHint() const
{
    return { 560, sizeHint().height() };
}

const ResultsRow::Pair& ResultsTable::pairOf(const ResultsRow& row, int column)
{
    return column == 0 ? row.accuracy : column == 1 ? row.overReject : row.miss;
}

QString ResultsTable::columnName(int column) const
{
    return column == 0 ? tr("Accuracy") : column == 1 ? tr("Over-reject") : tr("Miss");
}

QRectF ResultsTable::column(int index) const
{
    const int columns = m_inspection ? 3 : 1;
    const double room = (width() - 24.0 - nameWidth - columns * gap) / columns;
    return { 12 + nameWidth + gap + index * (room + gap), 0, room, static_cast<double>(height()) };
}

double ResultsTable::scaleOf(int column) const
{
    double most = 0.2;
    for (const auto& row : m_rows)
        for (const auto* rate : { &pairOf(row, column).before, &pairOf(row, column).after })
            if (*rate && (*rate)->of >= fewestForRate)
                most = std::max(most, (*rate)->high);
    return column == 0 ? 1.0 : std::min(1.0, std::ceil(most * 5) / 5);
}

QChar ResultsTable::markOf(int row, int column) const
{
    const auto& pair = pairOf(m_rows[row], column);
    if (!pair.before || !pair.after || !enough(pair))
        return {};
    const double rise = pair.after->value() - pair.before->value();
    if (column == 0)
        return rise > -1e-9 ? QChar() : m_rows[row].hurts ? QChar(0x25B2) : QChar(0x2193);
    return rise > 1e-9 ? QChar(0x2191) : QChar();
}

QStringList ResultsTable::cellTexts(int row, int column) const
{
    const auto& pair = pairOf(m_rows[row], column);
    QStringList texts;
    for (const auto* rate : { &pair.before, &pair.after })
        if (*rate)
            texts << ((*rate)->of >= fewestForRate ? formatPercent((*rate)->value()) : countOf(**rate));
    return texts;
}

void ResultsTable::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    if (m_rows.isEmpty())
        return;
    paintHeader(painter);
    for (int row = 0; row < m_rows.size(); ++row)
        paintRow(painter, row);
}

void ResultsTable::paintHeader(QPainter& painter) const
{
    const auto& theme = Theme::current();
    painter.setFont(textFont(TextSize::caption));
    painter.setPen(theme.text2);
    painter.drawText(QRectF(12, 22, nameWidth, 20), Qt::AlignLeft | Qt::AlignVCenter, tr("Held out"));
    for (int c = 0; c < (m_inspection ? 3 : 1); ++c) {
        const auto box = column(c);
        painter.drawText(
            QRectF(box.left(), 4, box.width(), 18), Qt::AlignLeft | Qt::AlignVCenter, columnName(c));
        const double chart = box.width() - figureWidth, scale = scaleOf(c);
        const int parts = chart < 130 ? 1 : scale > 0.7 ? 2 : 4;
        for (int i = 0; i <= parts; ++i) {
            const QString words = formatNumber(scale * 100 * i / parts, 0) + (i == parts ? "%" : "");
            const double x = box.left() + chart * i / parts;
            const double width = painter.fontMetrics().horizontalAdvance(words) + 4;
            painter.drawText(QRectF(i == 0        ? x
                                     : i == parts ? x - width + 4
                                                  : x - width / 2,
                                 22, width, 20),
                Qt::AlignLeft | Qt::AlignVCenter, words);
        }
    }
    painter.fillRect(QRectF(0, headHeight - 1, width(), 1), theme.border);
}

void ResultsTable::paintRow(QPainter& painter, int row) const
{
    const auto& theme = Theme::current();
    const auto& data = m_rows[row];
    const QRectF box(0, headHeight + row * rowHeight, width(), rowHeight);
    painter.fillRect(QRectF(0, box.bottom() - 1, width(), 1), theme.line);
    painter.setFont(textFont(TextSize::body, data.total));
    painter.setPen(theme.text);
    painter.drawText(QRectF(12, box.top() + 5, nameWidth, 20), Qt::AlignLeft | Qt::AlignVCenter,
        painter.fontMetrics().elidedText(data.total ? tr("All") : data.name, Qt::ElideRight, nameWidth));
    painter.setFont(textFont(TextSize::caption));
    painter.setPen(data.photos < fewestForRate ? theme.caution : theme.text2);
    painter.drawText(QRectF(12, box.top() + 25, nameWidth, 18), Qt::AlignLeft | Qt::AlignVCenter,
        data.photos < fewestForRate ? tr("Too few (%1)").arg(formatPhotos(data.photos))
                                    : formatPhotos(data.photos));
    for (int c = 0; c < (m_inspection ? 3 : 1); ++c) {
        const auto area = column(c);
        paintPair(painter, QRectF(area.left(), box.top(), area.width(), rowHeight - 1), row, c);
    }
}

void ResultsTable::paintPair(QPainter& painter, const QRectF& box, int row, int columnIndex) const
{
    const auto& theme = Theme::current();
    const auto& pair = pairOf(m_rows[row], columnIndex);
    const double chart = box.width() - figureWidth, scale = scaleOf(columnIndex);
    const bool both = pair.before && pair.after;
    const auto mark = markOf(row, columnIndex);
    const bool worse = mark == QChar(0x25B2);
    for (const bool after : { false, true }) {
        const auto& rate = after ? pair.after : pair.before;
        if (!rate)
            continue;
        const double y = !both ? box.center().y() : box.top() + (after ? 33.5 : 15.5);
        painter.setFont(textFont(TextSize::caption, after));
        const QColor ink = after && worse ? theme.caution : after ? theme.text : theme.text2;
        painter.setPen(ink);
        QString words = rate->of >= fewestForRate ? formatPercent(rate->value()) : countOf(*rate);
        if (after && !mark.isNull())
            words = QString(mark) + QChar(0x2009) + words;
        painter.drawText(QRectF(box.right() - figureWidth + 4, y - 10, figureWidth - 4, 20),
            Qt::AlignRight | Qt::AlignVCenter, words);
        if (rate->of < fewestForRate)
            continue;
        const auto x = [&](double value) { return box.left() + std::clamp(value / scale, 0.0, 1.0) * chart; };
        paintWhisker(painter, *rate, after, y, x);
    }
    if (!enough(pair) && (pair.before || pair.after)) {
        painter.setFont(textFont(TextSize::caption));
        painter.setPen(theme.caution);
        const auto of = (pair.before ? pair.before : pair.after)->of;
        painter.drawText(QRectF(box.left(), box.top(), chart, box.height()),
            Qt::AlignLeft | Qt::AlignVCenter | Qt::TextWordWrap,
            of > 0 ? tr("No rate from %1").arg(formatPhotos(of)) : tr("None of this kind"));
    }
}

void ResultsTable::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange)
        update();
    QWidget::changeEvent(event);
}

} // namespace minamo
