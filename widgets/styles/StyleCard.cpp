#include "StyleCard.h"

#include "FlowRow.h"
#include "bridge/ThumbnailCache.h"
#include "map/HoverCard.h"
#include "theme/ElidedLabel.h"
#include "theme/Format.h"
#include "theme/Scales.h"
#include "theme/Tag.h"

#include <QKeyEvent>
#include <QLineEdit>
#include <QMouseEvent>
#include <QPainter>
#include <QVBoxLayout>

namespace minamo {

namespace {

constexpr int captionHeight = 20, gap = 8;
constexpr std::int64_t fewPhotos = 20; // a rate needs that many
constexpr double knownShare = 0.5; // from here a column's value is worth a tag

int firstOf(const std::vector<std::int64_t>& rows)
{
    return rows.empty() ? -1 : static_cast<int>(rows.front());
}

class GlyphLabel : public QWidget {
public:
    explicit GlyphLabel(int slot) : m_slot(slot) { setFixedSize(14, 18); }

protected:
    void paintEvent(QPaintEvent*) override
    {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        paintGlyph(painter, { 6, 9.5 }, 10, m_slot);
    }

private:
    int m_slot;
};

} // namespace

StylePhotos::StylePhotos(ThumbnailCache& thumbnails, QWidget* parent) :
    QWidget(parent), m_thumbnails(thumbnails)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    connect(&thumbnails, &ThumbnailCache::thumbnailReady, this, [this](int row) {
        if (m_rows.contains(row))
            update();
    });
}

QRectF StylePhotos::well(int index) const
{
    const double side = (width() - 2.0 * gap) / 3;
    return { index * (side + gap), 0, side, height() - captionHeight * 1.0 };
}

void StylePhotos::paintEvent(QPaintEvent*)
{
    const QString words[] = { tr("Typical"), tr("Edge"), tr("Odd") };
    QPainter painter(this);
    painter.setFont(textFont(TextSize::caption));
    painter.setPen(Theme::current().text2);
    for (int i = 0; i < 3; ++i) {
        const int row = m_rows.value(i, -1);
        paintPhoto(painter, well(i), row >= 0 ? m_thumbnails.thumbnail(row) : QImage());
        painter.drawText(QRectF(well(i).left(), well(i).bottom(), well(i).width(), captionHeight),
            Qt::AlignCenter, words[i]);
    }
}

int StylePhotos::rowAt(QPointF place) const
{
    for (int i = 0; i < 3; ++i)
        if (well(i).contains(place))
            return m_rows.value(i, -1);
    return -1;
}

void StylePhotos::mousePressEvent(QMouseEvent* event)
{
    const int row = rowAt(event->position());
    if (row >= 0)
        Q_EMIT clicked(row);
    else
        event->ignore();
}

void StylePhotos::mouseDoubleClickEvent(QMouseEvent* event)
{
    if (const int row = rowAt(event->position()); row >= 0)
        Q_EMIT opened(row);
}

void StylePhotos::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange)
        update();
    QWidget::changeEvent(event);
}

StyleCard::StyleCard(ProjectModel& model, std::shared_ptr<const StyleData> data, int style, QWidget* parent) :
    QFrame(parent), m_model(model), m_data(std::move(data)), m_style(style),
    m_code(new TextLabel(TextSize::card, true)), m_name(new ElidedLabel(TextSize::card, true)),
    m_editor(new QLineEdit), m_pencil(new IconButton("pencil", this, 14)),
    m_count(new TextLabel(TextSize::body, false, TextColor::text2)),
    m_photos(new StylePhotos(model.thumbnails())), m_facts(new QWidget), m_tags(new FlowRow)
{
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(12, 10, 12, 10);
    layout->setSpacing(6);
    buildHead();
    layout->addWidget(m_photos);
    layout->addWidget(m_facts);
    layout->addWidget(m_tags);
    const auto& found = m_data->styles.styles[static_cast<std::size_t>(style)];
    m_photos->setRows({ firstOf(found.typical), firstOf(found.edge), firstOf(found.odd) });
    connect(m_photos, &StylePhotos::clicked, this, &StyleCard::photoClicked);
    connect(m_photos, &StylePhotos::opened, this, &StyleCard::photoOpened);
    retranslate();
}

void StyleCard::buildHead()
{
    auto* head = new QHBoxLayout;
    head->setSpacing(6);
    head->addWidget(new GlyphLabel(m_style));
    head->addWidget(m_code);
    head->addWidget(m_name, 1);
    head->addWidget(m_editor, 1);
    head->addWidget(m_pencil);
    head->addWidget(m_count);
    static_cast<QVBoxLayout*>(layout())->addLayout(head);
    m_editor->hide();
    m_editor->setMaxLength(60);
    m_editor->installEventFilter(this);
    connect(m_pencil, &QToolButton::clicked, this, &StyleCard::rename);
    connect(m_editor, &QLineEdit::editingFinished, this, [this] { finishRenaming(true); });
}

