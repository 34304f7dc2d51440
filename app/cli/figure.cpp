// fidoscope-cli figure: a figure of the paper, on any photos and classifiers.
#include <algorithm>
#include <cmath>
#include <filesystem>
#include <iostream>
#include <map>
#include <sstream>

#include "app/cli/batch.h"
#include "app/cli/command.h"
#include "app/cli/console.h"
#include "app/cli/options.h"
#include "app/cli/session.h"
#include "core/evaluate/box_plot.h"
#include "core/evaluate/boxes.h"
#include "core/evaluate/fidelity.h"
#include "core/files.h"
#include "core/image/codec.h"
#include "core/image/resample.h"
#include "core/infill/names.h"
#include "core/model/catalogue.h"

namespace fido::cli {
namespace {

namespace fs = std::filesystem;

struct State {
  std::string name, images, boxes, out, infills, limit_text = "200";
  std::vector<std::string> classifiers;
  SpecOptions options;
  CLI::App* app = nullptr;

  int limit = 200;
  RunSpec spec;
  std::vector<ClassifierCard> cards;
  std::vector<const InfillerInfo*> infillers_wanted;
};

Expected<void> check(State& state, const Common& common) {
  const CLI::App& app = *state.app;
  if (state.name != "fig15") return usage_error("figure: there is no " + state.name + "; there is fig15 (infill fidelity under random masks)");
  if (auto ok = need(app, "--images", state.images, "name a folder of photos"); !ok) return ok;
  if (auto ok = need(app, "--boxes", state.boxes, "name the CSV file with their classes and boxes"); !ok) return ok;
  if (auto ok = need(app, "--out", state.out, "name a folder for the figure"); !ok) return ok;
  const auto limit = whole_number("--limit", state.limit_text, 1, 1'000'000);
  if (!limit) return tl::unexpected(limit.error());
  state.limit = *limit;
  const auto spec = state.options.resolve();
  if (!spec) return tl::unexpected(spec.error());
  state.spec = *spec;
  if (state.classifiers.empty()) return usage_error("figure needs --classifier; name one or more");
  for (const auto& name : state.classifiers) {
    const auto card = find_card(app, common, name);
    if (!card) return tl::unexpected(card.error());
    state.cards.push_back(*card);
  }
  std::istringstream list(state.infills);
  for (std::string name; std::getline(list, name, ',');) {
    const InfillerInfo* info = find_infiller(name);
    if (!info) return usage_error("--infills: " + name + " is unknown; give names out of fidoscope-cli infill --help, joined by commas");
    state.infillers_wanted.push_back(info);
  }
  if (state.infillers_wanted.empty())
    for (const auto& info : infillers()) state.infillers_wanted.push_back(&info);
  return {};
}

// Evenly over the photos that have a class, by name.
std::vector<std::string> chosen(const std::map<std::string, Truth>& truth, const fs::path& folder, int limit) {
  std::vector<std::string> there;
  std::error_code ignored;
  for (const auto& [name, about] : truth)
    if (fs::is_regular_file(folder / name, ignored)) there.push_back(name);
  if (static_cast<int>(there.size()) <= limit) return there;
  std::vector<std::string> out;
  for (int i = 0; i < limit; ++i) out.push_back(there[static_cast<std::size_t>(i) * there.size() / static_cast<std::size_t>(limit)]);
  return out;
}

// The largest of them, at the classifier's input.
Rect box_of(const Truth& truth, const Rect& visible, const Image& input) {
  const auto area = [](const Box& b) { return (b.x1 - b.x0) * (b.y1 - b.y0); };
  const auto at = std::max_element(truth.boxes.begin(), truth.boxes.end(), [&](const Box& a, const Box& b) { return area(a) < area(b); });
  if (at == truth.boxes.end()) return {};
  const double sx = static_cast<double>(input.width) / visible.width, sy = static_cast<double>(input.height) / visible.height;
  const auto place = [](double v, int most) { return std::clamp(static_cast<int>(std::lround(v)), 0, most); };
  const int x0 = place((at->x0 - visible.x) * sx, input.width), x1 = place((at->x1 - visible.x) * sx, input.width);
  const int y0 = place((at->y0 - visible.y) * sy, input.height), y1 = place((at->y1 - visible.y) * sy, input.height);
  return {x0, y0, x1 - x0, y1 - y0};
}

class Fig15 {
 public:
  Fig15(const State& state, const Common& common, const EngineApi& api) : state_(state), common_(common), session_(api) {}

