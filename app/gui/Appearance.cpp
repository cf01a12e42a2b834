#include "Appearance.h"

#include <QApplication>
#include <QLibraryInfo>
#include <QLocale>
#include <QSettings>

namespace minamo {

Appearance::Appearance(QApplication& application) : m_application(application) { }

Language Appearance::rememberedLanguage()
{
    const auto code = QSettings().value("language").toString().toStdString();
    return languageFromCode(code).value_or(languageOfEnvironment());
}

ThemeKind Appearance::rememberedTheme()
{
    return QSettings().value("theme").toString() == "dark" ? ThemeKind::dark : ThemeKind::light;
}

void Appearance::remember() const
{
    QSettings settings;
    settings.setValue("language", m_language == Language::ja ? "ja" : "en");
    settings.setValue("theme", m_theme == ThemeKind::dark ? "dark" : "light");
}

void Appearance::setLanguage(Language language)
{
    m_language = language;
    QLocale::setDefault(language == Language::ja ? QLocale(QLocale::Japanese, QLocale::Japan)
                                                 : QLocale(QLocale::English, QLocale::UnitedStates));
    for (const auto& translator : m_translators)
        QCoreApplication::removeTranslator(translator.get());
    m_translators.clear();
    const QString code = language == Language::ja ? "ja" : "en";
    const auto install = [this](const QString& name, const QString& folder) {
        auto translator = std::make_unique<QTranslator>();
        if (!translator->load(name, folder))
            return;
        QCoreApplication::installTranslator(translator.get());
        m_translators.push_back(std::move(translator));
    };
    install("qtbase_" + code, QLibraryInfo::path(QLibraryInfo::TranslationsPath));
    install("minamo_" + code, ":/i18n");
    Q_EMIT changed();
}

void Appearance::setTheme(ThemeKind theme)
{
    m_theme = theme;
    applyTheme(m_application, theme);
    Q_EMIT changed();
}

} // namespace minamo
