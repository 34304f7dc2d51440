// fidoscope-cli evaluate: many photos, many methods, every metric in one pass.
#include "app/cli/evaluate.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <map>
#include <memory>
#include <optional>
#include <tuple>

#include "app/cli/batch.h"
#include "app/cli/console.h"
#include "app/cli/evaluation_merge.h"
#include "app/cli/evaluation_tables.h"
#include "core/csv.h"
#include "core/evaluate/evaluation.h"
#include "core/evaluate/fidelity.h"
#include "core/evaluate/folder.h"
#include "core/evaluate/names.h"
#include "core/explain/names.h"
#include "core/explain/realtime/masker_card.h"
#include "core/files.h"
#include "core/image/codec.h"
#include "core/image/colormap.h"
#include "core/image/resample.h"
#include "core/infill/infiller_card.h"
#include "core/infill/names.h"
#include "core/model/catalogue.h"
#include "core/run/results.h"

namespace fido::cli {
namespace {

namespace fs = std::filesystem;

constexpr int kPictureSide = 208;  // twice what the page shows

// With what was typed.
struct State : EvaluationState {
  std::string methods, wanted_metrics, shard_text;
  std::vector<std::string> merge;
};

Expected<void> read_shard(State& state) {
  if (state.app->count("--shard") == 0) return {};
  const auto slash = state.shard_text.find('/');
  const auto of = slash == std::string::npos
                      ? Expected<int>(usage_error(""))
                      : whole_number("--shard", state.shard_text.substr(slash + 1), 1, 1'000'000);
  const auto number = of ? whole_number("--shard", state.shard_text.substr(0, slash), 1, *of) : of;
  if (!number)
    return usage_error(
        "--shard: " + (state.shard_text.empty() ? "is empty" : state.shard_text + " is none") +
        "; 2/8 is the second of eight");
  state.shard = *number - 1;
  state.shards = *of;
  return {};
}

Expected<void> check(State& state, const Common& common) {
  constexpr const char* kOutHint = "name a folder for the tables";
  if (!state.merge.empty()) {
    for (const CLI::Option* option : state.app->get_options())
      if (const std::string name = option->get_name(); option->count() > 0 && name != "--merge" &&
                                                       name != "--out" && name != "--json" &&
                                                       name != "--quiet" && name != "--models")
        return usage_error("--merge measures nothing, so that " + name +
                           " would say nothing; leave it out");
    return need(*state.app, "--out", state.out, kOutHint);
  }
  constexpr int kAll = 1'000'000'000;
  if (auto ok = check_walk(state, common, kOutHint, kAll, kAll); !ok) return ok;
  if (auto ok = read_shard(state); !ok) return ok;
  std::vector<std::string> known;
  for (const auto& group : metric_groups()) known.push_back(group.name);
  for (const auto& group : split_list(state.wanted_metrics)) {
    if (std::find(known.begin(), known.end(), group) == known.end())
      return usage_error("--metrics: " + group + " is unknown; did you mean " +
                         nearest(group, known) + "? Choices: " + listed(known));
    state.groups.insert(group);
  }
  auto entries = read_entries(state.methods, state.options);
  if (!entries) return tl::unexpected(entries.error());
  state.entries = std::move(*entries);
  for (const Entry& entry : state.entries)
    for (const auto& card : state.cards)
      if (!entry.infill.empty() && !entry.spec.contrast.empty())
        if (auto ok =
                check_class(card, "--methods: " + entry.method + ": contrast", entry.spec.contrast);
            !ok)
          return ok;
  return {};
}

// Of a learned infiller; empty: it has none.
std::string weights_of(const std::string& infill) {
  const InfillerInfo* info = find_infiller(infill);
  if (!info || !info->learned()) return {};
  const auto card = load_infiller_card(info->card);
  return card ? card->sha256 : std::string();
}

// Of all that may have been trained for one of the classifiers: which it is, their weights decide.
std::vector<std::string> maskers_of(const std::vector<ClassifierCard>& cards) {
  std::vector<std::string> out;
  for (const MaskerCard& masker : maskers())
    if (std::any_of(cards.begin(), cards.end(),
                    [&](const ClassifierCard& c) { return c.id == masker.classifier; }))
      out.push_back(masker.sha256);
  return out;
}

// What must be the same for rows to lie in one table. The shard is not part of it.
Json settings_of(const EvaluationState& state, const std::string& boxes_sha256,
                 const std::vector<std::string>& photos) {
  Json json;
  json["format"] = 1;
  json["version"] = FIDOSCOPE_VERSION;
  json["boxes_sha256"] = boxes_sha256;
  json["limit"] = state.limit_text;
  json["photos"] = photos.size();
  std::string names;  // others would have other seeds
  for (const auto& name : photos) names += name + '\n';
  json["photos_sha256"] = sha256_text(names);
  for (const auto& card : state.cards)
    json["classifiers"].push_back(
        {{"id", card.id}, {"sha256", card.sha256}, {"fingerprint", card.fingerprint}});
  for (const auto& group : state.groups) json["metrics"].push_back(group);
  if (state.groups.count("removal") || state.groups.count("insertion"))
    json["judge"] = {{"infill", default_infiller()}, {"sha256", weights_of(default_infiller())}};
  for (const auto& entry : state.entries) {
    Json one{{"method", entry.method}, {"infill", entry.infill}};
    if (!entry.infill.empty()) {
      one["spec"] = Json::parse(to_json(entry.spec));
      for (const char* machine : {"classifier", "target", "threads"}) one["spec"].erase(machine);
      if (const std::string weights = weights_of(entry.infill); !weights.empty())
        one["infill_sha256"] = weights;
      if (entry.spec.method == "realtime") one["maskers"] = maskers_of(state.cards);
    }
    json["methods"].push_back(std::move(one));
  }
  return json;
}

Plane baseline_map(const std::string& name, const WalkPhoto& photo) {
  const int width = photo.seen.input->width, height = photo.seen.input->height;
  Plane map(width, height);
  const Rect box = photo.box();
  const double side = std::sqrt(0.5);
  const Box part =
      name == "bbox"
          ? Box{static_cast<double>(box.x), static_cast<double>(box.y),
                static_cast<double>(box.x + box.width), static_cast<double>(box.y + box.height)}
      : name == "center" ? Box{width * (1 - side) / 2, height * (1 - side) / 2,
                               width * (1 + side) / 2, height * (1 + side) / 2}
                         : Box{0, 0, static_cast<double>(width), static_cast<double>(height)};
  for (int y = 0; y < height; ++y)
    for (int x = 0; x < width; ++x) map.at(x, y) = holds(part, x, y) ? 1.F : 0.F;
  return map;
}

// In a frame that is what the card's own crop cuts off. No smaller than it is: how it is reduced is
// the card's to say.
Image seen_whole(const Image& picture, const ClassifierCard& card, int width, int height) {
  if (card.crop_mode == CropMode::squash) return picture;
  const double scale = std::max({1.0, static_cast<double>(picture.width) / width,
                                 static_cast<double>(picture.height) / height});
  Image out(static_cast<int>(std::ceil(scale * width / card.crop_pct)),
            static_cast<int>(std::ceil(scale * height / card.crop_pct)));
  const Rect seen = visible_part(card, out.width, out.height);
  const Image part = resize(picture, seen.width, seen.height);
  for (int y = 0; y < seen.height; ++y)
    std::copy_n(part.row(y), 3 * seen.width, out.row(seen.y + y) + 3 * seen.x);
  return out;
}

class Evaluation {
 public:
  Evaluation(const EvaluationState& state, const Common& common, const EngineApi& api)
      : state_(state), common_(common), api_(api), walk_(state, common, api) {}

