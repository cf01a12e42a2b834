#pragma once
#include "activation/ActivationFeed.h"
#include "theme/Messages.h"

#include <QComboBox>

namespace minamo {

class ChannelGrid;
class ActivationStrip;
class PhotoWell;

/// What the network makes of one photo at one layer: the photo and how to choose it, the strip over the
/// timesteps, the channels. Left / right = photo, Ctrl+left / right = timestep. Asks while it is active only.
class ActivationPanel : public QWidget {
    Q_OBJECT

public:
    ActivationPanel(ProjectModel& model, InteractiveClient& client, QWidget* parent = nullptr);
    void setActive(bool active);
    void setTap(const std::string& tap);
    /// The timesteps that become columns; the chosen one is among them.
    void setTimesteps(const std::vector<int>& timesteps, int chosen);
    void setTimestep(int timestep);
    void chooseNearest(int timestep); ///< column
    int timestep() const { return m_feed->timestep(); }
    const ActivationFeed& feed() const { return *m_feed; }
    int row() const { return m_row; } ///< of the photo in the data set, -1 = none
    void stepPhoto(int by);
    void stepTimestep(int by);
    bool isReady() const;
    Banner* problem() const { return m_problem; }

Q_SIGNALS:
    void timestepChanged(int timestep);
    void changed(); ///< isReady() may have become true

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    QWidget* makePhotoColumn();
    QWidget* makeChannelColumn();
    void showPhotos();
    void showRow(int row);
    void showState();
    void retranslate();

    ProjectModel& m_model;
    ActivationFeed* m_feed;
    Banner* m_problem;
    EmptyState* m_empty;
    QWidget* m_content;
    PhotoWell* m_well = nullptr;
    QComboBox* m_photos = nullptr;
    TextLabel* m_class = nullptr;
    TextLabel* m_channelTitle = nullptr;
    TextLabel* m_channelNote = nullptr;
    ActivationStrip* m_strip;
    int m_row = -1;
};

/// Timesteps worth a column: these (the project's own), and some over the whole range of `steps`.
std::vector<int> activationColumns(const std::vector<int>& own, int steps);

} // namespace minamo
