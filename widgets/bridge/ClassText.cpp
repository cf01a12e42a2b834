#include "bridge/ClassText.h"

#include "bridge/ProjectModel.h"
#include "data/ClassNames.h"
#include "theme/Format.h"

namespace minamo {

QString classText(const ProjectModel& model, const std::string& className)
{
    return QString::fromStdString(
        shownClass(model.document().value("classNames", Json()), className, uiLanguage()));
}

} // namespace minamo
