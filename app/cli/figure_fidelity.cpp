// Fig. 2, 3, 4 and 15: holes infilled by every infiller, and the classifiers' answers.
#include <algorithm>
#include <cmath>
#include <functional>
#include <iostream>
#include <map>
#include <sstream>

#include "app/cli/console.h"
#include "app/cli/figure.h"
#include "core/base/csv.h"
#include "core/base/files.h"
#include "core/evaluate/fidelity.h"
#include "core/evaluate/statistics.h"
#include "core/image/codec.h"
#include "core/image/resample.h"
#include "report/chart.h"

namespace fido::cli {
namespace {

namespace fs = std::filesystem;

MaskQuestion make_question(const FigureState& state, const DatasetPhoto& photo, const Plane& mask,
                           const InfillerInfo& infiller) {
  MaskQuestion question;
  question.photo = photo.photo;
  question.mask = mask;
  question.infill = infiller.id;
  question.target = std::to_string(photo.label);
  question.seed = state.spec.seed + photo.index;
  question.top_k = static_cast<int>(photo.classification.predictions.size());
  return question;
}

// Returns log p of every class, in the order of their indices.
std::vector<double> log_probabilities(const std::vector<Prediction>& predictions) {
  std::vector<double> out(predictions.size());
  for (const auto& p : predictions)
    out[static_cast<std::size_t>(p.index)] = std::log(std::max(p.probability, 1e-38));
  return out;
}

// Paints what the mask drops in grey.
Image paint_hole(Image picture, const Plane& mask) {
  constexpr std::uint8_t kHole = 128;
  for (std::size_t i = 0; i < mask.values.size(); ++i)
    if (mask.values[i] < 0.5F)
      std::fill_n(picture.rgb.begin() + static_cast<std::ptrdiff_t>(3 * i), 3, kHole);
  return picture;
}

class InfillerFidelityFigure {
 public:
  InfillerFidelityFigure(const FigureState& state, const Common& common, const EngineApi& api)
      : state_(state), common_(common), session_(api) {}

  int run() {
    return measure_photos(
        state_, common_, state_.verbosity, session_,
        [this](const ClassifierCard& card, const DatasetPhoto& photo) {
          return measure(card, photo);
        },
        [this](std::size_t photos) { return write(photos); });
  }

 private:
  struct Samples {
    std::vector<double> probability, l1, psnr, logit_distance;
  };
  using Key = std::pair<std::string, std::string>;  // mask, infiller

  Expected<void> measure(const ClassifierCard& card, const DatasetPhoto& photo) {
    untouched_[card.id].push_back(photo.target.probability);
    const auto before = log_probabilities(photo.classification.predictions);
    for (const auto& [mask_name, mask] :
         test_masks(card.width, card.height, photo.largest_box(), state_.spec.seed + photo.index))
      for (const InfillerInfo* infiller : state_.selected_infillers) {
        const auto answer = session_.answer(make_question(state_, photo, mask, *infiller));
        if (!answer) return tl::unexpected(answer.error());
        const double p = (*answer)->target_after.probability;
        const HoleError error =
            hole_error(*photo.classification.input, (*answer)->infilled, (*answer)->mask);
        const double logit_distance =
            correlation_distance(before, log_probabilities((*answer)->predictions_after));
        Samples& samples = samples_[card.id][{mask_name, infiller->id}];
        samples.probability.push_back(p);
        samples.l1.push_back(error.l1);
        samples.psnr.push_back(error.psnr);
        samples.logit_distance.push_back(logit_distance);
        rows_ << csv_cell(card.id) << ',' << csv_cell(photo.name) << ',' << photo.label << ','
              << mask_name << ',' << infiller->id << ',' << p << ',' << error.l1 << ','
              << error.psnr << ',' << logit_distance << '\n';
      }
    return {};
  }

