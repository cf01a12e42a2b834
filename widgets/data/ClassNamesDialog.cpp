#include "data/ClassNamesDialog.h"

#include "bridge/ProjectModel.h"
#include "data/ClassNames.h"
#include "theme/Controls.h"

#include <QGridLayout>
#include <QLineEdit>
#include <QScrollArea>

namespace minamo {

ClassNamesDialog::ClassNamesDialog(ProjectModel& model, std::vector<std::string> classes, QWidget* parent) :
    QDialog(parent), m_model(model), m_classes(std::move(classes))
{
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Display names of the classes"));
    auto* layout = new QVBoxLayout(this);
    auto* hint = new TextLabel(TextSize::body, false, TextColor::text2);
    hint->setWordWrap(true);
    hint->setText(
        tr("Results, report and package show these names. Where a field is empty they show the class "
           "itself; folders and labels stay as they are."));
    layout->addWidget(hint);
    auto* area = new QScrollArea;
    area->setWidgetResizable(true);
    area->setFrameShape(QFrame::NoFrame);
    area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    area->setWidget(makeTable());
    layout->addWidget(area, 1);
    auto* buttons = new QHBoxLayout;
    auto* cancel = new Button(tr("Cancel"), ButtonKind::secondary);
    auto* apply = new Button(tr("Apply"), ButtonKind::primary);
    apply->setDefault(true);
    buttons->addStretch();
    buttons->addWidget(cancel);
    buttons->addWidget(apply);
    layout->addLayout(buttons);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(apply, &QPushButton::clicked, this, &QDialog::accept);
    connect(&model, &ProjectModel::closed, this, &QDialog::reject);
    resize(560, std::min(640, 170 + 40 * static_cast<int>(m_classes.size())));
}

QWidget* ClassNamesDialog::makeTable()
{
    auto* table = new QWidget;
    auto* grid = new QGridLayout(table);
    grid->setContentsMargins(12, 10, 12, 10);
    grid->setHorizontalSpacing(12);
    grid->setVerticalSpacing(8);
    const QStringList heads { tr("Class"), QStringLiteral("日本語"), QStringLiteral("English") };
    for (int column = 0; column < heads.size(); ++column) {
        auto* head = new TextLabel(TextSize::caption, false, TextColor::text3);
        head->setText(heads[column]);
        grid->addWidget(head, 0, column);
    }
    const auto names = m_model.document().value("classNames", Json());
    for (const auto& name : m_classes) {
        const int row = grid->rowCount();
        auto* label = new TextLabel(TextSize::body);
        label->setText(QString::fromStdString(name));
        grid->addWidget(label, row, 0);
        const auto given = givenName(names, name);
        m_fields.push_back({ new QLineEdit(QString::fromStdString(given.ja)),
            new QLineEdit(QString::fromStdString(given.en)) });
        int column = 1;
        for (auto* field : { m_fields.back().ja, m_fields.back().en }) {
            field->setPlaceholderText(label->text());
            field->setAccessibleName(label->text() + " " + heads[column]);
            grid->addWidget(field, row, column++);
        }
    }
    grid->setColumnStretch(1, 1);
    grid->setColumnStretch(2, 1);
    grid->setRowStretch(grid->rowCount(), 1);
    return table;
}

void ClassNamesDialog::accept()
{
    const auto before = m_model.document().value("classNames", Json());
    auto names = before;
    std::string changed;
    for (std::size_t i = 0; i < m_classes.size(); ++i) {
        const auto text = [](const QLineEdit* field) { return field->text().trimmed().toStdString(); };
        const ClassName shown { text(m_fields[i].ja), text(m_fields[i].en) };
        const auto given = givenName(before, m_classes[i]);
        if (given.ja == shown.ja && given.en == shown.en)
            continue;
        names = classNamed(std::move(names), m_classes[i], shown);
        changed += (changed.empty() ? "" : ", ") + m_classes[i];
    }
    if (!changed.empty())
        m_model.edit("/classNames", names, "class-names", { { "classes", changed } });
    QDialog::accept();
}

} // namespace minamo