  Expected<int> run() {
    if (auto ok = walk_.find(); !ok) return tl::unexpected(ok.error());
    const auto mine = walk_.mine();
    if (state_.dry_run) {
      const std::size_t maps = mine.size() * state_.cards.size() * state_.entries.size();
      if (common_.json)
        print_json({{"photos", mine.size()},
                    {"of", walk_.photos().size()},
                    {"classifiers", state_.cards.size()},
                    {"methods", state_.entries.size()},
                    {"maps", maps}});
      else
        std::cout << mine.size() << " of " << walk_.photos().size() << " photos, "
                  << state_.cards.size() << " classifiers, " << state_.entries.size()
                  << " methods: " << maps << " maps\n";
      return 0;
    }
    if (const auto out = check_writable(state_.out); !out) return tl::unexpected(out.error());
    const auto held = hold(state_.out);
    if (!held) return tl::unexpected(held.error());
    const auto boxes = sha256_file(state_.boxes);
    if (!boxes) return tl::unexpected(boxes.error());
    if (auto ok = begin(settings_of(state_, *boxes, walk_.photos())); !ok)
      return tl::unexpected(ok.error());
    for (const auto& card : state_.cards)
      for (const std::size_t i : mine) wanted_ += lacking(card, walk_.photos()[i]);
    if (!common_.quiet)
      say(std::to_string(wanted_) + " rows to measure" +
          (done_.empty() ? "" : ", " + std::to_string(done_.size()) + " are there"));
    const int code = walk_.run(
        [this](const ClassifierCard& card, const WalkPhoto& photo) { return measure(card, photo); },
        [this](std::size_t) { return write(); },
        [this](const ClassifierCard& card, const std::string& name) {
          return !full_ && lacking(card, name) > 0;
        },
        [this](const ClassifierCard& card, const std::string& name, const Error& error) {
          failures_.push_back({card.id, name, "", error.message});
        });
    return std::max(code, code_);
  }

