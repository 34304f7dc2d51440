#include "core/evaluate/summary.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <tuple>

#include "core/base/csv.h"
#include "core/base/files.h"
#include "core/base/json.h"
#include "core/base/text.h"

namespace fido {
namespace {

using Method = std::pair<std::string, std::string>;  // method, infill

template <class T>
std::size_t index_of(const std::vector<T>& values, const T& value) {
  return static_cast<std::size_t>(std::find(values.begin(), values.end(), value) - values.begin());
}

// Appends the classifiers and methods that occur only in the rows.
EvaluationOrder complete_order(EvaluationOrder order, const std::vector<EvaluationRow>& rows) {
  const auto add = [](auto& values, const auto& value) {
    if (index_of(values, value) == values.size()) values.push_back(value);
  };
  for (const auto& row : rows) {
    add(order.classifiers, row.classifier);
    add(order.methods, Method{row.method, row.infill});
  }
  return order;
}

using RowsByImage = std::map<std::string, const EvaluationRow*>;

// The values of one metric, and the pairs of those photos that the reference method has too.
struct Sample {
  std::vector<double> values, paired, paired_reference;
};
Sample collect_sample(const char* metric, const RowsByImage& rows, const RowsByImage& reference) {
  Sample out;
  for (const auto& [image, row] : rows) {
    const auto value = row->values.find(metric);
    if (value == row->values.end()) continue;
    out.values.push_back(value->second);
    const auto other = reference.find(image);
    if (other == reference.end()) continue;
    const auto other_value = other->second->values.find(metric);
    if (other_value == other->second->values.end()) continue;
    out.paired.push_back(value->second);
    out.paired_reference.push_back(other_value->second);
  }
  return out;
}

std::string cell(double value) { return std::isfinite(value) ? shortest_decimal(value) : ""; }

}  // namespace

void sort_rows(std::vector<EvaluationRow>& rows, const EvaluationOrder& order) {
  const EvaluationOrder all = complete_order(order, rows);
  const auto key = [&](const EvaluationRow& row) {
    return std::make_tuple(index_of(all.classifiers, row.classifier), std::cref(row.image),
                           index_of(all.methods, Method{row.method, row.infill}));
  };
  std::stable_sort(rows.begin(), rows.end(), [&](const EvaluationRow& a, const EvaluationRow& b) {
    const auto [ac, ai, am] = key(a);
    const auto [bc, bi, bm] = key(b);
    return std::tie(ac, ai, am) < std::tie(bc, bi, bm);
  });
}

std::vector<EvaluationMean> summarize(const std::vector<EvaluationRow>& rows,
                                      const EvaluationOrder& given_order) {
  const EvaluationOrder order = complete_order(given_order, rows);
  std::map<std::string, std::map<Method, RowsByImage>> by_method;
  for (const auto& row : rows)
    by_method[row.classifier][{row.method, row.infill}][row.image] = &row;
  std::vector<EvaluationMean> out;
  for (const auto& classifier : order.classifiers) {
    auto& all = by_method[classifier];
    for (const Method& method : order.methods)
      for (const auto& metric : metrics()) {
        const Sample sample = collect_sample(metric.name, all[method], all[order.methods.front()]);
        if (sample.values.empty()) continue;
        const double p = method == order.methods.front()
                             ? 1
                             : paired_test(sample.paired, sample.paired_reference);
        out.push_back({classifier, method.first, method.second, metric.name,
                       mean_interval(sample.values), p});
      }
  }
  return out;
}

std::string summary_header() {
  return "classifier,method,infill,metric,photos,mean,low,high,p_against_first\n";
}

std::string summary_line(const EvaluationMean& m) {
  return csv_cell(m.classifier) + ',' + csv_cell(m.method) + ',' + csv_cell(m.infill) + ',' +
         m.metric + ',' + std::to_string(m.value.count) + ',' + cell(m.value.mean) + ',' +
         cell(m.value.low) + ',' + cell(m.value.high) + ',' + cell(m.p) + '\n';
}

std::string summary_csv(const std::vector<EvaluationMean>& means) {
  std::string out = summary_header();
  for (const auto& m : means) out += summary_line(m);
  return out;
}

std::string summary_json(const std::vector<EvaluationMean>& means) {
  Json json = Json::array();
  for (const auto& m : means)
    json.push_back({{"classifier", m.classifier},
                    {"method", m.method},
                    {"infill", m.infill},
                    {"metric", m.metric},
                    {"photos", m.value.count},
                    {"mean", m.value.mean},
                    {"low", m.value.low},
                    {"high", m.value.high},
                    {"p_against_first", m.p}});
  return dump_json(json);
}

std::string picture_name(const EvaluationRow& row) {
  return sha256_text(row.classifier + '\n' + row.image + '\n' + row.method + '\n' + row.infill)
             .substr(0, 16) +
         ".jpg";
}

Extremes extremes(const std::vector<EvaluationRow>& rows) {
  Extremes out;
  for (const char* metric : {"outside", "sm", "deletion", "insertion", "inflation"}) {
    std::vector<const EvaluationRow*> measured;
    for (const auto& row : rows)
      if (row.values.count(metric)) measured.push_back(&row);
    if (measured.empty()) continue;
    const double sign = std::string(metric) == "insertion" ? -1 : 1;
    // Equal values are sorted by name, so that the extremes of all photos are among those of the
    // shards.
    std::sort(measured.begin(), measured.end(), [&](const auto* a, const auto* b) {
      return std::make_pair(sign * a->values.at(metric), a->image) <
             std::make_pair(sign * b->values.at(metric), b->image);
    });
    const auto count =
        std::min<std::ptrdiff_t>(kMaxExtremes, static_cast<std::ptrdiff_t>(measured.size()));
    out.metric = metric;
    out.best.assign(measured.begin(), measured.begin() + count);
    out.worst.assign(measured.end() - count, measured.end());
    return out;
  }
  return out;
}

}  // namespace fido
