#include "ModelPlace.h"

#include "DiagramView.h"
#include "LayerPanel.h"
#include "SourcePanel.h"
#include "TensorList.h"
#include "TimestepAxis.h"
#include "gallery/Segmented.h"
#include "heatmap/HeatGrid.h"
#include "theme/Format.h"

#include <QKeyEvent>
#include <QScrollArea>
#include <QStackedWidget>
#include <QVBoxLayout>
#include <algorithm>
#include <limits>

namespace minamo {

ModelPlace::ModelPlace(ProjectModel& model, InteractiveClient& client, QWidget* parent) :
    Place("model", "model", parent), m_model(model), m_client(client), m_diagram(new DiagramView),
    m_layer(new LayerPanel), m_tensors(new TensorList), m_source(new SourcePanel),
    m_activations(new ActivationPanel(model, client)), m_tabs(new Segmented), m_pages(new QStackedWidget),
    m_empty(new EmptyState("model")), m_problem(new Banner(BannerKind::danger)),
    m_passed(new Banner(BannerKind::info)), m_check(new Button(ButtonKind::secondary)),
    m_reading(
        model, this, { "/model", "/scores", "/features" },
        [] { return ProjectReading<ModelFacts>::Read(readModelFacts); },
        [this](Result<ModelFacts> facts) { take(std::move(facts)); })
{
    buildPanels();
    header()->addAction(m_check);
    connectParts();
    retranslate();
    m_reading.again();
    decideWhatToShow();
}

void ModelPlace::buildPanels()
{
    auto* left = new QWidget;
    auto* drawing = new QVBoxLayout(left);
    drawing->setContentsMargins(0, 0, 0, 0);
    drawing->setSpacing(0);
    drawing->addWidget(m_problem);
    drawing->addWidget(m_passed);
    drawing->addWidget(m_diagram, 1);
    m_diagramPanel = addPanel("diagram", left, Qt::TopDockWidgetArea);

    auto* right = new QWidget;
    auto* about = new QVBoxLayout(right);
    about->setContentsMargins(0, 10, 0, 0);
    about->setSpacing(0);
    auto* row = new QHBoxLayout;
    row->setContentsMargins(12, 0, 12, 0);
    row->addWidget(m_tabs);
    row->addStretch();
    about->addLayout(row);
    about->addWidget(m_pages, 1);
    for (const char* key : { "layer", "tensors", "source" })
        m_tabs->addSegment(key);
    auto* scroll = new QScrollArea;
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_layer->setProperty("surface", "panel");
    m_layer->setAttribute(Qt::WA_StyledBackground);
    scroll->setWidget(m_layer);
    m_pages->addWidget(scroll);
    m_pages->addWidget(m_tensors);
    m_pages->addWidget(m_source);
    right->setMinimumWidth(360);
    m_aboutPanel = addPanel("about", right, Qt::TopDockWidgetArea);
    splitPanel(m_diagramPanel, m_aboutPanel, Qt::Horizontal);
    m_mapsPanel = addPanel("maps", m_activations, Qt::BottomDockWidgetArea);
    resizePanels({ m_diagramPanel, m_aboutPanel }, { 940, 420 }, Qt::Horizontal);
    resizePanels({ m_diagramPanel, m_mapsPanel }, { 450, 310 }, Qt::Vertical);
}

void ModelPlace::connectParts()
{
    connect(m_tabs, &Segmented::chosen, this, [this](const QString& key) {
        m_pages->setCurrentIndex(static_cast<int>(m_tabs->keys().indexOf(key)));
    });
    connect(m_diagram, &DiagramView::tapChosen, this,
        [this](const QString& tap) { chooseTap(tap.toStdString()); });
    connect(m_layer->axis(), &TimestepAxis::timestepChosen, m_activations, &ActivationPanel::chooseNearest);
    connect(m_activations, &ActivationPanel::timestepChanged, this, &ModelPlace::showTimestep);
    connect(m_activations, &ActivationPanel::changed, this, [this] {
        askAboutSchedule();
        if (isReady())
            Q_EMIT ready();
    });
    connect(m_check, &QPushButton::clicked, this, &ModelPlace::check);
    connect(m_empty, &EmptyState::clicked, this, [this] { Q_EMIT placeAsked("start"); });
    connect(m_problem, &Banner::clicked, this, &ModelPlace::check);
    connect(m_passed, &Banner::clicked, this, [this] {
        m_verdict.reset();
        showCheck();
    });
}

QString ModelPlace::title() const
{
    return tr("Model");
}

bool ModelPlace::isReady() const
{
    return !m_reading.isReading() && !m_model.isOpening() && !m_model.isReading() && !m_checking
        && (!m_active || (m_activations->isReady() && !m_asked));
}

void ModelPlace::setActive(bool active)
{
    m_active = active;
    m_activations->setActive(active);
    askAboutSchedule();
    if (active)
        m_diagram->setFocus();
}

void ModelPlace::take(Result<ModelFacts> facts)
{
    const bool other = !facts || facts->folder.root != m_facts.folder.root;
    m_error = facts ? facts->problem : std::optional(facts.error());
    m_facts = facts ? std::move(*facts) : ModelFacts();
    if (other) {
        m_verdict.reset();
        m_logSigma.clear();
        m_tap.clear();
        m_asked = m_checking = false;
    }
    m_diagram->setModel(m_facts);
    m_tensors->setTensors(m_facts.tensors);
    m_source->setModel(m_facts);
    const auto cell = m_model.isOpen() ? m_model.project()->cell() : std::nullopt;
    const auto columns = activationColumns(m_facts.timesteps, m_facts.steps());
    const bool kept = std::ranges::find(columns, m_activations->timestep()) != columns.end() && !other;
    const bool usable = cell && std::ranges::find(columns, cell->timestep) != columns.end();
    m_activations->setTimesteps(columns,
        kept         ? m_activations->timestep()
            : usable ? cell->timestep
                     : columns[columns.size() / 3]);
    chooseTap(m_facts.diagram.find(m_tap) >= 0 ? m_tap : firstTap());
    showTimestep();
    askAboutSchedule();
    showCheck();
    decideWhatToShow();
    if (isReady())
        Q_EMIT ready();
}

/// The project's cell, else the middle of the network.
std::string ModelPlace::firstTap() const
{
    const auto cell = m_model.isOpen() ? m_model.project()->cell() : std::nullopt;
    if (cell && m_facts.diagram.find(cell->tap) >= 0)
        return cell->tap;
    const auto taps = m_facts.diagram.taps();
    return taps.empty() ? std::string() : taps[taps.size() / 2];
}

void ModelPlace::chooseTap(const std::string& tap)
{
    m_tap = tap;
    m_diagram->setSelected(tap);
    m_layer->setLayer(m_facts, tap);
    m_activations->setTap(tap);
    m_mapsPanel->setTitle(tr("Activation maps"), QString::fromStdString(shortTap(tap)));
}

void ModelPlace::stepLayer(int by)
{
    std::vector<std::string> taps;
    for (const auto& layer : m_facts.diagram.layers)
        if (!layer.anyTap().empty())
            taps.push_back(layer.anyTap());
    const int here = m_facts.diagram.find(m_tap);
    if (taps.empty() || here < 0)
        return;
    const auto at = std::ranges::find(taps, m_facts.diagram.layers[static_cast<std::size_t>(here)].anyTap());
    const auto next = std::clamp<std::ptrdiff_t>(at - taps.begin() + by, 0, std::ssize(taps) - 1);
    chooseTap(taps[static_cast<std::size_t>(next)]);
}

void ModelPlace::keyPressEvent(QKeyEvent* event)
{
    const bool timesteps = event->modifiers() & Qt::ControlModifier;
    switch (event->key()) {
    case Qt::Key_Up:
        return stepLayer(-1);
    case Qt::Key_Down:
        return stepLayer(1);
    case Qt::Key_Left:
        return timesteps ? m_activations->stepTimestep(-1) : m_activations->stepPhoto(-1);
    case Qt::Key_Right:
        return timesteps ? m_activations->stepTimestep(1) : m_activations->stepPhoto(1);
    default:
        return Place::keyPressEvent(event);
    }
}

/// Noise levels come from the process that holds the model: there is one implementation of schedules.
void ModelPlace::askAboutSchedule()
{
    if (!m_active || m_asked || !m_logSigma.empty() || m_facts.isEmpty() || m_activations->feed().error())
        return;
    m_asked = true;
    m_client.ask(this, "model", Json::object(), [this](Result<InteractiveAnswer> answer) {
        m_asked = false;
        m_logSigma.clear();
        if (answer)
            for (const auto& value : answer->values.value("logSigma", Json::array()))
                m_logSigma.push_back(
                    value.is_number() ? value.get<double>() : std::numeric_limits<double>::quiet_NaN());
        showTimestep();
        if (isReady())
            Q_EMIT ready();
    });
}

void ModelPlace::showTimestep()
{
    const int t = m_activations->timestep();
    m_layer->axis()->setSchedule(m_facts.steps(), m_logSigma);
    m_layer->axis()->setTimestep(t);
    QString text = QString("t = %1").arg(t);
    if (static_cast<std::size_t>(t) < m_logSigma.size())
        text += QString::fromUtf8("　log σ %1").arg(formatNumber(m_logSigma[static_cast<std::size_t>(t)], 2));
    m_mapsPanel->title()->setStatus(text);
}

void ModelPlace::check()
{
    m_checking = true;
    m_check->setEnabled(false);
    m_verdict.reset();
    m_client.ask(this, "check", Json::object(), [this](Result<InteractiveAnswer> answer) {
        m_checking = false;
        if (answer)
            m_verdict = answer->values;
        else
            m_verdict = tl::make_unexpected(answer.error());
        showCheck();
        if (isReady())
            Q_EMIT ready();
    });
    showCheck();
}

void ModelPlace::showCheck()
{
    m_check->setEnabled(!m_checking && !m_facts.isEmpty());
    const bool done = m_verdict && *m_verdict;
    const Json verdict = done ? (*m_verdict)->value("verdict", Json()) : Json();
    const bool differs = !verdict.is_null() && !verdict.value("ok", false);
    const bool refused = m_error || (m_verdict && !*m_verdict);
    m_problem->setVisible(refused || differs);
    m_passed->setVisible(m_checking || (done && !differs));
    if (refused)
        m_problem->setError(m_error ? *m_error : m_verdict->error(), m_error ? QString() : tr("Check again"));
    else if (differs)
        m_problem->setTexts(tr("The network does not give the reference values of its folder."),
            tr("Get the weights from their source again."), tr("Check again"));
    if (m_checking)
        m_passed->setTexts(tr("Checking the model…"), {});
    if (!done || differs)
        return;
    const Json info = (*m_verdict)->value("info", Json::object());
    const QString reference = verdict.is_null()
        ? tr("The folder holds no reference values to compare with.")
        : tr("All %1 reference values agree.")
              .arg(formatCount(verdict.value("compared", std::int64_t { 0 })));
    m_passed->setTexts(tr("Names, shapes and values of all %1 arrays are right.")
                           .arg(formatCount(info.value("tensors", std::int64_t { 0 }))),
        reference, tr("Close"));
}

void ModelPlace::decideWhatToShow()
{
    m_empty->setTexts(tr("No project yet"),
        tr("Open a project to see the diffusion network that looks at its photos."), tr("To Start"));
    const bool nothing = !m_model.isOpen() || (m_facts.isEmpty() && !m_error);
    showInstead(nothing ? m_empty : nullptr);
    m_check->setVisible(!nothing);
    QString context;
    if (!m_facts.isEmpty())
        context = (m_facts.builtIn ? tr("built-in model") : QString::fromStdString(m_facts.name))
            + QString::fromUtf8("　%1　").arg(QString::fromStdString(m_facts.diagram.className))
            + tr("%1 parameters").arg(formatCount(m_facts.parameters()));
    header()->setTitle(title(), context);
}

QList<QPair<QString, QString>> ModelPlace::shortcuts() const
{
    return { { tr("Up, down"), tr("Layer before or behind") },
        { tr("Left, right"), tr("Photo before or behind") },
        { tr("Ctrl + left, right"), tr("Less or more noise") } };
}

void ModelPlace::retranslate()
{
    m_diagramPanel->setTitle(tr("Network"), tr("boxes can be looked into; colour = style NMI"));
    m_aboutPanel->setTitle(tr("About"));
    m_mapsPanel->setTitle(tr("Activation maps"), QString::fromStdString(shortTap(m_tap)));
    m_tabs->setText("layer", tr("Layer"));
    m_tabs->setText("tensors", tr("Weights"));
    m_tabs->setText("source", tr("Licence and source"));
    m_check->setText(tr("Check the model"));
    m_diagram->setAccessibleName(tr("Diagram of the network"));
    m_diagram->update();
    showCheck();
    showTimestep();
    decideWhatToShow();
}

} // namespace minamo
