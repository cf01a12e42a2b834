#include "forms/OptionForm.h"

#include "theme/Format.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QEvent>
#include <QGridLayout>
#include <QLineEdit>
#include <QSpinBox>
#include <QStyle>
#include <algorithm>
#include <cmath>

namespace minamo {

namespace {

QString joined(const Json& list)
{
    QStringList texts;
    for (const auto& item : list)
        texts.push_back(QString::fromStdString(item.is_string() ? item.get<std::string>() : item.dump()));
    return texts.join(", ");
}

/// The text itself if it is no whole number of this range.
Json wholeOf(const QString& text, const OptionInfo& info)
{
    bool ok = false;
    const qlonglong number = text.trimmed().toLongLong(&ok);
    const auto real = static_cast<double>(number);
    ok = ok && real >= info.minimum && real <= info.maximum;
    return ok ? Json(number) : Json(text.trimmed().toStdString());
}

Json textValue(const QString& text, const OptionField& field)
{
    if (field.kind == FieldKind::text)
        return text.toStdString();
    if (field.kind == FieldKind::large)
        return wholeOf(text, field.info);
    Json list = Json::array();
    for (const auto& part : text.split(QChar(','), Qt::SkipEmptyParts))
        list.push_back(field.kind == FieldKind::textList ? Json(part.trimmed().toStdString())
                                                         : wholeOf(part, field.info));
    return list;
}

bool isReadable(const QString& text, const OptionField& field)
{
    const auto isText = [](const Json& value) { return value.is_string(); };
    const Json value = textValue(text, field);
    if (field.kind == FieldKind::large)
        return !isText(value);
    return field.kind != FieldKind::wholeList || std::none_of(value.begin(), value.end(), isText);
}

int wholeLimit(double limit)
{
    return static_cast<int>(std::clamp(limit, -2e9, 2e9));
}

} // namespace

OptionForm::OptionForm(std::string stage, std::vector<OptionField> fields, QWidget* parent) :
    QWidget(parent), m_stage(std::move(stage)), m_grid(new QGridLayout(this)),
    m_fold(new Button(ButtonKind::quiet, ButtonSize::small))
{
    m_grid->setContentsMargins(0, 0, 0, 0);
    m_grid->setHorizontalSpacing(12);
    m_grid->setVerticalSpacing(8);
    m_grid->setColumnStretch(1, 1);
    std::stable_sort(fields.begin(), fields.end(),
        [](const OptionField& a, const OptionField& b) { return a.info.advanced < b.info.advanced; });
    for (auto& field : fields) {
        auto* control = makeControl(field);
        m_rows.push_back(
            { std::move(field), new TextLabel(TextSize::body, false, TextColor::text2), control, {} });
        const auto& row = m_rows.back();
        const int line = static_cast<int>(m_rows.size()) + (row.field.info.advanced ? 1 : 0);
        m_grid->addWidget(row.label, line, 0);
        m_grid->addWidget(row.control, line, 1);
        row.label->setBuddy(row.control);
        row.control->setObjectName(QString::fromStdString(row.field.name));
        setValue(row.field.name, row.field.value);
    }
    const auto plain = std::count_if(
        m_rows.begin(), m_rows.end(), [](const Row& row) { return !row.field.info.advanced; });
    m_grid->addWidget(m_fold, static_cast<int>(plain) + 1, 0, 1, 2, Qt::AlignLeft);
    connect(m_fold, &QPushButton::clicked, this, [this] {
        m_unfolded = !m_unfolded;
        retranslate();
        refold();
    });
    retranslate();
    refold();
}

QWidget* OptionForm::makeControl(const OptionField& field)
{
    if (field.kind == FieldKind::truth) {
        auto* box = new QCheckBox;
        connect(box, &QCheckBox::toggled, this, &OptionForm::changed);
        return box;
    }
    if (field.kind == FieldKind::whole) {
        auto* box = new QSpinBox;
        box->setRange(wholeLimit(field.info.minimum), wholeLimit(field.info.maximum));
        box->setSuffix(
            field.info.unit.empty() ? QString() : QChar(0x202F) + QString::fromStdString(field.info.unit));
        connect(box, &QSpinBox::valueChanged, this, &OptionForm::changed);
        return box;
    }
    if (field.kind == FieldKind::real) {
        auto* box = new QDoubleSpinBox;
        const double size = std::abs(field.value.get<double>());
        box->setDecimals(size > 0 && size < 0.01 ? 6 : 2);
        box->setRange(std::max(field.info.minimum, -1e9), std::min(field.info.maximum, 1e9));
        box->setSingleStep(size > 0 ? std::pow(10.0, std::floor(std::log10(size)) - 1) * 5 : 0.1);
        connect(box, &QDoubleSpinBox::valueChanged, this, &OptionForm::changed);
        return box;
    }
    return makeText(field);
}

QWidget* OptionForm::makeText(const OptionField& field)
{
    if (field.kind == FieldKind::text && !field.info.choices.empty()) {
        auto* box = new QComboBox;
        box->setSizeAdjustPolicy(
            QComboBox::AdjustToMinimumContentsLengthWithIcon); // long words do not widen a panel
        for (const auto& choice : field.info.choices)
            box->addItem(QString::fromStdString(choice), QString::fromStdString(choice));
        connect(box, &QComboBox::currentIndexChanged, this, &OptionForm::changed);
        return box;
    }
    auto* line = new QLineEdit;
    connect(line, &QLineEdit::textChanged, this, [this, line, field] {
        mark(line, field);
        Q_EMIT changed();
    });
    return line;
}

void OptionForm::mark(QLineEdit* line, const OptionField& field)
{
    line->setProperty("unreadable", !isReadable(line->text(), field));
    line->style()->unpolish(line); // a style sheet looks at properties only then
    line->style()->polish(line);
}

QString OptionForm::unreadable() const
{
    for (const auto& row : m_rows)
        if (row.control->property("unreadable").toBool())
            return row.label->text();
    return {};
}

void OptionForm::setValue(const std::string& name, const Json& value)
{
    auto* widget = control(name);
    if (auto* check = qobject_cast<QCheckBox*>(widget))
        check->setChecked(value.get<bool>());
    else if (auto* whole = qobject_cast<QSpinBox*>(widget))
        whole->setValue(value.get<int>());
    else if (auto* real = qobject_cast<QDoubleSpinBox*>(widget))
        real->setValue(value.get<double>());
    else if (auto* choice = qobject_cast<QComboBox*>(widget))
        choice->setCurrentIndex(choice->findData(QString::fromStdString(value.get<std::string>())));
    else if (auto* line = qobject_cast<QLineEdit*>(widget))
        line->setText(value.is_array() ? joined(value) : joined(Json::array({ value })));
}

Json OptionForm::values() const
{
    Json values = Json::object();
    for (const auto& [field, label, widget, words] : m_rows) {
        auto& value = values[field.name];
        if (const auto* check = qobject_cast<QCheckBox*>(widget))
            value = check->isChecked();
        else if (const auto* whole = qobject_cast<QSpinBox*>(widget))
            value = whole->value();
        else if (const auto* real = qobject_cast<QDoubleSpinBox*>(widget))
            value = real->value();
        else if (const auto* choice = qobject_cast<QComboBox*>(widget))
            value = choice->currentData().toString().toStdString();
        else if (const auto* line = qobject_cast<QLineEdit*>(widget))
            value = textValue(line->text(), field);
    }
    return values;
}

QWidget* OptionForm::control(const std::string& name) const
{
    for (const auto& row : m_rows)
        if (row.field.name == name)
            return row.control;
    return nullptr;
}

void OptionForm::setChoices(
    const std::string& name, const QStringList& values, std::function<QString(const QString&)> text)
{
    for (auto& row : m_rows) {
        if (row.field.name != name || row.field.kind != FieldKind::text)
            continue;
        const auto before = QString::fromStdString(this->values().at(name).get<std::string>());
        auto* box = new QComboBox;
        box->setObjectName(row.control->objectName());
        box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
        for (const auto& value : values)
            box->addItem(text(value), value);
        box->setCurrentIndex(qMax(0, box->findData(before)));
        connect(box, &QComboBox::currentIndexChanged, this, &OptionForm::changed);
        delete m_grid->replaceWidget(row.control, box);
        row.control->deleteLater();
        row.control = box;
        row.label->setBuddy(box);
        row.words = std::move(text);
    }
    retranslate();
    refold();
}

void OptionForm::refold()
{
    bool advanced = false;
    for (const auto& row : m_rows) {
        const bool shown = m_unfolded || !row.field.info.advanced;
        row.label->setVisible(shown);
        row.control->setVisible(shown);
        advanced = advanced || row.field.info.advanced;
    }
    m_fold->setVisible(advanced);
}

void OptionForm::retranslate()
{
    const auto phrases = uiPhrases();
    for (const auto& row : m_rows) {
        const auto key = "option." + m_stage + "." + row.field.name;
        row.label->setText(phrase(key));
        const auto effect = phrases.has(key + ".effect") ? phrase(key + ".effect") : QString();
        row.label->setToolTip(effect);
        row.control->setToolTip(effect);
        row.control->setAccessibleName(row.label->text());
        row.control->setAccessibleDescription(effect);
        if (auto* choice = qobject_cast<QComboBox*>(row.control)) {
            for (int i = 0; i < choice->count(); ++i) {
                const auto choiceKey = key + "." + choice->itemData(i).toString().toStdString();
                if (row.words)
                    choice->setItemText(i, row.words(choice->itemData(i).toString()));
                else if (phrases.has(choiceKey))
                    choice->setItemText(i, phrase(choiceKey));
            }
        }
    }
    m_fold->setText(m_unfolded ? tr("Fewer settings") : tr("More settings"));
}

void OptionForm::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QWidget::changeEvent(event);
}

} // namespace minamo
