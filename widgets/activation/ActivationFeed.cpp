#include "ActivationFeed.h"

#include <algorithm>

namespace minamo {

ActivationFeed::ActivationFeed(InteractiveClient& client, QObject* parent) : QObject(parent), m_client(client)
{
}

void ActivationFeed::setActive(bool active)
{
    m_active = active;
    pump();
}

void ActivationFeed::setSubject(std::optional<std::uint64_t> photo, const std::string& tap)
{
    if (photo == m_photo && tap == m_tap)
        return;
    m_photo = photo;
    m_tap = tap;
    retry();
}

void ActivationFeed::setColumns(const std::vector<int>& timesteps)
{
    if (timesteps == m_columns)
        return;
    m_columns = timesteps;
    pump();
    Q_EMIT changed();
}

void ActivationFeed::setTimestep(int timestep)
{
    if (timestep == m_timestep)
        return;
    m_timestep = timestep;
    pump();
    Q_EMIT changed();
}

void ActivationFeed::retry()
{
    ++m_generation;
    m_pictures.clear();
    m_asked.reset();
    m_error.reset();
    pump();
    Q_EMIT changed();
}

const ActivationPicture* ActivationFeed::picture(int timestep) const
{
    const auto found = m_pictures.find(timestep);
    return found == m_pictures.end() ? nullptr : &found->second;
}

bool ActivationFeed::isSettled() const
{
    return !m_photo || m_tap.empty() || m_error || !nextMissing();
}

std::optional<int> ActivationFeed::nextMissing() const
{
    if (!m_pictures.contains(m_timestep))
        return m_timestep;
    std::optional<int> nearest;
    for (const int t : m_columns)
        if (!m_pictures.contains(t)
            && (!nearest || std::abs(t - m_timestep) < std::abs(*nearest - m_timestep)))
            nearest = t;
    return nearest;
}

void ActivationFeed::pump()
{
    const bool wanted = m_active && m_photo && !m_tap.empty() && !m_error && !m_columns.empty();
    const auto next = wanted ? nextMissing() : std::nullopt;
    // A neighbour may be on its way: what the user looks at goes before it.
    if (next && (!m_asked || (*next == m_timestep && *m_asked != m_timestep)))
        ask(*next);
}

void ActivationFeed::ask(int timestep)
{
    m_asked = timestep;
    const Json what { { "photo", *m_photo }, { "tap", m_tap }, { "timestep", timestep } };
    m_client.ask(
        this, "maps", what, [this, timestep, generation = m_generation](Result<InteractiveAnswer> answer) {
            if (generation == m_generation)
                take(timestep, std::move(answer));
        });
}

void ActivationFeed::take(int timestep, Result<InteractiveAnswer> answer)
{
    if (m_asked == timestep)
        m_asked.reset();
    if (answer) {
        auto picture = activationPicture(*answer);
        if (picture)
            m_pictures[timestep] = std::move(*picture);
        else
            m_error = picture.error();
    } else if (answer.error().code != "cancelled") {
        m_error = answer.error();
    }
    pump();
    Q_EMIT changed();
}

} // namespace minamo
