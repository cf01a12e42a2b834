#include "ActivationPanel.h"

#include "ActivationStrip.h"
#include "ChannelGrid.h"
#include "PhotoWell.h"
#include "bridge/ClassText.h"
#include "bridge/ThumbnailCache.h"
#include "theme/Format.h"

#include <QCompleter>
#include <QKeyEvent>
#include <QStringListModel>
#include <QVBoxLayout>
#include <algorithm>
#include <set>

namespace minamo {

namespace {
constexpr int photoColumn = 204; // px
}

std::vector<int> activationColumns(const std::vector<int>& own, int steps)
{
    constexpr int usual[] = { 0, 20, 50, 100, 200, 300, 500, 700, 900 }; // thousandths of the range
    constexpr std::size_t enough = 12;
    std::set<int> columns(own.begin(), own.end());
    for (const int t : usual)
        if (columns.size() < enough)
            columns.insert(static_cast<int>(static_cast<std::int64_t>(t) * steps / 1000));
    std::erase_if(columns, [&](int t) { return t < 0 || t >= steps; });
    return { columns.begin(), columns.end() };
}

ActivationPanel::ActivationPanel(ProjectModel& model, InteractiveClient& client, QWidget* parent) :
    QWidget(parent), m_model(model), m_feed(new ActivationFeed(client, this)),
    m_problem(new Banner(BannerKind::danger)), m_empty(new EmptyState("image")), m_content(new QWidget),
    m_strip(new ActivationStrip(*m_feed))
{
    setFocusPolicy(Qt::StrongFocus);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_problem);
    layout->addWidget(m_empty, 1);
    layout->addWidget(m_content, 1);
    auto* columns = new QHBoxLayout(m_content);
    columns->setContentsMargins(12, 10, 12, 8);
    columns->setSpacing(16);
    columns->addWidget(makePhotoColumn());
    columns->addWidget(m_strip, 3);
    columns->addWidget(makeChannelColumn(), 1);
    connect(m_feed, &ActivationFeed::changed, this, &ActivationPanel::showState);
    connect(m_problem, &Banner::clicked, m_feed, &ActivationFeed::retry);
    connect(m_strip, &ActivationStrip::timestepChosen, this, &ActivationPanel::setTimestep);
    connect(&model, &ProjectModel::documentChanged, m_feed, [this](const QStringList& pointers) {
        if (pointers.contains("/model"))
            m_feed->retry(); // another network sees something else
    });
    connect(&model, &ProjectModel::datasetChanged, this, &ActivationPanel::showPhotos);
    connect(&model, &ProjectModel::closed, this, &ActivationPanel::showPhotos);
    connect(&model.thumbnails(), &ThumbnailCache::thumbnailReady, this, [this](int row) {
        if (row == m_row)
            m_well->setPhoto(m_model.thumbnails().thumbnail(row));
    });
    retranslate();
    showPhotos();
}

QWidget* ActivationPanel::makePhotoColumn()
{
    m_well = new PhotoWell;
    m_well->setFixedSize(photoColumn, 148);
    m_photos = new QComboBox;
    m_photos->setEditable(true);
    m_photos->setInsertPolicy(QComboBox::NoInsert);
    m_photos->completer()->setFilterMode(Qt::MatchContains);
    m_photos->completer()->setCompletionMode(QCompleter::PopupCompletion);
    m_photos->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon); // long paths: a tooltip
    m_photos->setFixedWidth(photoColumn);
    m_class = new TextLabel(TextSize::caption, false, TextColor::text2);
    m_class->setFixedWidth(photoColumn);
    m_class->setWordWrap(true);
    auto* column = new QWidget;
    auto* layout = new QVBoxLayout(column);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(6);
    layout->addWidget(m_well);
    layout->addWidget(m_photos);
    layout->addWidget(m_class);
    layout->addStretch();
    connect(m_photos, &QComboBox::activated, this, &ActivationPanel::showRow);
    return column;
}

QWidget* ActivationPanel::makeChannelColumn()
{
    m_channelTitle = new TextLabel(TextSize::body, true);
    m_channelNote = new TextLabel(TextSize::caption, false, TextColor::text2);
    m_channelNote->setMinimumWidth(1);
    auto* column = new QWidget;
    auto* layout = new QVBoxLayout(column);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    auto* head = new QHBoxLayout;
    head->setSpacing(10);
    head->addWidget(m_channelTitle);
    head->addWidget(m_channelNote, 1);
    layout->addLayout(head);
    layout->addWidget(new ChannelGrid(*m_feed), 1);
    return column;
}