 private:
  static std::string key(const std::string& classifier, const std::string& image,
                         const Entry& entry) {
    return classifier + '\n' + image + '\n' + entry.method + '\n' + entry.infill;
  }
  // Rows of a photo that were not there when this process began.
  std::size_t lacking(const ClassifierCard& card, const std::string& photo) const {
    return static_cast<std::size_t>(
        std::count_if(state_.entries.begin(), state_.entries.end(),
                      [&](const Entry& e) { return !done_.count(key(card.id, photo, e)); }));
  }
  fs::path path(const char* name) const { return fs::path(state_.out) / name; }

  Expected<void> begin(const Json& settings) {
    std::error_code ignored;
    const std::string text = settings.dump(2) + "\n";
    const auto table = read_file(path("per_image.csv"));
    const bool rows_there = table && *table != evaluation_head(),
               settings_there = fs::exists(path("evaluation.json"), ignored);
    if (!rows_there)  // nobody loses anything: it is begun, or begun anew
      return write_file(path("per_image.csv"), evaluation_head()).and_then([&] {
        return write_file(path("evaluation.json"), text);
      });
    if (!settings_there)
      return usage_error(path("per_image.csv").string() +
                         ": holds rows, but nothing beside it says of what; move it away, or "
                         "choose another --out");
    if (!state_.resume)
      return usage_error(
          state_.out +
          ": holds an evaluation already; go on with --resume, or choose another --out");
    const auto before = read_file(path("evaluation.json"));
    if (!before) return tl::unexpected(before.error());
    if (*before != text)
      return usage_error(path("evaluation.json").string() +
                         ": was made with other settings, weights, boxes or another version; "
                         "repeat those, or choose another --out");
    auto rows = load_evaluation(path("per_image.csv"));
    if (!rows) return tl::unexpected(rows.error());
    // A row that a kill cut off goes.
    std::string whole = evaluation_head();
    for (const auto& row : *rows) {
      whole += to_line(row);
      done_.insert(key(row.classifier, row.image, {row.method, row.infill, {}}));
      by_method_[{row.classifier, row.method, row.infill}].push_back(row);
    }
    return write_file(path("per_image.csv"), whole);
  }

  // What one method cannot do is no reason to leave out the others.
  Expected<void> measure(const ClassifierCard& card, const WalkPhoto& photo) {
    for (const Entry& entry : state_.entries) {
      if (done_.count(key(card.id, photo.name, entry))) continue;
      const auto measured = measure(card, photo, entry);
      tell(card);
      if (measured) continue;
      if (measured.error().code == ErrorCode::interrupted) return measured;
      if (full_) {
        code_ = std::max(code_, fail(measured.error()));
        return {};
      }
      code_ = std::max(code_, report_failure(photo.name + ", " + entry.method, measured.error()));
      failures_.push_back(
          {card.id, photo.name, method_text(entry.method, entry.infill), measured.error().message});
    }
    return {};
  }

  // How far it is. Methods differ in what they cost, so the time left is said from the first whole
  // photo on.
  void tell(const ClassifierCard& card) {
    constexpr auto kPeriod = std::chrono::seconds(5);
    const auto now = Clock::now();
    ++tried_;
    if (common_.quiet || now - told_ < kPeriod) return;
    told_ = now;
    const double each =
        std::chrono::duration<double>(now - begun_).count() / static_cast<double>(tried_);
    const auto left = wanted_ > tried_ ? wanted_ - tried_ : 0;
    say(card.id + ": " + std::to_string(tried_) + " of " + std::to_string(wanted_) + " rows" +
        (tried_ < state_.entries.size() || left == 0
             ? ""
             : ", " + clock_text(each * static_cast<double>(left)) + " left"));
  }

