#include "HelpDialog.h"

#include "theme/Controls.h"
#include "theme/Format.h"
#include "theme/Place.h"

#include <QTextBrowser>
#include <QVBoxLayout>

namespace minamo {

namespace {

/// Phrases help.<place>: paragraphs divided by an empty line, the first line of each is its heading.
QString htmlOf(const QString& text)
{
    QString html;
    for (const auto& part : text.split("\n\n", Qt::SkipEmptyParts)) {
        const auto heading = part.section('\n', 0, 0), body = part.section('\n', 1);
        html += "<h3>" + heading.toHtmlEscaped() + "</h3><p style=\"line-height:150%\">"
            + body.toHtmlEscaped().replace("\n", "<br>") + "</p>";
    }
    return html;
}

} // namespace

HelpDialog::HelpDialog(const QString& title, const QString& html, QWidget* parent) : QDialog(parent)
{
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(title);
    resize(560, 560);
    auto* text = new QTextBrowser;
    text->setFont(textFont());
    text->setFrameShape(QFrame::NoFrame);
    text->document()->setDocumentMargin(20);
    text->setOpenExternalLinks(false);
    text->setHtml(html);
    auto* close = new Button(tr("Close"), ButtonKind::secondary);
    connect(close, &QPushButton::clicked, this, &QDialog::accept);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 12);
    layout->addWidget(text, 1);
    auto* row = new QHBoxLayout;
    row->setContentsMargins(16, 0, 16, 0);
    row->addStretch();
    row->addWidget(close);
    layout->addLayout(row);
}

HelpDialog::HelpDialog(const Place& place, QWidget* parent) :
    HelpDialog(
        tr("Help: %1").arg(place.title()), htmlOf(phrase("help." + place.name().toStdString())), parent)
{
}

HelpDialog* HelpDialog::about(QWidget* parent)
{
    return new HelpDialog(
        tr("About Minamo"), htmlOf(phrase("help.about", { { "version", MINAMO_VERSION } })), parent);
}

} // namespace minamo
