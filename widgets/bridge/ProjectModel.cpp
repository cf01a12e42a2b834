#include "bridge/ProjectModel.h"

#include "bridge/ThumbnailCache.h"
#include "project/EditorLock.h"
#include "project/PhotoFolder.h"
#include "theme/Format.h"

#include <QTimer>
#include <set>

namespace minamo {

namespace {

constexpr int followEvery = 150; // ms

/// What a background step of the editor thread brings back.
struct Snapshot {
    std::shared_ptr<const Project> project; ///< null: nothing changed
    std::optional<Error> error;
    std::optional<Error> barrier; ///< why nothing can be changed
};

QStringList changedPointers(const Json& before, const Json& after)
{
    std::set<std::string> names;
    for (const auto* side : { &before, &after })
        for (const auto& [name, value] : side->items())
            if (before.value(name, Json()) != after.value(name, Json()))
                names.insert(name);
    QStringList pointers;
    for (const auto& name : names)
        pointers.push_back("/" + QString::fromStdString(name));
    return pointers;
}

struct Samples {
    std::shared_ptr<const Dataset> dataset;
    std::shared_ptr<const ThumbnailPack> thumbnails;
    std::shared_ptr<const std::vector<ImageFacts>> facts;
    bool moved = false;
};

Samples readAllOf(const Project& project)
{
    Samples samples;
    const auto folder = project.artifacts().folder(project.text("/samples"));
    if (auto dataset = project.dataset()) {
        samples.moved = photosMoved(*dataset);
        samples.dataset = std::make_shared<const Dataset>(std::move(*dataset));
    }
    if (auto pack = ThumbnailPack::open(folder))
        samples.thumbnails = std::make_shared<const ThumbnailPack>(std::move(*pack));
    if (auto facts = readImageFacts(folder))
        samples.facts = std::make_shared<const std::vector<ImageFacts>>(std::move(*facts));
    return samples;
}

} // namespace

/// The writable project; touched by the editor thread only.
struct ProjectModel::Worker {
    std::optional<Project> project;
    std::optional<EditorLock> editor;
    std::optional<Error> barrier;

