#include "DemoProject.h"

#include <QGuiApplication>
#include <cstdio>

/// make_demo_project FOLDER NAME [PHOTOS]: a project for pictures of the window.
int main(int count, char** values)
{
    const QGuiApplication application(count, values);
    if (count < 3)
        return 2;
    minamo::DemoSettings settings;
    if (count > 3)
        settings.photos = std::atoi(values[3]);
    const auto project = minamo::makeDemoProject(values[1], values[2], settings);
    if (!project)
        std::fprintf(stderr, "%s %s\n", project.error().code.c_str(), project.error().values.dump().c_str());
    return project ? 0 : 1;
}
