#include "AboutDialog.h"

#include "theme/Controls.h"
#include "theme/Format.h"

#include <QVBoxLayout>

namespace minamo {

namespace {

/// Phrase window.about: paragraphs divided by an empty line, the first line of each is its heading.
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

AboutDialog::AboutDialog(QWidget* parent) : QDialog(parent)
{
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("About Minamo"));
    auto* text = new TextLabel;
    text->setTextFormat(Qt::RichText);
    text->setWordWrap(true);
    text->setText(htmlOf(phrase("window.about", { { "version", MINAMO_VERSION } })));
    text->setMinimumWidth(420);
    auto* close = new Button(tr("Close"), ButtonKind::secondary);
    connect(close, &QPushButton::clicked, this, &QDialog::accept);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(20, 8, 20, 16);
    layout->setSpacing(12);
    layout->addWidget(text, 1);
    layout->addWidget(close, 0, Qt::AlignRight);
}

} // namespace minamo
