#pragma once
#include "activation/ActivationPanel.h"
#include "bridge/ProjectReading.h"
#include "model/ModelReading.h"
#include "theme/Place.h"

class QStackedWidget;

namespace minamo {

class DiagramView;
class LayerPanel;
class Segmented;
class SourcePanel;
class TensorList;

/// The place "model": the diffusion network of the project as a diagram, what each layer answers to, its
/// weights and where they come from, and what it makes of any photo at any layer and noise level.
class ModelPlace : public Place {
    Q_OBJECT

public:
    ModelPlace(ProjectModel& model, InteractiveClient& client, QWidget* parent = nullptr);

    QString title() const override;
    bool isReady() const override;
    void setActive(bool active) override;
    QList<QPair<QString, QString>> shortcuts() const override;
    DiagramView* diagram() const { return m_diagram; }
    LayerPanel* layerPanel() const { return m_layer; }
    TensorList* tensors() const { return m_tensors; }
    SourcePanel* source() const { return m_source; }
    ActivationPanel* activations() const { return m_activations; }
    Button* checkButton() const { return m_check; }
    const std::string& tap() const { return m_tap; }
    void chooseTap(const std::string& tap);

protected:
    void retranslate() override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    void buildPanels();
    void connectParts();
    void take(Result<ModelFacts> facts);
    void askAboutSchedule();
    void check();
    void showCheck();
    void stepLayer(int by);
    void showTimestep();
    void decideWhatToShow();
    std::string firstTap() const;

    ProjectModel& m_model;
    InteractiveClient& m_client;
    DiagramView* m_diagram;
    LayerPanel* m_layer;
    TensorList* m_tensors;
    SourcePanel* m_source;
    ActivationPanel* m_activations;
    Segmented* m_tabs;
    QStackedWidget* m_pages;
    EmptyState* m_empty;
    Banner* m_problem; ///< the model cannot be read or failed its check
    Banner* m_passed;
    Button* m_check;
    Panel* m_diagramPanel = nullptr;
    Panel* m_aboutPanel = nullptr;
    Panel* m_mapsPanel = nullptr;

    ModelFacts m_facts;
    std::optional<Error> m_error; ///< of reading
    std::optional<Result<Json>> m_verdict; ///< of the last check
    std::vector<double> m_logSigma;
    std::string m_tap;
    bool m_active = false, m_checking = false, m_asked = false;
    ProjectReading<ModelFacts> m_reading;
};

} // namespace minamo
