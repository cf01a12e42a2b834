#include "start/DropZone.h"

#include "theme/Theme.h"

#include <QDragEnterEvent>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QMimeData>
#include <QPainter>

namespace minamo {

QString folderOf(const QMimeData* data)
{
    for (const auto& url : data->urls())
        if (url.isLocalFile() && QFileInfo(url.toLocalFile()).isDir())
            return url.toLocalFile();
    return {};
}

DropZone::DropZone(QWidget* parent) :
    QWidget(parent), m_title(new TextLabel(TextSize::place, true)),
    m_text(new TextLabel(TextSize::body, false, TextColor::text2)),
    m_open(new Button(ButtonKind::primary, ButtonSize::large)),
    m_sample(new Button(ButtonKind::secondary, ButtonSize::large))
{
    setAcceptDrops(true);
    setFixedHeight(100);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(32, 20, 28, 20);
    layout->setSpacing(20);
    layout->addWidget(new IconLabel("folder", 36, TextColor::accent));
    auto* texts = new QVBoxLayout;
    texts->setSpacing(4);
    texts->addStretch();
    m_text->setWordWrap(true);
    texts->addWidget(m_title);
    texts->addWidget(m_text);
    texts->addStretch();
    layout->addLayout(texts, 1);
    layout->addWidget(m_open);
    layout->addWidget(m_sample);
    m_open->setObjectName("openFolder");
    m_sample->setObjectName("makeSample");
    connect(m_open, &QPushButton::clicked, this, &DropZone::openAsked);
    connect(m_sample, &QPushButton::clicked, this, &DropZone::sampleAsked);
    retranslate();
}

void DropZone::retranslate()
{
    m_title->setText(tr("Drop a photo folder here"));
    m_text->setText(tr("Subfolders are read as classes or environments. JPEG, PNG, BMP, TIFF"));
    m_open->setText(tr("Open folder…"));
    m_open->setToolTip("Ctrl+N");
    m_sample->setText(tr("Try the sample plant"));
    m_sample->setToolTip(tr("Makes photos of an invented plant and analyses them. Takes a few minutes."));
}

void DropZone::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QWidget::changeEvent(event);
}

void DropZone::dragEnterEvent(QDragEnterEvent* event)
{
    if (folderOf(event->mimeData()).isEmpty())
        return;
    m_over = true;
    update();
    event->acceptProposedAction();
}

void DropZone::dragLeaveEvent(QDragLeaveEvent*)
{
    m_over = false;
    update();
}

void DropZone::dropEvent(QDropEvent* event)
{
    m_over = false;
    update();
    event->acceptProposedAction();
    Q_EMIT folderDropped(folderOf(event->mimeData()));
}

void DropZone::paintEvent(QPaintEvent*)
{
    const Theme& theme = Theme::current();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    QPen pen(m_over ? theme.accent : theme.border, m_over ? 2 : 1);
    pen.setDashPattern({ 4, 3 });
    painter.setPen(pen);
    painter.setBrush(m_over ? theme.accentSoft : theme.panel);
    painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), 6, 6);
}

} // namespace minamo
