#include "PhotoFixtures.h"
#include "TestSupport.h"
#include "data/factory/Factory.h"
#include "imaging/FactMeter.h"

#include <Eigen/Core>
#include <map>

using namespace minamo;

namespace {

/// A flat grey RGB picture.
cv::Mat flat(double level, int width = 200, int height = 120)
{
    return cv::Mat(height, width, CV_8UC3, cv::Scalar::all(level));
}

/// Luma rises by `x` over the width and by `y` over the height around `middle`.
cv::Mat lit(double middle, double x, double y, int width = 200, int height = 120)
{
    cv::Mat rgb(height, width, CV_8UC3);
    for (int row = 0; row < height; ++row)
        for (int column = 0; column < width; ++column)
            rgb.at<cv::Vec3b>(row, column) = cv::Vec3b::all(cv::saturate_cast<unsigned char>(
                middle + x * ((column + 0.5) / width - 0.5) + y * ((row + 0.5) / height - 0.5)));
    return rgb;
}

cv::Mat noisy(const cv::Mat& rgb, double sigma, int seed)
{
    cv::Mat grey(rgb.size(), CV_32F), out;
    cv::RNG(static_cast<std::uint64_t>(seed)).fill(grey, cv::RNG::NORMAL, 0, sigma);
    cv::Mat noise;
    cv::merge(std::vector<cv::Mat> { grey, grey, grey }, noise);
    cv::add(rgb, noise, out, {}, CV_8UC3);
    return out;
}

cv::Mat board(int field, int side = 512)
{
    cv::Mat rgb(side, side, CV_8UC3);
    for (int y = 0; y < side; ++y)
        for (int x = 0; x < side; ++x)
            rgb.at<cv::Vec3b>(y, x) = cv::Vec3b::all((x / field + y / field) % 2 ? 180 : 60);
    return rgb;
}

/// Standard deviation of the plant's noise at full size: what the truth says of 64 px, as Camera.cpp scales
/// it.
double visibleNoise(const PlantTruth& truth, int side)
{
    std::map<std::string, double> numbers(truth.numbers.begin(), truth.numbers.end());
    const double grain = numbers.at("grain") * side, pixels = side / 64.0;
    return numbers.at("noise") * ((pixels - 1) / std::sqrt(1 + 12 * grain * grain / (pixels * pixels)) + 1);
}

double correlation(const std::vector<double>& a, const std::vector<double>& b)
{
    const Eigen::Map<const Eigen::ArrayXd> x(a.data(), std::ssize(a)), y(b.data(), std::ssize(b));
    const Eigen::ArrayXd u = x - x.mean(), v = y - y.mean();
    return (u * v).sum() / std::sqrt(u.square().sum() * v.square().sum());
}

bool near(double value, double expected, double tolerance)
{
    return std::abs(value - expected) <= tolerance;
}

} // namespace

