#pragma once
#include "start/Machine.h"
#include "theme/Controls.h"

#include <QHash>
#include <QWidget>

class QVBoxLayout;

namespace minamo {

class Banner;

/// One line of what the machine has: icon, name, value, caption, a bar of what is used.
class MachineRow : public QWidget {
    Q_OBJECT

public:
    explicit MachineRow(const QString& iconName, QWidget* parent = nullptr);
    void setTexts(const QString& name, const QString& value, const QString& caption);
    void setUsed(double share); ///< 0..1; negative hides the bar

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    TextLabel* m_name;
    TextLabel* m_value;
    TextLabel* m_caption;
    QWidget* m_bar;
    double m_used = -1;
};

/// "What this machine can do", at the right of the place start.
class MachinePanel : public QWidget {
    Q_OBJECT

public:
    explicit MachinePanel(Machine& machine, QWidget* parent = nullptr);

protected:
    void changeEvent(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    void retranslate();
    void showGpu();
    void showMemory();
    void showModel();

    Machine& m_machine;
    TextLabel* m_title;
    MachineRow* m_gpu;
    MachineRow* m_processor;
    MachineRow* m_memory;
    MachineRow* m_disk;
    MachineRow* m_model;
    MachineRow* m_network;
    Banner* m_note;
};

} // namespace minamo