QString StyleCard::shownName() const
{
    return m_name->text();
}

void StyleCard::retranslate()
{
    const auto& style = m_data->styles.styles[static_cast<std::size_t>(m_style)];
    const QString name = styleName(*m_data, m_model, m_style);
    m_code->setText(styleCode(m_style));
    m_name->setText(name);
    m_name->setToolTip(name);
    m_count->setText(formatPhotos(style.count));
    m_pencil->setToolTip(tr("Rename this style"));
    m_pencil->setAccessibleName(m_pencil->toolTip());
    m_editor->setAccessibleName(tr("Name of %1").arg(styleCode(m_style)));
    setAccessibleName(styleCode(m_style) + " " + name);
    fillFacts();
    fillTags();
}

void StyleCard::fillFacts()
{
    delete m_facts->layout();
    qDeleteAll(m_facts->findChildren<QWidget*>(QString(), Qt::FindDirectChildrenOnly));
    auto* rows = new QVBoxLayout(m_facts);
    rows->setContentsMargins(0, 2, 0, 2);
    rows->setSpacing(2);
    for (const auto& fact : factLines(m_data->styles.styles[static_cast<std::size_t>(m_style)])) {
        auto* label = new ElidedLabel(TextSize::body, false, TextColor::text2);
        label->setText(fact.label);
        auto* value = new TextLabel(TextSize::body, false, TextColor::text);
        value->setTextFormat(Qt::RichText);
        value->setText("<b>" + fact.value.toHtmlEscaped() + "</b>"
            + (fact.addition.isEmpty() ? QString() : " " + fact.addition.toHtmlEscaped()));
        auto* row = new QHBoxLayout;
        row->setSpacing(8);
        row->addWidget(label, 1);
        row->addWidget(value);
        rows->addLayout(row);
    }
}

void StyleCard::fillTags()
{
    m_tags->clear();
    const auto& style = m_data->styles.styles[static_cast<std::size_t>(m_style)];
    if (style.count < fewPhotos)
        m_tags->add(new Tag(tr("Too few (%1)").arg(formatPhotos(style.count)), TagKind::caution));
    for (const auto& share : style.shares) {
        const auto* link = m_data->styles.association(share.column);
        if (!link || share.column == "label" || share.column == "group" || share.column == "captured_at")
            continue;
        const auto most = std::max_element(share.counts.begin(), share.counts.end());
        if (most == share.counts.end()
            || static_cast<double>(*most) < knownShare * static_cast<double>(style.count))
            continue;
        const auto& value = link->values[static_cast<std::size_t>(most - share.counts.begin())];
        m_tags->add(new Tag(
            QString("%1 %2 %3")
                .arg(columnWord(share.column), QString::fromStdString(value),
                    formatPercent(static_cast<double>(*most) / static_cast<double>(style.count), 0))));
    }
    if (m_data->styles.association("label")) {
        const double link = linkOfStyle(m_data->styles, m_style, "label");
        m_tags->add(new Tag(
            tr("Link to defects: %1").arg(linkWord(link)), link >= 0.3 ? TagKind::caution : TagKind::ok));
    }
    m_tags->setVisible(m_tags->findChild<Tag*>() != nullptr);
}

void StyleCard::setChosen(bool chosen)
{
    m_chosen = chosen;
    update();
}

void StyleCard::paintEvent(QPaintEvent*)
{
    const auto& theme = Theme::current();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const double line = m_chosen ? 2 : 1;
    painter.setPen(QPen(m_chosen ? theme.accent : theme.line, line));
    painter.setBrush(theme.panel);
    painter.drawRoundedRect(QRectF(rect()).adjusted(line / 2, line / 2, -line / 2, -line / 2), 4, 4);
}

void StyleCard::mousePressEvent(QMouseEvent* event)
{
    if (event->button() == Qt::LeftButton)
        Q_EMIT clicked(m_style);
}

void StyleCard::rename()
{
    m_editor->setText(m_name->text());
    m_name->hide();
    m_pencil->hide();
    m_editor->show();
    m_editor->selectAll();
    m_editor->setFocus();
}

void StyleCard::finishRenaming(bool keep)
{
    if (m_editor->isHidden())
        return;
    const QString name = m_editor->text().trimmed();
    const QString before = m_name->text();
    m_editor->hide();
    m_name->show();
    m_pencil->show();
    if (!keep || name == before)
        return;
    // An empty name gives the automatic one back.
    m_model.edit(styleNamePointer(*m_data, m_style), name.isEmpty() ? Json() : Json(name.toStdString()),
        "style-named", { { "style", styleCode(m_style).toStdString() }, { "name", name.toStdString() } });
}

bool StyleCard::eventFilter(QObject* object, QEvent* event)
{
    if (object == m_editor && event->type() == QEvent::KeyPress
        && static_cast<QKeyEvent*>(event)->key() == Qt::Key_Escape) {
        finishRenaming(false);
        return true;
    }
    return QFrame::eventFilter(object, event);
}

} // namespace minamo
