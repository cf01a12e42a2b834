#include "Composition.h"

#include "data/DataPlace.h"
#include "start/StartPlace.h"

namespace minamo {

QList<Place*> makePlaces(ProjectModel& model, JobStarter& starter, ProjectFlow& flow)
{
    return { new StartPlace(model, flow), new DataPlace(model, starter) };
}

} // namespace minamo
