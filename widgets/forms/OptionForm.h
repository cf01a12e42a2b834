#pragma once
#include "forms/OptionField.h"
#include "theme/Controls.h"

#include <QStringList>
#include <QWidget>
#include <functional>

class QGridLayout;
class QLineEdit;

namespace minamo {

/// A form of a stage's options: label left, control right, the effect as tooltip; advanced options folded
/// away. Labels and effects are the phrases option.<stage>.<name> and .effect; choices may have
/// option.<stage>.<name>.<choice>.
class OptionForm : public QWidget {
    Q_OBJECT

public:
    OptionForm(std::string stage, std::vector<OptionField> fields, QWidget* parent = nullptr);
    template <class O> static OptionForm* of(const O& options, QWidget* parent = nullptr)
    {
        return new OptionForm(O::stage, optionFields(options), parent);
    }

    /// Values of all fields, as optionsToJson() would give them. What is no whole number within its range
    /// where one is wanted stays the text that was typed, and no stage takes it.
    Json values() const;
    /// Label of the first field with such a text (they have a red frame); "" if all can be read.
    QString unreadable() const;
    void setValue(const std::string& name, const Json& value);
    /// Turns a text option into a choice of these values; `text` gives the words in the language in force.
    void setChoices(
        const std::string& name, const QStringList& values, std::function<QString(const QString&)> text);
    /// The control of an option, for tests and for tab order.
    QWidget* control(const std::string& name) const;

Q_SIGNALS:
    void changed();

protected:
    void changeEvent(QEvent* event) override;

private:
    struct Row {
        OptionField field;
        TextLabel* label;
        QWidget* control;
        std::function<QString(const QString&)> words; ///< of given choices; empty = phrases
    };
    QWidget* makeControl(const OptionField& field);
    QWidget* makeText(const OptionField& field);
    void mark(QLineEdit* line, const OptionField& field);
    void retranslate();
    void refold();

    std::string m_stage;
    std::vector<Row> m_rows;
    QGridLayout* m_grid;
    Button* m_fold;
    bool m_unfolded = false;
};

} // namespace minamo
