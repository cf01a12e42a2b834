#include "ImportPage.h"

#include "RegionEditor.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QListWidget>
#include <QScrollArea>
#include <QTimer>
#include <algorithm>

namespace minamo {

namespace {

constexpr int leftWidth = 360, listWidth = 216, photoSide = 1800, afterTyping = 300; // px, ms

/// All options but the folder, which has been chosen already; all of them are worth a look here.
std::vector<OptionField> fieldsOfForm()
{
    auto fields = optionFields<ImportOptions>();
    std::erase_if(fields, [](const OptionField& field) { return field.name == "folder"; });
    for (auto& field : fields)
        field.info.advanced = false;
    return fields;
}

QScrollArea* scrolling(QWidget* content)
{
    auto* area = new QScrollArea;
    area->setWidgetResizable(true);
    area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    area->setWidget(content);
    return area;
}

} // namespace

/// Stops the walk through a folder that nobody waits for any more.
struct ImportPage::Reading : SilentContext {
    bool cancelled() const override { return stopped; }
    std::atomic<bool> stopped { false };
};

ImportPage::ImportPage(QWidget* parent) :
    QWidget(parent), m_form(new OptionForm(ImportOptions::stage, fieldsOfForm())),
    m_title(new TextLabel(TextSize::card, true)),
    m_folder(new TextLabel(TextSize::caption, false, TextColor::text2)),
    m_found(new TextLabel(TextSize::body)), m_problem(new Banner(BannerKind::caution)),
    m_import(new Button(ButtonKind::primary, ButtonSize::large)),
    m_cancel(new Button(ButtonKind::secondary, ButtonSize::large)),
    m_regionTitle(new TextLabel(TextSize::card, true)),
    m_regionHelp(new TextLabel(TextSize::caption, false, TextColor::text2)), m_environments(new QListWidget),
    m_editor(new RegionEditor), m_measures(new TextLabel(TextSize::caption, false, TextColor::text2)),
    m_whole(new Button(ButtonKind::secondary)), m_forAll(new Button(ButtonKind::secondary)),
    m_other(new Button(ButtonKind::quiet)), m_later(new QTimer(this))
{
    setProperty("surface", "panel");
    setAttribute(Qt::WA_StyledBackground);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(buildLeft());
    auto* line = new QWidget;
    line->setFixedWidth(1);
    line->setProperty("surface", "line");
    line->setAttribute(Qt::WA_StyledBackground);
    layout->addWidget(line);
    layout->addWidget(buildRight(), 1);
    m_later->setSingleShot(true);
    m_later->setInterval(afterTyping);
    connect(m_later, &QTimer::timeout, this, &ImportPage::look);
    connect(m_form, &OptionForm::changed, this, &ImportPage::takeForm);
    connect(m_import, &QPushButton::clicked, this, &ImportPage::accept);
    connect(m_cancel, &QPushButton::clicked, this, [this] {
        if (m_running)
            m_running->stopped = true;
        Q_EMIT cancelled();
    });
    connect(m_environments, &QListWidget::currentRowChanged, this, &ImportPage::showEnvironment);
    connect(m_editor, &RegionEditor::regionChanged, this,
        [this] { takeDrawn([this] { m_regions.setRegion(environment(), m_editor->region()); }); });
    connect(m_whole, &QPushButton::clicked, this,
        [this] { takeDrawn([this] { m_regions.setRegion(environment(), {}); }); });
    connect(m_forAll, &QPushButton::clicked, this,
        [this] { takeDrawn([this] { m_regions.setForAll(m_regions.region(environment())); }); });
    connect(m_other, &QPushButton::clicked, this, &ImportPage::leafThrough);
    retranslate();
}

ImportPage::~ImportPage()
{
    if (m_running)
        m_running->stopped = true; // its thread is waited for
}

QWidget* ImportPage::buildLeft()
{
    auto* content = new QWidget;
    content->setProperty("surface", "panel");
    auto* layout = new QVBoxLayout(content);
    layout->setContentsMargins(16, 14, 16, 16);
    layout->setSpacing(10);
    m_folder->setWordWrap(true);
    m_found->setWordWrap(true);
    layout->addWidget(m_title);
    layout->addWidget(m_folder);
    layout->addWidget(m_found);
    layout->addWidget(m_problem);
    layout->addWidget(separatorLine());
    layout->addWidget(m_form);
    layout->addWidget(separatorLine());
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    buttons->addWidget(m_import);
    buttons->addWidget(m_cancel);
    buttons->addStretch();
    layout->addLayout(buttons);
    layout->addStretch();
    m_import->setObjectName("importPhotos");
    m_cancel->setObjectName("cancelImport");
    auto* area = scrolling(content);
    area->setFixedWidth(leftWidth);
    return area;
}

QWidget* ImportPage::buildRight()
{
    auto* whole = new QWidget;
    auto* layout = new QVBoxLayout(whole);
    layout->setContentsMargins(16, 14, 16, 12);
    layout->setSpacing(8);
    m_regionHelp->setWordWrap(true);
    auto* head = new QHBoxLayout;
    head->addWidget(m_regionTitle, 1);
    head->addWidget(m_measures);
    layout->addLayout(head);
    layout->addWidget(m_regionHelp);
    auto* middle = new QHBoxLayout;
    middle->setSpacing(12);
    m_environments->setObjectName("environments");
    m_environments->setFixedWidth(listWidth);
    m_environments->setIconSize({ 72, 54 });
    m_environments->setSpacing(1);
    m_environments->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_environments->setTextElideMode(Qt::ElideRight);
    middle->addWidget(m_environments);
    middle->addWidget(m_editor, 1);
    layout->addLayout(middle, 1);
    auto* bar = new QHBoxLayout;
    bar->setSpacing(8);
    bar->addWidget(m_whole);
    bar->addWidget(m_forAll);
    bar->addWidget(m_other);
    bar->addStretch();
    m_whole->setObjectName("wholePhoto");
    m_forAll->setObjectName("regionForAll");
    layout->addLayout(bar);
    return whole;
}

void ImportPage::ask(const Json& options, bool newProject)
{
    m_newProject = newProject;
    m_options = optionsToJson(ImportOptions {});
    m_options.update(options);
    m_look = FolderLook();
    m_regions = EnvironmentRegions();
    m_drawing = true; // no answer to every field
    for (const auto& [name, value] : m_options.items())
        if (name != "folder")
            m_form->setValue(name, value);
    m_drawing = false;
    m_regions.setTexts(m_options.at("roi").get<std::vector<std::string>>());
    fillEnvironments();
    look();
    retranslate();
    m_import->setFocus();
}

Json ImportPage::options() const
{
    Json options = m_options;
    options["roi"] = m_regions.texts();
    return options;
}

QString ImportPage::folder() const
{
    return QString::fromStdString(m_options.value("folder", ""));
}

std::string ImportPage::environment() const
{
    const int row = std::max(0, m_environments->currentRow());
    return m_regions.environments().at(static_cast<std::size_t>(row));
}

/// The form has changed, by the user or by what was drawn.
void ImportPage::takeForm()
{
    if (m_drawing)
        return;
    Json values = m_form->values();
    values["folder"] = m_options.at("folder");
    const auto differs = [&](const char* name) { return values.at(name) != m_options.at(name); };
    const bool folders = differs("layout") || differs("manifest"), regions = differs("roi");
    m_options = std::move(values);
    if (regions) {
        m_regions.setTexts(m_options.at("roi").get<std::vector<std::string>>());
        showRegions();
    }
    if (folders)
        m_later->start();
    showTiles();
    showSummary();
}

void ImportPage::look()
{
    const auto options = optionsFromJson<ImportOptions>(m_options);
    if (!options)
        return;
    if (m_running)
        m_running->stopped = true;
    m_running = std::make_shared<Reading>();
    m_looking = true;
    m_background.run(
        this, [options = *options, context = m_running] { return lookAtFolder(options, *context); },
        [this, asked = m_running](Result<FolderLook> look) {
            if (asked == m_running)
                takeLook(std::move(look));
        });
    showSummary();
}

void ImportPage::takeLook(Result<FolderLook> look)
{
    m_looking = false;
    m_look = std::move(look);
    std::vector<std::string> names;
    if (m_look)
        for (const auto& environment : m_look->environments)
            names.push_back(environment.name);
    m_regions.setEnvironments(std::move(names));
    fillEnvironments();
    checkReady();
}

void ImportPage::fillEnvironments()
{
    const QSignalBlocker quiet(m_environments);
    const int row = m_environments->currentRow();
    m_environments->clear();
    for (std::size_t i = 0; i < m_regions.environments().size(); ++i) {
        auto* item = new QListWidgetItem(m_environments);
        if (!m_look || i >= m_look->environments.size())
            continue;
        const auto photo = QPixmap::fromImage(m_look->environments[i].thumbnail);
        QIcon icon(photo);
        icon.addPixmap(photo, QIcon::Selected); // not tinted: photos keep their colours
        item->setIcon(icon);
    }
    m_environments->setCurrentRow(std::clamp(row, 0, m_environments->count() - 1));
    showRegions();
    showEnvironment();
}

void ImportPage::showEnvironment()
{
    m_photo = 0;
    leafThrough();
}

/// The next photo of the environment; what cannot be shown is passed over.
void ImportPage::leafThrough()
{
    const int row = std::max(0, m_environments->currentRow());
    m_editor->setRegion(m_regions.region(environment()));
    showTiles();
    showSummary();
    if (!m_look || m_look->environments.empty())
        return m_editor->setPhoto({}, m_looking ? tr("The folder is being read…") : QString());
    auto files = m_look->environments.at(static_cast<std::size_t>(row)).photos;
    std::rotate(files.begin(), files.begin() + std::ptrdiff_t(m_photo++ % files.size()), files.end());
    ++m_reading;
    const auto work = [files] {
        PhotoGlance glance;
        for (std::size_t i = 0; i < files.size() && glance.image.isNull(); ++i)
            glance = glanceAtPhoto(QString::fromStdString(files[i]), photoSide);
        return glance;
    };
    m_background.run(this, work, [this, row](const PhotoGlance& glance) {
        --m_reading;
        if (row == m_environments->currentRow()) {
            m_photoSize = glance.full;
            m_editor->setPhoto(glance.image,
                tr("No photo of this environment can be shown here. Its region can be written into the "
                   "field."));
            showTiles();
        }
        checkReady();
    });
}

/// A region was drawn or chosen: list and form follow.
void ImportPage::takeDrawn(const std::function<void()>& change)
{
    change();
    m_drawing = true;
    m_form->setValue("roi", m_regions.texts());
    m_options["roi"] = m_form->values().at("roi");
    m_drawing = false;
    showRegions();
    showTiles();
    showSummary();
}

std::optional<Error> ImportPage::problem() const
{
    if (!m_look)
        return m_look.error();
    if (m_regions.problem())
        return m_regions.problem();
    const auto options = optionsFromJson<ImportOptions>(m_options);
    if (!options)
        return options.error();
    if (const auto cuts = PhotoCuts::make(*options); !cuts)
        return cuts.error();
    return std::nullopt;
}

void ImportPage::accept()
{
    if (problem())
        return; // the banner says why
    if (m_running)
        m_running->stopped = true;
    Q_EMIT accepted();
}

void ImportPage::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Escape)
        return m_cancel->click();
    if (event->key() != Qt::Key_Return && event->key() != Qt::Key_Enter)
        return QWidget::keyPressEvent(event);
    // Enter presses the button that has the focus, else it imports.
    auto* button = qobject_cast<QPushButton*>(focusWidget());
    (button && isAncestorOf(button) ? button : m_import)->click();
}

void ImportPage::showEvent(QShowEvent* event)
{
    m_import->setFocus(); // Enter imports at once
    QWidget::showEvent(event);
}

void ImportPage::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QWidget::changeEvent(event);
}

void ImportPage::checkReady()
{
    if (isReady())
        Q_EMIT ready();
}

} // namespace minamo
