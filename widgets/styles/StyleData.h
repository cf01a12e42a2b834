#pragma once
#include "bridge/ProjectModel.h"
#include "data/Styles.h"
#include "statistics/LayoutQuality.h"

#include <QString>
#include <memory>
#include <optional>

namespace minamo {

/// Everything the place "styles" shows, as read from the artifacts: styles, map, and the data set they belong
/// to.
struct StyleData {
    std::shared_ptr<const Dataset> dataset;
    std::shared_ptr<const std::vector<ImageFacts>> facts; ///< may be null
    Styles styles; ///< no styles: nothing found yet
    std::vector<float> xy; ///< 2 N; empty: no map yet
    std::vector<char> placed; ///< N: 1 = on the map
    std::string mapMethod; ///< "umap", "tsne", "pca"
    std::string mapTap;
    int mapTimestep = -1;
    std::int64_t mapSeed = 0;
    std::optional<LayoutQuality> mapQuality; ///< what the stage measured

    std::size_t size() const { return dataset ? dataset->size() : 0; }
    bool hasStyles() const { return !styles.styles.empty() && styles.style.size() == size(); }
    bool hasMap() const { return !xy.empty(); }
    int styleOf(int row) const { return hasStyles() ? styles.style[static_cast<std::size_t>(row)] : -1; }
    const std::string& className(int row) const; ///< "" if unknown
    const std::string& environmentName(int row) const;
};

/// Reads "/discover" and "/embed" of the project; runs in the background. What is not there stays empty.
Result<StyleData> readStyleData(const Project& project, std::shared_ptr<const Dataset> dataset,
    std::shared_ptr<const std::vector<ImageFacts>> facts);
/// Puts a layout on the rows of the data set by id.
void placeRows(StyleData& data, const std::vector<std::uint64_t>& ids, const std::vector<float>& xy);

/// Code of a style: "S3"; slot = index (0-based).
QString styleCode(int style);
/// Name given by the user, else the automatic one, in the language in force.
QString styleName(const StyleData& data, const ProjectModel& model, int style);
/// Where the user's name of a style is kept in the document.
std::string styleNamePointer(const StyleData& data, int style);

/// One line of a card: what was measured, the figure, a short addition.
struct FactLine {
    QString label, value, addition;
};
/// The 2 to 4 facts that matter most, brightest differences first.
QList<FactLine> factLines(const Style& style);
QString factName(const std::string& fact);
/// A fact's value with its unit, as in the inspector.
QString factValueText(const std::string& fact, double value);
/// Word of a column: "environment" -> 環境; a user's column stays as it is.
QString columnWord(const std::string& column);
/// Cramer's V of "in this style or not" against the column, from the counts; 0 if nothing can be said.
double linkOfStyle(const Styles& styles, int style, const std::string& column);
/// 強い, 中, 弱い, ほぼ無関係
QString linkWord(double cramersV);

} // namespace minamo
