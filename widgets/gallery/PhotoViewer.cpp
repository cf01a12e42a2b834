#include "PhotoViewer.h"

#include "bridge/ThumbnailCache.h"
#include "map/HoverCard.h"
#include "theme/Fonts.h"
#include "theme/Theme.h"

#include <QKeyEvent>
#include <QPainter>
#include <QScreen>

namespace minamo {

namespace {

/// Null if there is none in the answer. The pixels stay where the answer has them.
QImage photoOf(const InteractiveAnswer& answer)
{
    const auto pixels
        = answer.file ? answer.file->require("pixels", DType::u8, 3) : tl::make_unexpected(Error());
    if (!pixels || pixels->shape[2] != 3)
        return {};
    const auto height = static_cast<int>(pixels->shape[0]), width = static_cast<int>(pixels->shape[1]);
    using Held = std::shared_ptr<const SafetensorsFile>;
    return QImage(
        pixels->data<uchar>(), width, height, qsizetype { 3 } * width, QImage::Format_RGB888,
        [](void* held) { delete static_cast<Held*>(held); }, new Held(answer.file));
}

} // namespace

PhotoViewer::PhotoViewer(ProjectModel& model, QWidget* parent) :
    QDialog(parent), m_model(model), m_client(new InteractiveClient(model, this))
{
    resize(900, 720);
    setModal(false);
    connect(&model, &ProjectModel::closed, this, &QWidget::close);
}

void PhotoViewer::open(int row, const QVector<int>& order, std::function<QString(int)> caption)
{
    m_order = order;
    m_caption = std::move(caption);
    showRow(row);
    QDialog::show();
    raise();
    activateWindow();
}

void PhotoViewer::showRow(int row)
{
    const auto dataset = m_model.dataset();
    if (!dataset || row < 0 || row >= static_cast<int>(dataset->size()))
        return;
    m_row = row;
    m_complete = false;
    m_note.clear();
    m_image = m_model.thumbnails().thumbnail(row);
    const auto& relative = dataset->paths[static_cast<std::size_t>(row)];
    setWindowTitle(QString::fromStdString(relative));
    const QSize frame = screen()->size() * devicePixelRatioF();
    const Json what { { "photo", dataset->ids[static_cast<std::size_t>(row)] }, { "width", frame.width() },
        { "height", frame.height() } };
    m_client->ask(this, "photo", what, [this, row](Result<InteractiveAnswer> answer) { take(row, answer); });
    update();
    Q_EMIT rowChanged(row);
}

void PhotoViewer::take(int row, const Result<InteractiveAnswer>& answer)
{
    if (row != m_row || (!answer && answer.error().code == "cancelled"))
        return;
    const QImage photo = answer ? photoOf(*answer) : QImage();
    m_complete = true;
    if (photo.isNull())
        m_note = tr("The original file cannot be shown; this is the thumbnail.");
    else
        m_image = photo;
    update();
}

void PhotoViewer::step(int by)
{
    const auto at = m_order.indexOf(m_row);
    if (at >= 0 && at + by >= 0 && at + by < m_order.size())
        showRow(m_order[at + by]);
}

void PhotoViewer::keyPressEvent(QKeyEvent* event)
{
    switch (event->key()) {
    case Qt::Key_Left:
        return step(-1);
    case Qt::Key_Right:
        return step(1);
    default:
        QDialog::keyPressEvent(event);
    }
}

void PhotoViewer::paintEvent(QPaintEvent*)
{
    const auto& theme = Theme::current();
    QPainter painter(this);
    painter.fillRect(rect(), theme.panel);
    const QRectF well(12, 12, width() - 24, height() - 64);
    paintPhoto(painter, well, m_image);
    painter.setFont(textFont());
    painter.setPen(theme.text);
    const QRectF words(12, height() - 48, width() - 24, 24);
    painter.drawText(words, Qt::AlignLeft | Qt::AlignVCenter,
        painter.fontMetrics().elidedText(
            m_caption ? m_caption(m_row) : QString(), Qt::ElideRight, width() - 24));
    painter.setFont(textFont(TextSize::caption));
    painter.setPen(theme.text2);
    painter.drawText(words.translated(0, 21), Qt::AlignLeft | Qt::AlignVCenter,
        m_note.isEmpty() ? tr("← → next photo, Esc closes") : m_note);
}

void PhotoViewer::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange)
        update();
    QDialog::changeEvent(event);
}

} // namespace minamo
