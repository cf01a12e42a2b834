#include "start/RecentCard.h"

#include "data/ThumbnailPack.h"
#include "theme/Fonts.h"
#include "theme/Format.h"
#include "theme/Tag.h"
#include "theme/Theme.h"

#include <QEvent>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QPainter>

namespace minamo {

namespace {

constexpr int cardPhotos = 4;

void readThumbnails(const Path& folder, ProjectGlance& glance)
{
    const auto pack = ThumbnailPack::open(folder);
    if (!pack || pack->count() == 0)
        return;
    const auto count = pack->count();
    glance.photos = static_cast<int>(count);
    for (std::size_t i = 0; i < std::min<std::size_t>(cardPhotos, count); ++i) {
        const auto jpeg = pack->jpeg((2 * i + 1) * count / (2 * cardPhotos)); // spread over all folders
        glance.images.push_back(
            QImage::fromData(reinterpret_cast<const uchar*>(jpeg.data()), static_cast<int>(jpeg.size())));
    }
}

void readJobs(const Path& jobs, ProjectGlance& glance)
{
    const auto ids = JobFolder::list(jobs);
    if (ids.empty())
        return;
    if (const auto job = JobFolder::open(jobs, ids.back())) {
        const auto state = job->status().value_or(JobStatus {}).state;
        glance.running = state == JobState::running;
        glance.problem = state == JobState::failed || state == JobState::died;
    }
}

} // namespace

ProjectGlance glanceAt(const RecentProject& recent)
{
    ProjectGlance glance;
    glance.folder = recent.folder;
    glance.when = recent.when;
    const auto project = Project::open(recent.folder.toStdString());
    if (!project)
        return glance;
    glance.found = true;
    glance.name = QString::fromStdString(project->name());
    if (const auto samples = project->text("/samples"); !samples.empty())
        readThumbnails(project->artifacts().folder(samples), glance);
    if (const auto discover = project->text("/discover"); !discover.empty())
        if (const auto file = readJson(project->artifacts().folder(discover) / "styles.json"))
            glance.styles = static_cast<int>(file->value("styles", Json::array()).size());
    glance.trained = project->document().contains("train");
    readJobs(project->jobsFolder(), glance);
    return glance;
}

RecentCard::RecentCard(const ProjectGlance& glance, QWidget* parent) :
    QAbstractButton(parent), m_glance(glance)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setFixedHeight(218);
    setFocusPolicy(Qt::TabFocus);
    setToolTip(glance.folder);
    retranslate();
}

void RecentCard::retranslate()
{
    qDeleteAll(m_tags);
    m_tags.clear();
    const auto tag
        = [this](const QString& text, TagKind kind) { m_tags.push_back(new Tag(text, kind, this)); };
    if (m_glance.photos > 0)
        tag(formatPhotos(m_glance.photos), TagKind::neutral);
    else
        tag(tr("No photos yet"), TagKind::neutral);
    if (m_glance.styles > 0)
        tag(tr("%n style(s)", nullptr, m_glance.styles), TagKind::neutral);
    if (m_glance.running)
        tag(tr("Job running"), TagKind::accent);
    else if (m_glance.problem)
        tag(tr("Stopped on the way"), TagKind::caution);
    else if (m_glance.trained)
        tag(tr("Classifiers trained"), TagKind::ok);
    setAccessibleName(m_glance.name);
    setText(m_glance.name);
    placeTags();
}

void RecentCard::placeTags()
{
    int x = 12;
    for (auto* tag : m_tags) {
        tag->setAttribute(Qt::WA_TransparentForMouseEvents);
        tag->setGeometry(QRect(QPoint(x, height() - 31), tag->sizeHint()));
        tag->show();
        x += tag->width() + 6;
    }
}

void RecentCard::paintPhotos(QPainter& painter, const QRect& area) const
{
    const Theme& theme = Theme::current();
    constexpr int gap = 4;
    const int width = (area.width() - (cardPhotos - 1) * gap) / cardPhotos;
    for (int i = 0; i < cardPhotos; ++i) {
        const QRect well(area.x() + i * (width + gap), area.y(), width, area.height());
        painter.fillRect(well, theme.well);
        if (i >= m_glance.images.size() || m_glance.images[i].isNull())
            continue;
        const QSize fitted = m_glance.images[i].size().scaled(well.size(), Qt::KeepAspectRatio);
        QRect target(QPoint(), fitted);
        target.moveCenter(well.center());
        painter.drawImage(target, m_glance.images[i]);
    }
}

void RecentCard::paintEvent(QPaintEvent*)
{
    const Theme& theme = Theme::current();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setRenderHint(QPainter::SmoothPixmapTransform);
    painter.setPen(QPen(underMouse() || isDown() ? theme.accent : theme.line, 1));
    painter.setBrush(theme.panel);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4);
    paintPhotos(painter, QRect(11, 11, width() - 22, height() - 78));
    const QRect line(12, height() - 62, width() - 24, 26);
    const auto when = formatWhen(m_glance.when);
    painter.setFont(textFont(TextSize::caption));
    painter.setPen(theme.text3);
    painter.drawText(line, Qt::AlignRight | Qt::AlignVCenter, when);
    const int room = line.width() - painter.fontMetrics().horizontalAdvance(when) - 12;
    painter.setFont(textFont(TextSize::card, true));
    painter.setPen(theme.text);
    painter.drawText(line, Qt::AlignLeft | Qt::AlignVCenter,
        painter.fontMetrics().elidedText(m_glance.name, Qt::ElideRight, room));
}

void RecentCard::enterEvent(QEnterEvent*)
{
    update();
}
void RecentCard::leaveEvent(QEvent*)
{
    update();
}

void RecentCard::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QAbstractButton::changeEvent(event);
}

} // namespace minamo