  Expected<void> measure(const ClassifierCard& card, const WalkPhoto& photo, const Entry& entry) {
    EvaluationRow row;
    row.classifier = card.id;
    row.image = photo.name;
    row.label = photo.truth->label;
    row.method = entry.method;
    row.infill = entry.infill;
    row.values["probability"] = photo.target.probability;
    Plane map;
    if (entry.infill.empty()) {
      map = baseline_map(entry.method, photo);
      row.values["area"] = area_over_half(map);
    } else {
      const auto run =
          walk_.session().run(spec_of(card, photo, entry), card, photo.photo, [](const Step&) {});
      if (!run) return tl::unexpected(run.error());
      map = (*run)->map;
      const double after = std::clamp(probability_after(**run), 1e-12, 1 - 1e-12);
      row.values["probability_after"] = after;
      // Of masks that were drawn, the log-odds of the mean probability (Eq. 1); of one mask its
      // score, which no rounding of p limits.
      row.values["inflation"] = ((*run)->marginal.samples > 0 ? std::log(after) - std::log1p(-after)
                                                              : (*run)->score_counterfactual) -
                                photo.target.score;
      row.values["area"] = (*run)->area;
      if (find_method(entry.spec.method)->optimises) row.values["loss"] = (*run)->loss_final;
    }
    if (auto ok = stability(card, photo, entry, map, row); !ok) return ok;
    if (auto ok = sanity(card, photo, entry, map, row); !ok) return ok;
    if (auto ok = localise(card, photo, map, row); !ok) return ok;
    if (auto ok = curves(photo, map, row); !ok) return ok;
    // What does not exist for this map, such as a share of nothing, is absent, here as on disk.
    for (auto value = row.values.begin(); value != row.values.end();)
      value = std::isfinite(value->second) ? std::next(value) : row.values.erase(value);
    const auto kept = picture(*photo.seen.input, map, row).and_then([&] {
      return append(path("per_image.csv"), to_line(row));
    });
    full_ = !kept;
    return kept;
  }

  RunSpec spec_of(const ClassifierCard& card, const WalkPhoto& photo, const Entry& entry) const {
    RunSpec spec = entry.spec;
    spec.classifier = card.card_path.string();
    spec.target = std::to_string(photo.truth->label);
    spec.seed += photo.index;
    return spec;
  }

  // How far the map hangs on its random numbers.
  Expected<void> stability(const ClassifierCard& card, const WalkPhoto& photo, const Entry& entry,
                           const Plane& map, EvaluationRow& row) {
    constexpr std::uint64_t kSeeds = 3, kApart = 1'000'003;  // further than there are photos
    if (!state_.groups.count("seeds") || entry.infill.empty() ||
        !matters(*find_field("seed"), entry.spec.method))
      return {};
    std::vector<Plane> maps{map};
    for (std::uint64_t i = 1; i < kSeeds; ++i) {
      RunSpec spec = spec_of(card, photo, entry);
      spec.seed += i * kApart;
      const auto run = walk_.session().run(spec, card, photo.photo, [](const Step&) {});
      if (!run) return tl::unexpected(run.error());
      maps.push_back((*run)->map);
    }
    std::vector<double> alike, common;
    for (std::size_t i = 0; i < maps.size(); ++i)
      for (std::size_t j = 0; j < i; ++j) {
        alike.push_back(correlation(maps[i], maps[j]));
        common.push_back(overlap_over_half(maps[i], maps[j]));
      }
    row.values["seed_correlation"] = mean(alike);
    row.values["seed_iou"] = mean(common);
    return {};
  }

  // Whether the map hangs on what the network has learned (Adebayo et al. 2018).
  Expected<void> sanity(const ClassifierCard& card, const WalkPhoto& photo, const Entry& entry,
                        const Plane& map, EvaluationRow& row) {
    if (!state_.groups.count("sanity") || entry.infill.empty()) return {};
    RunSpec spec = spec_of(card, photo, entry);
    spec.randomized_layers = static_cast<int>(find_field("randomized_layers")->max);
    // On an engine of its own: to load a network takes longer than some methods.
    if (!shuffled_) shuffled_.emplace(api_);
    const auto run = shuffled_->run(spec, card, photo.photo, [](const Step&) {});
    if (!run) return tl::unexpected(run.error());
    row.values["sanity"] = rank_correlation(map, (*run)->map);
    return {};
  }

