#pragma once
#include "base/Result.h"
#include "theme/Controls.h"

#include <QFrame>
#include <functional>

class QPlainTextEdit;

namespace minamo {

/// What a place or panel shows when there is nothing yet: icon, what is missing, one sentence, one button.
class EmptyState : public QFrame {
    Q_OBJECT

public:
    explicit EmptyState(const QString& iconName, QWidget* parent = nullptr);
    /// Texts in the language in force; call again on LanguageChange. An empty button text hides the button.
    void setTexts(const QString& missing, const QString& sentence, const QString& button = {});
    Button* button() const { return m_button; }

Q_SIGNALS:
    void clicked();

private:
    TextLabel* m_missing;
    TextLabel* m_sentence;
    Button* m_button;
};

enum class BannerKind { danger, caution, info };

/// A message that stays in its place: bold sentence, next step, one button, details on demand.
class Banner : public QFrame {
    Q_OBJECT

public:
    explicit Banner(BannerKind kind, QWidget* parent = nullptr);
    void setTexts(const QString& sentence, const QString& nextStep, const QString& button = {},
        const QString& details = {});
    /// Sentence, hint and detail of an error in the language in force.
    void setError(const Error& error, const QString& button = {});

Q_SIGNALS:
    void clicked();

protected:
    void paintEvent(QPaintEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    BannerKind m_kind;
    TextLabel* m_text;
    Button* m_button;
    Button* m_more;
    QPlainTextEdit* m_details;
};

} // namespace minamo