  int write(std::size_t photos) {
    const fs::path out = state_.out;
    std::string summary =
        "classifier,mask,infill,photos,probability_median,probability_lower,probability_upper,l1_"
        "mean,psnr_mean,logit_distance_mean,probability_untouched\n";
    std::vector<std::vector<std::string>> table{
        {"CLASSIFIER", "MASK", "INFILL", "P MEDIAN", "L1", "PSNR", "LOGITS"}};
    for (const auto& card : state_.cards) {
      const auto& samples = samples_[card.id];
      const double untouched = quantile(untouched_[card.id], 0.5);
      std::vector<BoxGroup> groups;
      std::vector<std::string> series;
      for (const InfillerInfo* infiller : state_.selected_infillers)
        series.push_back(infiller->label);
      for (const auto& [mask_name, ignored] : test_masks(8, 8, {0, 0, 4, 4}, 0)) {
        BoxGroup group{mask_name, {}};
        for (const InfillerInfo* infiller : state_.selected_infillers) {
          const auto found = samples.find({mask_name, infiller->id});
          group.samples.push_back(found == samples.end() ? std::vector<double>()
                                                         : found->second.probability);
          if (found == samples.end()) continue;
          const Samples& s = found->second;
          std::ostringstream row;
          row << card.id << ',' << mask_name << ',' << infiller->id << ',' << s.probability.size()
              << ',' << quantile(s.probability, 0.5) << ',' << quantile(s.probability, 0.25) << ','
              << quantile(s.probability, 0.75) << ',' << mean(s.l1) << ',' << mean(s.psnr) << ','
              << mean(s.logit_distance) << ',' << untouched << '\n';
          summary += row.str();
          table.push_back({card.id, mask_name, infiller->id, fixed(quantile(s.probability, 0.5), 3),
                           fixed(mean(s.l1), 4), fixed(mean(s.psnr), 1),
                           fixed(mean(s.logit_distance), 3)});
        }
        groups.push_back(std::move(group));
      }
      const std::string title = card.id + ": p(true class) of " + std::to_string(photos) +
                                " photos; median of the untouched photos " + fixed(untouched, 3);
      if (auto ok = save_box_plot(out / ("fig15-" + card.id), title, series, groups); !ok)
        return fail(ok.error());
    }
    if (auto ok =
            write_file(out / "fig15.csv",
                       "classifier,image,label,mask,infill,probability,l1,psnr,logit_distance\n" +
                           rows_.str());
        !ok)
      return fail(ok.error());
    if (auto ok = write_file(out / "fig15-summary.csv", summary); !ok) return fail(ok.error());
    if (!common_.quiet) print_table(table);
    return 0;
  }

