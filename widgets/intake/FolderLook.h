#pragma once
#include "photos/PhotoList.h"

#include <QImage>
#include <QSize>
#include <QString>
#include <vector>

namespace minamo {

/// What an import would find, for the page that asks how; read in the background.
struct FolderLook {
    struct Environment {
        std::string name; ///< "" = without one
        std::vector<std::string> photos; ///< files, the first ones
        std::int64_t count = 0;
        QImage thumbnail; ///< null if none of them can be shown
    };
    std::string layout; ///< as resolved
    std::vector<Environment> environments; ///< by name; at least one
    std::int64_t photos = 0, classes = 0, skipped = 0;
    bool named = false; ///< photos have environments at all
};

/// Errors: those of listPhotos(); "import.no-photos" {path, skipped, others}.
Result<FolderLook> lookAtFolder(const ImportOptions& options, const JobContext& context);

/// A photo for the screen, upright. Not for measuring: samples come from the one decoder (decision D12),
/// which the window does not have.
struct PhotoGlance {
    QImage image; ///< null if Qt cannot read it
    QSize full; ///< px of the whole photo
};
/// @param side longest side of the image at most, px
PhotoGlance glanceAtPhoto(const QString& file, int side);

} // namespace minamo
