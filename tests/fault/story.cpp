// fault_story PROJECT SEED: plays a story without end on a project and says one letter per promise; to be
// killed.
#include "Story.h"

#include <cstdlib>
#include <unistd.h>

using namespace minamo;

int main(int count, char** words)
{
    if (count < 3)
        return 2;
    const Path folder = words[1];
    auto project = Project::isProject(folder) ? Project::open(folder) : Project::create(folder, "story");
    if (!project)
        return 1;
    Story story(*project, std::strtoull(words[2], nullptr, 10));
    while (story.step())
        if (::write(STDOUT_FILENO, ".", 1) != 1)
            return 0;
    return 1;
}
