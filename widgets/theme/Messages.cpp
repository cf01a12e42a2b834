#include "theme/Messages.h"

#include "theme/Format.h"
#include "theme/Icons.h"
#include "theme/Theme.h"

#include <QEvent>
#include <QPainter>
#include <QPlainTextEdit>
#include <QVBoxLayout>

namespace minamo {

EmptyState::EmptyState(const QString& iconName, QWidget* parent) :
    QFrame(parent), m_missing(new TextLabel(TextSize::card, true)),
    m_sentence(new TextLabel(TextSize::body, false, TextColor::text2)),
    m_button(new Button(ButtonKind::primary))
{
    setProperty("surface", "sunken");
    setAttribute(Qt::WA_StyledBackground);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(24, 24, 24, 24);
    layout->setSpacing(8);
    layout->addStretch();
    layout->addWidget(new IconLabel(iconName, 32), 0, Qt::AlignHCenter);
    for (auto* label : { m_missing, m_sentence }) {
        label->setAlignment(Qt::AlignCenter);
        label->setWordWrap(true);
        layout->addWidget(label);
    }
    layout->addSpacing(4);
    layout->addWidget(m_button, 0, Qt::AlignHCenter);
    layout->addStretch();
    connect(m_button, &QPushButton::clicked, this, &EmptyState::clicked);
}

void EmptyState::setTexts(const QString& missing, const QString& sentence, const QString& button)
{
    m_missing->setText(missing);
    m_sentence->setText(sentence);
    m_button->setText(button);
    m_button->setVisible(!button.isEmpty());
}

namespace {

const char* iconOf(BannerKind kind)
{
    return kind == BannerKind::info ? "info" : "warning";
}
TextColor colorOf(BannerKind kind)
{
    return kind == BannerKind::danger ? TextColor::danger
        : kind == BannerKind::caution ? TextColor::caution
                                      : TextColor::accent;
}

} // namespace

Banner::Banner(BannerKind kind, QWidget* parent) :
    QFrame(parent), m_kind(kind), m_text(new TextLabel), m_button(new Button(ButtonKind::secondary)),
    m_more(new Button(ButtonKind::quiet)), m_details(new QPlainTextEdit)
{
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(12, 6, 12, 6);
    auto* row = new QHBoxLayout;
    row->setSpacing(8);
    row->addWidget(new IconLabel(iconOf(kind), 18, colorOf(kind)));
    m_text->setTextFormat(Qt::RichText);
    m_text->setWordWrap(true);
    m_text->setMinimumHeight(28);
    row->addWidget(m_text, 1);
    row->addWidget(m_button);
    row->addWidget(m_more);
    layout->addLayout(row);
    m_details->setReadOnly(true);
    m_details->setFont(logFont());
    m_details->setFixedHeight(96);
    m_details->hide();
    layout->addWidget(m_details);
    m_more->setCheckable(true);
    m_more->setText(tr("Details"));
    connect(m_more, &QPushButton::toggled, m_details, &QWidget::setVisible);
    connect(m_button, &QPushButton::clicked, this, &Banner::clicked);
    setTexts({}, {});
}

void Banner::setTexts(
    const QString& sentence, const QString& nextStep, const QString& button, const QString& details)
{
    m_text->setText("<b>" + sentence.toHtmlEscaped() + "</b>&nbsp; " + nextStep.toHtmlEscaped());
    m_button->setText(button);
    m_button->setVisible(!button.isEmpty());
    m_details->setPlainText(details);
    m_more->setVisible(!details.isEmpty());
    if (details.isEmpty())
        m_more->setChecked(false);
}

void Banner::setError(const Error& error, const QString& button)
{
    const auto phrases = uiPhrases();
    setTexts(QString::fromStdString(phrases.sentence(error)), QString::fromStdString(phrases.hint(error)),
        button, QString::fromStdString(error.detail));
}

void Banner::paintEvent(QPaintEvent*)
{
    const Theme& theme = Theme::current();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(m_kind == BannerKind::info ? theme.line : textColor(colorOf(m_kind)));
    painter.setBrush(m_kind == BannerKind::danger ? theme.dangerSoft
            : m_kind == BannerKind::caution       ? theme.cautionSoft
                                                  : theme.sunken);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4);
}

void Banner::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange)
        m_more->setText(tr("Details"));
    QFrame::changeEvent(event);
}

} // namespace minamo
