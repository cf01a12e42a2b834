// Augmentation is DomainBed's training transform: RandomResizedCrop (.7 to 1), flip, ColorJitter .3, grey .1.
#include "engine/training/Augment.h"

#include "TestSupport.h"

#include <numbers>
#include <torch/types.h>
#include <torch/utils.h>

using namespace minamo;

namespace {

constexpr int side = 32;
const AugmentOptions nothing { .minScale = 1, .flip = false, .jitter = 0, .grayscale = 0 };

std::vector<std::uint64_t> keysFrom(std::uint64_t first, int count)
{
    std::vector<std::uint64_t> keys;
    for (int i = 0; i < count; ++i)
        keys.push_back(first + static_cast<std::uint64_t>(i));
    return keys;
}

/// Back to [0, 1]: what the photo looks like after augmentation.
at::Tensor picture(const at::Tensor& standardised)
{
    const auto shape = std::vector<std::int64_t> { 1, 3, 1, 1 };
    return standardised * torch::tensor({ 0.229F, 0.224F, 0.225F }).view(shape)
        + torch::tensor({ 0.485F, 0.456F, 0.406F }).view(shape);
}

/// `count` copies of one photo, each changed by its own key.
at::Tensor changed(const at::Tensor& photo, const AugmentOptions& options, int count, std::uint64_t first = 1)
{
    return picture(
        augmented(photo.expand({ count, 3, side, side }).contiguous(), keysFrom(first, count), options));
}

at::Tensor evenPhoto(int red, int green, int blue)
{
    return torch::tensor({ red, green, blue }, at::kByte).view({ 1, 3, 1, 1 }).expand({ 1, 3, side, side });
}

at::Tensor noisyPhotos(int count)
{
    torch::manual_seed(5);
    return torch::randint(256, { count, 3, side, side }, at::kByte);
}

double lowest(const at::Tensor& values)
{
    return values.min().item<double>();
}
double highest(const at::Tensor& values)
{
    return values.max().item<double>();
}

} // namespace