class TestImageFacts : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void brightnessContrastAndClipping()
    {
        cv::Mat half = flat(100);
        half(cv::Rect(0, 0, 50, 120)).setTo(cv::Scalar::all(252));
        const auto facts = measureFacts(half);
        QVERIFY(near(facts.brightness, 100 + 152 * 0.25, 0.01));
        QVERIFY(near(facts.contrast, 152 * std::sqrt(0.25 * 0.75), 0.01));
        QVERIFY(near(facts.clipped, 0.25, 1e-6));
        QCOMPARE(measureFacts(flat(249)).clipped, 0.0f);
    }
    void lumaIsRec601()
    {
        QVERIFY(near(
            measureFacts(cv::Mat(4, 4, CV_8UC3, cv::Scalar(255, 0, 0))).brightness, 0.299 * 255, 0.5)); // red
        QVERIFY(
            near(measureFacts(cv::Mat(4, 4, CV_8UC3, cv::Scalar(0, 0, 255))).brightness, 0.114 * 255, 0.5));
    }
    void castsHaveTheirSign()
    {
        const auto warm = measureFacts(cv::Mat(9, 9, CV_8UC3, cv::Scalar(130, 100, 70)));
        QVERIFY(near(warm.castRed, 30, 1e-4));
        QVERIFY(near(warm.castBlue, -30, 1e-4));
        const auto grey = measureFacts(flat(90));
        QCOMPARE(grey.castRed, 0.0f);
        QCOMPARE(grey.castBlue, 0.0f);
    }
    void lampFromTheLeftMeansNegativeGradientX()
    {
        const auto left = measureFacts(lit(120, -60, 0));
        QVERIFY(near(left.gradientX, -60, 0.6));
        QVERIFY(near(left.gradientY, 0, 0.1));
        const auto below = measureFacts(lit(120, 15, 40));
        QVERIFY(near(below.gradientX, 15, 0.6));
        QVERIFY(near(below.gradientY, 40, 0.6));
        cv::Mat turned;
        cv::flip(lit(120, -60, 0), turned, 1);
        QVERIFY(near(measureFacts(turned).gradientX, 60, 0.6));
    }
    void noiseIsRecovered()
    {
        for (const double sigma : { 2.0, 8.0, 20.0 }) {
            const auto facts = measureFacts(noisy(lit(128, 50, 20, 400, 300), sigma, 5));
            QVERIFY2(near(facts.noise, sigma, 0.08 * sigma), qPrintable(QString::number(facts.noise)));
        }
        // Edges are not noise: they stand in the tenth that is left out.
        QVERIFY(measureFacts(board(64)).noise < 0.5);
        QVERIFY(near(measureFacts(noisy(board(64), 8, 5)).noise, 8, 0.8));
    }
    void coarseGrainIsNoiseToo()
    {
        // Grain of two pixels: a filter that looks at neighbouring pixels alone sees next to nothing of it;
        // this sees a third.
        cv::Mat grain(300, 400, CV_32F), rgb;
        cv::RNG(7).fill(grain, cv::RNG::NORMAL, 0, 1);
        cv::GaussianBlur(grain, grain, {}, 2);
        cv::Scalar mean, deviation;
        cv::meanStdDev(grain, mean, deviation);
        grain = grain * (6 / deviation[0]);
        cv::merge(std::vector<cv::Mat> { grain, grain, grain }, grain);
        cv::add(lit(128, 50, 20, 400, 300), grain, rgb, {}, CV_8UC3);
        const auto facts = measureFacts(rgb);
        QVERIFY2(facts.noise > 2 && facts.noise < 7, qPrintable(QString::number(facts.noise)));
        QVERIFY(measureFacts(lit(128, 50, 20, 400, 300)).noise < 0.5);
    }
    void noiseFollowsThePlants()
    {
        // Five plants differ in noise, grain, blur, sharpening and floor; only the noise shall count.
        std::vector<double> truth, measured, shuffled;
        for (int i = 0; i < 80; ++i) {
            const auto photo = renderPlantPhoto({ .seed = 900 + std::uint64_t(i % 2) }, i);
            const cv::Mat rgb(
                photo.height, photo.width, CV_8UC3, const_cast<std::uint8_t*>(photo.pixels.data()));
            measured.push_back(std::log(measureFacts(rgb).noise));
            truth.push_back(std::log(visibleNoise(photo.truth, photo.width)));
        }
        shuffled = truth;
        std::rotate(shuffled.begin(), shuffled.begin() + 3, shuffled.end());
        QVERIFY2(
            correlation(measured, truth) > 0.7, qPrintable(QString::number(correlation(measured, truth))));
        QVERIFY(std::abs(correlation(measured, shuffled)) < 0.5);
    }
    void blurTakesSharpnessAway()
    {
        const cv::Mat sharp = board(32);
        cv::Mat soft;
        cv::GaussianBlur(sharp, soft, {}, 4);
        QVERIFY(measureFacts(sharp).sharpness > 3 * measureFacts(soft).sharpness);
        // The same scene at twice the resolution has about the same sharpness.
        const double small = measureFacts(board(32)).sharpness,
                     large = measureFacts(board(64, 1024)).sharpness;
        QVERIFY(near(large / small, 1, 0.1));
    }
    void smallestPhotos()
    {
        for (const cv::Size size : { cv::Size(1, 1), cv::Size(1, 50), cv::Size(2, 2), cv::Size(700, 1) }) {
            const auto facts = measureFacts(cv::Mat(size, CV_8UC3, cv::Scalar::all(77)));
            QCOMPARE(facts.brightness, 77.0f);
            QCOMPARE(facts.noise, 0.0f);
            QCOMPARE(facts.gradientX, 0.0f);
        }
    }
};

QTEST_APPLESS_MAIN(TestImageFacts)
#include "test_image_facts.moc"
