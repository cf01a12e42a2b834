#include "Arguments.h"

#include <QHash>
#include <QRegularExpression>
#include <functional>

namespace minamo {

QStringList placeNames()
{
    return { "start", "data", "model", "latents", "styles", "train", "results", "report" };
}

namespace {

using Setter = std::function<bool(Arguments&, const QString&)>;

bool setPlace(Arguments& to, const QString& value)
{
    to.place = value;
    return placeNames().contains(value);
}

bool setLanguage(Arguments& to, const QString& value)
{
    if (value != "ja" && value != "en")
        return false;
    to.language = value == "ja" ? Language::ja : Language::en;
    return true;
}

bool setTheme(Arguments& to, const QString& value)
{
    if (value != "light" && value != "dark")
        return false;
    to.theme = value == "dark" ? ThemeKind::dark : ThemeKind::light;
    return true;
}

bool setSize(Arguments& to, const QString& value)
{
    static const QRegularExpression form("^(\\d{3,5})x(\\d{3,5})$");
    const auto match = form.match(value);
    to.size = { match.captured(1).toInt(), match.captured(2).toInt() };
    return match.hasMatch();
}

bool setScreenshot(Arguments& to, const QString& value)
{
    to.screenshot = value;
    return !value.isEmpty();
}

bool setExportPdf(Arguments& to, const QString& value)
{
    to.exportPdf = value;
    return !value.isEmpty();
}

const QHash<QString, Setter>& setters()
{
    static const QHash<QString, Setter> all { { "--place", setPlace }, { "--language", setLanguage },
        { "--theme", setTheme }, { "--size", setSize }, { "--screenshot", setScreenshot },
        { "--export-pdf", setExportPdf } };
    return all;
}

const char* allowed(const QString& name)
{
    return name == "--place"   ? "start, data, model, latents, styles, train, results, report"
        : name == "--language" ? "ja, en"
        : name == "--theme"    ? "light, dark"
        : name == "--size"     ? "1600x1000"
                               : "FILE";
}

} // namespace

Result<Arguments> parseArguments(const QStringList& arguments)
{
    Arguments result;
    for (int i = 0; i < arguments.size(); ++i) {
        const QString& argument = arguments[i];
        const auto name = argument.section('=', 0, 0);
        if (argument == "--help" || argument == "-h") {
            result.help = true;
        } else if (argument == "--version") {
            result.version = true;
        } else if (const auto setter = setters().value(name)) {
            if (!argument.contains('=') && i + 1 >= arguments.size())
                return fail("window.missing-value", { { "argument", name.toStdString() } });
            const auto value = argument.contains('=') ? argument.section('=', 1) : arguments[++i];
            if (!setter(result, value))
                return fail("window.bad-value",
                    { { "argument", name.toStdString() }, { "value", value.toStdString() },
                        { "allowed", allowed(name) } });
        } else if (argument.startsWith('-') || !result.project.isEmpty()) {
            return fail("window.bad-argument", { { "argument", argument.toStdString() } });
        } else {
            result.project = argument;
        }
    }
    if (!result.exportPdf.isEmpty() && result.project.isEmpty())
        return fail("window.missing-value", { { "argument", "PROJECT" } });
    return result;
}

QString helpText(Language language)
{
    return QString::fromStdString(Phrases(language).text("window.help"));
}

} // namespace minamo
