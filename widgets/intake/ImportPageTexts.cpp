// What ImportPage shows of regions, tiles and the folder, and its texts.
#include "ImportPage.h"

#include "RegionEditor.h"
#include "bridge/ProjectFlow.h"
#include "theme/Format.h"

#include <QDir>
#include <QListWidget>

namespace minamo {

void ImportPage::showRegions()
{
    for (int i = 0; i < m_environments->count(); ++i) {
        const auto& name = m_regions.environments().at(static_cast<std::size_t>(i));
        const auto region = m_regions.region(name);
        const bool named = m_look && m_look->named;
        const QString title = !name.empty() ? QString::fromStdString(name)
            : named                         ? tr("Without an environment")
                                            : tr("All photos");
        const QString text
            = region.isWhole() ? tr("whole photo") : QString::fromStdString(regionText({}, region));
        m_environments->item(i)->setText(title + '\n' + text);
        m_environments->item(i)->setToolTip(m_environments->item(i)->text());
    }
    m_editor->setRegion(m_regions.region(environment()));
}

/// The grid over the region, and what becomes of the photo in px.
void ImportPage::showTiles()
{
    const auto options = optionsFromJson<ImportOptions>(m_options);
    auto cuts = PhotoCuts::make({ .roi = m_regions.texts(),
        .tiles = options ? options->tiles : "",
        .overlap = options ? options->overlap : 0 });
    const auto tiles = cuts ? cuts->of(environment()) : std::vector<Cut>();
    m_editor->setTiles(tiles);
    const auto size = [this](const Cut& cut) {
        const auto region = regionOf(cut, m_photoSize.width(), m_photoSize.height());
        return tr("%1 × %2 px").arg(formatCount(region.width), formatCount(region.height));
    };
    QString text;
    if (!m_photoSize.isEmpty() && !tiles.empty())
        text = tiles.size() == 1 ? size(tiles.front())
                                 : tr("%1, %n tile(s) of %2", nullptr, int(tiles.size()))
                                       .arg(size(m_regions.region(environment())), size(tiles.front()));
    m_measures->setText(text);
    m_editor->setAccessibleDescription(
        QString::fromStdString(regionText({}, m_regions.region(environment()))) + " % " + text);
}

void ImportPage::showSummary()
{
    const auto wrong = problem();
    m_problem->setVisible(wrong.has_value());
    if (wrong)
        m_problem->setError(*wrong);
    m_import->setEnabled(!wrong);
    const bool several = m_regions.environments().size() > 1;
    m_forAll->setVisible(several);
    m_whole->setEnabled(!m_regions.region(environment()).isWhole());
    m_other->setVisible(m_look && !m_look->environments.empty());
    if (!m_look || m_looking)
        return m_found->setText(m_looking ? tr("Looking through the folder…") : QString());
    QString found = tr("%1, %n class(es)", nullptr, int(m_look->classes)).arg(formatPhotos(m_look->photos));
    if (m_look->named)
        found += tr(", %n environment(s)", nullptr, int(m_look->environments.size()));
    if (m_look->skipped > 0)
        found += tr("; %n file(s) cannot be read", nullptr, int(m_look->skipped));
    m_found->setText(found);
}

void ImportPage::retranslate()
{
    m_title->setText(m_newProject ? tr("New project from photos") : tr("Photos for this project"));
    m_folder->setText(shownFolder(folder()));
    m_folder->setToolTip(QDir::toNativeSeparators(folder()));
    m_import->setText(tr("Import"));
    m_import->setToolTip("Enter");
    m_cancel->setText(tr("Cancel"));
    m_cancel->setToolTip("Esc");
    m_regionTitle->setText(tr("Region of interest"));
    m_regionHelp->setText(
        tr("Draw the part of the photo that is inspected. Without a drawing the whole photo is used. "
           "Arrow keys move the region, with Shift its lower right corner, with Ctrl finely."));
    m_editor->setAccessibleName(tr("Region of interest"));
    m_editor->setToolTip(tr("Drag: draw, move or resize. Double-click: whole photo."));
    m_environments->setAccessibleName(tr("Environments"));
    m_whole->setText(tr("Whole photo"));
    m_whole->setToolTip(tr("Takes the region of this environment back (Delete)"));
    m_forAll->setText(tr("Use for all environments"));
    m_forAll->setToolTip(tr("Gives this region to every environment"));
    m_other->setText(tr("Another photo"));
    m_other->setToolTip(tr("Shows another photo of this environment: does the region fit it too?"));
    showRegions();
    showTiles();
    showSummary();
}

} // namespace minamo
