#pragma once
#include "forms/OptionField.h"
#include "theme/Controls.h"

#include <QStringList>
#include <QWidget>
#include <functional>

class QGridLayout;

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

    /// Values of all fields, as optionsToJson() would give them.
    Json values() const;
    void setValue(const std::string& name, const Json& value);
    /// Leaves these options out of the form (their defaults stay in values()).
    void hideFields(const QStringList& names);
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
        bool hidden = false;
        std::function<QString(const QString&)> words; ///< of given choices; empty = phrases
    };
    QWidget* makeControl(const OptionField& field);
    QWidget* makeText(const OptionField& field);
    void retranslate();
    void refold();

    std::string m_stage;
    std::vector<Row> m_rows;
    QGridLayout* m_grid;
    Button* m_fold;
    bool m_unfolded = false;
};

} // namespace minamo
