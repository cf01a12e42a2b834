#pragma once
#include "StyleData.h"

#include <QWidget>

namespace minamo {

class TextLabel;

/// The current photo: the photo itself, class, style, environment, tags, and what was measured beside its
/// style's mean.
class Inspector : public QWidget {
    Q_OBJECT

public:
    Inspector(ProjectModel& model, QWidget* parent = nullptr);
    void setData(std::shared_ptr<const StyleData> data);
    void setRow(int row);
    int row() const { return m_row; }
    /// All texts shown, for tests: label and value.
    QList<QPair<QString, QString>> lines() const;

Q_SIGNALS:
    void opened(int row);

protected:
    void changeEvent(QEvent* event) override;

private:
    class Photo;
    void showRow();

    ProjectModel& m_model;
    std::shared_ptr<const StyleData> m_data;
    int m_row = -1;
    Photo* m_photo;
    TextLabel* m_name;
    TextLabel* m_size;
    QWidget* m_details;
};

} // namespace minamo
