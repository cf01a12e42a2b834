#pragma once
#include <QTextBrowser>

namespace minamo {

/// One page of the guide: Markdown in the design's type and colours, pictures as wide as the text.
class GuideBrowser : public QTextBrowser {
    Q_OBJECT

public:
    explicit GuideBrowser(QWidget* parent = nullptr);

protected:
    QVariant loadResource(int type, const QUrl& name) override;
    void changeEvent(QEvent* event) override;

private:
    void dress();
};

} // namespace minamo
