// Figures that compare maps, with a row per photo and another method, infiller, classifier, λ,
// grid, seed or TV weight in every column (Fig. 6, 7, 9, 11 to 14, 16 to 18).
#include <algorithm>
#include <cmath>
#include <iostream>
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

constexpr std::size_t kMaxRows = 8;  // of a picture; the tables contain all photos
// Masks drawn from a finished map: a run optimises p(true class) under these, not under the
// most likely mask.
constexpr int kMarginalSamples = 32;

// Returns whether the columns of the figure are infillers.
bool compares_infillers(const std::string& figure) {
  return figure == "fig7" || figure == "fig16" || figure == "fig17" || figure == "fig18";
}

struct Variant {
  std::string label;
  RunSpec spec;
};

// Formats a number with the default precision of streams, as "0.001" and "1e-05".
std::string compact_number(double value) {
  std::ostringstream out;
  out << value;
  return out.str();
}

// Values of λ per pixel (Fig. 11, as in the paper).
struct LambdaSweep {
  const char* method;
  const char* label;
  std::vector<double> lambdas;
};
const std::vector<LambdaSweep>& lambda_sweeps() {
  static const std::vector<LambdaSweep> all{{"bbmp", "BBMP λ ", {1e-3, 2e-3, 5e-3, 1e-2}},
                                            {"fido-ssr", "SSR λ ", {2e-4, 5e-4, 1e-3, 2e-3}}};
  return all;
}

// Returns the method's defaults with the options that were given and this infiller. The method's
// own infiller is used if this one would leave no gradient at the start.
Expected<RunSpec> figure_spec(const FigureState& state, const std::string& method,
                              const std::string& infill) {
  const bool has_gradient =
      !find_method(method)->starts_fully_kept || !find_infiller(infill)->preserves_kept_pixels;
  return spec_with_common_fields(method, has_gradient ? infill : "", state.options.common_fields());
}

// Returns the columns of a figure that compares infillers.
Expected<std::vector<Variant>> infiller_variants(const FigureState& state) {
  auto spec = state.name == "fig17"
                  ? spec_with_common_fields("fido-sdr", "", state.options.common_fields())
                  : Expected<RunSpec>(state.spec);
  if (!spec) return tl::unexpected(spec.error());
  if (state.name == "fig18") spec->tv = 0.01;
  std::vector<Variant> out;
  for (const InfillerInfo* infiller : state.selected_infillers) {
    out.push_back({infiller->label, *spec});
    out.back().spec.infill = infiller->id;
  }
  return out;
}

