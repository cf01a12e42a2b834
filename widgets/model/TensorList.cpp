#include "TensorList.h"

#include "theme/Format.h"

#include <QEvent>
#include <QHeaderView>
#include <QLineEdit>
#include <QSortFilterProxyModel>
#include <QStandardItemModel>
#include <QTableView>
#include <QVBoxLayout>

namespace minamo {

namespace {

QStandardItem* cell(const QString& text, qint64 sortedBy, bool number)
{
    auto* item = new QStandardItem(text);
    item->setEditable(false);
    item->setData(sortedBy, Qt::UserRole);
    if (number)
        item->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
    return item;
}

/// The whole name and the type in a tooltip: a narrow panel shows the end of the name.
QStandardItem* nameCell(const ModelTensor& tensor, qint64 number)
{
    auto* item = cell(QString::fromStdString(tensor.name), number, false);
    item->setToolTip(QString::fromStdString(tensor.name + "  " + tensor.dtype));
    return item;
}

QString shapeText(const ModelTensor& tensor)
{
    QStringList sides;
    for (const auto side : tensor.shape)
        sides.push_back(QString::number(side));
    return sides.join(QString::fromUtf8(" × "));
}

} // namespace

TensorList::TensorList(QWidget* parent) :
    QWidget(parent), m_search(new QLineEdit),
    m_count(new TextLabel(TextSize::caption, false, TextColor::text2)), m_items(new QStandardItemModel(this)),
    m_found(new QSortFilterProxyModel(this)), m_table(new QTableView)
{
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(12, 10, 12, 12);
    layout->setSpacing(8);
    auto* row = new QHBoxLayout;
    row->addWidget(m_search, 1);
    row->addWidget(m_count);
    layout->addLayout(row);
    layout->addWidget(m_table, 1);
    m_search->setClearButtonEnabled(true);
    m_found->setSourceModel(m_items);
    m_found->setFilterCaseSensitivity(Qt::CaseInsensitive);
    m_found->setSortRole(Qt::UserRole);
    m_table->setModel(m_found);
    m_table->setShowGrid(false);
    m_table->setWordWrap(false);
    m_table->setTextElideMode(Qt::ElideLeft); // what tells them apart stands at the end
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setDefaultSectionSize(28);
    connect(m_search, &QLineEdit::textChanged, this, [this](const QString& text) {
        m_found->setFilterFixedString(text);
        retranslate();
    });
}

void TensorList::setTensors(const std::vector<ModelTensor>& tensors)
{
    m_items->clear();
    qint64 number = 0;
    for (const auto& tensor : tensors)
        m_items->appendRow({ nameCell(tensor, number++), cell(shapeText(tensor), tensor.elements, false),
            cell(formatCount(tensor.elements), tensor.elements, true) });
    retranslate();
    m_table->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    if (!tensors.empty())
        m_table->horizontalHeader()->setSectionResizeMode(0, QHeaderView::Stretch);
    m_table->setSortingEnabled(true);
    m_table->sortByColumn(0, Qt::AscendingOrder);
}

int TensorList::shown() const
{
    return m_found->rowCount();
}

void TensorList::retranslate()
{
    m_items->setHorizontalHeaderLabels({ tr("Name"), tr("Shape"), tr("Numbers") });
    m_search->setPlaceholderText(tr("Search by name"));
    m_search->setAccessibleName(m_search->placeholderText());
    m_count->setText(tr("%1 of %2").arg(formatCount(shown()), formatCount(m_items->rowCount())));
}

void TensorList::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QWidget::changeEvent(event);
}

} // namespace minamo
