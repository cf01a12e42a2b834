#include "PhotoFixtures.h"
#include "TestSupport.h"
#include "imaging/PhotoDecoder.h"
#include "imaging/ShownPhoto.h"

using namespace minamo;

/// Photos for a screen.
class TestShownPhoto : public QObject {
    Q_OBJECT
    QTemporaryDir m_dir;
    Path at(const char* name) const { return Path(m_dir.path().toStdString()) / name; }

private Q_SLOTS:
    void fitsIntoTheFrame_data()
    {
        QTest::addColumn<QSize>("photo");
        QTest::addColumn<QSize>("frame");
        QTest::addColumn<QSize>("shown");
        QTest::newRow("small stays") << QSize(40, 20) << QSize(800, 600) << QSize(40, 20);
        QTest::newRow("wide") << QSize(400, 200) << QSize(100, 100) << QSize(100, 50);
        QTest::newRow("frame is low") << QSize(400, 200) << QSize(300, 50) << QSize(100, 50);
        QTest::newRow("tall") << QSize(200, 400) << QSize(100, 100) << QSize(50, 100);
        QTest::newRow("one pixel") << QSize(400, 200) << QSize(1, 1) << QSize(1, 1);
    }
    void fitsIntoTheFrame()
    {
        QFETCH(QSize, photo);
        QFETCH(QSize, frame);
        QFETCH(QSize, shown);
        VERIFY_OK(save(at("photo.png"), encoded(".png", fourFields(photo.width(), photo.height()))));
        const auto read = readShownPhoto(at("photo.png"), frame.width(), frame.height());
        VERIFY_OK(read);
        QCOMPARE(QSize(read->width, read->height), shown);
        QCOMPARE(QSize(read->fullWidth, read->fullHeight), photo);
        QCOMPARE(read->rgb.size(), static_cast<std::size_t>(3 * shown.width() * shown.height()));
        QVERIFY(read->rgb[0] > 60 && (shown.width() == 1 || read->rgb[0] > 200)); // red above left, R first
    }

    /// A large JPEG is decoded reduced: much less work than the whole, and the same picture.
    void largeJpegTakesTheShortWay()
    {
        cv::Mat large = fourFields(5472, 3648);
        for (int i = 0; i < 200; ++i)
            cv::circle(large, { 27 * i, 18 * i }, 300, cv::Scalar(i, 255 - i, 90), 3);
        VERIFY_OK(save(at("large.jpg"), encoded(".jpg", large)));
        const auto seconds = [&](int width, int height) {
            double best = 1e9;
            for (int i = 0; i < 3; ++i) {
                QElapsedTimer timer;
                timer.start();
                if (!readShownPhoto(at("large.jpg"), width, height))
                    return 1e9;
                best = std::min(best, static_cast<double>(timer.nsecsElapsed()) / 1e9);
            }
            return best;
        };
        const double reduced = seconds(1280, 800), whole = seconds(8000, 8000);
        qInfo("20 megapixels: %.0f ms for 1280 x 800, %.0f ms whole", reduced * 1e3, whole * 1e3);
        QVERIFY(reduced < 0.7 * whole);
        const auto shown = readShownPhoto(at("large.jpg"), 1280, 800);
        QCOMPARE(QSize(shown->width, shown->height), QSize(1200, 800));
        const auto* grey = shown->rgb.data() + 3 * (1200 * 500 + 1190);
        QVERIFY(std::abs(grey[0] - 128) < 6 && std::abs(grey[2] - 128) < 6);
    }

    void errorsNameTheFile()
    {
        VERIFY_OK(save(at("broken.jpg"), Bytes { 0xff, 0xd8, 0xff, 0xe0, 0, 1 }));
        for (const char* name : { "broken.jpg", "missing.jpg" }) {
            const auto read = readShownPhoto(at(name), 100, 100);
            QVERIFY(!read);
            QVERIFY(read.error().values.at("path").get<std::string>().ends_with(name));
        }
    }
};

QTEST_APPLESS_MAIN(TestShownPhoto)
#include "test_shown_photo.moc"
