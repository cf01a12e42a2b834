#pragma once
#include "theme/Controls.h"

namespace minamo {

/// One line that ends in "…" where the room ends; never widens what it lies in. The tooltip has the whole
/// text.
class ElidedLabel : public TextLabel {
    Q_OBJECT

public:
    using TextLabel::TextLabel;
    QSize minimumSizeHint() const override { return { 24, TextLabel::minimumSizeHint().height() }; }

protected:
    void paintEvent(QPaintEvent* event) override;
    bool event(QEvent* event) override;
};

} // namespace minamo
