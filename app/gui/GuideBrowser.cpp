#include "GuideBrowser.h"

#include "theme/Fonts.h"
#include "theme/Theme.h"

#include <QEvent>
#include <QImage>
#include <QTextBlock>
#include <QTextTable>

namespace minamo {

namespace {

constexpr int pictureWidth = 720, pageMargin = 24; // px
constexpr int lineHeight = 150; // percent

bool holdsPicture(const QTextBlock& block)
{
    return block.text().contains(QChar::ObjectReplacementCharacter);
}

QTextBlockFormat shapeOf(const QTextBlock& block, const Theme& theme)
{
    auto format = block.blockFormat();
    const int level = format.headingLevel();
    const bool inTable = QTextCursor(block).currentTable(), inList = block.textList();
    format.setTopMargin(level == 2 ? 20 : level ? 4 : 0);
    format.setBottomMargin(inTable ? 0 : inList ? 4 : level ? 6 : 12);
    if (!holdsPicture(block))
        format.setLineHeight(level ? 120 : lineHeight, QTextBlockFormat::ProportionalHeight);
    if (format.hasProperty(QTextFormat::BlockQuoteLevel)) {
        format.setBackground(theme.accentSoft);
        format.setLeftMargin(0);
        format.setRightMargin(0);
    }
    if (format.hasProperty(QTextFormat::BlockCodeFence)) {
        format.setBackground(theme.sunken);
        format.setBottomMargin(0);
    }
    return format;
}

QTextCharFormat inkOf(QTextCharFormat format, int headingLevel, const Theme& theme)
{
    if (headingLevel) {
        format.clearProperty(QTextFormat::FontSizeAdjustment); // Markdown's own sizes
        format.setFont(textFont(headingLevel == 1 ? TextSize::title : TextSize::place, true),
            QTextCharFormat::FontPropertiesAll);
    } else if (format.fontFixedPitch()) {
        format.setFontFamilies(logFont().families());
        format.setBackground(theme.sunken);
    }
    if (format.isAnchor())
        format.setForeground(theme.accent);
    return format;
}

struct Piece {
    int from, to;
    QTextCharFormat format;
};

void dressBlock(QTextCursor cursor, const QTextBlock& block, const Theme& theme)
{
    QList<Piece> pieces; // first collected: a change of format renews the fragments
    for (auto it = block.begin(); !it.atEnd(); ++it) {
        const auto fragment = it.fragment();
        if (!fragment.charFormat().isImageFormat())
            pieces.push_back({ fragment.position(), fragment.position() + fragment.length(),
                inkOf(fragment.charFormat(), block.blockFormat().headingLevel(), theme) });
    }
    cursor.setPosition(block.position());
    cursor.setBlockFormat(shapeOf(block, theme));
    for (const auto& piece : pieces) {
        cursor.setPosition(piece.from);
        cursor.setPosition(piece.to, QTextCursor::KeepAnchor);
        cursor.setCharFormat(piece.format);
    }
}

void dressTable(QTextTable& table, const Theme& theme)
{
    auto format = table.format();
    format.setBorder(1);
    format.setBorderStyle(QTextFrameFormat::BorderStyle_Solid);
    format.setBorderBrush(theme.line);
    format.setBorderCollapse(true);
    format.setCellPadding(6);
    format.setCellSpacing(0);
    format.setBottomMargin(12);
    table.setFormat(format);
}

} // namespace

GuideBrowser::GuideBrowser(QWidget* parent) : QTextBrowser(parent)
{
    setFont(textFont());
    setFrameShape(QFrame::NoFrame);
    setOpenExternalLinks(false);
    document()->setDocumentMargin(pageMargin);
    setMinimumWidth(pictureWidth + 2 * pageMargin + 16); // and the scroll bar
    connect(this, &QTextBrowser::sourceChanged, this, &GuideBrowser::dress);
}

QVariant GuideBrowser::loadResource(int type, const QUrl& name)
{
    if (type != QTextDocument::ImageResource)
        return QTextBrowser::loadResource(type, name);
    const double ratio = devicePixelRatioF();
    QImage image(source().resolved(name).toLocalFile());
    if (image.isNull())
        return {};
    // Scaled here: the document would do it without smoothing.
    image = image.scaledToWidth(qRound(pictureWidth * ratio), Qt::SmoothTransformation);
    image.setDevicePixelRatio(ratio);
    return image;
}

void GuideBrowser::changeEvent(QEvent* event)
{
    QTextBrowser::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && !source().isEmpty())
        dress();
}

void GuideBrowser::dress()
{
    const Theme& theme = Theme::current();
    for (auto block = document()->begin(); block.isValid(); block = block.next())
        dressBlock(QTextCursor(document()), block, theme);
    for (auto* frame : document()->rootFrame()->childFrames())
        if (auto* table = qobject_cast<QTextTable*>(frame))
            dressTable(*table, theme);
}

} // namespace minamo
