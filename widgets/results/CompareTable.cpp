#include "CompareTable.h"

#include "bridge/ThumbnailCache.h"
#include "map/HoverCard.h"
#include "theme/Fonts.h"
#include "theme/Format.h"
#include "theme/Scales.h"
#include "theme/Whisker.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <algorithm>
#include <cmath>

namespace minamo {

namespace {

constexpr int headHeight = 48, rowHeight = 53, placeWidth = 34, photoWidth = 40, figureWidth = 64, gap = 14;

QString countOf(double count)
{
    const bool whole = std::abs(count - std::round(count)) < 0.05;
    return formatNumber(count, whole ? 0 : 1);
}

} // namespace

CompareTable::CompareTable(QWidget* parent) : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setFocusPolicy(Qt::StrongFocus);
}

void CompareTable::setThumbnails(ThumbnailCache* thumbnails)
{
    m_thumbnails = thumbnails;
    connect(thumbnails, &ThumbnailCache::thumbnailReady, this, qOverload<>(&QWidget::update));
}

void CompareTable::setRows(QList<CompareRow> rows, bool okKnown, bool compared)
{
    m_rows = std::move(rows);
    m_okKnown = okKnown;
    m_compared = compared;
    m_row = std::min<int>(m_row, static_cast<int>(m_rows.size()) - 1);
    m_column = std::min(m_column, columns() - 1);
    updateGeometry();
    update();
}

void CompareTable::setHeading(const QString& heading)
{
    m_heading = heading;
    update();
}

void CompareTable::setChosen(int row, int column)
{
    m_row = row;
    m_column = std::clamp(column, 0, columns() - 1);
    update();
}

QSize CompareTable::sizeHint() const
{
    return { 860, headHeight + static_cast<int>(m_rows.size()) * rowHeight };
}
QSize CompareTable::minimumSizeHint() const
{
    return { 600, sizeHint().height() };
}

const Rate& CompareTable::rate(int row, int column, int which) const
{
    const auto& figures = m_rows[row].figures.figures[static_cast<std::size_t>(which)];
    return !m_okKnown ? figures.accuracy : column == 0 ? figures.errors.overReject : figures.errors.miss;
}

const PairedTest& CompareTable::test(int row, int column) const
{
    const auto& figures = m_rows[row].figures;
    return !m_okKnown ? figures.accuracy : column == 0 ? figures.overReject : figures.miss;
}

double CompareTable::nameWidth() const
{
    return std::clamp(width() * 0.25, 150.0, 280.0);
}

QRectF CompareTable::column(int index) const
{
    const double left = placeWidth + photoWidth + 8 + nameWidth();
    const double room = (width() - 12 - left) / columns() - gap;
    return { left + gap + index * (room + gap), 0, room, static_cast<double>(height()) };
}

QRectF CompareTable::cellRect(int row, int columnIndex) const
{
    const auto box = column(columnIndex);
    return { box.left(), headHeight + row * rowHeight * 1.0, box.width(), rowHeight - 1.0 };
}

double CompareTable::scale() const
{
    if (!m_okKnown)
        return 1;
    double most = 0.1;
    for (int row = 0; row < m_rows.size(); ++row)
        for (int column = 0; column < columns(); ++column)
            for (const int which : { 0, 1 })
                if (const auto& shown = rate(row, column, which); missingForRate(shown) == 0)
                    most = std::max(most, shown.high);
    return std::min(1.0, std::ceil(most * 5) / 5);
}

QStringList CompareTable::cellTexts(int row, int column) const
{
    QStringList texts;
    for (const int which : { 0, 1 }) {
        if (which == 0 && !m_compared)
            continue;
        const auto& shown = rate(row, column, which);
        QString words = missingForRate(shown) == 0 ? formatPercent(shown.value())
                                                   : countOf(shown.count) + " / " + formatPhotos(shown.of);
        const auto mark = QString::fromStdString(test(row, column).mark(!m_okKnown));
        if (which == 1 && m_compared && !mark.isEmpty())
            words = mark + QChar(0x2009) + words;
        texts << words;
    }
    return texts;
}

