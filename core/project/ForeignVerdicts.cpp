#include "project/ForeignVerdicts.h"

#include "io/Csv.h"
#include "io/NpzReader.h"

#include <algorithm>
#include <charconv>
#include <map>
#include <optional>

namespace minamo {
namespace {

/// The columns of the CSV that matter.
struct Columns {
    std::size_t path = 0;
    std::optional<std::size_t> verdict, probability;
    std::vector<std::size_t> classes; ///< one per class, or empty
};

Result<Columns> columnsOf(const CsvTable& table, const Path& file, const std::vector<std::string>& classes)
{
    const auto missing = [&](const char* column) {
        return fail("classifier.no-column", { { "path", file.string() }, { "column", column } });
    };
    Columns columns;
    const auto path = table.find("path");
    if (!path)
        return missing("path");
    columns.path = *path;
    columns.verdict = table.find("prediction");
    if (!columns.verdict)
        columns.verdict = table.find("label");
    columns.probability = table.find("probability");
    for (const auto& name : classes)
        if (const auto found = table.find(name))
            columns.classes.push_back(*found);
    if (columns.classes.size() != classes.size())
        columns.classes.clear();
    if (!columns.verdict && columns.classes.empty())
        return missing("prediction");
    return columns;
}

Result<float> shareIn(const CsvTable& table, std::size_t line, std::size_t column, const Path& file)
{
    const auto& text = table.at(line, column);
    float value = 0;
    const auto [rest, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || rest != text.data() + text.size() || !(value >= 0 && value <= 1))
        return fail("classifier.bad-number", { { "path", file.string() }, { "line", table.line(line) } });
    return value;
}

/// Probabilities of one line.
Result<Eigen::RowVectorXf> probabilitiesIn(const CsvTable& table, std::size_t line, const Columns& columns,
    const std::vector<std::string>& classes, const Path& file)
{
    Eigen::RowVectorXf row = Eigen::RowVectorXf::Zero(std::ssize(classes));
    if (!columns.classes.empty()) {
        for (std::size_t c = 0; c < classes.size(); ++c) {
            MINAMO_TRY(row[Eigen::Index(c)], shareIn(table, line, columns.classes[c], file));
        }
        return row;
    }
    const auto& verdict = table.at(line, *columns.verdict);
    const auto found = std::find(classes.begin(), classes.end(), verdict);
    if (found == classes.end())
        return fail("classifier.unknown-class", { { "class", verdict }, { "known", classes } });
    float probability = 1;
    if (columns.probability) {
        MINAMO_TRY(probability, shareIn(table, line, *columns.probability, file));
    }
    row.setConstant((1 - probability) / float(std::max<std::size_t>(1, classes.size() - 1)));
    row[found - classes.begin()] = probability;
    return row;
}

} // namespace

Result<OwnClassifier> readForeignVerdicts(const Path& phi, const Path& predictions, const Dataset& dataset)
{
    const auto& classes = dataset.label.values;
    if (classes.empty())
        return fail("classifier.no-classes");
    MINAMO_TRY(const auto features, readNpzMatrix(phi));
    MINAMO_TRY(const auto table, CsvTable::read(predictions));
    MINAMO_TRY(const auto columns, columnsOf(table, predictions, classes));
    if (features.rows != static_cast<std::int64_t>(table.size()))
        return fail(
            "classifier.rows-differ", { { "features", features.rows }, { "predictions", table.size() } });
    std::map<std::string, std::size_t> lines;
    for (std::size_t line = 0; line < table.size(); ++line)
        lines[table.at(line, columns.path)] = line;
    const auto photos = static_cast<Eigen::Index>(dataset.size());
    OwnClassifier own { FeatureMatrix::Zero(photos, features.columns),
        FeatureMatrix::Zero(photos, std::ssize(classes)) };
    std::vector<std::string> missing;
    for (std::size_t row = 0; row < dataset.size(); ++row) {
        const auto found = lines.find(dataset.paths[row]);
        if (found == lines.end()) {
            if (dataset.label.codes[row] >= 0)
                missing.push_back(dataset.paths[row]);
            continue;
        }
        const auto* values
            = features.values.data() + found->second * static_cast<std::size_t>(features.columns);
        own.features.row(Eigen::Index(row)) = Eigen::Map<const Eigen::RowVectorXf>(values, features.columns);
        MINAMO_TRY(own.probabilities.row(Eigen::Index(row)),
            probabilitiesIn(table, found->second, columns, classes, predictions));
    }
    if (!missing.empty())
        return fail(
            "classifier.photos-missing", { { "count", missing.size() }, { "first", missing.front() } });
    return own;
}

} // namespace minamo