  const FigureState& state_;
  const Common& common_;
  Session session_;
  std::map<std::string, std::map<Key, Samples>> samples_;
  std::map<std::string, std::vector<double>> untouched_;
  std::ostringstream rows_;
};

// Makes a figure with a row per photo and mask: the photo, its hole, and the hole infilled by every
// infiller.
int make_hole_figure(const FigureState& state, const Common& common, const EngineApi& api,
                     const std::string& title,
                     const std::function<Expected<std::vector<TestMask>>(
                         const ClassifierCard&, const DatasetPhoto&)>& masks_of) {
  Session session(api);
  std::map<std::string, std::vector<std::vector<CaptionedPicture>>> rows;
  std::map<std::pair<std::string, std::string>, std::vector<double>> after;
  std::ostringstream table;
  table << "classifier,image,label,mask,infill,probability_untouched,probability\n";
  const auto measure = [&](const ClassifierCard& card,
                           const DatasetPhoto& photo) -> Expected<void> {
    const auto masks = masks_of(card, photo);
    if (!masks) return tl::unexpected(masks.error());
    for (const auto& [name, mask] : *masks) {
      const std::string label = photo.target.label.substr(0, photo.target.label.find(','));
      std::vector<CaptionedPicture> row{
          {*photo.classification.input, "p " + fixed(photo.target.probability, 3)},
          {paint_hole(*photo.classification.input, mask),
           masks->size() > 1 ? label + ", " + name : label}};
      for (const InfillerInfo* infiller : state.selected_infillers) {
        const auto answer = session.answer(make_question(state, photo, mask, *infiller));
        if (!answer) return tl::unexpected(answer.error());
        const double p = (*answer)->target_after.probability;
        row.push_back({(*answer)->infilled, "p " + fixed(p, 3)});
        after[{card.id, infiller->id}].push_back(p);
        table << csv_cell(card.id) << ',' << csv_cell(photo.name) << ',' << photo.label << ','
              << csv_cell(name) << ',' << infiller->id << ',' << photo.target.probability << ','
              << p << '\n';
      }
      rows[card.id].push_back(std::move(row));
    }
    return {};
  };
  return measure_photos(state, common, state.verbosity, session, measure, [&](std::size_t) {
    std::vector<std::string> columns{"photo", "hole"};
    for (const InfillerInfo* infiller : state.selected_infillers)
      columns.push_back(infiller->label);
    const fs::path stem = fs::path(state.out) / state.name;
    std::string summary = "classifier,infill,holes,probability_median\n";
    for (const auto& card : state.cards) {
      if (auto ok = save_picture_table(stem.string() + '-' + card.id, card.id + ": " + title,
                                       columns, rows[card.id]);
          !ok)
        return fail(ok.error());
      for (const InfillerInfo* infiller : state.selected_infillers) {
        const auto& p = after[{card.id, infiller->id}];
        if (!p.empty())
          summary += card.id + ',' + infiller->id + ',' + std::to_string(p.size()) + ',' +
                     fixed(quantile(p, 0.5), 4) + '\n';
      }
    }
    if (auto ok = write_file(stem.string() + ".csv", table.str()); !ok) return fail(ok.error());
    if (auto ok = write_file(stem.string() + "-summary.csv", summary); !ok) return fail(ok.error());
    return 0;
  });
}

// Loads the hand-made masks of a photo, white where it is kept: for dog.jpg, dog.png and every
// dog-*.png, dog_*.png and "dog *.png" of the folder.
Expected<std::vector<TestMask>> load_hand_made_masks(const fs::path& folder,
                                                     const DatasetPhoto& photo) {
  const std::string stem = fs::path(photo.name).stem().string();
  std::vector<fs::path> files;
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator(folder, ignored)) {
    const std::string name = entry.path().stem().string() + '-';
    if (entry.path().extension() == ".png" && name.compare(0, stem.size(), stem) == 0 &&
        std::string("-_ ").find(name[stem.size()]) != std::string::npos)
      files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  if (files.empty())
    return input_error(
        folder.string() +
        ": contains no mask of this photo; add one, white where it is kept, such as " + stem +
        "-head.png");
  std::vector<TestMask> out;
  for (const auto& file : files) {
    auto mask = load_mask(file);
    if (!mask) return tl::unexpected(mask.error());
    const Image& input = *photo.classification.input;
    std::string name = file.stem().string().substr(stem.size());
    name.erase(0, name.find_first_not_of("-_ "));
    Plane fitted = resize(*mask, input.width, input.height);
    for (float& v : fitted.values) v = v > 0.5F ? 1.F : 0.F;
    out.push_back({name.empty() ? "mask" : name, std::move(fitted)});
  }
  return out;
}

}  // namespace

int figure_15(const FigureState& state, const Common& common, const EngineApi& api) {
  return InfillerFidelityFigure(state, common, api).run();
}

int figure_2(const FigureState& state, const Common& common, const EngineApi& api) {
  return make_hole_figure(
      state, common, api, "p(true class) with the object infilled",
      [](const ClassifierCard& card, const DatasetPhoto& photo) -> Expected<std::vector<TestMask>> {
        const Rect box = photo.largest_box();
        Plane mask(card.width, card.height, 1.F);
        for (int y = box.y; y < box.y + box.height; ++y)
          std::fill_n(&mask.at(box.x, y), box.width, 0.F);
        return std::vector<TestMask>{{"object", mask}};
      });
}

int figure_3(const FigureState& state, const Common& common, const EngineApi& api) {
  return make_hole_figure(
      state, common, api, "p(true class) with a quarter infilled",
      [](const ClassifierCard& card, const DatasetPhoto&) -> Expected<std::vector<TestMask>> {
        Plane mask(card.width, card.height, 1.F);
        for (int y = card.height / 4; y < card.height / 4 + card.height / 2; ++y)
          std::fill_n(&mask.at(card.width / 4, y), card.width / 2, 0.F);
        return std::vector<TestMask>{{"centre", mask}};
      });
}

int figure_4(const FigureState& state, const Common& common, const EngineApi& api) {
  return make_hole_figure(
      state, common, api, "p(true class) with parts infilled",
      [&](const ClassifierCard& card,
          const DatasetPhoto& photo) -> Expected<std::vector<TestMask>> {
        if (!state.masks.empty()) return load_hand_made_masks(state.masks, photo);
        const Rect box = photo.largest_box();
        std::vector<TestMask> out{{"upper half", Plane(card.width, card.height, 1.F)},
                                  {"lower half", Plane(card.width, card.height, 1.F)}};
        for (int y = box.y; y < box.y + box.height; ++y)
          std::fill_n(&(y < box.y + box.height / 2 ? out.front() : out.back()).mask.at(box.x, y),
                      box.width, 0.F);
        return out;
      });
}

}  // namespace fido::cli