void CompareTable::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    if (m_rows.isEmpty())
        return;
    paintHeader(painter);
    for (int row = 0; row < m_rows.size(); ++row) {
        const QRectF box(0, headHeight + row * rowHeight, width(), rowHeight);
        if (row == m_row)
            painter.fillRect(box, Theme::current().accentSoft);
        painter.fillRect(QRectF(0, box.bottom() - 1, width(), 1), Theme::current().line);
        paintName(painter, row);
        for (int c = 0; c < columns(); ++c)
            paintCell(painter, row, c);
    }
}

void CompareTable::paintHeader(QPainter& painter) const
{
    const auto& theme = Theme::current();
    painter.setPen(theme.text2);
    painter.setFont(textFont(TextSize::caption));
    painter.drawText(QRectF(placeWidth, 24, nameWidth(), 20), Qt::AlignLeft | Qt::AlignVCenter, m_heading);
    const QString names[] = { m_okKnown ? tr("Over-reject") : tr("Accuracy"), tr("Miss") };
    for (int c = 0; c < columns(); ++c) {
        const auto box = column(c);
        painter.setFont(textFont(TextSize::caption, m_row >= 0 && c == m_column));
        painter.drawText(QRectF(box.left(), 4, box.width(), 18), Qt::AlignLeft | Qt::AlignVCenter, names[c]);
        painter.setFont(textFont(TextSize::caption));
        const double chart = box.width() - figureWidth;
        const int parts = chart < 110 ? 1 : 2;
        for (int i = 0; i <= parts; ++i) {
            const QString words = formatNumber(scale() * 100 * i / parts, 0) + (i == parts ? "%" : "");
            painter.drawText(QRectF(box.left() + chart * i / parts - 30, 24, 60, 20), Qt::AlignCenter, words);
        }
        if (m_compared)
            painter.drawText(QRectF(box.right() - figureWidth, 8, figureWidth, 36),
                Qt::AlignRight | Qt::AlignVCenter, tr("before\nafter"));
    }
    painter.fillRect(QRectF(0, headHeight - 1, width(), 1), theme.border);
}

void CompareTable::paintName(QPainter& painter, int row) const
{
    const auto& theme = Theme::current();
    const auto& data = m_rows[row];
    const bool total = data.figures.kind == "all", few = data.figures.tooFew(m_okKnown);
    const double top = headHeight + row * rowHeight;
    painter.setFont(textFont(TextSize::body));
    painter.setPen(theme.text2);
    if (!total)
        painter.drawText(QRectF(0, top, placeWidth, rowHeight - 1), Qt::AlignCenter,
            few ? QString(QChar(0x2014)) : QString::number(row + 1));
    if (data.photo >= 0)
        paintPhoto(painter, QRectF(placeWidth, top + 6, photoWidth, rowHeight - 13),
            m_thumbnails ? m_thumbnails->thumbnail(data.photo) : QImage());
    double left = placeWidth + (total ? 0 : photoWidth + 8);
    const double right = placeWidth + photoWidth + 8 + nameWidth();
    const double first = left;
    if (data.slot >= 0) {
        paintGlyph(painter, { left + 6, top + 17 }, 10, data.slot);
        left += 18;
    }
    painter.setPen(theme.text);
    painter.setFont(textFont(TextSize::body, true));
    if (!data.code.isEmpty()) {
        painter.drawText(QRectF(left, top + 6, 40, 22), Qt::AlignLeft | Qt::AlignVCenter, data.code);
        left += painter.fontMetrics().horizontalAdvance(data.code) + 12;
        painter.setFont(textFont(TextSize::body));
    }
    painter.drawText(QRectF(left, top + 6, right - left, 22), Qt::AlignLeft | Qt::AlignVCenter,
        painter.fontMetrics().elidedText(data.name, Qt::ElideRight, static_cast<int>(right - left)));
    QString counts = formatPhotos(data.figures.photos);
    if (m_okKnown)
        counts = tr("%1 (good %2, bad %3)")
                     .arg(counts, formatCount(data.figures.ok), formatCount(data.figures.defects));
    if (few && !total)
        counts = tr("Too few") + QStringLiteral("\u2002") + counts;
    painter.setFont(textFont(TextSize::caption));
    painter.setPen(few && !total ? theme.caution : theme.text2);
    painter.drawText(QRectF(first, top + 27, right - first, 18), Qt::AlignLeft | Qt::AlignVCenter,
        painter.fontMetrics().elidedText(counts, Qt::ElideRight, static_cast<int>(right - first)));
}