void ActivationPanel::setActive(bool active)
{
    m_feed->setActive(active);
}

void ActivationPanel::setTap(const std::string& tap)
{
    const auto dataset = m_model.dataset();
    const bool known = dataset && m_row >= 0 && m_row < static_cast<int>(dataset->size());
    m_feed->setSubject(
        known ? std::optional(dataset->ids[static_cast<std::size_t>(m_row)]) : std::nullopt, tap);
}

void ActivationPanel::setTimesteps(const std::vector<int>& timesteps, int chosen)
{
    m_feed->setTimestep(chosen);
    m_feed->setColumns(timesteps);
}

void ActivationPanel::setTimestep(int timestep)
{
    if (timestep == m_feed->timestep())
        return;
    m_feed->setTimestep(timestep);
    Q_EMIT timestepChanged(timestep);
}

void ActivationPanel::chooseNearest(int timestep)
{
    const auto& columns = m_feed->columns();
    const auto nearest = std::ranges::min_element(
        columns, {}, [timestep](int column) { return std::abs(column - timestep); });
    if (nearest != columns.end())
        setTimestep(*nearest);
}

void ActivationPanel::stepPhoto(int by)
{
    if (m_photos->count() > 0)
        showRow(std::clamp(m_row + by, 0, m_photos->count() - 1));
}

void ActivationPanel::stepTimestep(int by)
{
    const auto& columns = m_feed->columns();
    if (columns.empty())
        return;
    const auto at = static_cast<int>(std::ranges::lower_bound(columns, timestep()) - columns.begin());
    const int last = static_cast<int>(columns.size()) - 1;
    setTimestep(columns[static_cast<std::size_t>(std::clamp(at + by, 0, last))]);
}

bool ActivationPanel::isReady() const
{
    return m_feed->isSettled();
}

void ActivationPanel::showPhotos()
{
    const auto dataset = m_model.dataset();
    QStringList paths;
    if (dataset)
        for (const auto& path : dataset->paths)
            paths.push_back(QString::fromStdString(path));
    {
        const QSignalBlocker quiet(m_photos);
        m_photos->clear();
        m_photos->addItems(paths);
    }
    showRow(paths.isEmpty() ? -1 : std::clamp<int>(m_row, 0, static_cast<int>(paths.size()) - 1));
}

void ActivationPanel::showRow(int row)
{
    const auto dataset = m_model.dataset();
    m_row = row;
    const auto at = static_cast<std::size_t>(std::max(row, 0));
    const int code = dataset && row >= 0 ? dataset->label.codes[at] : -1;
    m_class->setText(
        code < 0 ? QString() : classText(m_model, dataset->label.values[static_cast<std::size_t>(code)]));
    m_well->setPhoto(row < 0 ? QImage() : m_model.thumbnails().thumbnail(row));
    m_photos->setCurrentIndex(row);
    m_photos->setToolTip(m_photos->currentText());
    setTap(m_feed->tap());
    showState();
}

void ActivationPanel::showState()
{
    m_empty->setVisible(m_row < 0);
    m_content->setVisible(m_row >= 0);
    const auto& error = m_feed->error();
    m_problem->setVisible(error.has_value() && m_row >= 0);
    if (error)
        m_problem->setError(*error, tr("Show again"));
    const auto* picture = m_feed->picture(m_feed->timestep());
    m_channelNote->setText(picture ? tr("most varying first, %1 of %2")
                                         .arg(static_cast<int>(picture->channels.size()))
                                         .arg(formatCount(picture->dimension))
                                   : QString());
    Q_EMIT changed();
}

void ActivationPanel::keyPressEvent(QKeyEvent* event)
{
    const bool timesteps = event->modifiers() & Qt::ControlModifier;
    const int by = event->key() == Qt::Key_Left ? -1 : event->key() == Qt::Key_Right ? 1 : 0;
    if (by == 0)
        return QWidget::keyPressEvent(event);
    timesteps ? stepTimestep(by) : stepPhoto(by);
}

void ActivationPanel::retranslate()
{
    m_empty->setTexts(tr("No photos yet"), tr("Read a folder of photos to look into the network."));
    m_channelTitle->setText(tr("Channels"));
    m_photos->setAccessibleName(tr("Photo"));
    m_strip->setAccessibleName(tr("Activation maps over the timesteps"));
    showState();
}

void ActivationPanel::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QWidget::changeEvent(event);
}

} // namespace minamo
