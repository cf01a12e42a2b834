#include "PhotoFixtures.h"
#include "TestSupport.h"
#include "imaging/PhotoDecoder.h"

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace minamo;

namespace {

struct Rgb {
    int r, g, b;
    bool near(int red, int green, int blue, int tolerance) const
    {
        return std::abs(r - red) <= tolerance && std::abs(g - green) <= tolerance
            && std::abs(b - blue) <= tolerance;
    }
};

Rgb pixel(const cv::Mat& rgb, int x, int y)
{
    const auto p = rgb.at<cv::Vec3b>(y, x);
    return { p[0], p[1], p[2] };
}

/// True if the picture is fourFields(), upright and in RGB.
bool isFourFields(const cv::Mat& rgb, int tolerance)
{
    const int x = rgb.cols / 4, y = rgb.rows / 4;
    return rgb.type() == CV_8UC3 && pixel(rgb, x, y).near(255, 0, 0, tolerance)
        && pixel(rgb, 3 * x, y).near(0, 255, 0, tolerance) && pixel(rgb, x, 3 * y).near(0, 0, 255, tolerance)
        && pixel(rgb, 3 * x, 3 * y).near(128, 128, 128, tolerance);
}

/// What a camera held the way `orientation` says stores of this upright picture.
cv::Mat stored(const cv::Mat& picture, int orientation)
{
    cv::Mat out = picture.clone();
    switch (orientation) {
    case 2:
        cv::flip(picture, out, 1);
        break;
    case 3:
        cv::rotate(picture, out, cv::ROTATE_180);
        break;
    case 4:
        cv::flip(picture, out, 0);
        break;
    case 5:
        return picture.t();
    case 6:
        cv::rotate(picture, out, cv::ROTATE_90_COUNTERCLOCKWISE);
        break;
    case 7:
        cv::flip(picture.t(), out, -1);
        break;
    case 8:
        cv::rotate(picture, out, cv::ROTATE_90_CLOCKWISE);
        break;
    }
    return out;
}

Bytes samples16(std::initializer_list<unsigned> values)
{
    Bytes bytes;
    for (const unsigned v : values)
        bytes.insert(bytes.end(), { static_cast<unsigned char>(v), static_cast<unsigned char>(v >> 8) });
    return bytes;
}

/// Peak memory in MB of a child process that does `work`; -1 if the work said false or died.
template <class F> long peakOfChild(F work)
{
    const pid_t child = ::fork();
    if (child == 0)
        ::_exit(work() ? 0 : 1);
    int status = 0;
    rusage usage {};
    ::wait4(child, &status, 0, &usage);
    return WIFEXITED(status) && WEXITSTATUS(status) == 0 ? usage.ru_maxrss / 1024 : -1;
}

} // namespace

