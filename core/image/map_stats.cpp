#include "core/image/map_stats.h"

#include <cmath>

namespace fido {

MapStats map_stats(const std::vector<const Plane*>& maps) {
  MapStats out;
  if (maps.empty()) return out;
  const int width = maps.front()->width, height = maps.front()->height;
  std::vector<const Plane*> same_size;
  for (const Plane* map : maps)
    if (map->width == width && map->height == height) same_size.push_back(map);
  out.mean = out.deviation = Plane(width, height);
  const double n = static_cast<double>(same_size.size());
  for (std::size_t i = 0; i < out.mean.values.size(); ++i) {
    double mean = 0, sum_of_squares = 0;
    for (const Plane* map : same_size) mean += static_cast<double>(map->values[i]) / n;
    for (const Plane* map : same_size)
      sum_of_squares += std::pow(static_cast<double>(map->values[i]) - mean, 2);
    out.mean.values[i] = static_cast<float>(mean);
    if (same_size.size() > 1)
      out.deviation.values[i] = static_cast<float>(std::sqrt(sum_of_squares / (n - 1)));
  }
  return out;
}

}  // namespace fido
