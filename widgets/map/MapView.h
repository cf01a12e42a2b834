#pragma once
#include "MapCanvas.h"

#include <QToolButton>

class QComboBox;

namespace minamo {

class Segmented;
class TextLabel;

/// A map with its toolbar (tools, fit, kind of picture, method, colour) and its footer (selected, shown,
/// keys, how true it is).
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
    /// Ways the map can be made: key and word ("tsne", "t-SNE"), in the language in force.
    void setMethodChoices(const QList<QPair<QString, QString>>& choices);
    void setMethod(const QString& key);
    /// How this map was made and how true it is, one line under it; "" = nothing to say.
    void setQuality(const QString& text, const QString& meaning);

Q_SIGNALS:
    void colourChosen(const QString& key);
    void methodChosen(const QString& key);

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
    QComboBox* m_method;
    TextLabel* m_quality;
    TextLabel* m_selected;
    TextLabel* m_shown;
    class KeyHints;
    KeyHints* m_hints;
};

} // namespace minamo
