#pragma once
#include "bridge/Background.h"
#include "data/Dataset.h"
#include "data/ImageFacts.h"
#include "jobs/JobFolder.h"
#include "project/Project.h"

#include <QDateTime>
#include <QObject>
#include <QString>
#include <functional>
#include <memory>
#include <optional>

class QTimer;

namespace minamo {

class ThumbnailCache;

/// The project as the window sees it: a snapshot of the document in the UI thread, everything that touches
/// the disk in the background. Edits and readings are asked for here and arrive as signals; nothing here
/// blocks.
class ProjectModel : public QObject {
    Q_OBJECT

public:
    explicit ProjectModel(QObject* parent = nullptr);
    ~ProjectModel() override;

    /// Opens a project folder, or makes one (`name` not empty). Answer: opened() or openFailed().
    void open(const QString& folder);
    void create(const QString& folder, const QString& name);
    void close();

    bool isOpen() const { return m_project != nullptr; }
    /// True between open()/create() and their answer.
    bool isOpening() const { return m_opening; }
    /// The last snapshot (never null while isOpen()); hand copies of the pointer to background work.
    std::shared_ptr<const Project> project() const { return m_project; }
    QString folder() const;
    QString name() const;
    const Json& document() const; ///< empty object if nothing is open
    QString text(const std::string& pointer) const; ///< text of the document, "" if absent

    /// Why nothing can be changed here: another window edits this project ("project.edited-elsewhere": it is
    /// followed, and this window edits as soon as that one is closed), a newer format, a folder that cannot
    /// be written. Empty: edits are taken.
    const std::optional<Error>& barrier() const { return m_barrier; }

    // Edits: written and flushed in the background, then documentChanged().
    void edit(const std::string& pointer, const Json& after, const std::string& what, const Json& values);
    void chooseCell(const CellChoice& cell);
    bool canUndo() const;
    bool canRedo() const;
    void undo();
    void redo();
    /// Undoes or redoes until `cursor` edits of project()->history() are in force.
    void goTo(std::size_t cursor);
    /// Says where the photos are now; what is wrong with the folder comes as editFailed().
    void relocate(const QString& photoFolder);
    /// The edit that undo() / redo() would act on, in words of the language in force; "" if there is none.
    QString undoText() const;
    QString redoText() const;
    QDateTime lastSaved() const { return m_lastSaved; }

    // What is read by itself as soon as the document names it; null until then.
    std::shared_ptr<const Dataset> dataset() const { return m_dataset; }
    std::shared_ptr<const std::vector<ImageFacts>> facts() const { return m_facts; }
    bool photosMoved() const { return m_photosMoved; } ///< the photo folder is not there any more
    ThumbnailCache& thumbnails() { return *m_thumbnails; }
    /// True while the data set is being read.
    bool isReading() const { return m_reading > 0; }

    /// Runs `work(const Project&)` -> Result<T> in the background on the present snapshot and calls
    /// `done(Result<T>)` in the UI thread, unless `context` is gone by then. Use it for scores, styles,
    /// embedding ...
    template <class Work, class Done> void read(QObject* context, Work work, Done done)
    {
        if (m_project)
            m_background.run(
                context, [project = m_project, work = std::move(work)] { return work(*project); },
                std::move(done));
    }
    Background& background() { return m_background; }

Q_SIGNALS:
    void opened(); ///< read everything; documentChanged() tells only what changes later
    void openFailed(const minamo::Error& error);
    void closed();
    /// Any change of the document: own edits, undo, other processes' edits and adopted results. `pointers`:
    /// what changed, e.g. "/cell", "/scores" (top level keys with a slash).
    void documentChanged(const QStringList& pointers);
    void datasetChanged();
    void barrierChanged(); ///< another answer of barrier() while the project stays open
    /// An edit could not be written.
    void editFailed(const minamo::Error& error);

private:
    struct Worker;
    void begin(std::function<Result<Project>()> make);
    void adopt(std::shared_ptr<const Project> project);
    void take(std::shared_ptr<const Project> project);
    void takeBarrier(std::optional<Error> barrier);
    void submit(std::function<Result<void>(Project&)> change);
    void follow();
    void readSamples();

    Background m_background; ///< many threads: readings
    Background m_editor { 1 }; ///< one thread: owns the writable project
    std::shared_ptr<Worker> m_worker;
    std::shared_ptr<const Project> m_project;
    std::shared_ptr<const Dataset> m_dataset;
    std::shared_ptr<const std::vector<ImageFacts>> m_facts;
    std::unique_ptr<ThumbnailCache> m_thumbnails;
    QTimer* m_timer;
    QDateTime m_lastSaved;
    QString m_samples; ///< what m_dataset depends on
    std::optional<Error> m_barrier;
    bool m_photosMoved = false;
    int m_reading = 0;
    int m_generation = 0;
    bool m_opening = false;
    bool m_following = false;
};

} // namespace minamo
