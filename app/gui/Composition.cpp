#include "Composition.h"

#include "start/StartPlace.h"

namespace minamo {

QList<Place*> makePlaces(ProjectModel& model, JobStarter&, ProjectFlow& flow)
{
    return { new StartPlace(model, flow) };
}

} // namespace minamo
