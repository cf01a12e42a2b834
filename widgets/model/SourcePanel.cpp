#include "SourcePanel.h"

#include "theme/ElidedLabel.h"
#include "theme/Format.h"

#include <QEvent>
#include <QGridLayout>
#include <QTextBlock>
#include <QTextBrowser>
#include <QTextDocument>
#include <QVBoxLayout>

namespace minamo {

namespace {

/// Headings in the sizes of the window instead of a web page's.
void setHeadingSizes(QTextDocument& document)
{
    for (auto block = document.begin(); block.isValid(); block = block.next()) {
        const int level = block.blockFormat().headingLevel();
        if (level == 0)
            continue;
        QTextCursor cursor(block);
        cursor.movePosition(QTextCursor::EndOfBlock, QTextCursor::KeepAnchor);
        QTextCharFormat format = cursor.charFormat();
        format.clearProperty(QTextFormat::FontSizeAdjustment);
        format.setFont(
            textFont(level == 1 ? TextSize::card : TextSize::body, true), QTextCharFormat::FontPropertiesAll);
        cursor.setCharFormat(format);
    }
}

} // namespace

SourcePanel::SourcePanel(QWidget* parent) :
    QWidget(parent), m_rows(new QGridLayout), m_cardTitle(new TextLabel(TextSize::body, true)),
    m_card(new QTextBrowser)
{
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(12, 10, 12, 12);
    layout->setSpacing(8);
    m_rows->setHorizontalSpacing(12);
    m_rows->setVerticalSpacing(4);
    m_rows->setColumnStretch(1, 1);
    layout->addLayout(m_rows);
    layout->addSpacing(2);
    layout->addWidget(m_cardTitle);
    layout->addWidget(m_card, 1);
    m_card->setOpenLinks(false); // nothing is fetched
    m_card->setFrameShape(QFrame::NoFrame);
    showModel();
}

void SourcePanel::setModel(const ModelFacts& facts)
{
    m_facts = facts;
    showModel();
}

QString SourcePanel::licence() const
{
    return m_facts.folder.licence.empty() ? tr("not told: ask who gave you the weights")
                                          : QString::fromStdString(m_facts.folder.licence);
}

void SourcePanel::showModel()
{
    while (auto* item = m_rows->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    const auto add = [this](const QString& name, const QString& value) {
        const int row = m_rows->rowCount();
        auto* left = new TextLabel(TextSize::body, false, TextColor::text2);
        left->setText(name);
        auto* words = new ElidedLabel;
        words->setText(value);
        m_rows->addWidget(left, row, 0);
        m_rows->addWidget(words, row, 1);
    };
    const auto& folder = m_facts.folder;
    QStringList files;
    for (const auto& file : folder.weights)
        files.push_back(QString::fromStdString(file.filename().string()));
    add(tr("Licence"), licence());
    add(tr("Source"),
        m_facts.builtIn ? tr("comes with Minamo") : QString::fromStdString(folder.root.string()));
    add(tr("Weights"), files.join(", "));
    add(tr("Size"),
        tr("%1, %2 numbers in %3 arrays")
            .arg(formatBytes(static_cast<double>(m_facts.bytes())), formatCount(m_facts.parameters()),
                formatCount(static_cast<qint64>(m_facts.tensors.size()))));
    m_cardTitle->setText(tr("Model card (words of its makers)"));
    m_cardTitle->setVisible(!m_facts.card.empty());
    m_card->setVisible(!m_facts.card.empty());
    m_card->setMarkdown(QString::fromStdString(m_facts.card));
    setHeadingSizes(*m_card->document());
}

void SourcePanel::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange)
        showModel();
    QWidget::changeEvent(event);
}

} // namespace minamo
