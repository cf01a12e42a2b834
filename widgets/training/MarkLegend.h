#pragma once
#include <QWidget>

namespace minamo {

/// What the two marks of the results table mean: hollow grey = plain, filled accent = augmented.
class MarkLegend : public QWidget {
    Q_OBJECT

public:
    explicit MarkLegend(QWidget* parent = nullptr);
    void setTexts(const QString& plain, const QString& augmented, const QString& note);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QString m_plain, m_augmented, m_note;
};

} // namespace minamo
