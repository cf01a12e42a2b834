#pragma once
#include "model/ModelReading.h"
#include "theme/Controls.h"

class QGridLayout;
class QTextBrowser;

namespace minamo {

/// Where the weights come from and under which licence, and what their makers wrote about them.
class SourcePanel : public QWidget {
    Q_OBJECT

public:
    explicit SourcePanel(QWidget* parent = nullptr);
    void setModel(const ModelFacts& facts);
    QString licence() const;

protected:
    void changeEvent(QEvent* event) override;

private:
    void showModel();

    ModelFacts m_facts;
    QGridLayout* m_rows;
    TextLabel* m_cardTitle;
    QTextBrowser* m_card;
};

} // namespace minamo
