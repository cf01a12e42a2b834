#include "evaluation/Evaluate.h"

#include "base/NumberText.h"
#include <fmt/format.h>

namespace minamo {
namespace {

std::string nameOf(const EvaluationRow& row)
{
    return row.kind == "style" ? "S" + std::to_string(row.number) : row.name;
}

/// One of the two mistakes, and where a row keeps it.
struct Mistake {
    const char* word;
    Rate InspectionErrors::*rate;
    PairedTest EvaluationRow::*test;

    const Rate& before(const EvaluationRow& row) const { return row.figures[0].errors.*rate; }
    const Rate& after(const EvaluationRow& row) const { return row.figures[1].errors.*rate; }
    bool enough(const EvaluationRow& row) const { return missingForRate(before(row)) == 0; }
    bool changed(const EvaluationRow& row) const { return (row.*test).clear(); }
    Json values(const EvaluationRow& row) const
    {
        return { { "where", nameOf(row) }, { "before", percentText(before(row).value()) },
            { "after", percentText(after(row).value()) }, { "p", pText((row.*test).pValue) } };
    }
};

constexpr Mistake mistakes[] = { { "over-reject", &InspectionErrors::overReject, &EvaluationRow::overReject },
    { "miss", &InspectionErrors::miss, &EvaluationRow::miss } };

/// Groups a reader asks about: styles, or environments where there are no styles.
const std::vector<EvaluationRow>& groups(const Evaluation& e)
{
    return e.byStyle.empty() ? e.byEnvironment : e.byStyle;
}

class Sentences {
public:
    explicit Sentences(Evaluation& evaluation) : m_e(evaluation) { }

    void say(const std::string& code, Json values = Json::object())
    {
        m_e.sentences.push_back({ code, std::move(values), {} });
    }
    void sayMain()
    {
        const auto& all = m_e.all;
        const auto& [before, after] = all.figures;
        const Json values { { "before", percentText(before.accuracy.value()) },
            { "after", percentText(after.accuracy.value()) }, { "low", percentText(after.accuracy.low) },
            { "high", percentText(after.accuracy.high) }, { "n", all.photos },
            { "p", pText(all.accuracy.pValue) } };
        if (!m_e.compared)
            return say("one-classifier", values);
        const bool plainToAugmented
            = m_e.contestants[0].method == "erm" && m_e.contestants[1].method == "guide";
        say(m_e.verdict == "not-learned" || plainToAugmented ? m_e.verdict : m_e.verdict + "-other", values);
    }
    void sayMistake(const Mistake& kind)
    {
        if (!kind.enough(m_e.all))
            return;
        const bool fell = kind.after(m_e.all).count < kind.before(m_e.all).count;
        const std::string word = kind.word;
        say(word + (!kind.changed(m_e.all) ? "-unclear" : fell ? "-fell" : "-rose"), kind.values(m_e.all));
        sayBest(kind);
        sayNotFallen(kind);
    }
    void sayTooFew()
    {
        Json where = Json::array();
        for (const auto& row : groups(m_e))
            if (m_e.okKnown() ? !mistakes[0].enough(row) || !mistakes[1].enough(row) : row.tooFew(false))
                where.push_back(nameOf(row));
        if (!where.empty())
            say("too-few", { { "where", where }, { "needed", fewestForRate } });
    }
    void sayLeak()
    {
        const auto& leak = m_e.leak;
        if (leak.level == "medium" || leak.level == "strong")
            say("leak-" + leak.about,
                { { "association", fmt::format("{:.2f}", leak.association) },
                    { "guess", percentText(leak.guess) }, { "majority", percentText(leak.majority) } });
    }

private:
    /// The group whose mistakes fell most, if that is no accident.
    void sayBest(const Mistake& kind)
    {
        const EvaluationRow* best = nullptr;
        double most = 0;
        for (const auto& row : groups(m_e)) {
            const double gain = kind.before(row).value() - kind.after(row).value();
            if (kind.enough(row) && kind.changed(row) && gain > most) {
                most = gain;
                best = &row;
            }
        }
        if (best && groups(m_e).size() > 1)
            say(std::string(kind.word) + "-fell-most", kind.values(*best));
    }
    void sayNotFallen(const Mistake& kind)
    {
        Json where = Json::array();
        for (const auto& row : groups(m_e))
            if (kind.enough(row) && kind.before(row).count > 0
                && kind.after(row).count >= kind.before(row).count - 1e-9)
                where.push_back(nameOf(row));
        if (!where.empty())
            say(std::string(kind.word) + "-not-fallen", { { "where", where } });
    }

    Evaluation& m_e;
};

} // namespace

void judge(Evaluation& evaluation, const Comparison& accuracy)
{
    const bool nothingLearned = !evaluation.learned[0] && !evaluation.learned[1];
    evaluation.verdict = !evaluation.compared ? "" : nothingLearned ? "not-learned" : accuracy.verdict;
    Sentences sentences(evaluation);
    sentences.sayMain();
    if (evaluation.compared && !nothingLearned && evaluation.okKnown())
        for (const auto& kind : mistakes)
            sentences.sayMistake(kind);
    sentences.sayTooFew();
    sentences.sayLeak();
    if (!evaluation.okKnown())
        evaluation.notes.push_back({ "train.no-ok-class", Json::object(), {} });
}

} // namespace minamo