    /// Takes the right to edit, unless another window has it. `before`: what this window had open until now.
    void becomeEditor(Worker* before = nullptr)
    {
        barrier.reset();
        if (const auto writable = project->writable(); !writable) {
            barrier = writable.error();
            return;
        }
        if (before && before->editor && before->project->folder() == project->folder())
            editor.emplace(std::move(*before->editor));
        else if (auto lock = EditorLock::take(project->folder()))
            editor.emplace(std::move(*lock));
        else
            barrier = lock.error();
        if (editor)
            static_cast<void>(
                project->keepBackup()); // a disk without room for it does not keep anybody from working
    }
    Snapshot snapshot() const { return { std::make_shared<const Project>(*project), {}, barrier }; }
    Snapshot after(const Result<void>& result)
    {
        auto shot = snapshot();
        if (!result)
            shot.error = result.error();
        return shot;
    }
    Snapshot follow()
    {
        const bool free = !editor && project->writable() && EditorLock::isFree(project->folder());
        const auto changed = project->reload();
        if (free)
            becomeEditor();
        const bool news = free || (changed && *changed);
        return news ? snapshot() : Snapshot { nullptr, {}, barrier };
    }
};

ProjectModel::ProjectModel(QObject* parent) :
    QObject(parent), m_thumbnails(std::make_unique<ThumbnailCache>(m_background)), m_timer(new QTimer(this))
{
    m_timer->setInterval(followEvery);
    connect(m_timer, &QTimer::timeout, this, &ProjectModel::follow);
}

ProjectModel::~ProjectModel() = default;

QString ProjectModel::folder() const
{
    return m_project ? QString::fromStdString(m_project->folder().string()) : QString();
}
QString ProjectModel::name() const
{
    return m_project ? QString::fromStdString(m_project->name()) : QString();
}

const Json& ProjectModel::document() const
{
    static const Json nothing = Json::object();
    return m_project ? m_project->document() : nothing;
}

QString ProjectModel::text(const std::string& pointer) const
{
    return m_project ? QString::fromStdString(m_project->text(pointer)) : QString();
}

void ProjectModel::open(const QString& folder)
{
    begin([path = Path(folder.toStdString())] { return Project::open(path); });
}

void ProjectModel::create(const QString& folder, const QString& name)
{
    begin([path = Path(folder.toStdString()), name = name.toStdString()] {
        return Project::create(path, name);
    });
}

void ProjectModel::begin(std::function<Result<Project>()> make)
{
    m_opening = true;
    auto worker = std::make_shared<Worker>();
    const auto work = [worker, before = m_worker, make = std::move(make)]() -> Snapshot {
        auto project = make();
        if (!project)
            return { nullptr, project.error(), {} };
        worker->project = std::move(*project);
        worker->becomeEditor(before.get());
        return worker->snapshot();
    };
    m_editor.run(this, work, [this, worker](Snapshot shot) {
        m_opening = false;
        if (shot.error) {
            Q_EMIT openFailed(*shot.error);
            return;
        }
        close();
        m_worker = worker;
        m_barrier = std::move(shot.barrier);
        adopt(std::move(shot.project));
        m_timer->start();
        Q_EMIT opened();
    });
}

void ProjectModel::close()
{
    if (!m_project)
        return;
    m_timer->stop();
    ++m_generation;
    m_worker.reset();
    m_project.reset();
    m_dataset.reset();
    m_facts.reset();
    m_samples.clear();
    m_barrier.reset();
    m_photosMoved = false;
    m_lastSaved = {};
    m_thumbnails->setPack(nullptr);
    Q_EMIT closed();
}

/// Takes a newer snapshot; the reading of samples follows by itself.
void ProjectModel::adopt(std::shared_ptr<const Project> project)
{
    m_project = std::move(project);
    const auto key = text("/samples") + text("/photoFolder")
        + QString::fromStdString(
            document().value("okClasses", Json()).dump() + document().value("labels", Json()).dump());
    if (key == m_samples)
        return;
    m_samples = key;
    readSamples();
}

void ProjectModel::readSamples()
{
    if (text("/samples").isEmpty())
        return;
    ++m_reading;
    const auto work = [project = m_project] { return readAllOf(*project); };
    m_background.run(this, work, [this, key = m_samples, generation = m_generation](Samples samples) {
        --m_reading;
        if (generation != m_generation || key != m_samples)
            return;
        const bool samePhotos
            = m_dataset && samples.dataset && m_dataset->artifact == samples.dataset->artifact;
        m_dataset = std::move(samples.dataset);
        m_facts = std::move(samples.facts);
        m_photosMoved = samples.moved;
        if (!samePhotos)
            m_thumbnails->setPack(std::move(samples.thumbnails));
        Q_EMIT datasetChanged();
    });
}

void ProjectModel::submit(std::function<Result<void>(Project&)> change)
{
    if (!m_worker)
        return;
    const auto work = [worker = m_worker, change = std::move(change)] {
        return worker->barrier ? worker->after(tl::make_unexpected(*worker->barrier))
                               : worker->after(change(*worker->project));
    };
    m_editor.run(this, work, [this, generation = m_generation](Snapshot shot) {
        if (generation != m_generation)
            return;
        if (shot.error)
            Q_EMIT editFailed(*shot.error);
        else
            m_lastSaved = QDateTime::currentDateTime();
        take(std::move(shot.project));
    });
}

void ProjectModel::take(std::shared_ptr<const Project> project)
{
    const auto before = m_project;
    adopt(std::move(project));
    const bool moved
        = before->cursor() != m_project->cursor() || before->history().size() != m_project->history().size();
    if (const auto pointers = changedPointers(before->document(), document()); moved || !pointers.isEmpty())
        Q_EMIT documentChanged(pointers);
}

void ProjectModel::takeBarrier(std::optional<Error> barrier)
{
    const auto text
        = [](const std::optional<Error>& error) { return error ? error->code + error->values.dump() : ""; };
    if (text(barrier) == text(m_barrier))
        return;
    m_barrier = std::move(barrier);
    Q_EMIT barrierChanged();
}

void ProjectModel::edit(
    const std::string& pointer, const Json& after, const std::string& what, const Json& values)
{
    submit([=](Project& project) { return project.edit(pointer, after, what, values, true); });
}

void ProjectModel::chooseCell(const CellChoice& cell)
{
    submit([=](Project& project) { return project.chooseCell(cell, true); });
}

void ProjectModel::undo()
{
    submit([](Project& project) { return project.undo(); });
}
void ProjectModel::redo()
{
    submit([](Project& project) { return project.redo(); });
}
void ProjectModel::goTo(std::size_t cursor)
{
    submit([cursor](Project& project) { return project.goTo(cursor); });
}
void ProjectModel::relocate(const QString& photoFolder)
{
    submit([folder = Path(photoFolder.toStdString())](
               Project& project) { return relocatePhotos(project, folder); });
}
bool ProjectModel::canUndo() const
{
    return m_project && !m_barrier && m_project->canUndo();
}
bool ProjectModel::canRedo() const
{
    return m_project && !m_barrier && m_project->canRedo();
}

QString ProjectModel::undoText() const
{
    if (!m_project || !m_project->canUndo())
        return {};
    const Edit& edit = m_project->history()[m_project->cursor() - 1];
    return phrase("edit." + edit.what, edit.values);
}

QString ProjectModel::redoText() const
{
    if (!m_project || !m_project->canRedo())
        return {};
    const Edit& edit = m_project->history()[m_project->cursor()];
    return phrase("edit." + edit.what, edit.values);
}

/// Other processes append to edits.jsonl: jobs adopt results, a second window edits, until it is closed.
void ProjectModel::follow()
{
    if (m_following || !m_worker)
        return;
    m_following = true;
    const auto work = [worker = m_worker] { return worker->follow(); };
    m_editor.run(this, work, [this, generation = m_generation](Snapshot shot) {
        m_following = false;
        if (generation != m_generation)
            return;
        if (shot.project)
            take(std::move(shot.project));
        takeBarrier(std::move(shot.barrier));
    });
}

} // namespace minamo
