#pragma once
#include "theme/Panel.h"

#include <QMainWindow>
#include <QWidget>

namespace minamo {

/// The 52 px head of a place: title, grey context, actions at the right.
class PlaceHeader : public QWidget {
    Q_OBJECT

public:
    explicit PlaceHeader(QWidget* parent = nullptr);
    void setTitle(const QString& title, const QString& context = {});
    /// At the right end, in order of adding; takes ownership. The last one is usually the primary button.
    void addAction(QWidget* widget);
    /// Behind title and context.
    void addAfterTitle(QWidget* widget);

private:
    TextLabel* m_title;
    TextLabel* m_context;
    QHBoxLayout* m_left;
    QHBoxLayout* m_right;
};

/// One place of the rail ("latents", "styles" ...): a header above docks. A place is made once and lives as
/// long as the window; it follows ProjectModel by signals and shows an EmptyState while something is missing.
class Place : public QWidget {
    Q_OBJECT

public:
    /// `name`: "start", "data", "latents", "styles", "train". `iconName`: icon in the rail.
    Place(const QString& name, const QString& iconName, QWidget* parent = nullptr);

    const QString& name() const { return m_name; }
    const QString& iconName() const { return m_iconName; }
    /// The word in the rail, in the language in force.
    virtual QString title() const = 0;
    /// True when everything that is asked for is read and painted: the screenshot waits for it.
    virtual bool isReady() const = 0;
    /// Shown / hidden by the rail. Heavy things may wait for the first call with true.
    virtual void setActive(bool active) { Q_UNUSED(active); }
    /// The keys of this place for the shortcut sheet: pairs of key and what it does, in the language in
    /// force.
    virtual QList<QPair<QString, QString>> shortcuts() const { return {}; }
    QList<Panel*> panels() const { return m_panels; }

    /// Layout of the docks as bytes, kept in the settings.
    QByteArray saveLayout() const { return m_docks->saveState(); }
    bool restoreLayout(const QByteArray& layout) { return m_restored = m_docks->restoreState(layout); }

Q_SIGNALS:
    /// isReady() has become true.
    void ready();
    /// Asks the window to go to another place ("styles" ...).
    void placeAsked(const QString& name);

protected:
    PlaceHeader* header() const { return m_header; }
    void setHeaderVisible(bool visible) { m_header->setVisible(visible); }
    /// Adds a dock; `area` left, right, top or bottom of the centre.
    Panel* addPanel(const QString& name, QWidget* content, Qt::DockWidgetArea area);
    /// Puts `panel` beside (horizontal) or below (vertical) `first`.
    void splitPanel(Panel* first, Panel* panel, Qt::Orientation orientation);
    /// Puts `panel` as a tab onto `first`.
    void tabPanel(Panel* first, Panel* panel);
    /// The sizes docks have until the user moves them; may be asked for before the place is shown.
    void resizePanels(const QList<Panel*>& panels, const QList<int>& sizes, Qt::Orientation orientation);
    /// The widget in the middle. Without one the docks fill the place.
    void setCentre(QWidget* widget);
    /// Shows this widget instead of the docks (an EmptyState), or the docks again (nullptr). Not owned by the
    /// call.
    void showInstead(QWidget* widget);
    /// Override: set every text again. Called once by you at the end of the constructor, then on
    /// LanguageChange.
    virtual void retranslate() = 0;
    void changeEvent(QEvent* event) override;
    void showEvent(QShowEvent* event) override;

private:
    void applySizes();
    struct Sizes {
        QList<QDockWidget*> panels;
        QList<int> sizes;
        Qt::Orientation orientation;
    };
    QList<Sizes> m_sizes; ///< asked for before the docks have a size to share
    bool m_restored = false;
    QString m_name, m_iconName;
    PlaceHeader* m_header;
    QMainWindow* m_docks;
    QWidget* m_instead = nullptr;
    QList<Panel*> m_panels;
};

} // namespace minamo
