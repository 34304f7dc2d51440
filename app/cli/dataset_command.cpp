#include "app/cli/dataset_command.h"

#include <algorithm>

#include "app/cli/batch.h"
#include "app/cli/console.h"

namespace fido::cli {

void add_dataset(DatasetCommand& command, const std::string& limit_help,
                 const std::string& out_help, const std::vector<std::string>& fields) {
  Arguments& arguments = command.arguments;
  arguments.add_option("--images", command.images, "folder of photos", {"DIR"});
  arguments.add_option("--boxes", command.boxes,
                       "CSV file with their classes and boxes: image,label_0based,x0,y0,x1,y1",
                       {"CSV"});
  arguments.add_option("--classifier", command.classifiers,
                       "id or path of a classifier's card; may be repeated", {"CARD"});
  arguments.add_option("--limit", command.limit_text, limit_help, {"N"});
  arguments.add_option("--out", command.out, out_help, {"DIR"});
  command.options.add(arguments, fields);
}

Expected<void> check_dataset(DatasetCommand& command, const Common& common,
                             const std::string& out_hint, int default_limit, int max_limit) {
  const Arguments& arguments = command.arguments;
  if (auto ok = require_option(arguments, "--images", command.images, "give a folder of photos");
      !ok)
    return ok;
  if (auto ok = require_option(arguments, "--boxes", command.boxes,
                               "give the CSV file with their classes and boxes");
      !ok)
    return ok;
  if (auto ok = require_option(arguments, "--out", command.out, out_hint); !ok) return ok;
  command.limit = default_limit;
  if (arguments.is_given("--limit")) {
    const auto limit = parse_whole_number("--limit", command.limit_text, 1, max_limit);
    if (!limit) return tl::unexpected(limit.error());
    command.limit = *limit;
  }
  if (command.classifiers.empty())
    return usage_error(arguments.command() + " needs at least one --classifier");
  for (const auto& name : command.classifiers) {
    const auto card = find_card(arguments, common, name);
    if (!card) return tl::unexpected(card.error());
    for (const auto& other : command.cards) {
      if (other.id != card->id) continue;
      if (other.card_path == card->card_path)
        return usage_error("--classifier: " + card->id + " is given twice");
      return usage_error("--classifier: " + other.card_path.string() + " and " +
                         card->card_path.string() + " both have the id " + card->id +
                         "; change one of the ids");
    }
    command.cards.push_back(*card);
  }
  return {};
}

int measure_photos(
    const DatasetCommand& command, const Common& common, const DatasetVerbosity& verbosity,
    Session& session,
    const std::function<Expected<void>(const ClassifierCard&, const DatasetPhoto&)>& measure,
    const std::function<int(std::size_t photos)>& finish) {
  const auto dataset = Dataset::open(command.images, command.boxes, command.limit);
  if (!dataset) return fail(dataset.error());
  if (const auto out = check_writable(command.out); !out) return fail(out.error());
  if (!common.quiet && verbosity.reports_omissions)
    for (const auto& sentence : dataset->omissions()) print_message(sentence);
  int code = 0;
  const std::size_t count = dataset->photos().size();
  DatasetIterator iterator;
  iterator.measure = measure;
  iterator.on_progress = [&](const ClassifierCard& card, std::size_t index) {
    if (!common.quiet && (index % 20 == 0 || verbosity.reports_every_photo))
      print_message(card.id + ", photo " + std::to_string(index + 1) + " of " +
                    std::to_string(count));
  };
  iterator.on_failure = [&](const ClassifierCard&, const std::string& photo, const Error& error) {
    code = std::max(code, report_failure(photo, error));
  };
  if (auto ok = iterator.run(*dataset, command.cards, command.spec, session); !ok)
    return fail(ok.error());
  return std::max(code, finish(count));
}

}  // namespace fido::cli
