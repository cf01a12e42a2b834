#pragma once
#include <QWidget>

namespace minamo {

enum class TagKind { neutral, ok, caution, danger, accent };

/// A short fact in a frame: "833 枚", "枚数が少ない（12 枚）". Kinds other than neutral carry an icon too.
class Tag : public QWidget {
    Q_OBJECT

public:
    explicit Tag(const QString& text = {}, TagKind kind = TagKind::neutral, QWidget* parent = nullptr);
    void setText(const QString& text);
    void setKind(TagKind kind);
    QString text() const { return m_text; }
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QString m_text;
    TagKind m_kind;
};

/// The stability seal: solid accent from 0.80, dashed caution from 0.60, grey below; always with the number.
class Seal : public QWidget {
    Q_OBJECT

public:
    explicit Seal(QWidget* parent = nullptr);
    void setStability(double stability); ///< 0..1
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    QString word() const;
    QString number() const;
    double m_stability = 0;
};

} // namespace minamo
