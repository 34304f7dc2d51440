// The interface between the program and its subcommands.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "app/cli/command_line.h"
#include "core/base/error.h"
#include "core/engine/engine_api.h"
#include "core/run/engine.h"

namespace fido::cli {

// Options of every subcommand.
struct Common {
  std::vector<std::string> models;  // --models
  bool json = false;
  bool quiet = false;

  std::vector<std::filesystem::path> folders() const { return {models.begin(), models.end()}; }
};

struct Command {
  std::string name;
  // Validates the options as far as that is quick. Called once, after they have been parsed.
  std::function<Expected<void>()> check;
  std::function<bool()> needs_engine;
  // Runs the command, reports its errors, and returns the exit code.
  std::function<int(const EngineApi&)> run;
};

// Each function adds its subcommand to `program`. `common` must outlive the command.
Command models_command(CommandLine& program, Common& common);
Command classify_command(CommandLine& program, Common& common);
Command infill_command(CommandLine& program, Common& common);
Command explain_command(CommandLine& program, Common& common);
Command bench_command(CommandLine& program, Common& common);
Command evaluate_command(CommandLine& program, Common& common);
Command figure_command(CommandLine& program, Common& common);
Command train_command(CommandLine& program, Common& common);

}  // namespace fido::cli
