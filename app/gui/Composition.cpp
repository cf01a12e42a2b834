#include "Composition.h"

#include "data/DataPlace.h"
#include "latents/LatentsPlace.h"
#include "start/StartPlace.h"
#include "styles/StylesPlace.h"
#include "training/TrainPlace.h"

namespace minamo {

QList<Place*> makePlaces(ProjectModel& model, JobStarter& starter, ProjectFlow& flow)
{
    return { new StartPlace(model, flow), new DataPlace(model, starter), createLatentsPlace(model, starter),
        createStylesPlace(model, starter), createTrainPlace(model, starter) };
}

} // namespace minamo
