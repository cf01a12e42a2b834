#pragma once
#include "data/Dataset.h"
#include "data/PhotoTally.h"
#include "io/Files.h"

#include <array>

namespace minamo {

/// What both classifiers said of every photo they were judged on; photos.safetensors of an "evaluate"
/// artifact. Everything a page shows can be counted again from it. Columns of equal length N; [0] = before,
/// [1] = after. A photo that was cut into tiles is one photo: its worst tile speaks for it (worstTile).
struct JudgedPhotos {
    std::vector<std::uint64_t> ids; ///< of its first tile
    std::vector<std::int32_t> row; ///< of the data set: the tile that decides ("after", mean over seeds)
    std::vector<std::int32_t> tile, tiles; ///< which of its tiles that is (from 0), of how many judged ones
    std::vector<std::int32_t> fold; ///< round of training in which the photo was held out ("after")
    std::vector<std::int32_t> truth; ///< class; of tiles with different classes the first that is not OK
    std::vector<std::uint8_t> good; ///< 1 = the true class is an OK class
    std::vector<std::int32_t> style, environment; ///< codes, -1 = unknown; the style that most tiles have
                                                  ///< (the deciding tile's would depend on the verdict)
    std::array<int, 2> seeds { 1, 1 };
    std::array<std::vector<std::int32_t>, 2> said; ///< [N x seeds] class; -1 = not judged under this seed
    std::array<std::vector<float>, 2> defect; ///< [N x seeds] P(defect) = 1 - P(OK classes); NaN = not
                                              ///< judged, or no OK class

    std::size_t size() const { return ids.size(); }
    PhotoTally tally(std::size_t photo, int which, const std::vector<int>& okClasses) const;
    /// Mean over seeds; NaN without an OK class.
    double meanDefect(std::size_t photo, int which) const;
    /// The class said most often (the lowest of equals), -1 if none.
    int mainAnswer(std::size_t photo, int which) const;
    /// The most tiles that a photo was judged from; 1 = whole photos.
    int tilesPerPhoto() const;
};

/// Photos that both classifiers were judged on, in the order of the data set. Photos the data set does not
/// hold are left out; a photo is judged from those of its tiles that both classifiers were judged on.
/// @param before, after predictions of one method each, with the probability of every class
JudgedPhotos judgedPhotos(const std::vector<Prediction>& before, const std::vector<Prediction>& after,
    const Dataset& dataset, const std::vector<std::int32_t>& styles);

Result<void> writeJudgedPhotos(const Path& artifactFolder, const JudgedPhotos& table);
/// Errors: those of safetensors files. A file without tiles is one of whole photos.
Result<JudgedPhotos> readJudgedPhotos(const Path& artifactFolder);

} // namespace minamo
