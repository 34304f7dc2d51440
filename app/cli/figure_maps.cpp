// Figures that put maps side by side, a photo a row: the same question with another method,
// infiller, classifier, λ, grid, seed or TV weight in every column (Fig. 6, 7, 9, 11 to 14, 16 to
// 18).
#include <algorithm>
#include <cmath>
#include <map>
#include <sstream>

#include "app/cli/console.h"
#include "app/cli/figure.h"
#include "core/base/csv.h"
#include "core/base/files.h"
#include "core/base/json.h"
#include "core/evaluate/fidelity.h"
#include "core/evaluate/map_metrics.h"
#include "core/evaluate/statistics.h"
#include "core/image/colormap.h"
#include "core/run/methods.h"
#include "report/chart.h"

namespace fido::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMaxRows = 8;  // of a picture; the tables hold all
// drawn from a finished map: what was optimised is p(true class) under these, not under the
// likeliest one
constexpr int kMasks = 32;

// Infillers; the others put something else there.
bool side_by_side(const std::string& figure) {
  return figure == "fig7" || figure == "fig16" || figure == "fig17" || figure == "fig18";
}

struct Variant {
  std::string label;
  RunSpec spec;
};

std::string text_of(double value) {
  std::ostringstream out;
  out << value;
  return out.str();
}

// Sweeps of λ as the price of one pixel (Fig. 11, as in the paper).
struct PriceSweep {
  const char* method;
  const char* label;
  std::vector<double> lambdas;
};
const std::vector<PriceSweep>& price_sweeps() {
  static const std::vector<PriceSweep> all{{"bbmp", "BBMP λ ", {1e-3, 2e-3, 5e-3, 1e-2}},
                                           {"fido-ssr", "SSR λ ", {2e-4, 5e-4, 1e-3, 2e-3}}};
  return all;
}

// The method's defaults, what was typed, and this infiller, or the method's own where that would
// leave it no gradient to begin with.
Expected<RunSpec> figure_spec(const FigureState& state, const std::string& method,
                              const std::string& infill) {
  const bool fits =
      !find_method(method)->starts_fully_kept || !find_infiller(infill)->preserves_kept_pixels;
  return spec_with_common_fields(method, fits ? infill : "", state.options.common_fields());
}

// The columns of a figure with an infiller each.
Expected<std::vector<Variant>> infiller_variants(const FigureState& state) {
  auto spec = state.name == "fig17"
                  ? spec_with_common_fields("fido-sdr", "", state.options.common_fields())
                  : Expected<RunSpec>(state.spec);
  if (!spec) return tl::unexpected(spec.error());
  if (state.name == "fig18") spec->tv = 0.01;
  std::vector<Variant> out;
  for (const InfillerInfo* infiller : state.infillers_wanted) {
    out.push_back({infiller->label, *spec});
    out.back().spec.infill = infiller->id;
  }
  return out;
}

// The columns of any other figure; for fig9 the one that every classifier is asked.
Expected<std::vector<Variant>> variants_of(const FigureState& state) {
  if (side_by_side(state.name)) return infiller_variants(state);
  const std::string& infill = state.infillers_wanted.front()->id;
  std::vector<Variant> out;
  if (state.name == "fig11") {
    for (const auto& sweep : price_sweeps()) {
      const auto spec = figure_spec(state, sweep.method, infill);
      if (!spec) return tl::unexpected(spec.error());
      for (const double lambda : sweep.lambdas) {
        out.push_back({sweep.label + text_of(lambda), with_lambda_unit(*spec, "pixel")});
        out.back().spec.lambda = lambda;
      }
    }
    return out;
  }
  const auto methods = state.name == "fig6" ? std::vector<std::string>{"fido-ssr", "fido-sdr"}
                                            : std::vector<std::string>{state.spec.method};
  for (const auto& method : methods) {
    const auto spec = figure_spec(state, method, infill);
    if (!spec) return tl::unexpected(spec.error());
    const auto add = [&](const std::string& label, auto set) {
      out.push_back({label, *spec});
      set(out.back().spec);
    };
    if (state.name == "fig12")
      for (const int grid : {14, 28, 56, 112})
        add(std::to_string(grid) + " × " + std::to_string(grid),
            [&](RunSpec& s) { s.grid = grid; });
    else if (state.name == "fig13")
      for (const std::uint64_t more : {0U, 1U, 2U, 3U})
        add("seed " + std::to_string(spec->seed + more), [&](RunSpec& s) { s.seed += more; });
    else if (state.name == "fig14")
      for (const double tv : {0.0, 1e-3, 1e-2, 1e-1})
        add("TV " + text_of(tv), [&](RunSpec& s) { s.tv = tv; });
    else
      add(find_method(method)->label, [](RunSpec&) {});
  }
  return out;
}

