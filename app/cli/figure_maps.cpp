// Fig. 7: the same question with each infiller.
#include <cmath>
#include <map>
#include <sstream>

#include "app/cli/console.h"
#include "app/cli/figure.h"
#include "core/evaluate/chart.h"
#include "core/evaluate/fidelity.h"
#include "core/files.h"
#include "core/image/colormap.h"

namespace fido::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMostRows = 8;  // of the picture; the tables hold all
constexpr int kMasks = 32;            // drawn from a finished map: what was optimised is p(true class) under these, not under the likeliest one

struct Measured {
  std::vector<double> loss, area, marginal, iou, outside, seconds;
  int hits = 0;
};

}  // namespace

int figure_7(const FigureState& state, const Common& common, const EngineApi& api) {
  PhotoWalk walk(state, common, api);
  std::map<std::string, std::vector<std::vector<CaptionedPicture>>> rows;
  std::map<std::pair<std::string, std::string>, Measured> all;
  std::ostringstream table;
  table << "classifier,image,label,infill,lambda,lambda_unit,pixel_price,loss,area,score_untouched,score,probability_untouched,probability,marginal,iou,outside\n";
  const auto each = [&](const ClassifierCard& card, const WalkPhoto& photo) -> Expected<void> {
    std::vector<CaptionedPicture> row{{*photo.seen.input, photo.target.label.substr(0, photo.target.label.find(','))}};
    for (const InfillerInfo* infiller : state.infillers_wanted) {
      RunSpec spec = state.spec;
      spec.classifier = card.card_path.string();
      spec.infill = infiller->name;
      spec.target = std::to_string(photo.truth->label);
      spec.marginal_samples = kMasks;
      const auto run = walk.session().run(spec, card, photo.photo, [](const Step&) {});
      if (!run) return tl::unexpected(run.error());
      const RunResult& r = **run;
      const auto found = box_over_half(r.map);
      const double overlap = found ? best_overlap(*found, photo.boxes) : 0, outside = share_outside(r.map, photo.boxes);
      Measured& m = all[{card.id, infiller->name}];
      m.loss.push_back(r.loss_final);
      m.area.push_back(r.area);
      m.marginal.push_back(r.marginal.mean);
      m.iou.push_back(overlap);
      if (std::isfinite(outside)) m.outside.push_back(outside);
      m.seconds.push_back(r.seconds_run);
      m.hits += overlap > 0.5;
      row.push_back({overlay(*photo.seen.input, r.map), "area " + fixed(r.area, 3) + ", p " + fixed(r.marginal.mean, 2)});
      table << card.id << ',' << photo.name << ',' << photo.truth->label << ',' << infiller->name << ',' << spec.lambda << ',' << spec.lambda_unit << ',' << r.pixel_price << ','
            << r.loss_final << ',' << r.area << ',' << r.score_original << ',' << r.score_counterfactual << ',' << r.probability_original << ',' << r.probability_counterfactual << ','
            << r.marginal.mean << ',' << overlap << ',' << outside << '\n';
    }
    if (rows[card.id].size() < kMostRows) rows[card.id].push_back(std::move(row));
    return write_file(fs::path(state.out) / "fig7.csv", table.str());  // hours of work: kept as it comes
  };
  return walk.run(each, [&](std::size_t) {
    std::vector<std::string> columns{"photo"};
    for (const InfillerInfo* infiller : state.infillers_wanted) columns.push_back(infiller->label);
    std::string summary = "classifier,infill,photos,loss_mean,area_median,marginal_median,iou_mean,wsl_error,outside_mean,seconds_median\n";
    std::vector<std::vector<std::string>> shown{{"CLASSIFIER", "INFILL", "PHOTOS", "LOSS", "AREA", "P DRAWN", "IOU", "WSL ERROR", "OUTSIDE", "SECONDS"}};
    for (const auto& card : state.cards) {
      std::ostringstream price;
      price << "λ = " << state.spec.lambda << (state.spec.lambda_unit == "range" ? " of the score range" : " a pixel");
      if (auto ok = save_picture_table(fs::path(state.out) / ("fig7-" + card.id), card.id + ", " + state.spec.method + ", " + price.str(), columns, rows[card.id]); !ok) return fail(ok.error());
      for (const InfillerInfo* infiller : state.infillers_wanted) {
        const Measured& m = all[{card.id, infiller->name}];
        if (m.area.empty()) continue;
        const double error = 1 - m.hits / static_cast<double>(m.area.size());
        const std::vector<double> numbers{mean(m.loss), quantile(m.area, 0.5), quantile(m.marginal, 0.5), mean(m.iou), error, mean(m.outside), quantile(m.seconds, 0.5)};
        std::ostringstream row;
        row << card.id << ',' << infiller->name << ',' << m.area.size();
        std::vector<std::string> line{card.id, infiller->name, std::to_string(m.area.size())};
        for (const double v : numbers) {
          row << ',' << v;
          line.push_back(fixed(v, 3));
        }
        summary += row.str() + '\n';
        shown.push_back(std::move(line));
      }
    }
    if (auto ok = write_file(fs::path(state.out) / "fig7-summary.csv", summary); !ok) return fail(ok.error());
    if (!common.quiet) print_table(shown);
    return 0;
  });
}

}  // namespace fido::cli
