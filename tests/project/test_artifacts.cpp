#include "TestSupport.h"
#include "project/ArtifactStore.h"

#include <atomic>
#include <thread>

using namespace minamo;

class TestArtifacts : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void idNamesEverythingItDependsOn()
    {
        const ArtifactKey key { "score", 1, { { "seed", 0 } }, { "cell-1" } };
        QCOMPARE(key.id(), ArtifactKey(key).id());
        QVERIFY(key.id().starts_with("score-"));
        for (const ArtifactKey& other : { ArtifactKey { "score", 2, { { "seed", 0 } }, { "cell-1" } },
                 ArtifactKey { "score", 1, { { "seed", 1 } }, { "cell-1" } },
                 ArtifactKey { "score", 1, { { "seed", 0 } }, { "cell-2" } } })
            QVERIFY(other.id() != key.id());
    }
    void uncommittedLeavesNothing()
    {
        QTemporaryDir folder;
        const ArtifactStore store(folder.path().toStdString());
        const ArtifactKey key { "score", 1, {}, {} };
        {
            auto draft = store.begin(key);
            VERIFY_OK(draft);
            VERIFY_OK(writeJson(draft->folder() / "scores.json", { 1 }));
        }
        QVERIFY(store.list().empty());
        QVERIFY(std::filesystem::is_empty(folder.path().toStdString()));
    }
    void committedIsWhole()
    {
        QTemporaryDir folder;
        const ArtifactStore store(folder.path().toStdString());
        const ArtifactKey key { "score", 1, { { "k", 3 } }, { "cell-1" } };
        auto draft = store.begin(key);
        VERIFY_OK(draft);
        VERIFY_OK(writeJson(draft->folder() / "scores.json", { 1 }));
        const auto id = store.commit(std::move(*draft), { { "cells", 1 } });
        VERIFY_OK(id);
        QCOMPARE(store.list("score"), std::vector<std::string> { key.id() });
        QVERIFY(store.list("cell").empty());
        QCOMPARE(store.manifest(*id)->at("inputs"), Json({ "cell-1" }));
        auto second = store.begin(key); // somebody else made the same: the first stays
        VERIFY_OK(second);
        VERIFY_OK(store.commit(std::move(*second), {}));
        QVERIFY(std::filesystem::exists(store.folder(*id) / "scores.json"));
    }
    /// Two processes with the same key: the second waits, can be stopped, and finds the result of the first.
    void workIsTakenByOneAtATime()
    {
        QTemporaryDir folder;
        const ArtifactStore store(folder.path().toStdString());
        const ArtifactKey key { "train", 1, {}, {} }, other { "train", 2, {}, {} };
        auto first = std::make_unique<Result<ArtifactWork>>(store.takeWork(key, [] { return false; }));
        VERIFY_OK(*first);
        VERIFY_OK(store.takeWork(other, [] { return true; })); // nobody has that one
        VERIFY_FAILS(store.takeWork(key, [] { return true; }), "cancelled");
        QVERIFY(std::filesystem::exists((*first)->folder));

        std::atomic<int> asked = 0;
        bool found = false;
        std::thread second([&] {
            const auto work = store.takeWork(key, [&] { return ++asked > 500; });
            found = work && store.contains(key.id());
        });
        while (asked == 0)
            std::this_thread::sleep_for(std::chrono::milliseconds(5));
        auto draft = store.begin(key);
        const bool committed = draft && store.commit(std::move(*draft), {}).has_value();
        store.dropWorkFolder(key);
        first.reset();
        second.join();
        QVERIFY(committed && found);
        for (const auto& entry : std::filesystem::directory_iterator(folder.path().toStdString()))
            QVERIFY(!entry.path().filename().string().starts_with(".work-" + key.id())); // not left behind
    }
};

QTEST_APPLESS_MAIN(TestArtifacts)
#include "test_artifacts.moc"