struct Measured {
  std::vector<double> loss, area, marginal, iou, outside, seconds;
  int hits = 0;
};

class Maps {
 public:
  Maps(const FigureState& state, const Common& common, const EngineApi& api,
       std::vector<Variant> variants)
      : state_(state), common_(common), session_(api), variants_(std::move(variants)) {}

  int run() {
    table_ << "classifier,image,label,variant,method,infill,lambda,lambda_unit,tv,grid,seed,pixel_"
              "price,loss,area,score_untouched,score,probability_untouched,probability,marginal,"
              "iou,outside\n";
    likeness_ << "classifier,image,a,b,correlation,iou\n";
    return measure_photos(
        state_, common_, state_.talk, session_,
        [this](const ClassifierCard& card, const DatasetPhoto& photo) {
          return measure(card, photo);
        },
        [this](std::size_t) { return write(); });
  }

 private:
  bool byClassifier() const { return state_.name == "fig9"; }
  std::string column(const ClassifierCard& card, const Variant& variant) const {
    return byClassifier() ? card.id : variant.label;
  }

  Expected<void> measure(const ClassifierCard& card, const DatasetPhoto& photo) {
    auto& rows = rows_[byClassifier() ? "" : card.id];
    if (!rows.count(photo.name) && rows.size() < kMaxRows)
      rows[photo.name]["photo"] = {*photo.classification.input,
                                   photo.target.label.substr(0, photo.target.label.find(','))};
    std::vector<std::pair<std::string, Plane>> maps;
    for (const Variant& variant : variants_) {
      RunSpec spec = variant.spec;
      spec.classifier = card.card_path.string();
      spec.target = std::to_string(photo.label);
      spec.marginal_samples = kMasks;
      const auto run = session_.run(spec, card, photo.photo);
      if (!run) return tl::unexpected(run.error());
      const RunResult& r = **run;
      const auto found = box_over_half(r.map);
      const double overlap = found ? best_overlap(*found, photo.boxes) : 0,
                   outside = share_outside(r.map, photo.boxes);
      // A method that draws no masks has the likeliest one alone.
      const double marginal =
          r.marginal.samples > 0 ? r.marginal.mean : r.probability_counterfactual;
      Measured& m = all_[{card.id, variant.label}];
      m.loss.push_back(r.loss_final);
      m.area.push_back(r.area);
      m.marginal.push_back(marginal);
      m.iou.push_back(overlap);
      if (std::isfinite(outside)) m.outside.push_back(outside);
      m.seconds.push_back(r.seconds_run);
      m.hits += overlap > 0.5;
      if (rows.count(photo.name))
        rows[photo.name][column(card, variant)] = {
            overlay(*photo.classification.input, r.map),
            "area " + fixed(r.area, 3) + ", p " + fixed(marginal, 2)};
      table_ << csv_cell(card.id) << ',' << csv_cell(photo.name) << ',' << photo.label << ','
             << csv_cell(variant.label) << ',' << spec.method << ',' << spec.infill << ','
             << spec.lambda << ',' << spec.lambda_unit << ',' << spec.tv << ',' << spec.grid << ','
             << spec.seed << ',' << r.lambda_per_pixel << ',' << r.loss_final << ',' << r.area
             << ',' << r.score_original << ',' << r.score_counterfactual << ','
             << r.probability_original << ',' << r.probability_counterfactual << ',' << marginal
             << ',' << overlap << ',' << (std::isfinite(outside) ? text_of(outside) : "") << '\n';
      for (const auto& [other, map] : maps) {
        const double alike = correlation(map, r.map), common = overlap_over_half(map, r.map);
        likeness_ << csv_cell(card.id) << ',' << csv_cell(photo.name) << ',' << csv_cell(other)
                  << ',' << csv_cell(variant.label) << ',' << alike << ',' << common << '\n';
        alike_[card.id].first.push_back(alike);
        alike_[card.id].second.push_back(common);
      }
      maps.emplace_back(variant.label, r.map);
    }
    return write_file(path(".csv"), table_.str());  // hours of work: kept as it comes
  }

  fs::path path(const std::string& end) const { return fs::path(state_.out) / (state_.name + end); }

