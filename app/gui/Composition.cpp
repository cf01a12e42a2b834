#include "Composition.h"

#include "bridge/Pace.h"
#include "data/DataPlace.h"
#include "latents/LatentsPlace.h"
#include "model/ModelPlace.h"
#include "report/ReportPlace.h"
#include "results/ResultsPlace.h"
#include "start/StartPlace.h"
#include "styles/StylesPlace.h"
#include "training/TrainPlace.h"

namespace minamo {

QList<Place*> makePlaces(ProjectModel& model, JobStarter& starter, ProjectFlow& flow)
{
    new PaceLearner(model, starter, &starter); // before the places: they show what it has learnt
    auto* interactive = new InteractiveClient(model, &starter);
    return { new StartPlace(model, flow), new DataPlace(model, starter, flow), new ModelPlace(model, *interactive),
        createLatentsPlace(model, starter, *interactive), createStylesPlace(model, starter),
        createTrainPlace(model, starter), createResultsPlace(model, starter),
        createReportPlace(model, starter) };
}

} // namespace minamo
