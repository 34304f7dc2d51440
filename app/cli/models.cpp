// fidoscope-cli models: lists every card on the search path.
#include "app/cli/command.h"
#include "app/cli/console.h"
#include "app/cli/options.h"
#include "core/model/catalogue.h"

namespace fido::cli {
namespace {

std::string size_text(const CatalogueEntry& entry) {
  const auto& size = entry.input_size;
  if (size[0] == 0) return entry.problem.empty() ? "any" : "-";
  return std::to_string(size[0]) + "x" + std::to_string(size[1]) + "x" + std::to_string(size[2]);
}

std::string hash_text(const CatalogueEntry& entry) {
  if (!entry.hash_matches) return "-";
  return *entry.hash_matches ? "ok" : "WRONG";
}

Json to_json(const CatalogueEntry& entry) {
  Json json{{"id", entry.id},
            {"kind", entry.kind},
            {"name", entry.name},
            {"card", entry.card_path.string()},
            {"input_size", entry.input_size},
            {"file_present", entry.file_present}};
  json["hash_right"] = entry.hash_matches ? Json(*entry.hash_matches) : Json();
  json["problem"] = entry.problem;
  return json;
}

void print_list(const std::vector<CatalogueEntry>& entries) {
  std::vector<std::vector<std::string>> rows{{"ID", "KIND", "INPUT", "FILE", "SHA-256", "CARD"}};
  for (const auto& entry : entries)
    rows.push_back({entry.id, entry.kind.empty() ? "-" : entry.kind, size_text(entry),
                    entry.file_present ? "present" : "absent", hash_text(entry),
                    entry.card_path.string()});
  print_table(rows);
}

// A broken card is a row of the list and does not make the command fail.
int run(const Common& common) {
  const Catalogue catalogue(common.folders());
  std::vector<CatalogueEntry> entries;
  run_interruptibly([&] { entries = catalogue.list(true); });
  if (common.json) {
    Json folders = Json::array(), models = Json::array();
    for (const auto& folder : catalogue.search_path()) folders.push_back(folder.string());
    for (const auto& entry : entries) models.push_back(to_json(entry));
    print_json({{"search_path", folders}, {"models", models}});
    return 0;
  }
  if (!entries.empty()) print_list(entries);
  if (common.quiet) return 0;
  for (const auto& entry : entries)
    if (!entry.problem.empty()) print_message(entry.problem);
  if (entries.empty()) {
    std::string searched;
    for (const auto& folder : catalogue.search_path())
      searched += (searched.empty() ? "" : ", ") + folder.string();
    print_message(
        "no cards were found; add a folder with --models or FIDOSCOPE_MODELS. Searched: " +
        searched);
  }
  return 0;
}

}  // namespace

Command models_command(CommandLine& program, Common& common) {
  Arguments arguments =
      program.add_command("models", "List the available models and check their files");
  add_common(arguments, common);
  return {arguments.command(), [] { return Expected<void>{}; }, [] { return false; },
          [&common](const EngineApi&) { return run(common); }};
}

}  // namespace fido::cli