  int write() {
    for (auto& [group, rows] : rows_) {
      std::vector<std::string> columns{"photo"};
      for (const auto& card : state_.cards)
        for (const Variant& variant : variants_)
          if (const std::string name = column(card, variant);
              std::find(columns.begin(), columns.end(), name) == columns.end())
            columns.push_back(name);
      std::vector<std::vector<CaptionedPicture>> pictures;
      for (auto& [photo, row] : rows) {
        pictures.emplace_back();
        // empty where a classifier could not see the photo
        for (const auto& name : columns) pictures.back().push_back(row[name]);
      }
      std::string title =
          group + (group.empty() ? "" : ", ") +
          (state_.name == "fig6"    ? "SSR and SDR"
           : state_.name == "fig11" ? "BBMP and SSR"
                                    : find_method(variants_.front().spec.method)->label);
      if (!side_by_side(state_.name))
        title += ", " + find_infiller(variants_.back().spec.infill)->label;
      if (state_.name != "fig11")
        title +=
            ", λ = " + text_of(variants_.front().spec.lambda) +
            (variants_.front().spec.lambda_unit == "range" ? " of the score range" : " a pixel");
      if (state_.name == "fig18") title += ", TV 0.01";
      if (auto ok =
              save_picture_table(path(group.empty() ? "" : "-" + group), title, columns, pictures);
          !ok)
        return fail(ok.error());
    }
    std::string summary =
        "classifier,variant,photos,loss_mean,area_median,marginal_median,iou_mean,wsl_error,"
        "outside_mean,seconds_median\n";
    std::vector<std::vector<std::string>> shown{{"CLASSIFIER", "VARIANT", "PHOTOS", "LOSS", "AREA",
                                                 "P DRAWN", "IOU", "WSL ERROR", "OUTSIDE",
                                                 "SECONDS"}};
    for (const auto& card : state_.cards)
      for (const Variant& variant : variants_) {
        const Measured& m = all_[{card.id, variant.label}];
        if (m.area.empty()) continue;
        const double error = 1 - m.hits / static_cast<double>(m.area.size());
        std::ostringstream row;
        row << card.id << ',' << csv_cell(variant.label) << ',' << m.area.size();
        std::vector<std::string> line{card.id, variant.label, std::to_string(m.area.size())};
        for (const double v : {mean(m.loss), quantile(m.area, 0.5), quantile(m.marginal, 0.5),
                               mean(m.iou), error, mean(m.outside), quantile(m.seconds, 0.5)}) {
          row << ',';
          if (std::isfinite(v)) row << v;
          line.push_back(std::isfinite(v) ? fixed(v, 3) : "–");
        }
        summary += row.str() + '\n';
        shown.push_back(std::move(line));
      }
    if (auto ok = write_file(path("-summary.csv"), summary); !ok) return fail(ok.error());
    // For explain --spec: with a classifier and a target each of them is a column again.
    Json specs = Json::array();
    for (const Variant& variant : variants_)
      specs.push_back({{"variant", variant.label}, {"spec", Json::parse(to_json(variant.spec))}});
    if (auto ok = write_file(path("-specs.json"), specs.dump(2) + "\n"); !ok)
      return fail(ok.error());
    if (!alike_.empty())
      if (auto ok = write_file(path("-likeness.csv"), likeness_.str()); !ok)
        return fail(ok.error());
    if (common_.quiet) return 0;
    print_table(shown);
    for (const auto& [classifier, alike] : alike_)
      std::cout << classifier << ": two maps of a photo correlate by "
                << fixed(mean(alike.first), 3) << ", their regions over one half overlap by "
                << fixed(mean(alike.second), 3) << " (means over pairs)\n";
    return 0;
  }

  const FigureState& state_;
  const Common& common_;
  Session session_;
  std::vector<Variant> variants_;
  std::map<std::string, std::map<std::string, std::map<std::string, CaptionedPicture>>>
      rows_;  // by classifier, photo, column
  std::map<std::pair<std::string, std::string>, Measured> all_;
  std::map<std::string, std::pair<std::vector<double>, std::vector<double>>>
      alike_;  // correlation, overlap
  std::ostringstream table_, likeness_;
};

}  // namespace

int figure_of_maps(const FigureState& state, const Common& common, const EngineApi& api) {
  auto variants = variants_of(state);
  return variants ? Maps(state, common, api, std::move(*variants)).run() : fail(variants.error());
}

}  // namespace fido::cli
