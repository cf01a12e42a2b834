#include "theme/Format.h"

#include "base/NumberText.h"

#include <QCoreApplication>
#include <QLocale>
#include <cmath>

namespace minamo {

namespace {

constexpr QChar narrowSpace(0x202F);
constexpr QChar minus(0x2212);

/// The context "Format" in translations/.
struct Words {
    Q_DECLARE_TR_FUNCTIONS(Format)
};

QString withMinus(QString number)
{
    return number.replace('-', minus);
}

QString minutesAndSeconds(qint64 seconds)
{
    return Words::tr("%1 min %2 s").arg(seconds / 60).arg(seconds % 60);
}

} // namespace

Language uiLanguage()
{
    return QLocale().language() == QLocale::Japanese ? Language::ja : Language::en;
}
Phrases uiPhrases()
{
    return Phrases(uiLanguage());
}
QString phrase(std::string_view key, const Json& values)
{
    return QString::fromStdString(uiPhrases().text(key, values));
}

QString formatCount(qint64 count)
{
    return withMinus(QLocale(QLocale::English).toString(count));
}

QString formatPhotos(qint64 count)
{
    return Words::tr("%1 photo(s)", "%1 is the count with separators", static_cast<int>(count))
        .arg(formatCount(count));
}

QString formatNumber(double value, int decimals)
{
    if (!std::isfinite(value))
        return QString(QChar(0x2013));
    const double unit = std::pow(10.0, decimals);
    const double rounded = std::round(value * unit) / unit;
    return withMinus(QLocale(QLocale::English).toString(rounded == 0 ? 0.0 : rounded, 'f', decimals));
}

QString formatSigned(double value, int decimals)
{
    const auto number = formatNumber(value, decimals);
    return value > 0 && std::isfinite(value) && !number.startsWith(minus) ? "+" + number : number;
}

QString formatPercent(double share, int decimals)
{
    return std::isfinite(share) ? formatNumber(share * 100, decimals) + "%" : QString(QChar(0x2013));
}

QString formatInterval(double low, double high, int decimals)
{
    return "[" + formatNumber(low * 100, decimals) + QChar(0x2013) + formatNumber(high * 100, decimals) + "]";
}

QString formatPValue(double p)
{
    return QString::fromStdString(pText(p));
}

QString formatBytes(double bytes)
{
    const char* const units[] = { "B", "kB", "MB", "GB", "TB" };
    int unit = 0;
    for (; bytes >= 999.5 && unit < 4; ++unit)
        bytes /= 1000;
    return withUnit(formatNumber(bytes, unit >= 3 && bytes < 100 ? 1 : 0), units[unit]);
}

QString formatDuration(double seconds)
{
    const auto whole = static_cast<qint64>(std::llround(std::max(0.0, seconds)));
    if (whole < 60)
        return Words::tr("%1 s").arg(whole);
    if (whole < 600)
        return minutesAndSeconds(whole);
    const auto minutes = (whole + 30) / 60;
    if (minutes < 100)
        return Words::tr("about %1 min").arg(minutes);
    return Words::tr("about %1 h")
        .arg(formatNumber(static_cast<double>(minutes) / 60, minutes < 600 ? 1 : 0));
}

QString formatTimeLeft(double seconds)
{
    return Words::tr("%1 left", "%1 is a duration").arg(formatDuration(seconds));
}

QString formatDate(const QDate& date)
{
    if (uiLanguage() == Language::ja)
        return QString("%1年%2月%3日").arg(date.year()).arg(date.month()).arg(date.day());
    return QLocale(QLocale::English).toString(date, "d MMM yyyy");
}

QString formatWhen(const QDateTime& when, const QDateTime& now)
{
    const auto days = when.date().daysTo(now.date());
    if (days == 0)
        return Words::tr("Today %1").arg(when.toString("HH:mm"));
    if (days == 1)
        return Words::tr("Yesterday");
    if (when.date().year() != now.date().year())
        return formatDate(when.date());
    if (uiLanguage() == Language::ja)
        return QString("%1月%2日").arg(when.date().month()).arg(when.date().day());
    return QLocale(QLocale::English).toString(when.date(), "d MMM");
}

QString withUnit(const QString& number, const QString& unit)
{
    return number + narrowSpace + unit;
}

} // namespace minamo
