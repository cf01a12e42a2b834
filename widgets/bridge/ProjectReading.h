#pragma once
#include "bridge/ProjectModel.h"

namespace minamo {

/// What a place shows of the open project, read in the background: when a project is opened, and again when
/// its document names another result. Only the newest answer is taken; a closed project gives an empty one.
template <class T> class ProjectReading {
public:
    using Read = std::function<Result<T>(const Project&)>;
    using Prepare = std::function<Read()>;
    using Take = std::function<void(Result<T>)>;

    /// `owner` (of which this object is a member) bounds the signals; `pointers`: the top level keys of the
    /// document ("/scores" ...) that is read; `prepare` gives what runs in the background (empty: nothing to
    /// read yet).
    ProjectReading(
        ProjectModel& model, QObject* owner, const QStringList& pointers, Prepare prepare, Take take) :
        m_model(model),
        m_owner(owner), m_prepare(std::move(prepare)), m_take(std::move(take))
    {
        QObject::connect(&model, &ProjectModel::opened, owner, [this] { again(); });
        QObject::connect(&model, &ProjectModel::closed, owner, [this] {
            ++m_generation;
            m_take(T {});
        });
        QObject::connect(
            &model, &ProjectModel::documentChanged, owner, [this, pointers](const QStringList& changed) {
                for (const auto& pointer : pointers)
                    if (changed.contains(pointer))
                        return again();
            });
    }
    void again()
    {
        const Read read = m_model.isOpen() ? m_prepare() : Read();
        if (!read)
            return;
        ++m_running;
        m_model.read(m_owner, read, [this, generation = ++m_generation](Result<T> found) {
            --m_running;
            if (generation == m_generation)
                m_take(std::move(found));
        });
    }
    bool isReading() const { return m_running > 0; }
    /// Another number after every again() and every close: what was begun before is stale.
    int generation() const { return m_generation; }

private:
    ProjectModel& m_model;
    QObject* m_owner;
    Prepare m_prepare;
    Take m_take;
    int m_running = 0, m_generation = 0;
};

} // namespace minamo
