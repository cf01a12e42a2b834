#include "data/BreakdownPanel.h"

#include "bridge/ClassText.h"
#include "data/ClassNamesDialog.h"
#include "data/CountList.h"

#include <QEvent>
#include <QScrollArea>
#include <QVBoxLayout>
#include <algorithm>

namespace minamo {

namespace {

QList<CountList::Item> itemsOf(const Category& category, const std::vector<int>& checked,
    const std::function<QString(const std::string&)>& shown)
{
    std::vector<int> counts(category.values.size(), 0);
    for (const auto code : category.codes)
        if (code >= 0)
            ++counts[static_cast<std::size_t>(code)];
    QList<CountList::Item> items;
    for (std::size_t i = 0; i < counts.size(); ++i)
        items.push_back({ shown(category.values[i]), counts[i],
            std::find(checked.begin(), checked.end(), static_cast<int>(i)) != checked.end() });
    return items;
}

} // namespace

BreakdownPanel::BreakdownPanel(ProjectModel& model, QWidget* parent) :
    QWidget(parent), m_model(model), m_classTitle(new TextLabel(TextSize::body, true)),
    m_classHint(new TextLabel(TextSize::caption, false, TextColor::text3)), m_classes(new CountList),
    m_names(new Button(ButtonKind::secondary)), m_environmentTitle(new TextLabel(TextSize::body, true)),
    m_environmentHint(new TextLabel(TextSize::caption, false, TextColor::text3)),
    m_environments(new CountList)
{
    auto* content = new QWidget;
    content->setProperty("surface", "panel");
    auto* layout = new QVBoxLayout(content);
    layout->setContentsMargins(0, 10, 0, 12);
    layout->setSpacing(4);
    const auto addText = [layout](TextLabel* label) {
        label->setContentsMargins(12, 0, 12, 0);
        label->setWordWrap(true);
        layout->addWidget(label);
    };
    addText(m_classTitle);
    addText(m_classHint);
    layout->addWidget(m_classes);
    auto* names = new QHBoxLayout;
    names->setContentsMargins(12, 4, 12, 0);
    names->addWidget(m_names);
    names->addStretch();
    layout->addLayout(names);
    layout->addSpacing(12);
    addText(m_environmentTitle);
    addText(m_environmentHint);
    layout->addWidget(m_environments);
    layout->addStretch();
    auto* area = new QScrollArea;
    area->setWidgetResizable(true);
    area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    area->setWidget(content);
    auto* whole = new QVBoxLayout(this);
    whole->setContentsMargins(0, 0, 0, 0);
    whole->addWidget(area);
    setMinimumWidth(250);
    const auto filter = [this] { Q_EMIT filterChosen(m_classes->current(), m_environments->current()); };
    connect(m_classes, &CountList::chosen, this, filter);
    connect(m_environments, &CountList::chosen, this, filter);
    connect(m_classes, &CountList::checksChanged, this, &BreakdownPanel::setOkClasses);
    connect(m_names, &QPushButton::clicked, this, &BreakdownPanel::askForNames);
    connect(&model, &ProjectModel::documentChanged, this, [this](const QStringList& pointers) {
        if (pointers.contains("/classNames"))
            refresh();
    });
    connect(&model, &ProjectModel::datasetChanged, this, &BreakdownPanel::refresh);
    connect(&model, &ProjectModel::closed, this, &BreakdownPanel::refresh);
    refresh();
}

void BreakdownPanel::refresh()
{
    const auto dataset = m_model.dataset();
    const int label = m_classes->current(), environment = m_environments->current();
    const auto shown = dataset ? QString::fromStdString(dataset->artifact) : QString();
    const auto plain = [](const std::string& name) { return QString::fromStdString(name); };
    const auto named = [&](const std::string& name) {
        const auto text = classText(m_model, name);
        return text == plain(name)
            ? text
            : tr("%1 (%2)", "class as people read it, as folders call it").arg(text, plain(name));
    };
    m_classes->setItems(
        dataset ? itemsOf(dataset->label, dataset->okClasses, named) : QList<CountList::Item> {}, true);
    m_environments->setItems(
        dataset ? itemsOf(dataset->environment, {}, plain) : QList<CountList::Item> {}, false);
    if (shown == m_shown) { // an edit of the OK classes keeps the filter
        m_classes->setCurrent(label);
        m_environments->setCurrent(environment);
    }
    m_shown = shown;
    retranslate();
}

void BreakdownPanel::setOkClasses(const QList<bool>& checks)
{
    const auto dataset = m_model.dataset();
    if (!dataset)
        return;
    Json names = Json::array();
    std::string text;
    for (int i = 0; i < checks.size(); ++i) {
        if (!checks[i])
            continue;
        const auto& name = dataset->label.values[static_cast<std::size_t>(i)];
        names.push_back(name);
        text += (text.empty() ? "" : ", ") + name;
    }
    m_model.edit("/okClasses", names, "ok-classes", { { "classes", text.empty() ? "-" : text } });
}

void BreakdownPanel::askForNames()
{
    if (const auto dataset = m_model.dataset())
        (new ClassNamesDialog(m_model, dataset->label.values, this))->open();
}

void BreakdownPanel::clearFilter()
{
    m_classes->setCurrent(-1);
    m_environments->setCurrent(-1);
}

void BreakdownPanel::retranslate()
{
    const auto dataset = m_model.dataset();
    const auto classes = dataset ? static_cast<int>(dataset->label.values.size()) : 0;
    const auto environments = dataset ? static_cast<int>(dataset->environment.values.size()) : 0;
    m_classTitle->setText(tr("%n class(es)", nullptr, classes));
    m_classHint->setText(dataset && dataset->okClasses.empty() && classes > 0
            ? tr("Mark the class that means OK: over-reject and miss rates need it.")
            : tr("A check marks the class that means OK."));
    m_classHint->setVisible(classes > 0);
    m_names->setVisible(classes > 0);
    m_names->setEnabled(!m_model.barrier());
    m_names->setText(tr("Display names…"));
    m_names->setToolTip(tr("What results, report and package call each class"));
    m_environmentTitle->setText(tr("%n environment(s)", nullptr, environments));
    m_environmentHint->setText(environments == 0
            ? tr("No environments are labelled. Styles are found without them.")
            : environments == 1 ? tr("With one environment only, holding one out is not possible.")
                                : tr("How the photos were taken: line, camera, site …"));
    m_classes->setCheckMeaning(tr("This class means OK"));
}

void BreakdownPanel::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange)
        refresh();
    QWidget::changeEvent(event);
}

} // namespace minamo
