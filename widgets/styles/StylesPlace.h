#pragma once
#include "StyleData.h"
#include "bridge/JobStarter.h"
#include "bridge/ProjectReading.h"
#include "gallery/SelectionModel.h"
#include "map/HoverCard.h"
#include "theme/Messages.h"
#include "theme/Place.h"
#include "theme/Tag.h"

class QVBoxLayout;

namespace minamo {

class Inspector;
class LinkPanel;
class MapView;
class PhotoStrip;
class PhotoViewer;
class StyleCard;
class StyleLegend;

/// The place "styles": map, legend, photos, cards and inspector of what was found in one cell, linked by one
/// selection.
class StylesPlace : public Place {
    Q_OBJECT

public:
    StylesPlace(ProjectModel& model, JobStarter& starter, QWidget* parent = nullptr);

    QString title() const override;
    bool isReady() const override;
    QList<QPair<QString, QString>> shortcuts() const override;

    SelectionModel& selection() { return m_selection; }
    MapView* map() const { return m_map; }
    StyleLegend* legend() const { return m_legend; }
    PhotoStrip* gallery() const { return m_gallery; }
    Inspector* inspector() const { return m_inspector; }
    PhotoViewer* viewer() const { return m_viewer; }
    const QList<StyleCard*>& cards() const { return m_cards; }
    /// Which column colours the points: "style", "label", "environment".
    void setColour(const QString& key);

protected:
    void retranslate() override;
    bool event(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void buildPanels();
    void connectParts();
    void take(Result<StyleData> data);
    void adopt(StyleData data);
    void followDocument(const QStringList& pointers);
    void hear(const QString& id, const Json& event);
    void fillMap();
    void fillColourChoices();
    void fillMethodChoices();
    void makeMap(const QString& method);
    void showQuality();
    void fillCards();
    void fillLegend();
    void fillGallery();
    void showSelection();
    void showCurrent(int row);
    void toggleCategory(int category);
    void isolateCategory(int category);
    void applyHidden();
    void openPhoto(int row);
    void decideWhatToShow();
    void updateTitles();
    std::vector<int> categories() const;
    QStringList categoryLabels() const;
    HoverText hoverText(int row) const;
    QString photoCaption(int row) const;
    bool sameCell() const;
    void setInspectorTabbed(bool tabbed);
    void askSizes();

    ProjectModel& m_model;
    JobStarter& m_starter;
    SelectionModel m_selection;
    std::shared_ptr<const StyleData> m_data;
    QString m_colour = "style";
    QList<bool> m_hidden;
    bool m_tabbed = false;

    MapView* m_map;
    StyleLegend* m_legend;
    LinkPanel* m_links;
    PhotoStrip* m_gallery;
    Inspector* m_inspector;
    PhotoViewer* m_viewer;
    QList<StyleCard*> m_cards;
    QWidget* m_cardList;
    QVBoxLayout* m_cardLayout;
    Seal* m_seal;
    Banner* m_problem;
    EmptyState* m_empty;
    Button* m_train;
    Panel* m_legendPanel = nullptr;
    Panel* m_linkPanel = nullptr;
    Panel* m_mapPanel = nullptr;
    Panel* m_galleryPanel = nullptr;
    Panel* m_cardPanel = nullptr;
    Panel* m_inspectorPanel = nullptr;
    TextLabel* m_order = nullptr;
    ProjectReading<StyleData> m_reading;
};

/// For the composition of the window.
Place* createStylesPlace(ProjectModel& model, JobStarter& starter);

} // namespace minamo
