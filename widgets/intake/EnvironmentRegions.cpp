#include "EnvironmentRegions.h"

#include <algorithm>

namespace minamo {

void EnvironmentRegions::setEnvironments(std::vector<std::string> names)
{
    m_environments = names.empty() ? std::vector<std::string> { std::string() } : std::move(names);
    read();
}

void EnvironmentRegions::setTexts(const std::vector<std::string>& texts)
{
    m_given = texts;
    read();
}

void EnvironmentRegions::read()
{
    const auto cuts = PhotoCuts::make({ .roi = m_given });
    m_problem = cuts ? std::nullopt : std::optional(cuts.error());
    if (!cuts)
        return;
    for (const auto& name : cuts->environments())
        if (std::ranges::find(m_environments, name) == m_environments.end())
            m_problem = Error { "import.no-such-environment",
                { { "name", name }, { "environments", m_environments } }, {} };
    m_regions.clear();
    for (const auto& name : m_environments)
        m_regions[name] = cuts->region(name);
}

std::vector<std::string> EnvironmentRegions::texts() const
{
    if (m_problem)
        return m_given;
    const auto first = region(m_environments.front());
    const bool equal
        = std::ranges::all_of(m_environments, [&](const std::string& name) { return region(name) == first; });
    // What has no name is what all others have, unless they are named.
    const auto unnamed = std::ranges::find(m_environments, std::string()) != m_environments.end();
    const Cut others = equal ? first : unnamed ? region({}) : Cut();
    std::vector<std::string> texts;
    if (!others.isWhole())
        texts.push_back(regionText({}, others));
    for (const auto& name : m_environments)
        if (region(name) != others)
            texts.push_back(regionText(name, region(name)));
    return texts;
}

Cut EnvironmentRegions::region(const std::string& environment) const
{
    const auto found = m_regions.find(environment);
    return found == m_regions.end() ? Cut() : found->second;
}

void EnvironmentRegions::setRegion(const std::string& environment, const Cut& region)
{
    m_problem.reset();
    m_regions[environment] = region;
    m_given = texts();
}

void EnvironmentRegions::setForAll(const Cut& region)
{
    m_problem.reset();
    for (const auto& name : m_environments)
        m_regions[name] = region;
    m_given = texts();
}

} // namespace minamo
