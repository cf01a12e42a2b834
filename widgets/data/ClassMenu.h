#pragma once
#include <QVector>

class QMenu;
class QWidget;

namespace minamo {

class ProjectModel;

/// Fills `menu` with the classes of the data set for giving `rows` (of the data set) another one: an edit that can be
/// undone. Nothing to choose without rows. `parent` of the question for a new class.
void addClassActions(QMenu& menu, ProjectModel& model, const QVector<int>& rows, QWidget* parent);

} // namespace minamo
