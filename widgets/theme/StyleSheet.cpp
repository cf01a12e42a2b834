#include "theme/StyleSheet.h"

#include <utility>

namespace minamo {

namespace {

// @name stands for the colour of that name. Measures: design, style, section 3.
constexpr const char* text = R"(
QMainWindow, QDialog { background: @window; }
QMainWindow::separator { background: @line; width: 1px; height: 1px; }
QToolTip { background: @panel; color: @text; border: 1px solid @border; padding: 4px 6px; }

QMenuBar { background: @panel; border-bottom: 1px solid @line; }
QMenuBar::item { padding: 4px 8px; border-radius: 3px; background: transparent; }
QMenuBar::item:selected { background: @line; }
QMenu { background: @panel; border: 1px solid @border; padding: 4px 0; }
QMenu::item { padding: 5px 28px 5px 12px; border: 0; }
QMenu::item:selected { background: @accentSoft; color: @text; }
QMenu::item:disabled { color: @text3; }
QMenu::icon { padding-left: 10px; }
QMenu::separator { height: 1px; background: @line; margin: 4px 0; }
QMenu::indicator { width: 14px; height: 14px; padding-left: 8px; }

QStatusBar { background: @panel; border-top: 1px solid @line; min-height: 25px; max-height: 25px; }
QStatusBar::item { border: 0; }

QPushButton { border: 1px solid @border; border-radius: 3px; background: @panel; color: @text; padding: 0 12px; }
QPushButton:hover { background: @line; }
QPushButton:pressed { background: @accentSoft; border-color: @accent; }
QPushButton:checked { background: @accentSoft; border-color: @accent; color: @accent; }
QPushButton:disabled { background: @sunken; border-color: @line; color: @text3; }
QPushButton[kind="primary"] { background: @accent; border-color: @accent; color: @onAccent; font-weight: 700; }
QPushButton[kind="primary"]:hover, QPushButton[kind="primary"]:pressed { background: @accentHover; border-color: @accentHover; }
QPushButton[kind="primary"]:disabled { background: @sunken; border-color: @line; color: @text3; font-weight: 400; }
QPushButton[kind="quiet"] { background: transparent; border-color: transparent; color: @accent; padding: 0 8px; }
QPushButton[kind="quiet"]:hover { color: @accentHover; background: @line; }
QPushButton[kind="quiet"]:disabled { color: @text3; }

QToolButton { border: 1px solid transparent; border-radius: 3px; background: transparent; color: @text; padding: 2px; }
QToolButton:hover { background: @line; }
QToolButton:checked { background: @accentSoft; border-color: @accent; color: @accent; }
QToolButton:pressed { background: @accentSoft; }
QToolButton:disabled { color: @text3; }
QToolButton::menu-indicator { image: none; }
QToolButton[segment="true"] { border: 1px solid @border; border-radius: 0; padding: 3px 11px; background: @panel; margin-left: -1px; }
QToolButton[segment="true"]:hover { background: @line; }
QToolButton[segment="true"]:checked { background: @accentSoft; color: @accent; font-weight: 700; }

QLineEdit, QSpinBox, QDoubleSpinBox, QComboBox, QDateEdit {
    background: @panel; color: @text; border: 1px solid @border; border-radius: 3px; padding: 0 8px;
    min-height: 26px; selection-background-color: @accent; selection-color: @onAccent; }
QLineEdit:disabled, QSpinBox:disabled, QDoubleSpinBox:disabled, QComboBox:disabled {
    background: @sunken; border-color: @line; color: @text3; }
QLineEdit:focus, QSpinBox:focus, QDoubleSpinBox:focus { border-color: @accent; }
QLineEdit[unreadable="true"] { border-color: @danger; }
QSpinBox, QDoubleSpinBox { padding-right: 20px; }
QSpinBox::up-button, QDoubleSpinBox::up-button { subcontrol-position: top right; width: 18px; border: 0; background: transparent; }
QSpinBox::down-button, QDoubleSpinBox::down-button { subcontrol-position: bottom right; width: 18px; border: 0; background: transparent; }
QSpinBox::up-arrow, QDoubleSpinBox::up-arrow { image: url(:/theme/@{kind}/up.svg); width: 9px; height: 9px; }
QSpinBox::down-arrow, QDoubleSpinBox::down-arrow { image: url(:/theme/@{kind}/down.svg); width: 9px; height: 9px; }
QComboBox:hover { background: @line; }
QComboBox::drop-down { border: 0; width: 24px; }
QComboBox::down-arrow { image: url(:/theme/@{kind}/down.svg); width: 11px; height: 11px; }
QComboBox QAbstractItemView { background: @panel; border: 1px solid @border; selection-background-color: @accentSoft;
    selection-color: @text; outline: 0; padding: 2px; }
QCheckBox, QRadioButton { spacing: 6px; background: transparent; }
QCheckBox:disabled, QRadioButton:disabled { color: @text3; }

QPlainTextEdit, QTextEdit, QTextBrowser { background: @sunken; color: @text; border: 1px solid @line; border-radius: 3px;
    selection-background-color: @accent; selection-color: @onAccent; }
QProgressBar { background: @line; border: 0; border-radius: 3px; min-height: 6px; max-height: 6px; }
QProgressBar::chunk { background: @accent; border-radius: 3px; }

QAbstractScrollArea { background: @panel; border: 0; }
QScrollArea > QWidget > QWidget { background: @panel; }
QTableView, QTreeView, QListView { background: @panel; border: 0; gridline-color: @line; outline: 0;
    selection-background-color: @accentSoft; selection-color: @text; }
QTableView::item, QTreeView::item { border-bottom: 1px solid @line; padding: 0 8px; }
QTableView::item:selected, QTreeView::item:selected { background: @accentSoft; color: @text; }
QTreeView::item { min-height: 27px; }
QHeaderView { background: @panel; border: 0; }
QHeaderView::section { background: @panel; color: @text2; border: 0; border-bottom: 1px solid @border; padding: 0 8px;
    min-height: 27px; font-size: 9pt; }
QHeaderView::section:hover { background: @sunken; }
QTableCornerButton::section { background: @panel; border: 0; }

QScrollBar:vertical { background: transparent; width: 10px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 10px; margin: 0; }
QScrollBar::handle { background: @line; border-radius: 3px; margin: 2px; min-height: 24px; min-width: 24px; }
QScrollBar::handle:hover { background: @border; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }

QTabBar { background: transparent; }
QTabBar::tab { background: transparent; color: @text2; padding: 6px 12px; border: 0; border-bottom: 2px solid transparent; }
QTabBar::tab:hover { background: @line; }
QTabBar::tab:selected { color: @accent; border-bottom-color: @accent; font-weight: 700; }
QTabWidget::pane { border: 0; border-top: 1px solid @line; }

QSlider::groove:horizontal { background: @line; height: 4px; border-radius: 2px; }
QSlider::sub-page:horizontal { background: @accent; border-radius: 2px; }
QSlider::handle:horizontal { background: @accent; width: 14px; height: 14px; margin: -5px 0; border-radius: 7px; }
QSlider::handle:horizontal:hover { background: @accentHover; }
QSplitter::handle { background: @line; }

QFrame[card="true"] { background: @panel; border: 1px solid @line; border-radius: 4px; }
QFrame[card="sunken"] { background: @sunken; border: 1px solid @line; border-radius: 4px; }
QFrame[line="true"] { background: @line; border: 0; }
*[surface="panel"] { background: @panel; }
*[surface="sunken"] { background: @sunken; }
*[surface="window"] { background: @window; }
*[surface="line"] { background: @line; }

QLabel { background: transparent; }
QLabel[ink="text"] { color: @text; }
QLabel[ink="text2"] { color: @text2; }
QLabel[ink="text3"] { color: @text3; }
QLabel[ink="accent"] { color: @accent; }
QLabel[ink="caution"] { color: @caution; }
QLabel[ink="danger"] { color: @danger; }
QLabel[ink="ok"] { color: @ok; }
)";

} // namespace

QString styleSheet(const Theme& theme)
{
    QString sheet = QString::fromUtf8(text);
    sheet.replace("@{kind}", theme.dark() ? "dark" : "light");
    // Longer names first: @accentHover must not be read as @accent.
    const std::pair<const char*, QColor> names[] = { { "@accentHover", theme.accentHover },
        { "@accentSoft", theme.accentSoft }, { "@onAccent", theme.onAccent }, { "@accent", theme.accent },
        { "@cautionSoft", theme.cautionSoft }, { "@caution", theme.caution },
        { "@dangerSoft", theme.dangerSoft }, { "@danger", theme.danger }, { "@okSoft", theme.okSoft },
        { "@ok", theme.ok }, { "@window", theme.window }, { "@panel", theme.panel },
        { "@sunken", theme.sunken }, { "@well", theme.well }, { "@line", theme.line },
        { "@border", theme.border }, { "@text2", theme.text2 }, { "@text3", theme.text3 },
        { "@text", theme.text } };
    for (const auto& [name, color] : names)
        sheet.replace(QLatin1String(name), color.name());
    return sheet;
}

} // namespace minamo
