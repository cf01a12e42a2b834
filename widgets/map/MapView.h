#pragma once
#include "MapCanvas.h"

#include <QToolButton>

class QComboBox;

namespace minamo {

class Segmented;
class TextLabel;

/// A map with its toolbar (tools, fit, kind of picture, colour) and its footer (selected, shown, keys).
class MapView : public QWidget {
    Q_OBJECT

public:
    explicit MapView(QWidget* parent = nullptr);
    MapCanvas* canvas() const { return m_canvas; }
    void setSelection(SelectionModel* selection);
    /// Columns the points can be coloured by: key and word ("style", "スタイル"), in the language in force.
    void setColourChoices(const QList<QPair<QString, QString>>& choices);
    QString colour() const;
    void setColour(const QString& key);
    /// How the map was made, grey at the right of the toolbar: "UMAP".
    void setMethod(const QString& method);

Q_SIGNALS:
    void colourChosen(const QString& key);

protected:
    void changeEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    QWidget* makeToolbar();
    QWidget* makeFooter();
    QToolButton* addTool(const QString& iconName, QWidget* bar);
    void retranslate();
    void updateFooter();

    bool m_compact = false;
    MapCanvas* m_canvas;
    SelectionModel* m_selection = nullptr;
    QList<QPair<MapTool, QToolButton*>> m_tools;
    QToolButton* m_fit;
    QToolButton* m_fitSelection;
    Segmented* m_modes;
    QComboBox* m_colour;
    TextLabel* m_method;
    TextLabel* m_selected;
    TextLabel* m_shown;
    class KeyHints;
    KeyHints* m_hints;
};

} // namespace minamo
