#pragma once
#include "evaluation/Evaluation.h"

#include <QWidget>

class QPainter;

namespace minamo {

/// One large figure, before and after, with counts and intervals beside it.
class KeyFigure : public QWidget {
    Q_OBJECT

public:
    explicit KeyFigure(QWidget* parent = nullptr);
    void setTexts(const QString& title, const QString& subtitle);
    /// The mark of the test stands before "after"; `compared` false: after only.
    void setRates(
        const Rate& before, const Rate& after, const PairedTest& test, bool isAccuracy, bool compared);
    QString figures() const; ///< "22.8% → 9.9%"
    QSize sizeHint() const override { return { 380, 96 }; }
    QSize minimumSizeHint() const override { return { 250, 96 }; }

protected:
    void paintEvent(QPaintEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    QString valueText(const Rate& rate) const;
    QString countText(const QString& word, const Rate& rate) const;
    void paintCounts(QPainter& painter, double left) const;

    QString m_title, m_subtitle;
    Rate m_before, m_after;
    QString m_mark;
    bool m_worse = false, m_compared = true;
};

} // namespace minamo
