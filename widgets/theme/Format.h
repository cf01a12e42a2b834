#pragma once
#include "base/Phrases.h"

#include <QDateTime>
#include <QString>
#include <optional>

namespace minamo {

/// Numbers as the window writes them (design: style, section 5). The language is that of QLocale(), which the
/// application sets when it switches; every function may be called again on LanguageChange.
Language uiLanguage();
/// Phrases of the language in force: Phrases(uiLanguage()).
Phrases uiPhrases();
QString phrase(std::string_view key, const Json& values = Json::object());

QString formatCount(qint64 count); ///< 1,206
QString formatPhotos(qint64 count); ///< 1,206 枚 / 1,206 photos
QString formatNumber(double value, int decimals); ///< −0.12 with a real minus
QString formatSigned(double value, int decimals); ///< +0.12, −0.12
QString formatPercent(double share, int decimals = 1); ///< share in 0..1 -> 12.4%
QString formatInterval(double low, double high, int decimals = 1); ///< shares -> [9.8–15.6]
QString formatPValue(double p); ///< p < 0.001, p = 0.004
QString formatBytes(double bytes); ///< 2.8 GB
/// 8 秒, 2 分 10 秒, 約 50 分 / 8 s, 2 min 10 s, about 50 min
QString formatDuration(double seconds);
QString formatTimeLeft(double seconds); ///< 残り 28 秒 / 28 s left
QString formatDate(const QDate& date); ///< 2024年4月2日 / 2 Apr 2024
/// 今日 15:06 / Today 15:06, 昨日 / Yesterday, 3月28日 / 28 Mar, else with the year
QString formatWhen(const QDateTime& when, const QDateTime& now = QDateTime::currentDateTime());
/// Number and unit with the narrow space between them.
QString withUnit(const QString& number, const QString& unit);

} // namespace minamo
