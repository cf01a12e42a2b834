#pragma once
#include "model/ModelReading.h"
#include "theme/Controls.h"

class QGridLayout;

namespace minamo {

class TimestepAxis;

/// The chosen layer: what it is, what goes in, what it answers to in measured words, and the noise axis.
class LayerPanel : public QWidget {
    Q_OBJECT

public:
    explicit LayerPanel(QWidget* parent = nullptr);
    void setLayer(const ModelFacts& facts, const std::string& tap);
    TimestepAxis* axis() const { return m_axis; }
    QString measuredText() const { return m_measured->text(); }

protected:
    void changeEvent(QEvent* event) override;

private:
    void showLayer();
    void addRow(const QString& name, const QString& value);
    QString inputText(const ModelLayer& layer) const;

    ModelFacts m_facts;
    std::string m_tap;
    TextLabel* m_name;
    TextLabel* m_path;
    QGridLayout* m_rows;
    TextLabel* m_measuredTitle;
    TextLabel* m_measured;
    TextLabel* m_axisTitle;
    TimestepAxis* m_axis;
};

} // namespace minamo
