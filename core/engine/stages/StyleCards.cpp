#include "engine/stages/StyleCards.h"

#include "statistics/Agreement.h"
#include "statistics/Tests.h"

#include <algorithm>
#include <cmath>
#include <set>

namespace minamo {
namespace {

constexpr std::size_t shown = 6;
constexpr double matters = 0.5, named = 0.8; // Cohen: medium, large; a name needs the large one

/// Takes up to six of `rows` by falling `score`; taken rows leave the list.
template <class Score> std::vector<std::int64_t> take(std::vector<std::int64_t>& rows, const Score& score)
{
    std::stable_sort(rows.begin(), rows.end(), [&](auto a, auto b) { return score(a) > score(b); });
    const auto count = static_cast<std::ptrdiff_t>(std::min(shown, rows.size()));
    std::vector<std::int64_t> taken(rows.begin(), rows.begin() + count);
    rows.erase(rows.begin(), rows.begin() + count);
    std::sort(rows.begin(), rows.end()); // ties of the next list go to the lower row again
    return taken;
}

struct Moments {
    double count = 0, sum = 0, squares = 0;
    void add(double value)
    {
        count += 1;
        sum += value;
        squares += value * value;
    }
    double mean() const { return count > 0 ? sum / count : 0; }
    double deviations() const { return std::max(0.0, squares - sum * sum / std::max(count, 1.0)); }
};

StyleFact factOf(const std::string& name, const Moments& in, const Moments& out)
{
    StyleFact fact { name, in.mean(), out.mean(), 0, false };
    const double freedom = in.count + out.count - 2;
    const double spread = freedom > 0 ? std::sqrt((in.deviations() + out.deviations()) / freedom) : 0;
    if (in.count > 0 && out.count > 0 && spread > 1e-9)
        fact.effect = (fact.mean - fact.rest) / spread;
    fact.matters = std::abs(fact.effect) >= matters;
    return fact;
}

/// The word for a fact, "" if it has none: a light side needs the brighter side to be there, not only "less
/// than elsewhere".
std::string wordOf(const StyleFact& fact)
{
    const bool more = fact.effect > 0;
    const auto word = [](const char* name) { return std::string("style.word.") + name; };
    if (fact.name == "brightness")
        return word(more ? "bright" : "dark");
    if (fact.name == "contrast")
        return word(more ? "contrasty" : "flat");
    if (fact.name == "clipped")
        return more ? word("glare") : "";
    if (fact.name == "castRed")
        return word(more ? "reddish" : "less-red");
    if (fact.name == "castBlue")
        return word(more ? "bluish" : "yellowish");
    if (fact.name == "sharpness")
        return word(more ? "sharp" : "blurred");
    if (fact.name == "noise")
        return word(more ? "noisy" : "clean");
    if (fact.name == "gradientX" && more == (fact.mean > 0))
        return word(more ? "light-right" : "light-left");
    if (fact.name == "gradientY" && more == (fact.mean > 0))
        return word(more ? "light-bottom" : "light-top");
    return "";
}

std::vector<std::string> wordsOf(const Style& style, std::size_t most)
{
    std::vector<std::string> words;
    for (const auto& fact : style.facts)
        if (const auto word = wordOf(fact);
            std::abs(fact.effect) >= named && !word.empty() && words.size() < most)
            words.push_back(word);
    return words;
}

void nameStyles(std::vector<Style>& styles)
{
    for (auto& style : styles)
        style.words = wordsOf(style, 2);
    std::vector<std::size_t> same;
    for (std::size_t i = 0; i < styles.size(); ++i)
        for (std::size_t j = 0; j < styles.size(); ++j)
            if (i != j && styles[i].words == styles[j].words)
                same.push_back(i);
    for (const auto i : same)
        styles[i].words = wordsOf(styles[i], 3);
}

std::vector<const Category*> columnsOf(const Dataset& dataset)
{
    std::vector<const Category*> columns { &dataset.environment, &dataset.label };
    for (const auto& tag : dataset.tags)
        columns.push_back(&tag);
    std::erase_if(columns, [&](const Category* column) {
        const int values = distinctLabels(column->codes);
        return values < 2 || values > std::max(2, static_cast<int>(dataset.size()) / 3);
    });
    return columns;
}

StyleAssociation linkTo(const Styles& styles, const Category& column)
{
    const auto table = contingency(styles.style, column.codes);
    const auto link = associate(table);
    StyleAssociation found { column.name, column.values, {}, link.corrected,
        normalizedMutualInformation(table), link.pValue, static_cast<std::int64_t>(table.total) };
    found.counts.assign(styles.styles.size(), std::vector<std::int64_t>(column.values.size(), 0));
    for (std::size_t row = 0; row < styles.style.size(); ++row)
        if (column.codes[row] >= 0)
            ++found.counts[static_cast<std::size_t>(styles.style[row])]
                          [static_cast<std::size_t>(column.codes[row])];
    return found;
}

} // namespace

void pickPhotos(Styles& styles, const std::vector<float>& toMean)
{
    std::vector<std::vector<std::int64_t>> members(styles.styles.size());
    for (std::size_t row = 0; row < styles.style.size(); ++row)
        members[static_cast<std::size_t>(styles.style[row])].push_back(static_cast<std::int64_t>(row));
    const auto at = [](const std::vector<float>& values) {
        return [&values](std::int64_t row) { return values[static_cast<std::size_t>(row)]; };
    };
    for (std::size_t i = 0; i < members.size(); ++i) {
        auto& rows = members[i];
        styles.styles[i].typical = take(rows, [&](auto row) { return -at(toMean)(row); });
        styles.styles[i].odd = take(rows, at(styles.distance));
        styles.styles[i].edge = take(rows, [&](auto row) { return -at(styles.membership)(row); });
    }
}

void measureFacts(Styles& styles, const std::vector<ImageFacts>& facts)
{
    if (facts.size() != styles.style.size())
        return;
    const auto& names = imageFactNames();
    for (std::size_t fact = 0; fact < names.size(); ++fact)
        for (std::size_t i = 0; i < styles.styles.size(); ++i) {
            Moments in, out;
            for (std::size_t row = 0; row < facts.size(); ++row)
                (styles.style[row] == static_cast<std::int32_t>(i) ? in : out)
                    .add(static_cast<double>(factValue(facts[row], fact)));
            styles.styles[i].facts.push_back(factOf(names[fact], in, out));
        }
    for (auto& style : styles.styles)
        std::stable_sort(style.facts.begin(), style.facts.end(),
            [](const StyleFact& a, const StyleFact& b) { return std::abs(a.effect) > std::abs(b.effect); });
    nameStyles(styles.styles);
}

void linkColumns(Styles& styles, const Dataset& dataset)
{
    for (const auto* column : columnsOf(dataset)) {
        styles.associations.push_back(linkTo(styles, *column));
        for (std::size_t i = 0; i < styles.styles.size(); ++i)
            styles.styles[i].shares.push_back({ column->name, styles.associations.back().counts[i] });
    }
    std::stable_sort(styles.associations.begin(), styles.associations.end(),
        [](const StyleAssociation& a, const StyleAssociation& b) { return a.cramersV > b.cramersV; });
}

} // namespace minamo
