#include "core/evaluate/map_metrics.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/evaluate/statistics.h"

namespace fido {

bool is_pointing_game_hit(const Plane& map, const std::vector<Box>& boxes, double tolerance) {
  const auto [lowest, highest] = std::minmax_element(map.values.begin(), map.values.end());
  if (map.values.empty() || *lowest == *highest) return false;
  // minmax_element returns the last of several equal maxima.
  const auto index = static_cast<std::size_t>(
      std::find(map.values.begin(), map.values.end(), *highest) - map.values.begin());
  const double x = static_cast<double>(index % static_cast<std::size_t>(map.width)) + 0.5,
               y = static_cast<double>(index / static_cast<std::size_t>(map.width)) + 0.5;
  return std::any_of(boxes.begin(), boxes.end(), [&](const Box& b) {
    const double dx = std::max({b.x0 - x, x - b.x1, 0.0}), dy = std::max({b.y0 - y, y - b.y1, 0.0});
    return dx * dx + dy * dy <= tolerance * tolerance;
  });
}

double saliency_metric(double area, double p) {
  return std::log(std::max(area, 0.05)) - std::log(p);
}

Plane deletion_mask(const Plane& map, double share) {
  std::vector<std::size_t> order(map.values.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  const auto count =
      static_cast<std::ptrdiff_t>(std::lround(share * static_cast<double>(order.size())));
  const auto is_more_important = [&](std::size_t a, std::size_t b) {
    return map.values[a] != map.values[b] ? map.values[a] > map.values[b] : a < b;
  };
  if (count < static_cast<std::ptrdiff_t>(order.size()))
    std::nth_element(order.begin(), order.begin() + count, order.end(), is_more_important);
  Plane mask(map.width, map.height, 1.F);
  for (std::ptrdiff_t i = 0; i < count; ++i) mask.values[order[static_cast<std::size_t>(i)]] = 0;
  return mask;
}

Plane invert_mask(Plane mask) {
  for (float& v : mask.values) v = 1 - v;
  return mask;
}

const std::vector<double>& curve_shares() {
  // Dense at the start, because a good map changes the score with few pixels.
  static const std::vector<double> shares{0,   0.01, 0.02, 0.03, 0.05, 0.07, 0.1, 0.15, 0.2,
                                          0.3, 0.4,  0.5,  0.6,  0.7,  0.8,  0.9, 1};
  return shares;
}

double area_under_curve(const std::vector<double>& curve) {
  const auto& x = curve_shares();
  double sum = 0;
  for (std::size_t i = 1; i < x.size(); ++i)
    sum += (x[i] - x[i - 1]) * (curve[i] + curve[i - 1]) / 2;
  return sum;
}

double removal_share(const std::vector<double>& scores, double reduction) {
  const auto& x = curve_shares();
  const double range = scores.front() - scores.back();
  if (!(range > 0)) return 1;
  const auto reduction_at = [&](std::size_t i) { return (scores.front() - scores[i]) / range; };
  for (std::size_t i = 1; i < x.size(); ++i) {
    if (reduction_at(i) < reduction) continue;
    const double before = reduction_at(i - 1);
    return x[i - 1] + (x[i] - x[i - 1]) * (reduction - before) / (reduction_at(i) - before);
  }
  return 1;
}

double correlation(const Plane& a, const Plane& b) {
  return 1 - correlation_distance({a.values.begin(), a.values.end()},
                                  {b.values.begin(), b.values.end()});
}

double rank_correlation(const Plane& a, const Plane& b) {
  const auto ranks = [](const Plane& map) {
    std::vector<std::size_t> order(map.values.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::sort(order.begin(), order.end(),
              [&](std::size_t i, std::size_t j) { return map.values[i] < map.values[j]; });
    std::vector<double> out(order.size());
    for (std::size_t begin = 0, end = 0; begin < order.size(); begin = end) {
      while (end < order.size() && map.values[order[end]] == map.values[order[begin]]) ++end;
      for (std::size_t i = begin; i < end; ++i)
        out[order[i]] = static_cast<double>(begin + end - 1) / 2;
    }
    return out;
  };
  return 1 - correlation_distance(ranks(a), ranks(b));
}

double iou_over_half(const Plane& a, const Plane& b) {
  int intersection = 0, union_size = 0;
  for (std::size_t i = 0; i < a.values.size(); ++i) {
    intersection += a.values[i] > 0.5F && b.values[i] > 0.5F;
    union_size += a.values[i] > 0.5F || b.values[i] > 0.5F;
  }
  return union_size > 0 ? static_cast<double>(intersection) / union_size : 1;
}

}  // namespace fido
