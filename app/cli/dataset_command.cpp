#include "app/cli/dataset_command.h"

#include <algorithm>

#include "app/cli/batch.h"
#include "app/cli/console.h"

namespace fido::cli {

void add_dataset(CLI::App& app, DatasetCommand& command, const std::string& limit_help,
                 const std::string& out_help, const std::vector<std::string>& fields) {
  command.app = &app;
  app.add_option("--images", command.images, "a folder of photos")->type_name("DIR")->take_last();
  app.add_option("--boxes", command.boxes,
                 "their classes and boxes: image,label_0based,x0,y0,x1,y1")
      ->type_name("CSV")
      ->take_last();
  app.add_option("--classifier", command.classifiers,
                 "an id from the catalogue or the path of a card; may be repeated")
      ->type_name("C")
      ->allow_extra_args(false);
  app.add_option("--limit", command.limit_text, limit_help)->type_name("N")->take_last();
  app.add_option("--out", command.out, out_help)->type_name("DIR")->take_last();
  command.options.add(app, fields);
}

Expected<void> check_dataset(DatasetCommand& command, const Common& common,
                             const std::string& out_hint, int limit, int max_limit) {
  const CLI::App& app = *command.app;
  if (auto ok = need(app, "--images", command.images, "name a folder of photos"); !ok) return ok;
  if (auto ok =
          need(app, "--boxes", command.boxes, "name the CSV file with their classes and boxes");
      !ok)
    return ok;
  if (auto ok = need(app, "--out", command.out, out_hint); !ok) return ok;
  command.limit = limit;
  if (app.count("--limit") > 0) {
    const auto wanted = whole_number("--limit", command.limit_text, 1, max_limit);
    if (!wanted) return tl::unexpected(wanted.error());
    command.limit = *wanted;
  }
  if (command.classifiers.empty())
    return usage_error(app.get_name() + " needs --classifier; name one or more");
  for (const auto& name : command.classifiers) {
    const auto card = find_card(app, common, name);
    if (!card) return tl::unexpected(card.error());
    for (const auto& other : command.cards) {
      if (other.id != card->id) continue;
      if (other.card_path == card->card_path)
        return usage_error("--classifier: " + card->id + " is named twice");
      return usage_error("--classifier: " + other.card_path.string() + " and " +
                         card->card_path.string() + " both have the id " + card->id +
                         "; rename one");
    }
    command.cards.push_back(*card);
  }
  return {};
}

int measure_photos(
    const DatasetCommand& command, const Common& common, const DatasetTalk& talk, Session& session,
    const std::function<Expected<void>(const ClassifierCard&, const DatasetPhoto&)>& measure,
    const std::function<int(std::size_t photos)>& finish) {
  const auto dataset = Dataset::open(command.images, command.boxes, command.limit);
  if (!dataset) return fail(dataset.error());
  if (const auto out = check_writable(command.out); !out) return fail(out.error());
  if (!common.quiet && talk.says_omissions)
    for (const auto& sentence : dataset->omissions()) say(sentence);
  int code = 0;
  const std::size_t count = dataset->photos().size();
  DatasetIterator iterator;
  iterator.measure = measure;
  iterator.on_progress = [&](const ClassifierCard& card, std::size_t number) {
    if (!common.quiet && (number % 20 == 0 || talk.says_every_photo))
      say(card.id + ", photo " + std::to_string(number + 1) + " of " + std::to_string(count));
  };
  iterator.on_failure = [&](const ClassifierCard&, const std::string& photo, const Error& error) {
    code = std::max(code, report_failure(photo, error));
  };
  if (auto ok = iterator.run(*dataset, command.cards, command.spec, session); !ok)
    return fail(ok.error());
  return std::max(code, finish(count));
}

}  // namespace fido::cli
