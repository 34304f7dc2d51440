#include "app/cli/photo_walk.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "app/cli/batch.h"
#include "app/cli/console.h"
#include "core/image/codec.h"

namespace fido::cli {
namespace {

namespace fs = std::filesystem;

std::vector<Box> at_input(const std::vector<Box>& boxes, const Rect& visible, const Image& input) {
  const double sx = static_cast<double>(input.width) / visible.width,
               sy = static_cast<double>(input.height) / visible.height;
  const auto place = [](double v, int most) {
    return std::clamp(v, 0.0, static_cast<double>(most));
  };
  std::vector<Box> out;
  for (const Box& b : boxes) {
    const Box placed{
        place((b.x0 - visible.x) * sx, input.width), place((b.y0 - visible.y) * sy, input.height),
        place((b.x1 - visible.x) * sx, input.width), place((b.y1 - visible.y) * sy, input.height)};
    if (area(placed) > 0) out.push_back(placed);  // a crop may have left it out
  }
  return out;
}

// "left out, ...: 4 (a.txt, b.jpg, c.jpg, ...)". Empty where there are none.
std::string left_out(const std::vector<std::string>& names, const std::string& what) {
  constexpr std::size_t kNamed = 3;
  if (names.empty()) return {};
  std::string text = "left out, " + what + ": " + std::to_string(names.size()) + " (";
  for (std::size_t i = 0; i < std::min(kNamed, names.size()); ++i)
    text += (i > 0 ? ", " : "") + names[i];
  return text + (names.size() > kNamed ? ", ...)" : ")");
}

// What a folder and a table of boxes do not share, so that nobody takes half of their photos for
// all.
void say_what_is_left_out(const std::map<std::string, Truth>& truth, const fs::path& folder,
                          const fs::path& boxes) {
  std::vector<std::string> absent, strange;
  std::error_code ignored;
  for (const auto& [name, about] : truth)
    if (!fs::is_regular_file(folder / name, ignored)) absent.push_back(name);
  for (const auto& entry : fs::directory_iterator(folder, ignored))
    if (const auto name = entry.path().filename().string();
        entry.is_regular_file(ignored) && !truth.count(name) &&
        !fs::equivalent(entry.path(), boxes, ignored))
      strange.push_back(name);
  std::sort(strange.begin(), strange.end());
  for (const auto& text :
       {left_out(absent, "rows of " + boxes.string() + " without a photo in " + folder.string()),
        left_out(strange, "files of " + folder.string() + " without a row in " + boxes.string())})
    if (!text.empty()) say(text);
}

Expected<WalkPhoto> look(Session& session, const ClassifierCard& card, const fs::path& folder,
                         const std::string& name, const Truth& truth, std::size_t index) {
  if (truth.label >= card.num_classes)
    return input_error("class " + std::to_string(truth.label) + " is none of the " +
                       std::to_string(card.num_classes) + " of " + card.id);
  auto loaded = load_image(folder / name);
  if (!loaded) return tl::unexpected(loaded.error());
  WalkPhoto out;
  out.index = index;
  out.name = name;
  out.truth = &truth;
  out.photo = std::make_shared<Image>(std::move(*loaded));
  auto seen = session.classify(out.photo, card.num_classes);
  if (!seen) return tl::unexpected(seen.error());
  out.seen = std::move(*seen);
  out.target = *std::find_if(out.seen.predictions.begin(), out.seen.predictions.end(),
                             [&](const Prediction& p) { return p.index == truth.label; });
  if (std::none_of(truth.boxes.begin(), truth.boxes.end(), [&](const Box& b) {
        return b.x0 < out.photo->width && b.y0 < out.photo->height && b.x1 > 0 && b.y1 > 0;
      }))
    return input_error("its boxes lie outside its " + std::to_string(out.photo->width) + " x " +
                       std::to_string(out.photo->height) +
                       " pixels; they belong to another size of the photo");
  out.boxes = at_input(truth.boxes, out.seen.visible, *out.seen.input);
  return out;
}

}  // namespace

void add_walk(CLI::App& app, WalkSpec& walk, const std::string& about_limit,
              const std::string& about_out, const std::vector<std::string>& fields) {
  walk.app = &app;
  app.add_option("--images", walk.images, "a folder of photos")->type_name("DIR")->take_last();
  app.add_option("--boxes", walk.boxes, "their classes and boxes: image,label_0based,x0,y0,x1,y1")
      ->type_name("CSV")
      ->take_last();
  app.add_option("--classifier", walk.classifiers,
                 "an id from the catalogue or the path of a card; may be repeated")
      ->type_name("C")
      ->allow_extra_args(false);
  app.add_option("--limit", walk.limit_text, about_limit)->type_name("N")->take_last();
  app.add_option("--out", walk.out, about_out)->type_name("DIR")->take_last();
  walk.options.add(app, fields);
}

Expected<void> check_walk(WalkSpec& walk, const Common& common, const std::string& out_hint,
                          int limit, int most) {
  const CLI::App& app = *walk.app;
  if (auto ok = need(app, "--images", walk.images, "name a folder of photos"); !ok) return ok;
  if (auto ok = need(app, "--boxes", walk.boxes, "name the CSV file with their classes and boxes");
      !ok)
    return ok;
  if (auto ok = need(app, "--out", walk.out, out_hint); !ok) return ok;
  walk.limit = limit;
  if (app.count("--limit") > 0) {
    const auto wanted = whole_number("--limit", walk.limit_text, 1, most);
    if (!wanted) return tl::unexpected(wanted.error());
    walk.limit = *wanted;
  }
  const auto spec = walk.options.resolve();
  if (!spec) return tl::unexpected(spec.error());
  walk.spec = *spec;
  if (walk.classifiers.empty())
    return usage_error(app.get_name() + " needs --classifier; name one or more");
  for (const auto& name : walk.classifiers) {
    const auto card = find_card(app, common, name);
    if (!card) return tl::unexpected(card.error());
    for (const auto& other : walk.cards)
      if (other.id == card->id)
        return usage_error("--classifier: " +
                           (other.card_path == card->card_path
                                ? card->id + " is named twice"
                                : other.card_path.string() + " and " + card->card_path.string() +
                                      " both have the id " + card->id + "; rename one"));
    walk.cards.push_back(*card);
  }
  return {};
}

Rect WalkPhoto::box() const {
  const auto at = std::max_element(boxes.begin(), boxes.end(),
                                   [](const Box& a, const Box& b) { return area(a) < area(b); });
  if (at == boxes.end()) return {};
  const auto whole = [](double v) { return static_cast<int>(std::lround(v)); };
  return {whole(at->x0), whole(at->y0), whole(at->x1) - whole(at->x0),
          whole(at->y1) - whole(at->y0)};
}

Expected<void> PhotoWalk::find() {
  std::error_code ignored;
  if (!fs::is_directory(spec_.images, ignored))
    return usage_error("--images: there is no folder " + spec_.images);
  auto truth = load_boxes(spec_.boxes);
  if (!truth) return tl::unexpected(truth.error());
  truth_ = std::move(*truth);
  names_ = chosen_photos(truth_, spec_.images, spec_.limit);
  if (!common_.quiet && !spec_.told) say_what_is_left_out(truth_, spec_.images, spec_.boxes);
  if (names_.empty())
    return input_error(spec_.images + ": holds none of the photos that " + spec_.boxes +
                       " speaks of");
  return {};
}

std::vector<std::size_t> PhotoWalk::mine() const {
  std::vector<std::size_t> out;
  for (std::size_t i = static_cast<std::size_t>(spec_.shard); i < names_.size();
       i += static_cast<std::size_t>(spec_.shards))
    out.push_back(i);
  return out;
}

int PhotoWalk::run(
    const std::function<Expected<void>(const ClassifierCard&, const WalkPhoto&)>& each,
    const std::function<int(std::size_t)>& done,
    const std::function<bool(const ClassifierCard&, const std::string&)>& wanted,
    const std::function<void(const ClassifierCard&, const std::string&, const Error&)>& failed) {
  if (const auto out = check_writable(spec_.out); !out) return fail(out.error());
  if (names_.empty())
    if (auto ok = find(); !ok) return fail(ok.error());
  int code = 0;
  for (const auto& card : spec_.cards) {
    bool loaded = false;
    for (const std::size_t i : mine()) {
      if (interrupted()) return fail(interruption());
      if (wanted && !wanted(card, names_[i])) continue;
      if (!std::exchange(loaded, true))
        if (const auto info = session_.load(card, spec_.spec); !info) return fail(info.error());
      if (!common_.quiet && !wanted && (i % 20 == 0 || spec_.slow))
        say(card.id + ", photo " + std::to_string(i + 1) + " of " + std::to_string(names_.size()));
      const auto measured =
          look(session_, card, spec_.images, names_[i], truth_.at(names_[i]), i)
              .and_then([&](const WalkPhoto& photo) { return each(card, photo); });
      if (measured) continue;
      if (measured.error().code == ErrorCode::interrupted) return fail(measured.error());
      code = std::max(code, report_failure(names_[i], measured.error()));
      if (failed) failed(card, names_[i], measured.error());
    }
  }
  return std::max(code, done(names_.size()));
}

}  // namespace fido::cli
