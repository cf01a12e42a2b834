#include "GuideWindow.h"

#include "GuideBrowser.h"
#include "theme/Format.h"
#include "theme/Messages.h"
#include "theme/Theme.h"

#include <QEvent>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QListWidget>
#include <QShortcut>
#include <QVBoxLayout>

namespace minamo {

namespace {

constexpr QSize firstSize(1040, 760);
constexpr int sideWidth = 230, lineHeight = 28, pageRole = Qt::UserRole;

QListWidgetItem* itemOf(const GuideEntry& entry)
{
    auto* item = new QListWidgetItem(entry.title);
    item->setData(pageRole, entry.page);
    item->setSizeHint({ 0, entry.page.isEmpty() ? lineHeight + 8 : lineHeight });
    if (entry.page.isEmpty()) { // the heading of a group
        item->setFlags(Qt::NoItemFlags);
        item->setFont(textFont(TextSize::caption, true));
        item->setTextAlignment(Qt::AlignLeft | Qt::AlignBottom);
    }
    return item;
}

} // namespace

GuideWindow::GuideWindow(QWidget* parent) :
    QDialog(parent), m_search(new QLineEdit), m_list(new QListWidget), m_back(new IconButton("arrow-left")),
    m_forward(new IconButton("arrow-right")), m_browser(new GuideBrowser),
    m_missing(new Banner(BannerKind::danger))
{
    setObjectName("guide");
    setWindowFlag(Qt::WindowMaximizeButtonHint);
    resize(firstSize);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(1); // the window between them is the line
    layout->addWidget(makeSide());
    auto* right = new QVBoxLayout;
    right->addWidget(m_missing);
    right->addWidget(m_browser, 1);
    layout->addLayout(right, 1);
    connect(m_search, &QLineEdit::textChanged, this, &GuideWindow::filter);
    connect(m_list, &QListWidget::currentItemChanged, this, [this](QListWidgetItem* item) {
        if (item && item->data(pageRole).toString() != page())
            open(item->data(pageRole).toString());
    });
    connect(m_browser, &QTextBrowser::sourceChanged, this, &GuideWindow::followPage);
    connect(m_back, &QToolButton::clicked, m_browser, &QTextBrowser::backward);
    connect(m_forward, &QToolButton::clicked, m_browser, &QTextBrowser::forward);
    connect(m_browser, &QTextBrowser::backwardAvailable, m_back, &QWidget::setEnabled);
    connect(m_browser, &QTextBrowser::forwardAvailable, m_forward, &QWidget::setEnabled);
    m_back->setEnabled(false);
    m_forward->setEnabled(false);
    addKeys();
    retranslate();
}

QWidget* GuideWindow::makeSide()
{
    auto* side = new QWidget;
    side->setProperty("surface", "panel");
    side->setAttribute(Qt::WA_StyledBackground);
    side->setFixedWidth(sideWidth);
    m_search->setClearButtonEnabled(true);
    auto* top = new QHBoxLayout;
    top->setContentsMargins(4, 12, 12, 4);
    top->setSpacing(4);
    top->addWidget(m_back);
    top->addWidget(m_forward);
    top->addWidget(m_search, 1);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto* layout = new QVBoxLayout(side);
    layout->setContentsMargins(8, 0, 0, 8);
    layout->addLayout(top);
    layout->addWidget(m_list, 1);
    return side;
}

void GuideWindow::addKeys()
{
    const auto key = [this](const QKeySequence& keys, auto act) {
        connect(new QShortcut(keys, this), &QShortcut::activated, this, act);
    };
    key(QKeySequence("Ctrl+F"), [this] { m_search->setFocus(Qt::ShortcutFocusReason); });
    key(QKeySequence("Alt+Left"), [this] { m_browser->backward(); });
    key(QKeySequence("Alt+Right"), [this] { m_browser->forward(); });
    connect(m_search, &QLineEdit::returnPressed, m_browser, [this] { m_browser->setFocus(); });
}

void GuideWindow::retranslate()
{
    setWindowTitle(tr("Minamo user guide"));
    m_search->setPlaceholderText(tr("Search the guide"));
    m_search->setAccessibleName(m_search->placeholderText());
    m_list->setAccessibleName(tr("Contents of the guide"));
    m_back->setToolTip(tr("Back (Alt+←)"));
    m_forward->setToolTip(tr("Forward (Alt+→)"));
    for (auto* button : { m_back, m_forward })
        button->setAccessibleName(button->toolTip());
    const auto entries = guideEntries(uiLanguage());
    m_missing->setVisible(!entries);
    m_browser->setVisible(entries.has_value());
    m_entries = entries.value_or(QList<GuideEntry>());
    if (!entries)
        m_missing->setError(entries.error());
    const auto shown = page();
    fillList();
    filter();
    if (!shown.isEmpty()) {
        open(shown);
        m_browser->clearHistory(); // its pages are in the other language
    }
}

void GuideWindow::fillList()
{
    const QSignalBlocker quiet(m_list);
    m_list->clear();
    for (const auto& entry : m_entries)
        m_list->addItem(itemOf(entry));
}

/// Pages without the words of the search are hidden, and the headings of groups as long as there are any
/// words.
void GuideWindow::filter()
{
    const auto query = m_search->text().trimmed();
    QListWidgetItem* first = nullptr;
    for (int row = 0; row < m_list->count(); ++row) {
        const auto& entry = m_entries[row];
        const bool shown
            = entry.page.isEmpty() || entry.text.isEmpty() ? query.isEmpty() : isAbout(entry, query);
        m_list->item(row)->setHidden(!shown);
        if (shown && !first && !entry.page.isEmpty())
            first = m_list->item(row);
    }
    if (query.isEmpty() || !first)
        return;
    if (!m_list->currentItem() || m_list->currentItem()->isHidden())
        m_list->setCurrentItem(first);
    m_browser->moveCursor(QTextCursor::Start);
    m_browser->find(query.section(' ', 0, 0));
}

void GuideWindow::open(const QString& name)
{
    m_browser->setSource(guideUrl(uiLanguage(), name));
}

void GuideWindow::showPage(const QString& name)
{
    const bool known = std::any_of(
        m_entries.begin(), m_entries.end(), [&](const GuideEntry& entry) { return entry.page == name; });
    m_search->clear();
    if (!m_entries.isEmpty())
        open(known ? name : guideContentsPage);
    show();
    raise();
    activateWindow();
    m_browser->setFocus();
}

QString GuideWindow::page() const
{
    return QFileInfo(m_browser->source().path()).completeBaseName();
}

void GuideWindow::followPage(const QUrl& url)
{
    const QSignalBlocker quiet(m_list);
    const auto shown = QFileInfo(url.path()).completeBaseName(); // source() follows after this signal
    for (int row = 0; row < m_list->count(); ++row)
        if (m_list->item(row)->data(pageRole).toString() == shown)
            m_list->setCurrentRow(row);
}

void GuideWindow::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QDialog::changeEvent(event);
}

} // namespace minamo
