#pragma once
#include "activation/ActivationPicture.h"

#include <map>
#include <optional>

namespace minamo {

/// Fetches the pictures of one photo at one tap for a row of timesteps: the chosen timestep first, then its
/// neighbours, one at a time. Asks nothing while it is not active.
class ActivationFeed : public QObject {
    Q_OBJECT

public:
    explicit ActivationFeed(InteractiveClient& client, QObject* parent = nullptr);

    void setActive(bool active);
    /// `photo`: id of a sample.
    void setSubject(std::optional<std::uint64_t> photo, const std::string& tap);
    void setColumns(const std::vector<int>& timesteps);
    void setTimestep(int timestep);
    /// Once more after a failure.
    void retry();

    const std::vector<int>& columns() const { return m_columns; }
    int timestep() const { return m_timestep; }
    const std::string& tap() const { return m_tap; }
    const ActivationPicture* picture(int timestep) const; ///< null until it is there
    const std::optional<Error>& error() const { return m_error; }
    /// True when nothing more will come by itself.
    bool isSettled() const;

Q_SIGNALS:
    void changed();

private:
    void pump();
    std::optional<int> nextMissing() const;
    void ask(int timestep);
    void take(int timestep, Result<InteractiveAnswer> answer);

    InteractiveClient& m_client;
    std::optional<std::uint64_t> m_photo;
    std::string m_tap;
    std::vector<int> m_columns;
    int m_timestep = 0;
    std::map<int, ActivationPicture> m_pictures;
    std::optional<int> m_asked;
    std::optional<Error> m_error;
    bool m_active = false;
    int m_generation = 0;
};

} // namespace minamo
