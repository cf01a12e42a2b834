#include "Inspector.h"

#include "bridge/ThumbnailCache.h"
#include "map/HoverCard.h"
#include "theme/Controls.h"
#include "theme/Format.h"
#include "theme/Scales.h"

#include <QEvent>
#include <QFileInfo>
#include <QGridLayout>
#include <QPainter>
#include <QVBoxLayout>

namespace minamo {

class Inspector::Photo : public QWidget {
public:
    explicit Photo(Inspector& owner) : m_owner(owner)
    {
        setFixedHeight(216);
        setMinimumWidth(160);
    }

protected:
    void paintEvent(QPaintEvent*) override
    {
        QPainter painter(this);
        paintPhoto(painter, rect(),
            m_owner.m_row >= 0 ? m_owner.m_model.thumbnails().thumbnail(m_owner.m_row) : QImage());
    }
    void mouseDoubleClickEvent(QMouseEvent*) override
    {
        if (m_owner.m_row >= 0)
            Q_EMIT m_owner.opened(m_owner.m_row);
    }

private:
    Inspector& m_owner;
};

namespace {

class StyleGlyph : public QWidget {
public:
    explicit StyleGlyph(int slot) : m_slot(slot) { setFixedSize(14, 18); }

protected:
    void paintEvent(QPaintEvent*) override
    {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        paintGlyph(painter, { 5, 9.5 }, 9, m_slot);
    }

private:
    int m_slot;
};

} // namespace

Inspector::Inspector(ProjectModel& model, QWidget* parent) :
    QWidget(parent), m_model(model), m_photo(new Photo(*this)), m_name(new TextLabel(TextSize::body, true)),
    m_size(new TextLabel(TextSize::caption, false, TextColor::text2)), m_details(new QWidget)
{
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(12, 12, 12, 12);
    layout->setSpacing(8);
    layout->addWidget(m_photo);
    auto* head = new QHBoxLayout;
    m_name->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    head->addWidget(m_name, 1);
    head->addWidget(m_size);
    layout->addLayout(head);
    layout->addWidget(m_details);
    layout->addStretch();
    connect(&model.thumbnails(), &ThumbnailCache::thumbnailReady, m_photo, [this](int row) {
        if (row == m_row)
            m_photo->update();
    });
}

void Inspector::setData(std::shared_ptr<const StyleData> data)
{
    m_data = std::move(data);
    showRow();
}

void Inspector::setRow(int row)
{
    m_row = row;
    showRow();
}

namespace {

/// Numbers of a manifest that differ from photo to photo (a lamp's angle ...) are no groups to read.
bool isMeasurement(const Category& tag)
{
    return tag.values.size() > 20
        && std::all_of(tag.values.begin(), tag.values.end(), [](const std::string& value) {
               bool number = false;
               QString::fromStdString(value).toDouble(&number);
               return number;
           });
}

/// A date and time as it is read; any other text as it is.
std::string whenText(const std::string& value)
{
    const auto when = QDateTime::fromString(QString::fromStdString(value), Qt::ISODate);
    const bool both = when.isValid() && value.find('T') != std::string::npos;
    return both ? (formatDate(when.date()) + when.toString(" HH:mm")).toStdString() : value;
}

} // namespace

QList<QPair<QString, QString>> Inspector::lines() const
{
    QList<QPair<QString, QString>> lines;
    if (!m_data || m_row < 0 || m_row >= static_cast<int>(m_data->size()))
        return lines;
    const auto add = [&](const QString& label, const std::string& value) {
        if (!value.empty())
            lines << QPair(label, QString::fromStdString(value));
    };
    add(tr("Class"), m_data->className(m_row));
    if (m_data->hasStyles())
        lines << QPair(tr("Style"),
            styleCode(m_data->styleOf(m_row)) + QChar(0x3000)
                + styleName(*m_data, m_model, m_data->styleOf(m_row)));
    add(tr("Environment"), m_data->environmentName(m_row));
    for (const auto& tag : m_data->dataset->tags)
        if (const auto code = tag.codes[static_cast<std::size_t>(m_row)]; code >= 0 && !isMeasurement(tag))
            add(columnWord(tag.name), whenText(tag.values[static_cast<std::size_t>(code)]));
    return lines;
}

namespace {

/// Mean of each fact over the photos of a style.
double meanOf(const StyleData& data, int style, std::size_t fact)
{
    double sum = 0;
    int count = 0;
    for (std::size_t i = 0; i < data.size(); ++i)
        if (data.styleOf(static_cast<int>(i)) == style) {
            sum += factValue((*data.facts)[i], fact);
            ++count;
        }
    return count ? sum / count : 0;
}

} // namespace

void Inspector::showRow()
{
    const bool known = m_data && m_row >= 0 && m_row < static_cast<int>(m_data->size());
    m_photo->update();
    m_size->setText(known ? QString("%1 × %2 px")
                                .arg(m_data->dataset->widths[static_cast<std::size_t>(m_row)])
                                .arg(m_data->dataset->heights[static_cast<std::size_t>(m_row)])
                          : QString());
    const QString path
        = known ? QString::fromStdString(m_data->dataset->paths[static_cast<std::size_t>(m_row)]) : QString();
    m_name->setText(known ? QFileInfo(path).completeBaseName() : tr("No photo selected"));
    m_name->setToolTip(path);

    delete m_details->layout();
    qDeleteAll(m_details->findChildren<QWidget*>(QString(), Qt::FindDirectChildrenOnly));
    auto* grid = new QGridLayout(m_details);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(12);
    grid->setVerticalSpacing(4);
    grid->setColumnStretch(2, 1);
    int line = 0;
    const auto put = [&](const QString& text, int column, TextColor ink, int span = 1) {
        auto* label = new TextLabel(TextSize::body, false, ink);
        label->setText(text);
        label->setToolTip(text);
        label->setAlignment(Qt::AlignLeft | Qt::AlignTop);
        if (column > 0) {
            // Long names of classes and styles go on in the next line instead of widening the panel.
            label->setWordWrap(true);
            label->setMinimumWidth(1);
        }
        grid->addWidget(label, line, column, 1, span);
    };
    if (!known) {
        auto* hint = new TextLabel(TextSize::body, false, TextColor::text2);
        hint->setWordWrap(true);
        hint->setText(tr("Click a point of the map or a photo."));
        grid->addWidget(hint, 0, 0, 1, 3);
        return;
    }
    for (const auto& [label, value] : lines()) {
        put(label, 0, TextColor::text2);
        if (label == tr("Style")) {
            auto* cell = new QWidget;
            auto* row = new QHBoxLayout(cell);
            row->setContentsMargins(0, 0, 0, 0);
            row->setSpacing(4);
            row->addWidget(new StyleGlyph(m_data->styleOf(m_row)), 0, Qt::AlignTop);
            auto* name = new TextLabel;
            name->setText(value);
            name->setWordWrap(true);
            name->setMinimumWidth(1);
            row->addWidget(name, 1);
            grid->addWidget(cell, line, 1, 1, 2);
        } else {
            put(value, 1, TextColor::text, 2);
        }
        ++line;
    }
    if (m_data->hasStyles() && m_row < static_cast<int>(m_data->styles.membership.size())) {
        put(tr("Membership"), 0, TextColor::text2);
        put(formatNumber(m_data->styles.membership[static_cast<std::size_t>(m_row)], 2), 1, TextColor::text,
            2);
        ++line;
    }
    if (!m_data->facts || m_data->facts->size() != m_data->size())
        return;
    grid->addWidget(separatorLine(), line++, 0, 1, 3);
    auto* title = new TextLabel(TextSize::body, true);
    title->setText(tr("Measured"));
    grid->addWidget(title, line, 0);
    if (m_data->hasStyles())
        put(tr("%1 mean").arg(styleCode(m_data->styleOf(m_row))), 2, TextColor::text3);
    ++line;
    for (std::size_t fact = 0; fact < imageFactNames().size(); ++fact) {
        const auto& name = imageFactNames()[fact];
        put(factName(name), 0, TextColor::text2);
        auto* value = new TextLabel(TextSize::body);
        value->setText(
            factValueText(name, factValue((*m_data->facts)[static_cast<std::size_t>(m_row)], fact)));
        grid->addWidget(value, line, 1);
        if (m_data->hasStyles())
            put(factValueText(name, meanOf(*m_data, m_data->styleOf(m_row), fact)), 2, TextColor::text3);
        ++line;
    }
}

void Inspector::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange)
        showRow();
    QWidget::changeEvent(event);
}

} // namespace minamo
