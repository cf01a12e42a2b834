#pragma once
#include "Console.h"

#include <CLI/CLI.hpp>
#include <functional>

namespace minamo {

/// What main() needs to know of the whole program line.
struct CommandLine {
    CLI::App app;
    Console console;
    std::function<int()> chosen;      ///< set by the command that was given
};

// One file per group of commands; each adds itself to the program line.
void addProjectCommands(CommandLine& line);
void addRelabelCommand(CommandLine& line);
void addClassCommands(CommandLine& line);
void addStageCommands(CommandLine& line);
void addModelCommands(CommandLine& line);
void addSampleCommand(CommandLine& line, CLI::App& group); ///< model sample
void addJobCommands(CommandLine& line);
void addFeatureCommands(CommandLine& line);
void addInteractiveCommand(CommandLine& line);
void addTrainDiffusionCommand(CommandLine& line);
void addReportCommand(CommandLine& line);
void addPackageCommands(CommandLine& line);
void addDoctorCommand(CommandLine& line);

} // namespace minamo
