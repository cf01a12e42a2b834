#pragma once
#include <QString>

namespace minamo {

class ProjectModel;

/// What people read for a class of the project, in the window's language.
QString classText(const ProjectModel& model, const std::string& className);

} // namespace minamo