class TestPhotoDecoder : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everyFormatGivesTheSamePicture_data()
    {
        QTest::addColumn<QString>("extension");
        QTest::addColumn<int>("tolerance");
        QTest::newRow("jpeg") << ".jpg" << 12;
        QTest::newRow("png") << ".png" << 0;
        QTest::newRow("bmp") << ".bmp" << 0;
        QTest::newRow("tiff") << ".tiff" << 0;
        QTest::newRow("webp") << ".webp" << 30;
    }
    void everyFormatGivesTheSamePicture()
    {
        QFETCH(QString, extension);
        QFETCH(int, tolerance);
        const auto photo = decodePhoto(asBytes(encoded(extension.toUtf8().constData(), fourFields(160, 80))));
        VERIFY_OK(photo);
        QCOMPARE(photo->fullWidth, 160);
        QCOMPARE(photo->fullHeight, 80);
        QVERIFY(isFourFields(photo->rgb, tolerance));
        cv::Mat swapped;
        cv::cvtColor(photo->rgb, swapped, cv::COLOR_RGB2BGR);
        QVERIFY(!isFourFields(swapped, tolerance)); // the check sees a wrong channel order
    }
    void cutOffFilesAreFoundOut_data() { everyFormatGivesTheSamePicture_data(); }
    void cutOffFilesAreFoundOut()
    {
        QFETCH(QString, extension);
        cv::Mat noisy(90, 120, CV_8UC3);
        cv::randu(noisy, 0, 255);
        Bytes bytes = encoded(extension.toUtf8().constData(), noisy);
        VERIFY_OK(decodePhoto(asBytes(bytes)));
        for (const std::size_t percent : { 20, 60, 95 }) {
            Bytes cut(
                bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(bytes.size() * percent / 100));
            VERIFY_FAILS(decodePhoto(asBytes(cut)), "photo.truncated");
            if (extension == ".jpg") { // a copy that was interrupted is often filled up with zeros
                cut.resize(bytes.size());
                VERIFY_FAILS(decodePhoto(asBytes(cut)), "photo.truncated");
            }
        }
    }
    void exifTurnsJpegUpright_data()
    {
        QTest::addColumn<int>("orientation");
        for (int i = 1; i <= 8; ++i)
            QTest::addRow("orientation %d", i) << i;
    }
    void exifTurnsJpegUpright()
    {
        QFETCH(int, orientation);
        const Bytes plain = encoded(".jpg", stored(fourFields(160, 80), orientation));
        for (const bool little : { true, false }) {
            const auto photo = decodePhoto(asBytes(withOrientation(plain, orientation, little)));
            VERIFY_OK(photo);
            QCOMPARE(photo->fullWidth, 160);
            QVERIFY(isFourFields(photo->rgb, 12));
        }
        const auto ignored = decodePhoto(asBytes(plain));
        VERIFY_OK(ignored);
        QCOMPARE(isFourFields(ignored->rgb, 12), orientation == 1);
    }
    void exifTurnsTiffUpright_data() { exifTurnsJpegUpright_data(); }
    void exifTurnsTiffUpright()
    {
        QFETCH(int, orientation);
        cv::Mat rgb;
        cv::cvtColor(stored(fourFields(160, 80), orientation), rgb, cv::COLOR_BGR2RGB);
        const TiffWriter tiff { static_cast<unsigned>(rgb.cols), static_cast<unsigned>(rgb.rows), 3, 8,
            static_cast<unsigned>(orientation), 0 };
        const auto photo = decodePhoto(asBytes(tiff.write(Bytes(rgb.data, rgb.data + rgb.total() * 3))));
        VERIFY_OK(photo);
        QCOMPARE(photo->rgb.cols, 160);
        QCOMPARE(photo->fullWidth, 160);
        QVERIFY(isFourFields(photo->rgb, 0));
    }
    void exifTurns16BitTiffUpright_data() { exifTurnsJpegUpright_data(); }
    void exifTurns16BitTiffUpright()
    {
        QFETCH(int, orientation);
        cv::Mat rgb;
        cv::cvtColor(stored(fourFields(160, 80), orientation), rgb, cv::COLOR_BGR2RGB);
        Bytes wide;
        for (std::size_t i = 0; i < rgb.total() * 3; ++i)
            wide.insert(wide.end(), { rgb.data[i], rgb.data[i] });
        const TiffWriter tiff { static_cast<unsigned>(rgb.cols), static_cast<unsigned>(rgb.rows), 3, 16,
            static_cast<unsigned>(orientation), 0 };
        const auto photo = decodePhoto(asBytes(tiff.write(wide)));
        VERIFY_OK(photo);
        QCOMPARE(photo->rgb.cols, 160);
        QVERIFY(isFourFields(photo->rgb, 0));
    }
    void sixteenBitGreyKeepsItsLevels()
    {
        const TiffWriter tiff { 4, 1, 1, 16, 1, 0 };
        const auto full = decodePhoto(asBytes(tiff.write(samples16({ 0, 257, 32896, 65535 }))));
        VERIFY_OK(full);
        QCOMPARE(pixel(full->rgb, 0, 0).r, 0);
        QCOMPARE(pixel(full->rgb, 1, 0).g, 1);
        QCOMPARE(pixel(full->rgb, 2, 0).b, 128);
        QCOMPARE(pixel(full->rgb, 3, 0).r, 255);
        // 12-bit camera data in 16-bit files is not black.
        const auto twelve = decodePhoto(asBytes(tiff.write(samples16({ 0, 16, 2056, 4095 }))));
        VERIFY_OK(twelve);
        QCOMPARE(pixel(twelve->rgb, 1, 0).r, 1);
        QCOMPARE(pixel(twelve->rgb, 2, 0).r, 128);
        QCOMPARE(pixel(twelve->rgb, 3, 0).r, 255);
        const auto png = decodePhoto(asBytes(encoded(".png", cv::Mat(2, 2, CV_16U, cv::Scalar(32896)))));
        VERIFY_OK(png);
        QVERIFY(pixel(png->rgb, 0, 0).near(128, 128, 128, 0));
    }
    void greyBecomesThreeEqualChannels()
    {
        for (const char* extension : { ".png", ".jpg", ".bmp", ".tiff" }) {
            const auto photo
                = decodePhoto(asBytes(encoded(extension, cv::Mat(16, 16, CV_8U, cv::Scalar(90)))));
            VERIFY_OK(photo);
            QVERIFY2(pixel(photo->rgb, 3, 3).near(90, 90, 90, 1), extension);
        }
    }
    void alphaLiesOverWhite()
    {
        cv::Mat bgra(1, 4, CV_8UC4);
        bgra.at<cv::Vec4b>(0, 0) = { 0, 0, 255, 255 };
        bgra.at<cv::Vec4b>(0, 1) = { 0, 0, 255, 0 };
        bgra.at<cv::Vec4b>(0, 2) = { 0, 0, 0, 102 };
        bgra.at<cv::Vec4b>(0, 3) = { 255, 0, 0, 255 };
        const auto photo = decodePhoto(asBytes(encoded(".png", bgra)));
        VERIFY_OK(photo);
        QVERIFY(pixel(photo->rgb, 0, 0).near(255, 0, 0, 0));
        QVERIFY(pixel(photo->rgb, 1, 0).near(255, 255, 255, 0));
        QVERIFY(pixel(photo->rgb, 2, 0).near(153, 153, 153, 0));
        QVERIFY(pixel(photo->rgb, 3, 0).near(0, 0, 255, 0));
        // Transparent everywhere is a writer's mistake, not an empty photo.
        const auto nothing
            = decodePhoto(asBytes(encoded(".png", cv::Mat(2, 2, CV_8UC4, cv::Scalar(10, 20, 30, 0)))));
        VERIFY_OK(nothing);
        QVERIFY(pixel(nothing->rgb, 0, 0).near(30, 20, 10, 0));
        const auto bmp
            = decodePhoto(asBytes(encoded(".bmp", cv::Mat(2, 2, CV_8UC4, cv::Scalar(10, 20, 30, 77)))));
        VERIFY_OK(bmp);
        QVERIFY(pixel(bmp->rgb, 0, 0).near(30, 20, 10, 0));
    }
    void alphaOfTiffLiesOverWhite()
    {
        const TiffWriter straight { 3, 1, 4, 8, 1, 2 };
        const auto photo
            = decodePhoto(asBytes(straight.write({ 255, 0, 0, 255, 255, 0, 0, 0, 0, 0, 0, 102 })));
        VERIFY_OK(photo);
        QVERIFY(pixel(photo->rgb, 0, 0).near(255, 0, 0, 0));
        QVERIFY(pixel(photo->rgb, 1, 0).near(255, 255, 255, 0));
        QVERIFY(pixel(photo->rgb, 2, 0).near(153, 153, 153, 0));
    }
    void sixteenBitAlpha()
    {
        cv::Mat bgra(1, 2, CV_16UC4);
        bgra.at<cv::Vec<std::uint16_t, 4>>(0, 0) = { 0, 0, 65535, 65535 };
        bgra.at<cv::Vec<std::uint16_t, 4>>(0, 1) = { 0, 0, 0, 26214 };
        const auto photo = decodePhoto(asBytes(encoded(".png", bgra)));
        VERIFY_OK(photo);
        QVERIFY(pixel(photo->rgb, 0, 0).near(255, 0, 0, 0));
        QVERIFY(pixel(photo->rgb, 1, 0).near(153, 153, 153, 0));
    }
    void theContentDecides()
    {
        const QTemporaryDir folder;
        const Path root(folder.path().toStdString());
        VERIFY_OK(writeFileAtomically(root / "text.jpg", "Dear colleague, the photos follow.\n"));
        VERIFY_OK(writeFileAtomically(root / "empty.jpg", ""));
        VERIFY_OK(writeFileAtomically(root / "moving.jpg", "GIF89a\x01\x01\x01\x01"));
        VERIFY_OK(save(root / "ライン１" / "検査 画像.txt", encoded(".png", fourFields())));
        const auto text = decodePhoto(root / "text.jpg");
        VERIFY_FAILS(text, "photo.not-a-photo");
        QCOMPARE(text.error().values["path"].get<std::string>(), (root / "text.jpg").string());
        VERIFY_FAILS(decodePhoto(root / "empty.jpg"), "photo.empty");
        VERIFY_FAILS(decodePhoto(root / "moving.jpg"), "photo.format-not-supported");
        VERIFY_FAILS(decodePhoto(root / "absent.jpg"), "photo.cannot-read");
        VERIFY_FAILS(decodePhoto(root), "photo.cannot-read");
        VERIFY_OK(decodePhoto(root / "ライン１" / "検査 画像.txt"));
    }
    void damagedBytesAreAnErrorNotACrash()
    {
        cv::Mat noisy(60, 60, CV_8UC3);
        cv::randu(noisy, 0, 255);
        for (const char* extension : { ".jpg", ".png", ".bmp", ".tiff", ".webp" }) {
            const Bytes bytes = encoded(extension, noisy);
            cv::RNG random(7);
            for (int round = 0; round < 200; ++round) {
                Bytes broken = bytes;
                for (int i = 0; i < 8; ++i)
                    broken[static_cast<std::size_t>(
                        random.uniform(0, static_cast<int>(std::min<std::size_t>(broken.size(), 400))))]
                        = static_cast<unsigned char>(random.uniform(0, 256));
                const auto photo = decodePhoto(asBytes(broken));
                QVERIFY(photo ? !photo->rgb.empty() : photo.error().code.starts_with("photo."));
            }
        }
    }
    void shrunkForShowing()
    {
        const Bytes jpeg = withOrientation(encoded(".jpg", stored(fourFields(1600, 800), 6)), 6, true);
        const auto photo = decodePhoto(asBytes(jpeg), 200);
        VERIFY_OK(photo);
        QCOMPARE(photo->rgb.cols, 200);
        QCOMPARE(photo->rgb.rows, 100);
        QCOMPARE(photo->fullWidth, 1600);
        QVERIFY(isFourFields(photo->rgb, 12));
        const auto small = decodePhoto(asBytes(encoded(".png", fourFields())), 200);
        VERIFY_OK(small);
        QCOMPARE(small->rgb.cols, 40); // never enlarged
    }
    void giantJpegIsDecodedReduced()
    {
        const Bytes giant = GiantJpeg::make(30000, 30000);
        const long peak = peakOfChild([&giant] {
            const auto photo = decodePhoto(asBytes(giant));
            if (!photo || photo->fullWidth != 30000 || photo->fullHeight != 30000)
                return false;
            const cv::Mat& rgb = photo->rgb;
            const int above = pixel(rgb, rgb.cols / 2, rgb.rows / 4).r,
                      below = pixel(rgb, rgb.cols / 2, rgb.rows * 3 / 4).r;
            return rgb.cols == 7500 && rgb.rows == 7500 && above == 128 && below > 133;
        });
        qInfo("30,000 x 30,000 JPEG: peak memory %ld MB", peak);
        QVERIFY(peak > 0);
        QVERIFY(peak < 2000);
    }
    void otherGiantsAreRefused()
    {
        Bytes png = encoded(".png", cv::Mat(8, 8, CV_8U, cv::Scalar(1)));
        png[18] = 0x75, png[19] = 0x30, png[22] = 0x75, png[23] = 0x30; // 30,000 x 30,000
        const auto photo = decodePhoto(asBytes(png));
        VERIFY_FAILS(photo, "photo.too-large");
        QCOMPARE(photo.error().values["width"].get<int>(), 30000);
        // Sizes whose products leave 64 bits.
        std::fill(png.begin() + 16, png.begin() + 24, static_cast<unsigned char>(0xff));
        VERIFY_FAILS(decodePhoto(asBytes(png)), "photo.too-large");
        Bytes bmp = encoded(".bmp", fourFields(8, 8));
        bmp[21] = bmp[25] = 0x7f;
        VERIFY_FAILS(decodePhoto(asBytes(bmp)), "photo.truncated");
        Bytes progressive = encoded(".jpg", fourFields(64, 64), { cv::IMWRITE_JPEG_PROGRESSIVE, 1 });
        VERIFY_OK(decodePhoto(asBytes(progressive)));
        const auto frame = std::search(progressive.begin(), progressive.end(), std::begin("\xff\xc2"),
            std::begin("\xff\xc2") + 2,
            [](unsigned char a, char b) { return a == static_cast<unsigned char>(b); });
        QVERIFY(frame != progressive.end());
        frame[5] = frame[7] = 0x75, frame[6] = frame[8] = 0x30;
        VERIFY_FAILS(decodePhoto(asBytes(progressive)), "photo.progressive-too-large");
    }
};

QTEST_APPLESS_MAIN(TestPhotoDecoder)
#include "test_photo_decoder.moc"
