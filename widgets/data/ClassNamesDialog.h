#pragma once
#include <QDialog>

class QLineEdit;

namespace minamo {

class ProjectModel;

/// What people read for each class, in both languages; one edit that can be undone. Deletes itself.
class ClassNamesDialog : public QDialog {
    Q_OBJECT

public:
    ClassNamesDialog(ProjectModel& model, std::vector<std::string> classes, QWidget* parent);
    void accept() override;

private:
    struct Fields {
        QLineEdit *ja, *en;
    };
    QWidget* makeTable();

    ProjectModel& m_model;
    std::vector<std::string> m_classes;
    std::vector<Fields> m_fields;
};

} // namespace minamo