  // Of every method the photos are kept in which it fared best and worst so far.
  Expected<void> picture(const Image& photo, const Plane& map, const EvaluationRow& row) {
    if (row.infill.empty()) return {};
    auto& rows = by_method_[{row.classifier, row.method, row.infill}];
    const auto before = extreme_pictures(rows);
    rows.push_back(row);
    const auto now = extreme_pictures(rows);
    std::error_code ignored;
    fs::create_directories(path(kPictures), ignored);
    // No other row can be among the extremes any more.
    rows.erase(std::remove_if(rows.begin(), rows.end(),
                              [&](const EvaluationRow& r) { return !now.count(picture_name(r)); }),
               rows.end());
    if (now.count(picture_name(row)))
      if (auto ok = save_jpeg(path(kPictures) / picture_name(row),
                              resize(overlay(photo, map), kPictureSide, kPictureSide));
          !ok)
        return ok;
    for (const auto& name : before)
      if (!now.count(name)) fs::remove(path(kPictures) / name, ignored);
    return {};
  }

  Expected<void> localise(const ClassifierCard& card, const WalkPhoto& photo, const Plane& map,
                          EvaluationRow& row) {
    const auto box = box_over_half(map);
    if (state_.groups.count("wsl")) {
      const double overlap = box ? best_overlap(*box, photo.boxes) : 0;
      row.values["iou"] = overlap;
      row.values["wsl_error"] = overlap > 0.5 ? 0 : 1;
      row.values["outside"] = share_outside(map, photo.boxes);
      row.values["pointing_error"] = points_at(map, photo.boxes) ? 0 : 1;
    }
    if (!state_.groups.count("sm")) return {};
    // An empty map crops nothing away: the whole image.
    const Box part =
        box.value_or(Box{0, 0, static_cast<double>(map.width), static_cast<double>(map.height)});
    const Rect& seen = photo.seen.visible;
    const double sx = static_cast<double>(seen.width) / map.width,
                 sy = static_cast<double>(seen.height) / map.height;
    Rect in_photo{seen.x + static_cast<int>(part.x0 * sx), seen.y + static_cast<int>(part.y0 * sy),
                  0, 0};
    in_photo.width = std::max(1, static_cast<int>(std::lround((part.x1 - part.x0) * sx)));
    in_photo.height = std::max(1, static_cast<int>(std::lround((part.y1 - part.y0) * sy)));
    in_photo.width = std::min(in_photo.width, photo.photo->width - in_photo.x);
    in_photo.height = std::min(in_photo.height, photo.photo->height - in_photo.y);
    const auto framed = std::make_shared<Image>(seen_whole(
        crop(*photo.photo, in_photo), card, photo.seen.input->width, photo.seen.input->height));
    const auto answer =
        walk_.session().classify(framed, static_cast<int>(photo.seen.predictions.size()));
    if (!answer) return tl::unexpected(answer.error());
    for (const auto& p : answer->predictions)
      if (p.index == photo.truth->label)
        row.values["sm"] = saliency_metric((part.x1 - part.x0) * (part.y1 - part.y0) /
                                               (static_cast<double>(map.width) * map.height),
                                           std::max(p.probability, 1e-12));
    return {};
  }

  // By the strongest infiller there is, whichever the map was made with: all maps have the same
  // judge.
  Expected<void> curves(const WalkPhoto& photo, const Plane& map, EvaluationRow& row) {
    if (!state_.groups.count("removal") && !state_.groups.count("insertion")) return {};
    const auto ask = [&](const Plane& mask) -> Expected<Prediction> {
      MaskQuestion question;
      question.photo = photo.photo;
      question.mask = mask;
      question.infill = default_infiller();
      question.target = std::to_string(photo.truth->label);
      question.seed = state_.spec.seed + photo.index;
      question.top = 1;
      const auto answer = walk_.session().ask(question);
      if (!answer) return tl::unexpected(answer.error());
      return (*answer)->target_after;
    };
    std::vector<double> scores, removed, shown;
    for (const double share : curve_shares()) {
      const Plane mask = without_top(map, share);
      if (state_.groups.count("removal")) {
        const auto p = ask(mask);
        if (!p) return tl::unexpected(p.error());
        scores.push_back(p->score);
        removed.push_back(p->probability);
      }
      if (state_.groups.count("insertion")) {
        const auto p = ask(inverted(mask));
        if (!p) return tl::unexpected(p.error());
        shown.push_back(p->probability);
      }
    }
    if (!removed.empty()) {
      row.values["deletion"] = area_under(removed);
      for (const int percent : {10, 20, 30, 40})
        row.values["removal_" + std::to_string(percent)] = least_share(scores, percent / 100.0);
    }
    if (!shown.empty()) row.values["insertion"] = area_under(shown);
    return {};
  }

