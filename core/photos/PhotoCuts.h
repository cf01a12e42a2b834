#pragma once
#include "data/Dataset.h"
#include "stages/ImportOptions.h"

#include <map>

namespace minamo {

/// A part of a photo in fractions of its sides (0..1), so that it fits photos of every size.
struct Cut {
    double left = 0, top = 0, width = 1, height = 1;

    bool isWhole() const { return left <= 0 && top <= 0 && width >= 1 && height >= 1; }
    bool operator==(const Cut&) const = default;
};

/// A region as the option "roi" writes it, in percent with one decimal: "10:5:80:90", or "Line1=10:5:80:90"
/// for one environment. PhotoCuts reads it back.
std::string regionText(const std::string& environment, const Cut& region);

/// Which parts of a photo become samples: the region of interest of its environment, cut into tiles, so that
/// a defect of 30 px in a photo of 12 megapixels does not vanish when the photo is shrunk.
class PhotoCuts {
public:
    /// Errors "import.bad-region" {text}, "import.bad-tiles" {text}.
    static Result<PhotoCuts> make(const ImportOptions& options);

    /// Every photo becomes one sample that shows all of it.
    bool areWhole() const { return m_regions.empty() && m_columns * m_rows == 1; }
    int perPhoto() const { return m_columns * m_rows; }
    /// The region of interest of an environment; the whole photo if none was given.
    Cut region(const std::string& environment) const;
    /// Row by row, perPhoto() of them.
    std::vector<Cut> of(const std::string& environment) const;
    /// Environments a region was given for by name.
    std::vector<std::string> environments() const;

private:
    std::map<std::string, Cut> m_regions; // "" = all others
    int m_columns = 1, m_rows = 1;
    double m_overlap = 0;
};

/// In px of an upright photo; at least 1 x 1, inside the photo.
Region regionOf(const Cut& cut, int width, int height);
/// Content hash of a part: other parts of one photo get other noise and are no copies of each other.
std::uint64_t contentOfRegion(std::uint64_t photo, const Region& region);

} // namespace minamo
