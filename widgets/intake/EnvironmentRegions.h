#pragma once
#include "photos/PhotoCuts.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace minamo {

/// One region of interest per environment, and the texts of the option "roi" that say the same.
class EnvironmentRegions {
public:
    /// Names in the order they are shown; "" = photos without an environment. Regions given before keep their
    /// environments.
    void setEnvironments(std::vector<std::string> names);
    const std::vector<std::string>& environments() const { return m_environments; }

    /// As the option gives them. What cannot be read is told by problem() and changes no region.
    void setTexts(const std::vector<std::string>& texts);
    /// The fewest texts that give these regions: none for whole photos, one without a name where all are
    /// equal.
    std::vector<std::string> texts() const;
    /// "import.bad-region", "import.no-such-environment"
    const std::optional<Error>& problem() const { return m_problem; }

    Cut region(const std::string& environment) const;
    void setRegion(const std::string& environment, const Cut& region);
    void setForAll(const Cut& region);

private:
    void read();
    std::vector<std::string> m_environments { std::string() };
    std::map<std::string, Cut> m_regions; ///< of every environment
    std::vector<std::string> m_given; ///< texts that the regions come from
    std::optional<Error> m_problem;
};

} // namespace minamo