// Returns the columns of any figure; for fig9 the one variant that runs on every classifier.
Expected<std::vector<Variant>> make_variants(const FigureState& state) {
  if (searches_evidence(state.spec))
    for (const char* name : {"fig11", "fig14", "fig18"})
      if (state.name == name)
        return tl::unexpected(Error{
            ErrorCode::usage,
            "--keep-evidence: " + state.name + " varies λ or the price of edges; leave it out"});
  if (compares_infillers(state.name)) return infiller_variants(state);
  const std::string& infill = state.selected_infillers.front()->id;
  std::vector<Variant> out;
  if (state.name == "fig11") {
    for (const auto& sweep : lambda_sweeps()) {
      const auto spec = figure_spec(state, sweep.method, infill);
      if (!spec) return tl::unexpected(spec.error());
      for (const double lambda : sweep.lambdas) {
        out.push_back({sweep.label + compact_number(lambda), with_lambda_unit(*spec, "pixel")});
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
      for (const std::uint64_t offset : {0U, 1U, 2U, 3U})
        add("seed " + std::to_string(spec->seed + offset), [&](RunSpec& s) { s.seed += offset; });
    else if (state.name == "fig14")
      for (const double tv : {0.0, 1e-3, 1e-2, 1e-1})
        add("TV " + compact_number(tv), [&](RunSpec& s) { s.tv = tv; });
    else
      add(find_method(method)->label, [](RunSpec&) {});
  }
  return out;
}

// The measured values of one classifier and variant.
struct VariantSamples {
  std::vector<double> loss, area, marginal, iou, outside, seconds;
  int localised = 0;  // photos with an IoU over 1/2
};

// Correlation and IoU of every two maps of a photo.
struct PairSamples {
  std::vector<double> correlations, ious;
};

class MapFigure {
 public:
  MapFigure(const FigureState& state, const Common& common, const EngineApi& api,
            std::vector<Variant> variants)
      : state_(state), common_(common), session_(api), variants_(std::move(variants)) {}

  int run() {
    table_ << "classifier,image,label,variant,method,infill,lambda,lambda_unit,tv,grid,seed,pixel_"
              "price,loss,area,score_untouched,score,probability_untouched,probability,marginal,"
              "iou,outside\n";
    similarity_ << "classifier,image,a,b,correlation,iou\n";
    return measure_photos(
        state_, common_, state_.verbosity, session_,
        [this](const ClassifierCard& card, const DatasetPhoto& photo) {
          return measure(card, photo);
        },
        [this](std::size_t) { return write(); });
  }

 private:
  bool is_by_classifier() const { return state_.name == "fig9"; }
  std::string column_label(const ClassifierCard& card, const Variant& variant) const {
    return is_by_classifier() ? card.id : variant.label;
  }

  Expected<void> measure(const ClassifierCard& card, const DatasetPhoto& photo) {
    auto& rows = rows_[is_by_classifier() ? "" : card.id];
    if (!rows.count(photo.name) && rows.size() < kMaxRows)
      rows[photo.name]["photo"] = {*photo.classification.input,
                                   photo.target.label.substr(0, photo.target.label.find(','))};
    std::vector<std::pair<std::string, Plane>> maps;
    for (const Variant& variant : variants_) {
      RunSpec spec = variant.spec;
      spec.classifier = card.card_path.string();
      spec.target = std::to_string(photo.label);
      spec.marginal_samples = kMarginalSamples;
      const auto run = session_.run(spec, card, photo.photo);
      if (!run) return tl::unexpected(run.error());
      const RunResult& r = **run;
      const auto box = box_over_half(r.map);
      const double iou = box ? best_iou(*box, photo.boxes) : 0,
                   outside = share_outside(r.map, photo.boxes);
      // A method that draws no masks has only the most likely one.
      const double marginal =
          r.marginal.samples > 0 ? r.marginal.mean : r.probability_counterfactual;
      VariantSamples& m = samples_[{card.id, variant.label}];
      m.loss.push_back(r.loss_final);
      m.area.push_back(r.area);
      m.marginal.push_back(marginal);
      m.iou.push_back(iou);
      if (std::isfinite(outside)) m.outside.push_back(outside);
      m.seconds.push_back(r.seconds_run);
      m.localised += iou > 0.5;
      if (rows.count(photo.name))
        rows[photo.name][column_label(card, variant)] = {
            overlay(*photo.classification.input, r.map),
            "area " + fixed(r.area, 3) + ", p " + fixed(marginal, 2)};
      table_ << csv_cell(card.id) << ',' << csv_cell(photo.name) << ',' << photo.label << ','
             << csv_cell(variant.label) << ',' << spec.method << ',' << spec.infill << ','
             << spec.lambda << ',' << spec.lambda_unit << ',' << spec.tv << ',' << spec.grid << ','
             << spec.seed << ',' << r.lambda_per_pixel << ',' << r.loss_final << ',' << r.area
             << ',' << r.score_original << ',' << r.score_counterfactual << ','
             << r.probability_original << ',' << r.probability_counterfactual << ',' << marginal
             << ',' << iou << ',' << (std::isfinite(outside) ? compact_number(outside) : "")
             << '\n';
      for (const auto& [other, map] : maps) {
        const double pair_correlation = correlation(map, r.map),
                     pair_iou = iou_over_half(map, r.map);
        similarity_ << csv_cell(card.id) << ',' << csv_cell(photo.name) << ',' << csv_cell(other)
                    << ',' << csv_cell(variant.label) << ',' << pair_correlation << ',' << pair_iou
                    << '\n';
        pairs_[card.id].correlations.push_back(pair_correlation);
        pairs_[card.id].ious.push_back(pair_iou);
      }
      maps.emplace_back(variant.label, r.map);
    }
    return write_file(path(".csv"), table_.str());  // after every photo: a run may take hours
  }

  fs::path path(const std::string& suffix) const {
    return fs::path(state_.out) / (state_.name + suffix);
  }

  int write() {
    for (auto& [group, rows] : rows_) {
      std::vector<std::string> columns{"photo"};
      for (const auto& card : state_.cards)
        for (const Variant& variant : variants_)
          if (const std::string name = column_label(card, variant);
              std::find(columns.begin(), columns.end(), name) == columns.end())
            columns.push_back(name);
      std::vector<std::vector<CaptionedPicture>> pictures;
      for (auto& [photo, row] : rows) {
        pictures.emplace_back();
        // The picture is empty if the photo failed with this classifier.
        for (const auto& name : columns) pictures.back().push_back(row[name]);
      }
      std::string title = group + (group.empty() ? "" : ", ");
      if (state_.name == "fig6")
        title += "SSR and SDR";
      else if (state_.name == "fig11")
        title += "BBMP and SSR";
      else
        title += find_method(variants_.front().spec.method)->label;
      if (!compares_infillers(state_.name))
        title += ", " + find_infiller(variants_.back().spec.infill)->label;
      const RunSpec& spec = variants_.front().spec;
      if (searches_evidence(spec))
        title += ", evidence " + compact_number(100 * spec.keep_evidence) + " %";
      else if (state_.name != "fig11")
        title += ", λ = " + compact_number(variants_.front().spec.lambda) +
                 (variants_.front().spec.lambda_unit == "range" ? " × score range" : " per pixel");
      if (state_.name == "fig18") title += ", TV 0.01";
      if (auto ok =
              save_picture_table(path(group.empty() ? "" : "-" + group), title, columns, pictures);
          !ok)
        return fail(ok.error());
    }
    std::string summary =
        "classifier,variant,photos,loss_mean,area_median,marginal_median,iou_mean,wsl_error,"
        "outside_mean,seconds_median\n";
    std::vector<std::vector<std::string>> table{{"CLASSIFIER", "VARIANT", "PHOTOS", "LOSS", "AREA",
                                                 "P DRAWN", "IOU", "WSL ERROR", "OUTSIDE",
                                                 "SECONDS"}};
    for (const auto& card : state_.cards)
      for (const Variant& variant : variants_) {
        const VariantSamples& m = samples_[{card.id, variant.label}];
        if (m.area.empty()) continue;
        const double error = 1 - m.localised / static_cast<double>(m.area.size());
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
        table.push_back(std::move(line));
      }
    if (auto ok = write_file(path("-summary.csv"), summary); !ok) return fail(ok.error());
    // For explain --spec: together with a classifier and a target, each spec makes one column.
    Json specs = Json::array();
    for (const Variant& variant : variants_)
      specs.push_back({{"variant", variant.label}, {"spec", Json::parse(to_json(variant.spec))}});
    if (auto ok = write_file(path("-specs.json"), specs.dump(2) + "\n"); !ok)
      return fail(ok.error());
    if (!pairs_.empty())
      if (auto ok = write_file(path("-likeness.csv"), similarity_.str()); !ok)
        return fail(ok.error());
    if (common_.quiet) return 0;
    print_table(table);
    for (const auto& [classifier, pairs] : pairs_)
      std::cout << classifier << ": two maps of a photo correlate by "
                << fixed(mean(pairs.correlations), 3) << ", their regions over 1/2 have an IoU of "
                << fixed(mean(pairs.ious), 3) << " (means over pairs)\n";
    return 0;
  }

  const FigureState& state_;
  const Common& common_;
  Session session_;
  std::vector<Variant> variants_;
  std::map<std::string, std::map<std::string, std::map<std::string, CaptionedPicture>>>
      rows_;  // by classifier, photo, column
  std::map<std::pair<std::string, std::string>, VariantSamples> samples_;  // by classifier, variant
  std::map<std::string, PairSamples> pairs_;                               // by classifier
  std::ostringstream table_, similarity_;
};

}  // namespace

int figure_of_maps(const FigureState& state, const Common& common, const EngineApi& api) {
  auto variants = make_variants(state);
  if (!variants) return fail(variants.error());
  return MapFigure(state, common, api, std::move(*variants)).run();
}

}  // namespace fido::cli
