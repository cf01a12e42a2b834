#pragma once
#include "base/Result.h"
#include "io/Files.h"

#include <QString>
#include <QTemporaryDir>
#include <QtTest>

namespace minamo {
/// tests/golden of the source tree.
Path goldenFolder();
/// A failing Result ends the test with its code and values.
template <class T> QByteArray explain(const Result<T>& result)
{
    return result ? QByteArray("ok")
                  : QByteArray::fromStdString(result.error().code + " " + result.error().values.dump() + " " + result.error().detail);
}
} // namespace minamo

/// QVERIFY for a Result, with the error in the message. The expression is evaluated once.
#define VERIFY_OK(result)                                                                                     \
    do {                                                                                                      \
        const auto& verified_ = (result);                                                                     \
        QVERIFY2(verified_.has_value(), ::minamo::explain(verified_).constData());                            \
    } while (false)
/// The Result must have failed with this code.
#define VERIFY_FAILS(result, expected)                                                                        \
    do {                                                                                                      \
        const auto& refused_ = (result);                                                                      \
        QVERIFY2(!refused_.has_value(), "should have failed with " expected);                                 \
        QCOMPARE(QString::fromStdString(refused_.error().code), QString(expected));                           \
    } while (false)
