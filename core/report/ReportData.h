#pragma once
#include "base/Phrases.h"

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace minamo {

/// A number of the report as it is and as it is written; every renderer writes `text`. The name is a path:
/// "style.2.miss.after", "style.2.miss.after.low".
struct Figure {
    std::string name;
    double value = 0;
    std::string text;
};

/// Running text in pieces.
struct TextPiece {
    std::string text;
    bool bold = false;
};
using RichText = std::vector<TextPiece>;

enum class Tone { plain, muted, accent, caution };

/// Head of page 1: what it is, whose it is, and boxes for seals (no boxes: `boxes` is empty).
struct TitleBlock {
    std::string kind; ///< small line above: product and kind of report
    std::vector<std::string> lines; ///< large
    std::string under; ///< date and what was looked at
    std::vector<std::string> boxes;
};
struct HeadingBlock {
    std::string text;
    bool newPage = false; ///< starts a page of its own
};
struct TextBlock {
    RichText text;
    Tone tone = Tone::plain; ///< muted: a caption below something
};
/// A framed sentence: the conclusion (accent), a warning (caution), the record (muted).
struct CalloutBlock {
    std::string label;
    RichText text;
    Tone tone = Tone::accent;
};
/// Large figures side by side: before -> after.
struct KeyFigureBlock {
    struct Item {
        std::string label, context; ///< "Over-reject", "of 443 good photos"
        std::string before, after; ///< `before` is empty if there is nothing to compare; `after` may be "–"
        std::string under; ///< intervals
        std::string mark; ///< before `after`: PairedTest::mark
        bool worse = false; ///< no accident
    };
    std::vector<Item> items;
};
/// Groups of photos with a title and lines below.
struct PhotoBlock {
    struct Group {
        int slot = -1; ///< style: colour and shape of its mark (0-based)
        std::vector<int> photos; ///< into ReportData::photos
        std::string title;
        std::vector<std::string> lines;
    };
    std::vector<Group> groups;
    int perRow = 4;
};
/// Dots and whiskers before and after on shared axes from 0, one row per group, worst first.
struct RateBlock {
    struct Mark {
        double value = 0, low = 0, high = 0; ///< 0..1
    };
    struct Cell {
        std::optional<Mark> before, after;
        std::string beforeText, afterText;
        std::string mark; ///< before `afterText`: PairedTest::mark
        bool worse = false; ///< no accident
        std::string instead; ///< stands where the marks would be: "7 photos: too few"
    };
    struct Column {
        std::string title;
        double most = 1; ///< right end of the axis
        std::vector<std::pair<double, std::string>> ticks;
    };
    struct Row {
        int slot = -1;
        std::string code, name, count;
        std::vector<Cell> cells; ///< one per column
    };
    std::string nameTitle, countTitle;
    std::string before, after, bars, worse; ///< legend; `before` is empty if there is one classifier only
    std::vector<Column> columns;
    std::vector<Row> rows;
};
/// The stability seal: always with its number.
struct SealBlock {
    std::string word, number, sentence;
    Tone tone = Tone::accent; ///< accent: firm; caution: dashed; muted: none
};
/// Horizontal bars on one axis 0..1 with a reading beside.
struct BarBlock {
    struct Row {
        std::string name;
        double value = 0;
        std::string text, reading;
        Tone tone = Tone::accent;
    };
    std::string nameTitle, valueTitle, readingTitle;
    std::vector<Row> rows;
};
struct TableBlock {
    struct Column {
        std::string title;
        double share = 1; ///< of the width, relative to the other columns
        bool right = false; ///< numbers
    };
    std::vector<Column> columns;
    std::vector<std::vector<RichText>> rows;
};
struct ListBlock {
    bool numbered = false;
    std::vector<RichText> items;
};
enum class CheckState { yes, no, open };
/// Conditions with their state, told by sign and word.
struct CheckBlock {
    struct Row {
        CheckState state = CheckState::open;
        std::string word;
        RichText what;
        std::string figure;
    };
    std::vector<Row> rows;
};
/// Words and what they mean, two columns.
struct TermBlock {
    std::vector<std::pair<std::string, std::string>> terms;
};
/// Shaded cells with figures: layer x timestep, confusion.
struct GridBlock {
    struct Cell {
        std::optional<double> shade; ///< 0..1 on the sequential scale; absent = hatched
        std::string text;
        bool marked = false; ///< bold, with a frame
    };
    std::string rowTitle, columnTitle;
    std::vector<std::string> rows, columns;
    std::vector<std::vector<Cell>> cells; ///< [row][column]
};
/// Photos as points; colour and shape by slot.
struct ScatterBlock {
    struct Point {
        float x = 0, y = 0; ///< 0..1, y downwards
        int slot = 0;
    };
    std::vector<Point> points;
    std::vector<std::pair<int, std::string>> legend; ///< slot, words
};

using ReportBlock
    = std::variant<TitleBlock, HeadingBlock, TextBlock, CalloutBlock, KeyFigureBlock, PhotoBlock, RateBlock,
        SealBlock, BarBlock, TableBlock, ListBlock, CheckBlock, TermBlock, GridBlock, ScatterBlock>;

/// A step that has not been made: the sentence "report.missing.<code>" and the place of the window for it.
struct MissingStep {
    std::string code, place;
};

/// A whole report, ready to be drawn: both renderers (HTML, pages) draw these blocks and nothing else.
struct ReportData {
    Language language = Language::en;
    std::string title; ///< of the document
    std::string footer, footerNote; ///< below every page
    std::vector<ReportBlock> blocks;
    std::vector<Figure> figures; ///< every number that was measured, in the order of writing
    std::vector<std::string> photos; ///< JPEG or PNG
    std::vector<MissingStep> missing;
};

} // namespace minamo
