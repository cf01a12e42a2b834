#pragma once
#include "GuideContents.h"

#include <QDialog>

class QLineEdit;
class QListWidget;

namespace minamo {

class Banner;
class GuideBrowser;
class IconButton;

/// The user guide: contents and search at the left, the page at the right. Stands beside the window, follows
/// its language and colours.
class GuideWindow : public QDialog {
    Q_OBJECT

public:
    explicit GuideWindow(QWidget* parent = nullptr);
    /// Opens this page ("data", "glossary" ...), or the contents if there is no such page, and comes to the
    /// front.
    void showPage(const QString& name);
    /// Name of the page that is shown.
    QString page() const;

protected:
    void changeEvent(QEvent* event) override;

private:
    QWidget* makeSide();
    void addKeys();
    void retranslate();
    void fillList();
    void filter();
    void open(const QString& name);
    void followPage(const QUrl& url);

    QList<GuideEntry> m_entries;
    QLineEdit* m_search;
    QListWidget* m_list;
    IconButton* m_back;
    IconButton* m_forward;
    GuideBrowser* m_browser;
    Banner* m_missing;
};

} // namespace minamo