class TestAugment : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { torch::set_num_threads(1); }

    void zeroStrengthIsTheIdentity()
    {
        const auto photos = noisyPhotos(4);
        QVERIFY(at::allclose(augmented(photos, keysFrom(1, 4), nothing), normalised(photos), 1e-4, 1e-4));
        QVERIFY(!at::allclose(augmented(photos, keysFrom(1, 4), {}), normalised(photos), 1e-1, 1e-1));
        const at::Tensor white = normalised(evenPhoto(255, 255, 255)), black = normalised(evenPhoto(0, 0, 0));
        QVERIFY(std::abs(white[0][0][0][0].item<double>() - (1 - 0.485) / 0.229) < 1e-5);
        QVERIFY(std::abs(black[0][2][0][0].item<double>() + 0.406 / 0.225) < 1e-5);
    }
    /// A photo depends on its key alone, not on the batch it stands in.
    void keysDecide()
    {
        const auto photos = noisyPhotos(4);
        const auto all = augmented(photos, keysFrom(7, 4), {});
        const std::uint64_t last[] { 10, 7 };
        const auto turned = augmented(at::stack({ photos[3], photos[0] }), last, {});
        QVERIFY(at::equal(turned[0], all[3]) && at::equal(turned[1], all[0]));
        const std::uint64_t other[] { 11 };
        QVERIFY(!at::allclose(augmented(photos.slice(0, 0, 1), other, {})[0], all[0], 1e-2, 1e-2));
    }
    void halfIsFlipped()
    {
        const auto photo = noisyPhotos(1);
        auto options = nothing;
        options.flip = true;
        const auto results = changed(photo, options, 400), straight = photo[0].to(at::kFloat) / 255;
        int flipped = 0;
        for (int i = 0; i < 400; ++i) {
            const bool same = at::allclose(results[i], straight, 1e-3, 1e-3);
            QVERIFY(same != at::allclose(results[i], straight.flip(2), 1e-3, 1e-3));
            flipped += !same;
        }
        QVERIFY2(flipped > 160 && flipped < 240, qPrintable(QString::number(flipped))); // 4 deviations
    }
    /// Red rises to the right, green downwards: slopes tell the window's width and height.
    void cropsKeepSevenTenthsOrMore()
    {
        const auto ramp = (torch::arange(side) * 8).to(at::kByte);
        const auto photo = at::stack(
            { ramp.view({ 1, side }).expand({ side, side }), ramp.view({ side, 1 }).expand({ side, side }),
                at::zeros({ side, side }, at::kByte) })
                               .unsqueeze(0);
        auto options = nothing;
        options.minScale = 0.7;
        const auto results = changed(photo, options, 300);
        const auto across
            = (results.select(1, 0).select(2, 24) - results.select(1, 0).select(2, 8)).mean(1) * 255 / 128;
        const auto down
            = (results.select(1, 1).select(1, 24) - results.select(1, 1).select(1, 8)).mean(1) * 255 / 128;
        const auto area = across * down, aspect = across / down;
        QVERIFY2(lowest(area) > 0.69 && highest(area) < 1.01, qPrintable(QString::number(lowest(area))));
        QVERIFY(lowest(aspect) > 0.74 && highest(aspect) < 1.35);
        QVERIFY(lowest(area) < 0.76 && highest(area) > 0.94 && lowest(aspect) < 0.9 && highest(aspect) > 1.1);
        QVERIFY(lowest(results.select(1, 0)) >= 0
            && highest(results.select(1, 0)) <= 248.5 / 255); // no border comes in
    }
    void brightnessAndContrastStayInRange()
    {
        auto options = nothing;
        options.jitter = 0.3;
        auto photo = evenPhoto(102, 102, 102).clone(); // left .4, right .6
        photo.slice(3, side / 2).fill_(153);
        const auto results = changed(photo, options, 300);
        const auto left = results.select(3, 4).mean({ 1, 2 }), right = results.select(3, 28).mean({ 1, 2 });
        const auto brightness = (left + right), contrast = (right - left) * 5 / brightness;
        for (const auto& factor : { brightness, contrast }) {
            QVERIFY(lowest(factor) > 0.699 && highest(factor) < 1.301);
            QVERIFY(lowest(factor) < 0.75 && highest(factor) > 1.25);
        }
        QVERIFY(at::allclose(
            results.select(1, 0), results.select(1, 2), 1e-3, 1e-3)); // grey has no colour to turn
    }
    /// Saturation and hue leave the luma: only brightness moves it.
    void hueTurnsAndSaturationScales()
    {
        auto options = nothing;
        options.jitter = 0.3;
        const auto results = changed(evenPhoto(120, 100, 90), options, 400).mean({ 2, 3 });
        const auto yiq = torch::tensor(
            { 0.299F, 0.587F, 0.114F, 0.595716F, -0.274453F, -0.321263F, 0.211456F, -0.522591F, 0.311135F })
                             .view({ 3, 3 });
        const auto parts = at::matmul(results, yiq.t());
        const auto original = at::matmul(torch::tensor({ 120, 100, 90 }).to(at::kFloat) / 255, yiq.t());
        const auto luma = parts.select(1, 0) / original[0];
        QVERIFY(lowest(luma) > 0.699 && highest(luma) < 1.301 && lowest(luma) < 0.75 && highest(luma) > 1.25);
        const auto angle
            = at::atan2(parts.select(1, 2), parts.select(1, 1)) - at::atan2(original[2], original[1]);
        const auto turns = at::remainder(angle / (2 * std::numbers::pi) + 0.5, 1.0) - 0.5;
        QVERIFY(lowest(turns) > -0.301 && highest(turns) < 0.301 && lowest(turns) < -0.25
            && highest(turns) > 0.25);
        const auto chroma = at::hypot(parts.select(1, 1), parts.select(1, 2)) / parts.select(1, 0)
            / (at::hypot(original[1], original[2]) / original[0]);
        QVERIFY(
            lowest(chroma) > 0.48 && highest(chroma) < 1.70 && lowest(chroma) < 0.7 && highest(chroma) > 1.3);
    }
    void aTenthTurnsGrey()
    {
        auto options = nothing;
        options.grayscale = 0.1;
        const auto results = changed(evenPhoto(200, 40, 90), options, 1000).mean({ 2, 3 });
        const auto grey = (results.select(1, 0) - results.select(1, 2)).abs() < 1e-4;
        const int count = grey.sum().item<int>();
        QVERIFY2(count > 62 && count < 138, qPrintable(QString::number(count))); // 4 deviations
        const double luma = (0.299 * 200 + 0.587 * 40 + 0.114 * 90) / 255;
        QVERIFY(at::allclose(results.index({ grey }), at::full({ count, 3 }, luma), 1e-3, 1e-3));
    }
    void resultsStayPhotos()
    {
        const auto results = picture(augmented(noisyPhotos(50), keysFrom(100, 50), { .jitter = 0.9 }));
        QVERIFY(lowest(results) > -1e-5 && highest(results) < 1 + 1e-5);
        QVERIFY(lowest(results) < 1e-3 && highest(results) > 1 - 1e-3); // the clamp was needed
    }
};

QTEST_APPLESS_MAIN(TestAugment)
#include "test_augment.moc"