void CompareTable::paintCell(QPainter& painter, int row, int columnIndex) const
{
    const auto& theme = Theme::current();
    const auto box = cellRect(row, columnIndex);
    const double chart = box.width() - figureWidth, most = scale();
    painter.setPen(QPen(theme.line, 1));
    for (const double share : { 0.0, 0.5, 1.0 })
        painter.drawLine(QPointF(box.left() + share * chart, box.top() + 5),
            QPointF(box.left() + share * chart, box.bottom() - 5));
    const auto x = [&](double value) { return box.left() + std::clamp(value / most, 0.0, 1.0) * chart; };
    const auto texts = cellTexts(row, columnIndex);
    for (int i = 0; i < texts.size(); ++i) {
        const bool after = !m_compared || i == 1;
        const auto& shown = rate(row, columnIndex, after ? 1 : 0);
        const double y = !m_compared ? box.center().y() : box.top() + (after ? 35 : 17);
        const bool worse = after && m_compared && test(row, columnIndex).worse();
        painter.setFont(textFont(TextSize::body, after));
        painter.setPen(worse ? theme.caution : after ? theme.text : theme.text2);
        painter.drawText(QRectF(box.right() - figureWidth - 20, y - 10, figureWidth + 20, 20),
            Qt::AlignRight | Qt::AlignVCenter, texts[i]);
        if (missingForRate(shown) == 0)
            paintWhisker(painter, shown, after, y, x);
    }
    if (const auto& shown = rate(row, columnIndex, 1); missingForRate(shown) > 0) {
        painter.setFont(textFont(TextSize::caption));
        painter.setPen(theme.caution);
        painter.drawText(QRectF(box.left() + 4, box.top(), chart - 24, box.height()),
            Qt::AlignLeft | Qt::AlignVCenter | Qt::TextWordWrap,
            shown.of > 0 ? tr("No rate from %1 (%2 more needed)")
                               .arg(formatPhotos(shown.of), formatCount(missingForRate(shown)))
                         : tr("None of this kind"));
    }
}

void CompareTable::choose(int row, int column)
{
    if (row < 0 || row >= m_rows.size())
        return;
    setChosen(row, column);
    Q_EMIT chosen(m_row, m_column);
}

void CompareTable::mousePressEvent(QMouseEvent* event)
{
    const int row = (static_cast<int>(event->position().y()) - headHeight) / rowHeight;
    if (event->position().y() < headHeight)
        return;
    choose(row, columns() > 1 && event->position().x() >= column(1).left() - gap / 2.0 ? 1 : 0);
}

void CompareTable::keyPressEvent(QKeyEvent* event)
{
    switch (event->key()) {
    case Qt::Key_Up:
        return choose(std::max(0, m_row - 1), m_column);
    case Qt::Key_Down:
        return choose(std::min<int>(static_cast<int>(m_rows.size()) - 1, m_row + 1), m_column);
    case Qt::Key_Left:
        return choose(std::max(0, m_row), 0);
    case Qt::Key_Right:
        return choose(std::max(0, m_row), columns() - 1);
    default:
        QWidget::keyPressEvent(event);
    }
}

void CompareTable::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange)
        update();
    QWidget::changeEvent(event);
}

} // namespace minamo