  int run() {
    if (const auto out = check_writable(state_.out); !out) return fail(out.error());
    const auto truth = load_boxes(state_.boxes);
    if (!truth) return fail(truth.error());
    const auto photos = chosen(*truth, state_.images, state_.limit);
    if (photos.empty()) return fail({ErrorCode::input, state_.images + ": holds none of the photos that " + state_.boxes + " speaks of"});
    for (const auto& card : state_.cards) {
      const auto info = session_.load(card, state_.spec);
      if (!info) return fail(info.error());
      for (std::size_t i = 0; i < photos.size(); ++i) {
        if (interrupted()) return fail(interruption());
        if (!common_.quiet && i % 20 == 0) say(card.id + ", photo " + std::to_string(i + 1) + " of " + std::to_string(photos.size()));
        if (const auto done = measure(card, photos[i], truth->at(photos[i]), i); !done) {
          if (done.error().code == ErrorCode::interrupted) return fail(done.error());
          code_ = std::max(code_, report_failure(photos[i], done.error()));
        }
      }
    }
    return write(photos.size());
  }

 private:
  struct Samples {
    std::vector<double> probability, l1, psnr;
  };
  using Key = std::pair<std::string, std::string>;  // mask, infiller

  Expected<void> measure(const ClassifierCard& card, const std::string& name, const Truth& truth, std::size_t index) {
    if (truth.label >= card.num_classes) return input_error("class " + std::to_string(truth.label) + " is none of the " + std::to_string(card.num_classes) + " of " + card.id);
    auto loaded = load_image(fs::path(state_.images) / name);
    if (!loaded) return tl::unexpected(loaded.error());
    const auto photo = std::make_shared<Image>(std::move(*loaded));
    const auto seen = session_.classify(photo, card.num_classes);
    if (!seen) return tl::unexpected(seen.error());
    const auto target = std::find_if(seen->predictions.begin(), seen->predictions.end(), [&](const Prediction& p) { return p.index == truth.label; });
    untouched_[card.id].push_back(target->probability);
    const auto masks = test_masks(card.width, card.height, box_of(truth, seen->visible, *seen->input), state_.spec.seed + index);
    for (const auto& [mask_name, mask] : masks)
      for (const InfillerInfo* infiller : state_.infillers_wanted) {
        MaskQuestion question;
        question.photo = photo;
        question.mask = mask;
        question.infill = infiller->name;
        question.target = std::to_string(truth.label);
        question.seed = state_.spec.seed + index;
        const auto answer = session_.ask(question);
        if (!answer) return tl::unexpected(answer.error());
        const double p = (*answer)->target_after.probability;
        const HoleError error = hole_error(*seen->input, (*answer)->infilled, (*answer)->mask);
        Samples& samples = samples_[card.id][{mask_name, infiller->name}];
        samples.probability.push_back(p);
        samples.l1.push_back(error.l1);
        samples.psnr.push_back(error.psnr);
        rows_ << card.id << ',' << name << ',' << truth.label << ',' << mask_name << ',' << infiller->name << ',' << p << ',' << error.l1 << ',' << error.psnr << '\n';
      }
    return {};
  }

