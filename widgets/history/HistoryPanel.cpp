#include "history/HistoryPanel.h"

#include "theme/Format.h"
#include "theme/Icons.h"
#include "theme/Messages.h"
#include "theme/Theme.h"

#include <QEvent>
#include <QListWidget>
#include <QPainter>
#include <QStyledItemDelegate>
#include <QVBoxLayout>

namespace minamo {

namespace {

constexpr int cursorRole = Qt::UserRole, whenRole = Qt::UserRole + 1;
constexpr int lineHeight = 30, margin = 8;

QString timeOf(const Edit& edit)
{
    const auto time = QDateTime::fromString(QString::fromStdString(edit.time), Qt::ISODateWithMs);
    return time.isValid() ? formatWhen(time.toLocalTime()) : QString();
}

/// The time stands at the right and is never cut; long words are.
class LineDelegate : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override
    {
        QStyledItemDelegate::paint(painter, option, index);
        painter->save();
        painter->setFont(textFont(TextSize::caption));
        painter->setPen(Theme::current().text2);
        painter->drawText(option.rect.adjusted(0, 0, -margin, 0), Qt::AlignRight | Qt::AlignVCenter,
            index.data(whenRole).toString());
        painter->restore();
    }

protected:
    void initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const override
    {
        QStyledItemDelegate::initStyleOption(option, index);
        const int when
            = QFontMetrics(textFont(TextSize::caption)).horizontalAdvance(index.data(whenRole).toString());
        const int room = option->rect.width() - option->decorationSize.width() - when - 4 * margin;
        option->text = option->fontMetrics.elidedText(option->text, Qt::ElideRight, room);
    }
};

} // namespace

HistoryPanel::HistoryPanel(ProjectModel& model, QWidget* parent) :
    HistoryPanel(model, new QWidget, parent) { }

HistoryPanel::HistoryPanel(ProjectModel& model, QWidget* content, QWidget* parent) :
    Panel("history", content, parent), m_model(model), m_list(new QListWidget),
    m_empty(new EmptyState("undo"))
{
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setTextElideMode(Qt::ElideRight);
    m_list->setUniformItemSizes(true);
    m_list->setItemDelegate(new LineDelegate(m_list));
    auto* layout = new QVBoxLayout(content);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_empty, 1);
    layout->addWidget(m_list, 1);
    content->setMinimumWidth(280);
    const auto go
        = [this](const QListWidgetItem* item) { m_model.goTo(item->data(cursorRole).toULongLong()); };
    connect(m_list, &QListWidget::itemClicked, this, go);
    connect(m_list, &QListWidget::itemActivated, this, go); // Enter
    for (const auto signal : { &ProjectModel::opened, &ProjectModel::closed, &ProjectModel::barrierChanged })
        connect(&model, signal, this, &HistoryPanel::rebuild);
    connect(&model, &ProjectModel::documentChanged, this, &HistoryPanel::rebuild);
    retranslate();
}

/// What was undone stays in the list, in grey, until another edit takes its place.
void HistoryPanel::addLine(std::size_t cursor, const QString& words, const QString& when)
{
    const auto now = m_model.project()->cursor();
    auto* item = new QListWidgetItem(words);
    item->setData(whenRole, when);
    item->setData(cursorRole, QVariant::fromValue<qulonglong>(cursor));
    item->setToolTip(cursor == now ? words + QChar('\n') + tr("You are here")
            : cursor < now         ? tr("Go back to here: %1").arg(words)
                                   : tr("Redo up to here: %1").arg(words));
    item->setSizeHint({ 0, lineHeight });
    auto font = textFont(TextSize::body);
    font.setBold(cursor == now);
    item->setFont(font);
    item->setForeground(cursor > now ? Theme::current().text2 : Theme::current().text);
    item->setIcon(icon(cursor == now ? "check" : cursor < now ? "undo" : "redo"));
    m_list->addItem(item);
    if (cursor == now)
        m_list->setCurrentItem(item);
}

void HistoryPanel::rebuild()
{
    m_list->clear();
    const bool any = m_model.isOpen() && !m_model.project()->history().empty();
    m_empty->setVisible(!any);
    m_list->setVisible(any);
    m_list->setEnabled(!m_model.barrier());
    if (!any)
        return;
    const auto& history = m_model.project()->history();
    for (auto cursor = history.size(); cursor > 0; --cursor)
        addLine(cursor, phrase("edit." + history[cursor - 1].what, history[cursor - 1].values),
            timeOf(history[cursor - 1]));
    addLine(0, tr("Before the first change"), {});
}

void HistoryPanel::retranslate()
{
    setTitle(tr("History"));
    m_list->setAccessibleName(tr("History"));
    m_empty->setTexts(
        tr("No changes yet"), tr("Every change you make appears here; a click takes you back to it."));
    rebuild();
}

void HistoryPanel::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange || event->type() == QEvent::PaletteChange)
        retranslate();
    Panel::changeEvent(event);
}

} // namespace minamo
