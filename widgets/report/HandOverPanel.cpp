#include "HandOverPanel.h"

#include "report/Figures.h"
#include "theme/Format.h"

#include <QEvent>
#include <QLineEdit>
#include <QVBoxLayout>

namespace minamo {

namespace {

TextLabel* wrapped(TextSize size, bool bold, TextColor colour)
{
    auto* label = new TextLabel(size, bold, colour);
    label->setWordWrap(true);
    return label;
}

} // namespace

HandOverPanel::HandOverPanel(QWidget* parent) :
    QWidget(parent), m_missingTitle(wrapped(TextSize::card, true, TextColor::text)), m_list(new QVBoxLayout),
    m_packageTitle(wrapped(TextSize::card, true, TextColor::text)),
    m_packageText(wrapped(TextSize::body, false, TextColor::text2)),
    m_licenceTitle(wrapped(TextSize::body, false, TextColor::text2)), m_licence(new QLineEdit),
    m_licenceHint(wrapped(TextSize::caption, false, TextColor::text3)),
    m_ownTitle(wrapped(TextSize::body, false, TextColor::text2)), m_own(new QLineEdit),
    m_ownHint(wrapped(TextSize::caption, false, TextColor::text3)),
    m_export(new Button(ButtonKind::secondary))
{
    setProperty("surface", "panel");
    setAttribute(Qt::WA_StyledBackground);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(12, 12, 12, 12);
    layout->setSpacing(8);
    layout->addWidget(m_missingTitle);
    m_list->setSpacing(8);
    layout->addLayout(m_list);
    layout->addSpacing(8);
    layout->addWidget(separatorLine());
    layout->addSpacing(8);
    for (QWidget* widget : std::initializer_list<QWidget*> { m_packageTitle, m_packageText, m_licenceTitle,
             m_licence, m_licenceHint, m_ownTitle, m_own, m_ownHint })
        layout->addWidget(widget);
    layout->addWidget(m_export, 0, Qt::AlignLeft);
    layout->addStretch();
    connect(m_export, &QPushButton::clicked, this, &HandOverPanel::exportAsked);
    retranslate();
}

QString HandOverPanel::dataLicence() const
{
    return m_licence->text().trimmed();
}

QString HandOverPanel::classifierLicence() const
{
    return m_own->isHidden() ? QString() : m_own->text().trimmed();
}

void HandOverPanel::setMissing(const std::vector<MissingStep>& missing)
{
    m_missing = missing;
    fillMissing();
}

void HandOverPanel::setExport(bool hasClassifier, bool busy, bool own)
{
    m_hasClassifier = hasClassifier;
    m_export->setEnabled(hasClassifier && !busy);
    m_licence->setEnabled(hasClassifier);
    for (QWidget* widget : std::initializer_list<QWidget*> { m_ownTitle, m_own, m_ownHint })
        widget->setVisible(hasClassifier && own);
    retranslate();
}

QString HandOverPanel::placeWord(const std::string& name) const
{
    return name == "data"   ? tr("To Data")
        : name == "latents" ? tr("To Latents")
        : name == "train"   ? tr("To Train")
                            : tr("To Results");
}

void HandOverPanel::fillMissing()
{
    while (auto* item = m_list->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    m_ways.clear();
    m_missingTitle->setText(m_missing.empty() ? tr("Nothing is missing") : tr("Still missing"));
    if (m_missing.empty()) {
        auto* label = wrapped(TextSize::body, false, TextColor::text2);
        label->setText(tr("Every step of the analysis is in the report."));
        m_list->addWidget(label);
    }
    for (const auto& step : m_missing) {
        auto* label = wrapped(TextSize::body, false, TextColor::text2);
        label->setText(
            QString::fromStdString(plainText(richText(uiPhrases().text("report.missing." + step.code)))));
        m_list->addWidget(label);
        auto* way = new Button(placeWord(step.place), ButtonKind::secondary);
        connect(way, &QPushButton::clicked, this,
            [this, place = step.place] { Q_EMIT placeAsked(QString::fromStdString(place)); });
        m_ways << way;
        m_list->addWidget(way, 0, Qt::AlignLeft);
    }
}

void HandOverPanel::retranslate()
{
    m_packageTitle->setText(tr("Package for the line"));
    m_packageText->setText(
        m_hasClassifier ? tr(
            "One folder with classifier, styles, thresholds and a model card. It runs without this project.")
                        : tr("A classifier has to be trained first."));
    m_licenceTitle->setText(tr("Licence of the photos"));
    m_licenceHint->setText(tr("For example “internal use only”. It is written into the model card."));
    m_licence->setAccessibleName(m_licenceTitle->text());
    m_ownTitle->setText(tr("Licence of the plant's own classifier"));
    m_ownHint->setText(tr("Needed where a training stands on it, unless its config.json says it."));
    m_own->setAccessibleName(m_ownTitle->text());
    m_export->setText(tr("Export package…"));
    fillMissing();
}

void HandOverPanel::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QWidget::changeEvent(event);
}

} // namespace minamo