  int write(std::size_t photos) {
    const fs::path out = state_.out;
    std::string summary = "classifier,mask,infill,photos,probability_median,probability_lower,probability_upper,l1_mean,psnr_mean,probability_untouched\n";
    std::vector<std::vector<std::string>> table{{"CLASSIFIER", "MASK", "INFILL", "P MEDIAN", "L1", "PSNR"}};
    const auto mean = [](const std::vector<double>& values) {
      double sum = 0;
      for (const double v : values) sum += v / static_cast<double>(values.size());
      return sum;
    };
    for (const auto& card : state_.cards) {
      const auto& samples = samples_[card.id];
      const double untouched = quantile(untouched_[card.id], 0.5);
      std::vector<BoxGroup> groups;
      std::vector<std::string> series;
      for (const InfillerInfo* infiller : state_.infillers_wanted) series.push_back(infiller->label);
      for (const auto& [mask_name, ignored] : test_masks(8, 8, {0, 0, 4, 4}, 0)) {
        BoxGroup group{mask_name, {}};
        for (const InfillerInfo* infiller : state_.infillers_wanted) {
          const auto at = samples.find({mask_name, infiller->name});
          group.samples.push_back(at == samples.end() ? std::vector<double>() : at->second.probability);
          if (at == samples.end()) continue;
          const Samples& s = at->second;
          std::ostringstream row;
          row << card.id << ',' << mask_name << ',' << infiller->name << ',' << s.probability.size() << ',' << quantile(s.probability, 0.5) << ','
              << quantile(s.probability, 0.25) << ',' << quantile(s.probability, 0.75) << ',' << mean(s.l1) << ',' << mean(s.psnr) << ',' << untouched << '\n';
          summary += row.str();
          table.push_back({card.id, mask_name, infiller->name, fixed(quantile(s.probability, 0.5), 3), fixed(mean(s.l1), 4), fixed(mean(s.psnr), 1)});
        }
        groups.push_back(std::move(group));
      }
      const Image plot = draw_box_plot(card.id + ": p(true class) of " + std::to_string(photos) + " photos, untouched median " + fixed(untouched, 3), series, groups);
      if (auto ok = save_png(out / ("fig15-" + card.id + ".png"), plot); !ok) return fail(ok.error());
    }
    if (auto ok = write_file(out / "fig15.csv", "classifier,image,label,mask,infill,probability,l1,psnr\n" + rows_.str()); !ok) return fail(ok.error());
    if (auto ok = write_file(out / "fig15-summary.csv", summary); !ok) return fail(ok.error());
    if (!common_.quiet) print_table(table);
    return code_;
  }

  const State& state_;
  const Common& common_;
  Session session_;
  std::map<std::string, std::map<Key, Samples>> samples_;
  std::map<std::string, std::vector<double>> untouched_;
  std::ostringstream rows_;
  int code_ = 0;
};

}  // namespace

Command figure_command(CLI::App& program, Common& common) {
  const auto state = std::make_shared<State>();
  CLI::App* app = program.add_subcommand("figure", "a figure of the paper on photos and classifiers of your own");
  state->app = app;
  app->add_option("NAME", state->name, "fig15: p(true class), L1 and PSNR under the same masks for every infiller")->required();
  app->add_option("--images", state->images, "a folder of photos")->type_name("DIR")->take_last();
  app->add_option("--boxes", state->boxes, "their classes and boxes: image,label_0based,x0,y0,x1,y1")->type_name("CSV")->take_last();
  app->add_option("--classifier", state->classifiers, "an id from the catalogue or the path of a card; may be repeated")->type_name("C")->allow_extra_args(false);
  app->add_option("--infills", state->infills, "names joined by commas; all that there are when it is left out")->type_name("I,I,...")->take_last();
  app->add_option("--limit", state->limit_text, "how many photos, taken evenly from all")->type_name("N")->take_last()->default_str(state->limit_text);
  app->add_option("--out", state->out, "the folder for picture and tables")->type_name("DIR")->take_last();
  state->options.add(*app, {"seed", "device", "precision", "threads"});
  add_common(*app, common);
  return {app, [state, &common] { return check(*state, common); }, [] { return true; }, [state, &common](const EngineApi& api) { return Fig15(*state, common, api).run(); }};
}

}  // namespace fido::cli
