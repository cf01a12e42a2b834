#pragma once
#include "bridge/Background.h"
#include "forms/OptionForm.h"
#include "intake/EnvironmentRegions.h"
#include "intake/FolderLook.h"
#include "theme/Messages.h"

#include <atomic>
#include <memory>

class QListWidget;
class QTimer;

namespace minamo {

class RegionEditor;

/// What is asked before photos are imported: the options of the stage, and the region of interest drawn on a
/// photo of every environment. Everything has a default, so that Enter imports at once.
class ImportPage : public QWidget {
    Q_OBJECT

public:
    explicit ImportPage(QWidget* parent = nullptr);
    ~ImportPage() override;
    /// @param options ImportOptions as JSON, the folder among them; what is missing has its default
    /// @param newProject the photos get a project of their own
    void ask(const Json& options, bool newProject);
    /// ImportOptions as JSON.
    Json options() const;
    QString folder() const;
    bool isForNewProject() const { return m_newProject; }
    /// Nothing is being read any more.
    bool isReady() const { return !m_looking && m_reading == 0; }
    /// Why the photos cannot be imported like this.
    std::optional<Error> problem() const;
    /// The environment whose region is drawn.
    std::string environment() const;

Q_SIGNALS:
    void accepted();
    void cancelled();
    void ready();

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void showEvent(QShowEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    QWidget* buildLeft();
    QWidget* buildRight();
    void takeForm();
    void look();
    void takeLook(Result<FolderLook> look);
    void fillEnvironments();
    void showEnvironment();
    void leafThrough();
    void takeDrawn(const std::function<void()>& change);
    void showRegions();
    void showTiles();
    void showSummary();
    void accept();
    void retranslate();
    void checkReady();

    struct Reading;
    Background m_background { 1 };
    std::shared_ptr<Reading> m_running; ///< the walk through the folder, to be stopped
    OptionForm* m_form;
    TextLabel* m_title;
    TextLabel* m_folder;
    TextLabel* m_found;
    Banner* m_problem;
    Button* m_import;
    Button* m_cancel;
    TextLabel* m_regionTitle;
    TextLabel* m_regionHelp;
    QListWidget* m_environments;
    RegionEditor* m_editor;
    TextLabel* m_measures;
    Button* m_whole;
    Button* m_forAll;
    Button* m_other;
    QTimer* m_later;
    EnvironmentRegions m_regions;
    Result<FolderLook> m_look { FolderLook() };
    Json m_options = Json::object(); ///< as the form gave them last
    QSize m_photoSize; ///< px of the whole photo shown; empty = unknown
    std::size_t m_photo = 0; ///< of the environment's
    bool m_newProject = true, m_looking = false, m_drawing = false;
    int m_reading = 0;
};

} // namespace minamo
