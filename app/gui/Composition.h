#pragma once
#include "bridge/ProjectFlow.h"

#include <QList>

namespace minamo {

class Place;

/// The one spot that knows which places there are, in the order of the rail.
QList<Place*> makePlaces(ProjectModel& model, JobStarter& starter, ProjectFlow& flow);

} // namespace minamo
