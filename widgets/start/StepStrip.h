#pragma once
#include <QWidget>

namespace minamo {

class StepItem;

/// The way through the places in one line: photos, latents, styles, training.
class StepStrip : public QWidget {
    Q_OBJECT

public:
    explicit StepStrip(QWidget* parent = nullptr);
    QSize sizeHint() const override { return { 600, 70 }; }

Q_SIGNALS:
    void chosen(const QString& place);

protected:
    void changeEvent(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    void retranslate();
    QList<StepItem*> m_items;
};

} // namespace minamo
