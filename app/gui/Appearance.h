#pragma once
#include "base/Phrases.h"
#include "theme/Theme.h"

#include <QObject>
#include <QTranslator>
#include <memory>
#include <vector>

class QApplication;

namespace minamo {

/// Language and theme of the running window. Switching needs no restart: Qt sends LanguageChange and
/// PaletteChange to every widget, and every widget sets its texts again.
class Appearance : public QObject {
    Q_OBJECT

public:
    explicit Appearance(QApplication& application);
    Language language() const { return m_language; }
    ThemeKind theme() const { return m_theme; }
    void setLanguage(Language language);
    void setTheme(ThemeKind theme);
    /// Remembers both for the next start.
    void remember() const;
    static Language rememberedLanguage(); ///< settings, else the environment
    static ThemeKind rememberedTheme();

Q_SIGNALS:
    void changed();

private:
    QApplication& m_application;
    Language m_language = Language::en;
    ThemeKind m_theme = ThemeKind::light;
    std::vector<std::unique_ptr<QTranslator>> m_translators;
};

} // namespace minamo