  int write() {
    if (full_) return code_;  // what is there stays for --resume
    const auto rows = load_evaluation(path("per_image.csv"));
    if (!rows) return fail(rows.error());
    if (auto ok = write_file(path("failed.csv"), failed_csv()); !ok) return fail(ok.error());
    return write_tables(state_.out, *rows, failures_.size(), common_);
  }

  std::string failed_csv() const {
    std::string out = kFailedHead;
    for (const auto& f : failures_)
      out += csv_cell(f.classifier) + ',' + csv_cell(f.image) + ',' + csv_cell(f.method) + ',' +
             csv_cell(f.reason) + '\n';
    return out;
  }

  struct Failure {
    // method: empty where the photo itself cannot be used
    std::string classifier, image, method, reason;
  };
  const EvaluationState& state_;
  const Common& common_;
  const EngineApi& api_;
  PhotoWalk walk_;
  std::optional<Session> shuffled_;
  std::set<std::string> done_;
  std::map<std::tuple<std::string, std::string, std::string>, std::vector<EvaluationRow>>
      by_method_;
  std::vector<Failure> failures_;
  using Clock = std::chrono::steady_clock;
  const Clock::time_point begun_ = Clock::now();
  Clock::time_point told_ = begun_;
  // rows that this process is to measure, and those it has tried
  std::size_t wanted_ = 0, tried_ = 0;
  int code_ = 0;
  bool full_ = false;  // a row could not be written: whatever else was measured would be lost too
};

}  // namespace

Expected<int> evaluate(const EvaluationState& state, const Common& common, const EngineApi& api) {
  return Evaluation(state, common, api).run();
}

Command evaluate_command(CLI::App& program, Common& common) {
  const auto state = std::make_shared<State>();
  CLI::App* app = program.add_subcommand(
      "evaluate",
      "many photos, many methods, every metric: tables with intervals and paired tests");
  std::string usual, about;
  for (const auto& group : metric_groups()) {
    if (group.usual) usual += (usual.empty() ? "" : ",") + group.name;
    about += group.name + ": " + group.about + ". ";
  }
  state->wanted_metrics = usual;
  app->add_option("--methods", state->methods,
                  "methods, each with :infill or with its own, and the rows max, center and bbox; "
                  "joined by commas, the first is what the others are tested against")
      ->type_name("M:I,M:I,...")
      ->take_last();
  app->add_option("--metrics", state->wanted_metrics, about)
      ->type_name("LIST")
      ->take_last()
      ->default_str(usual);
  app->add_option("--shard", state->shard_text, "2/8 takes the second of eight parts of the photos")
      ->type_name("I/N")
      ->take_last();
  app->add_option("--merge", state->merge,
                  "folders of finished shards, which become one in --out; nothing is measured")
      ->type_name("DIR ...")
      ->expected(1, 1'000'000);
  app->add_flag(
      "--dry-run", state->dry_run,
      "look at options, photos and boxes, say how many maps there would be, and measure nothing");
  app->add_flag("--resume", state->resume, "go on where the evaluation in --out was interrupted");
  add_walk(
      *app, *state, "how many photos, taken evenly from all; all when it is left out",
      "the folder for the tables",
      {"lambda", "lambda_unit", "tv", "iterations", "samples", "grid", "noise_block",
       "learning_rate", "warmup", "temperature", "area", "seed", "device", "precision", "threads"});
  add_common(*app, common);
  return {app, [state, &common] { return check(*state, common); },
          [state] { return state->merge.empty(); },
          [state, &common](const EngineApi& api) {
            if (!state->merge.empty()) return merge_evaluations(state->merge, state->out, common);
            const auto code = evaluate(*state, common, api);
            return code ? *code : fail(code.error());
          }};
}

}  // namespace fido::cli
