#pragma once
#include "bridge/InteractiveClient.h"
#include "theme/Theme.h"

#include <QImage>
#include <QList>

namespace minamo {

/// One map of numbers over the photo.
struct ActivationMap {
    int width = 0, height = 0;
    std::vector<float> values; ///< row by row

    /// In colours of the sequential scale: low and high are its ends.
    QImage shaded(const Theme& theme, float low, float high) const;
    std::pair<float, float> range() const; ///< smallest and largest value
};

/// What the network makes of a photo at one tap and timestep, ready to be painted.
struct ActivationPicture {
    QImage noisy, predicted, colours;
    ActivationMap energy;
    std::vector<ActivationMap> channels;
    std::vector<std::int64_t> channelNumbers;
    qint64 dimension = 0; ///< channels there are
};

/// From an answer to "maps". Errors: those of SafetensorsFile::require.
Result<ActivationPicture> activationPicture(const InteractiveAnswer& answer);

} // namespace minamo
