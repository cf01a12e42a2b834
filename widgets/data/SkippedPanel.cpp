#include "data/SkippedPanel.h"

#include "theme/Format.h"

#include <QEvent>
#include <QHeaderView>
#include <QTreeWidget>
#include <QVBoxLayout>

namespace minamo {

namespace {
constexpr int shownRows = 2000;
}

SkippedPanel::SkippedPanel(ProjectModel& model, QWidget* parent) :
    QWidget(parent), m_model(model), m_tree(new QTreeWidget),
    m_nothing(new TextLabel(TextSize::caption, false, TextColor::text3))
{
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_nothing);
    layout->addWidget(m_tree, 1);
    m_nothing->setContentsMargins(12, 10, 12, 10);
    m_nothing->setWordWrap(true);
    m_tree->setColumnCount(2);
    m_tree->setHeaderHidden(true);
    m_tree->setUniformRowHeights(true);
    m_tree->setIndentation(14);
    m_tree->header()->setSectionResizeMode(0, QHeaderView::Stretch);
    m_tree->header()->setSectionResizeMode(1, QHeaderView::ResizeToContents);
    m_tree->header()->setStretchLastSection(false);
    connect(&model, &ProjectModel::documentChanged, this, &SkippedPanel::read);
    connect(&model, &ProjectModel::opened, this, &SkippedPanel::read);
    connect(&model, &ProjectModel::closed, this, &SkippedPanel::read);
    read();
}

void SkippedPanel::read()
{
    const auto samples = m_model.text("/samples");
    if (samples == m_shown)
        return;
    m_shown = samples;
    if (samples.isEmpty()) {
        m_report = Json::object();
        show();
        return;
    }
    m_reading = true;
    const auto work = [id = samples.toStdString()](const Project& project) {
        return readJson(project.artifacts().folder(id) / "report.json");
    };
    m_model.read(this, work, [this, samples](Result<Json> report) {
        m_reading = false;
        if (samples != m_shown)
            return;
        m_report = report ? *report : Json::object(); // the sample plant has none
        show();
    });
}

void SkippedPanel::addSkipped()
{
    const auto list = m_report.value("skipped", Json::array());
    if (list.empty())
        return;
    auto* top = new QTreeWidgetItem(
        m_tree, { tr("Skipped: %1").arg(formatCount(static_cast<qint64>(list.size()))) });
    top->setFirstColumnSpanned(true);
    top->setFont(0, textFont(TextSize::body, true));
    for (const auto& file : list) {
        if (top->childCount() >= shownRows)
            break;
        const auto path = QString::fromStdString(file.value("path", ""));
        const auto why = phrase("skip." + file.value("reason", ""), file.value("values", Json::object()));
        auto* item = new QTreeWidgetItem(top, { path, why });
        item->setToolTip(0, path);
        item->setToolTip(1, why);
    }
    top->setExpanded(true);
}

void SkippedPanel::addGroups(const char* key, const QString& title)
{
    const auto groups = m_report.value(key, Json::array());
    if (groups.empty())
        return;
    const auto count = m_report.value(std::string(key) + "Count", static_cast<qint64>(groups.size()));
    auto* top = new QTreeWidgetItem(m_tree, { title.arg(formatCount(count)) });
    top->setFirstColumnSpanned(true);
    top->setFont(0, textFont(TextSize::body, true));
    for (const auto& group : groups) {
        QStringList paths;
        for (const auto& path : group)
            paths.push_back(QString::fromStdString(path.get<std::string>()));
        auto* item = new QTreeWidgetItem(top, { paths.join(" = ") });
        item->setFirstColumnSpanned(true);
        item->setToolTip(0, paths.join("\n"));
        if (top->childCount() >= shownRows)
            break;
    }
    top->setExpanded(true);
}

void SkippedPanel::show()
{
    m_tree->clear();
    addSkipped();
    addGroups("duplicates", tr("Same content in several environments: %1"));
    addGroups("duplicatesWithin", tr("Same content in one environment: %1"));
    addGroups("nearDuplicates", tr("Almost the same in different environments: %1"));
    const bool empty = m_tree->topLevelItemCount() == 0;
    m_tree->setVisible(!empty);
    m_nothing->setVisible(empty);
    m_nothing->setText(
        m_shown.isEmpty() ? QString() : tr("Every photo was read, and no content appears twice."));
    layout()->setAlignment(m_nothing, empty ? Qt::AlignTop : Qt::Alignment());
    Q_EMIT changed();
}

void SkippedPanel::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange)
        show();
    QWidget::changeEvent(event);
}

} // namespace minamo
